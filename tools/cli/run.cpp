#include "tools/cli/run.hpp"

#include "tools/cli/commands.hpp"

#include <algorithm>
#include <ostream>

namespace tools::cli {

std::shared_ptr<std::string> add_output_option(CLI::App& command) {
  auto format = std::make_shared<std::string>("table");
  command.add_option("-o,--output", *format, "How to print: table or json.")
    ->check(CLI::IsMember{std::vector<std::string>{"table", "json"}})
    ->type_name("FORMAT");
  return format;
}

int run(const std::vector<std::string>& arguments, const context& ctx) {
  CLI::App root{"Zonehive: a game server of actors.", "zonehive"};
  root.require_subcommand(1);
  action todo;
  for (auto add : {add_serve, add_config, add_db, add_account, add_world, add_bots, add_version})
    add(root, ctx, todo);
  try {
    auto reversed = arguments;
    std::reverse(reversed.begin(), reversed.end()); // as CLI11 takes them
    root.parse(std::move(reversed));
  } catch (const CLI::ParseError& err) {
    return root.exit(err, ctx.io.out, ctx.io.err) == 0 ? exit_ok : exit_bad_usage;
  }
  return todo ? todo() : exit_bad_usage;
}

} // namespace tools::cli
