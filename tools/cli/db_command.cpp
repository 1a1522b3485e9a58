// `zonehive db migrate` and `zonehive db status`.

#include "tools/admin/db_commands.hpp"

#include "tools/cli/settings.hpp"

namespace tools::cli {

void add_db(CLI::App& root, const context& ctx, action& todo) {
  auto db = root.add_subcommand("db", "Look after the database.")->require_subcommand(1);

  auto migrate = db->add_subcommand("migrate", "Bring the database to the schema of this program.");
  auto migrate_settings = std::make_shared<settings>(*migrate, ctx, std::vector<std::string_view>{"database.url"});
  migrate->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      auto loaded = migrate_settings->load_or_complain();
      return loaded ? db_migrate(loaded->database_url, ctx.io.out, ctx.io.err) : exit_bad_usage;
    };
  });

  auto status = db->add_subcommand("status", "Tell which migrations are applied; fails when some are missing.");
  auto output = add_output_option(*status);
  auto status_settings = std::make_shared<settings>(*status, ctx, std::vector<std::string_view>{"database.url"});
  status->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      auto loaded = status_settings->load_or_complain();
      return loaded ? db_status(loaded->database_url, *output == "json", ctx.io.out, ctx.io.err) : exit_bad_usage;
    };
  });
}

} // namespace tools::cli
