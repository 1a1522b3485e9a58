// `zonehive account create|set-password|ban|unban|ls`.

#include "tools/admin/account_commands.hpp"

#include "tools/cli/settings.hpp"

namespace tools::cli {

namespace {

using serve_options = runtime::boot::serve_options;

/// What every verb has: its command, the settings it needs and the words it was given.
struct verb {
  verb(CLI::App& account, const context& ctx, const std::string& name, const std::string& sentence,
       std::vector<std::string_view> sections)
      : command(account.add_subcommand(name, sentence)), from(*command, ctx, std::move(sections)) {}

  void takes_name() { command->add_option("NAME", name, "The name of the account.")->required(); }

  void takes_password() {
    password_option = command->add_option("--password", password,
                                          "The password; without it, it is asked for or read from the input, where "
                                          "no list of processes shows it.");
  }

  std::optional<std::string> given_password() const {
    return password_option->count() > 0 ? std::optional{password} : std::nullopt;
  }

  CLI::App* command;
  settings from;
  std::string name;
  std::string password;
  CLI::Option* password_option = nullptr;
};

using verb_ptr = std::shared_ptr<verb>;

/// Loads the settings, then does `work(settings)`.
template <class Work>
void on_call(const verb_ptr& what, action& todo, Work work) {
  what->command->callback([what = what.get(), &todo, work] {
    todo = [what, work] {
      auto loaded = what->from.load_or_complain();
      return loaded ? work(*loaded) : exit_bad_usage;
    };
  });
}

} // namespace

void add_account(CLI::App& root, const context& ctx, action& todo) {
  auto account = root.add_subcommand("account", "Look after the accounts of players.")->require_subcommand(1);
  auto add = [&](const std::string& name, const std::string& sentence, std::vector<std::string_view> sections) {
    return std::make_shared<verb>(*account, ctx, name, sentence, std::move(sections));
  };

  auto create = add("create", "Make a new account.", {"database.url", "login.bcrypt_cost"});
  create->takes_name();
  create->takes_password();
  on_call(create, todo, [create, &ctx](const serve_options& opts) {
    return account_create(opts.database_url, create->name, create->given_password(), opts.login_bcrypt_cost, ctx.io);
  });

  auto reset = add("set-password", "Give an account another password.", {"database.url", "login.bcrypt_cost"});
  reset->takes_name();
  reset->takes_password();
  on_call(reset, todo, [reset, &ctx](const serve_options& opts) {
    return account_set_password(opts.database_url, reset->name, reset->given_password(), opts.login_bcrypt_cost,
                                ctx.io);
  });

  auto ban = add("ban", "Refuse an account from its next login on.", {"database.url"});
  ban->takes_name();
  on_call(ban, todo,
          [ban, &ctx](const serve_options& opts) { return account_ban(opts.database_url, ban->name, false, ctx.io); });

  auto unban = add("unban", "Let a banned account in again.", {"database.url"});
  unban->takes_name();
  on_call(unban, todo, [unban, &ctx](const serve_options& opts) {
    return account_ban(opts.database_url, unban->name, true, ctx.io);
  });

  auto list = add("ls", "List the accounts.", {"database.url"});
  auto output = add_output_option(*list->command);
  on_call(list, todo, [list, output, &ctx](const serve_options& opts) {
    return account_ls(opts.database_url, *output == "json", ctx.io);
  });
}

} // namespace tools::cli
