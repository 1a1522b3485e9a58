#include "tools/cert/command.hpp"

#include "runtime/tls/files.hpp"

#include <ostream>

namespace tools {

namespace fs = std::filesystem;
namespace tls = runtime::tls;

namespace {

constexpr const char* authority_name = "ca";

fs::path certificate_path(const fs::path& dir, const std::string& name) { return dir / (name + ".crt"); }
fs::path key_path(const fs::path& dir, const std::string& name) { return dir / (name + ".key"); }

/// Where `path` can be moved out of the way.
fs::path aside_of(const fs::path& path) {
  for (int number = 1;; ++number) {
    auto aside = path;
    aside += ".old" + std::to_string(number);
    if (!fs::exists(fs::symlink_status(aside)))
      return aside;
  }
}

/// Keys are nobody else's business, and so is who has which.
std::string make_folder(const fs::path& dir) {
  std::error_code error;
  auto is_new = fs::create_directories(dir, error);
  if (!error && is_new)
    fs::permissions(dir, fs::perms::owner_all, error);
  return error ? dir.string() + ": " + error.message() : std::string{};
}

int refuse(console io, const std::string& sentence, int code = exit_failed) {
  io.err << "Refused: " << sentence << ".\n";
  return code;
}

// -- init -----------------------------------------------------------------------

/// Moves the authority that is there aside and tells how to bring it back.
void move_aside(const std::vector<fs::path>& present, std::ostream& out) {
  std::string undo;
  for (const auto& path : present) {
    auto aside = aside_of(path);
    fs::rename(path, aside);
    undo += (undo.empty() ? "" : " && ") + std::string{"mv "} + aside.string() + " " + path.string();
  }
  out << "Undo: " << undo << "\n";
}

// -- issue ----------------------------------------------------------------------

/// What `issue` works with, once everything was looked at.
struct issue_plan {
  tls::pem_pair authority;
  fs::path out;
  std::string kept_key; // empty: a new one
  std::string old_certificate;
  std::string old_key;
  bool writes_authority = false;
};

std::string misuse_of(const cert_issue_order& order) {
  if (!tls::is_name(order.node))
    return "a node's name is 1 to 32 small letters, digits and dashes, not '" + order.node + "'";
  if (order.node == authority_name)
    return "no node can be called ca: its files would be those of the authority";
  for (const auto& host : order.hosts)
    if (!tls::is_host(host))
      return "'" + host + "' is neither an address nor the name of a host";
  return {};
}

/// An empty text when there is no such file.
std::optional<std::string> read_if_there(const fs::path& path, std::string& problem) {
  return fs::exists(path) ? tls::read_file(path, problem) : std::string{};
}

std::optional<issue_plan> plan_issue(const cert_issue_order& order, std::string& problem) {
  issue_plan plan;
  plan.out = order.out.empty() ? order.dir : order.out;
  auto authority_path = certificate_path(order.dir, authority_name);
  if (!fs::exists(authority_path)) {
    problem = "there is no authority in " + order.dir.string() + "; `zonehive cert init` makes one";
    return std::nullopt;
  }
  auto authority = tls::read_file(authority_path, problem);
  auto authority_key = tls::read_file(key_path(order.dir, authority_name), problem);
  auto there = read_if_there(certificate_path(plan.out, authority_name), problem);
  auto old_certificate = read_if_there(certificate_path(plan.out, order.node), problem);
  auto old_key = read_if_there(key_path(plan.out, order.node), problem);
  if (!authority || !authority_key || !there || !old_certificate || !old_key)
    return std::nullopt;
  auto unfit = [&](const fs::path& path, const std::string& why) {
    problem = path.string() + ": " + why;
    return std::nullopt;
  };
  if (auto why = tls::check_key(*authority, *authority_key); !why.empty())
    return unfit(key_path(order.dir, authority_name), why);
  if (!order.new_key && !old_key->empty() && !tls::is_key(*old_key))
    return unfit(key_path(plan.out, order.node), "there is no key, or it needs a pass phrase; --new-key replaces it");
  plan.authority = {*authority, *authority_key};
  plan.writes_authority = there->empty();
  plan.old_certificate = *old_certificate;
  plan.old_key = *old_key;
  if (!order.new_key)
    plan.kept_key = *old_key;
  return plan;
}

/// The key goes first: a certificate without its key is no use to anybody.
std::string write_issued(const cert_issue_order& order, const issue_plan& plan, const tls::pem_pair& made) {
  if (auto problem = make_folder(plan.out); !problem.empty())
    return problem;
  std::string problem;
  auto write = [&](const fs::path& path, const std::string& text, tls::file_kind kind) {
    if (problem.empty())
      problem = tls::replace_file(path, text, kind);
  };
  auto certificate = certificate_path(plan.out, order.node);
  auto key = key_path(plan.out, order.node);
  if (!plan.old_certificate.empty())
    write(certificate.string() + ".previous", plan.old_certificate, tls::file_kind::certificate);
  if (plan.kept_key.empty() && !plan.old_key.empty())
    write(key.string() + ".previous", plan.old_key, tls::file_kind::key);
  if (plan.kept_key.empty())
    write(key, made.key, tls::file_kind::key);
  if (plan.writes_authority)
    write(certificate_path(plan.out, authority_name), plan.authority.certificate, tls::file_kind::certificate);
  write(certificate, made.certificate, tls::file_kind::certificate);
  if (plan.out != order.dir) // for `zonehive cert ls`
    write(certificate_path(order.dir, order.node), made.certificate, tls::file_kind::certificate);
  return problem;
}

void tell_undo(const cert_issue_order& order, const issue_plan& plan, std::ostream& out) {
  auto certificate = certificate_path(plan.out, order.node).string();
  auto key = key_path(plan.out, order.node).string();
  out << "Undo: ";
  if (plan.old_certificate.empty())
    out << "rm " << certificate;
  else
    out << "mv " << certificate << ".previous " << certificate;
  if (plan.kept_key.empty() && plan.old_key.empty())
    out << " " << (plan.old_certificate.empty() ? "" : "&& rm ") << key;
  else if (plan.kept_key.empty())
    out << " && mv " << key << ".previous " << key;
  out << "\n";
}

void tell_issued(const cert_issue_order& order, const issue_plan& plan, const tls::certificate_facts& facts,
                 std::ostream& out) {
  out << (order.dry_run ? "Would issue" : "Issued") << " a certificate for node " << facts.name << ", good until "
      << tls::time_text(facts.ends_s) << ", for";
  for (const auto& host : facts.hosts)
    out << ' ' << host;
  out << ".\n  " << certificate_path(plan.out, order.node).string() << "\n  " << key_path(plan.out, order.node).string()
      << (plan.kept_key.empty() ? " (new)\n" : " (as it was: the node may run on while it is renewed)\n");
  if (plan.kept_key.empty() && !plan.old_key.empty())
    out << "The key is another one: stop the node before you copy the two files to it.\n";
  if (order.dry_run)
    return;
  tell_undo(order, plan, out);
}

} // namespace

int cert_init(const cert_init_order& order, console io) try {
  if (!tls::is_name(order.cluster))
    return refuse(io, "a cluster's name is 1 to 32 small letters, digits and dashes, not '" + order.cluster + "'",
                  exit_bad_usage);
  auto certificate = certificate_path(order.dir, authority_name);
  auto key = key_path(order.dir, authority_name);
  std::vector<fs::path> present;
  for (const auto& path : {certificate, key})
    if (fs::exists(fs::symlink_status(path)))
      present.push_back(path);
  if (!present.empty() && !order.force)
    return refuse(io, present.front().string()
                        + " exists, and no certificate of that authority would be good for another one; --force moves "
                          "it aside");
  std::string problem;
  auto made = tls::make_authority({order.cluster, order.now_s}, problem);
  auto facts = made ? tls::read_certificate(made->certificate, problem) : std::nullopt;
  if (!facts)
    return refuse(io, problem);
  if (order.dry_run) {
    io.out << "Would make the authority of cluster " << order.cluster << ", good until "
           << tls::time_text(facts->ends_s) << ".\n";
    for (const auto& path : present)
      io.out << "Would move " << path.string() << " to " << aside_of(path).string() << ".\n";
    return exit_ok;
  }
  problem = make_folder(order.dir);
  if (!problem.empty())
    return refuse(io, problem);
  if (!present.empty())
    move_aside(present, io.out);
  problem = tls::replace_file(key, made->key, tls::file_kind::key);
  if (problem.empty())
    problem = tls::replace_file(certificate, made->certificate, tls::file_kind::certificate);
  if (!problem.empty())
    return refuse(io, problem);
  io.out << "Made the authority of cluster " << order.cluster << ", good until " << tls::time_text(facts->ends_s)
         << ".\n  " << certificate.string() << "\n  " << key.string()
         << " (whoever has it can be a node: it stays here)\n";
  if (present.empty())
    io.out << "Undo: rm " << certificate.string() << " " << key.string() << "\n";
  io.out << "Next: zonehive cert issue --dir " << order.dir.string() << " --node NAME\n";
  return exit_ok;
} catch (const fs::filesystem_error& error) {
  return refuse(io, error.what());
}

int cert_issue(const cert_issue_order& order, console io) try {
  if (auto misuse = misuse_of(order); !misuse.empty())
    return refuse(io, misuse, exit_bad_usage);
  std::string problem;
  auto plan = plan_issue(order, problem);
  if (!plan)
    return refuse(io, problem);
  auto made = tls::issue(plan->authority, {order.node, order.hosts, order.days, plan->kept_key, order.now_s}, problem);
  auto facts = made ? tls::read_certificate(made->certificate, problem) : std::nullopt;
  if (!facts)
    return refuse(io, problem);
  auto there = certificate_path(plan->out, authority_name);
  if (auto trusted = plan->writes_authority ? plan->authority.certificate : tls::read_file(there, problem).value_or("");
      !tls::check_signature(made->certificate, trusted).empty())
    return refuse(io, there.string() + " is another authority; move it away, or put the new one behind it");
  if (!order.dry_run)
    problem = write_issued(order, *plan, *made);
  if (!problem.empty())
    return refuse(io, problem);
  tell_issued(order, *plan, *facts, io.out);
  return exit_ok;
} catch (const fs::filesystem_error& error) {
  return refuse(io, error.what());
}

} // namespace tools
