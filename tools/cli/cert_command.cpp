// `zonehive cert init|issue|ls`.

#include "tools/cert/command.hpp"

#include "tools/cli/commands.hpp"

#include <chrono>

namespace tools::cli {

namespace {

int64_t now_s() {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

void add_dir(CLI::App& command, std::filesystem::path& to) {
  command.add_option("--dir", to, "The folder with the authority, ca.crt and ca.key.")->required()->type_name("DIR");
}

void add_init(CLI::App& cert, const context& ctx, action& todo) {
  auto order = std::make_shared<cert_init_order>();
  auto init = cert.add_subcommand("init", "Make the authority of a cluster, which signs its nodes' certificates.");
  add_dir(*init, order->dir);
  init->add_option("--cluster", order->cluster, "The cluster it is for; see cluster.name.")
    ->required()
    ->type_name("NAME");
  init->add_flag("--force", order->force, "Move an authority that is there aside, instead of refusing.");
  init->add_flag("--dry-run", order->dry_run, "Tell what would be done, and do nothing.");
  init->callback([order, &ctx, &todo] {
    todo = [order, &ctx] {
      order->now_s = now_s();
      return cert_init(*order, ctx.io);
    };
  });
}

void add_issue(CLI::App& cert, const context& ctx, action& todo) {
  auto order = std::make_shared<cert_issue_order>();
  auto issue = cert.add_subcommand("issue", "Make or renew the certificate of a node. Renewing keeps the key.");
  add_dir(*issue, order->dir);
  issue->add_option("--node", order->node, "The node it is for; see node.name.")->required()->type_name("NAME");
  issue->add_option("--host", order->hosts, "An address or a host name of the node; may be repeated.")
    ->type_name("HOST")
    ->expected(1)
    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  issue->add_option("--days", order->days, "How long it is good.")
    ->check(CLI::Range(1, 3650))
    ->capture_default_str()
    ->type_name("N");
  issue->add_option("--out", order->out, "The folder for the node's files; without it, the one of the authority.")
    ->type_name("DIR");
  issue->add_flag("--new-key", order->new_key, "Make another key, too; the node must be stopped to get it.");
  issue->add_flag("--dry-run", order->dry_run, "Tell what would be done, and do nothing.");
  issue->callback([order, &ctx, &todo] {
    todo = [order, &ctx] {
      order->now_s = now_s();
      return cert_issue(*order, ctx.io);
    };
  });
}

} // namespace

void add_cert(CLI::App& root, const context& ctx, action& todo) {
  auto cert = root.add_subcommand("cert", "Look after the certificates of nodes.")->require_subcommand(1);
  add_init(*cert, ctx, todo);
  add_issue(*cert, ctx, todo);
  auto order = std::make_shared<cert_ls_order>();
  auto list =
    cert->add_subcommand("ls", "List the certificates; fails when one has expired or is not the authority's.");
  add_dir(*list, order->dir);
  auto output = add_output_option(*list);
  list->callback([order, output, &ctx, &todo] {
    todo = [order, output, &ctx] {
      order->json = *output == "json";
      order->now_s = now_s();
      return cert_ls(*order, ctx.io);
    };
  });
}

} // namespace tools::cli
