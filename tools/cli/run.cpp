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

namespace {

/// CLI11 takes the word behind "--key=" for its value; here it means an empty one.
std::vector<std::string> with_empty_values(const std::vector<std::string>& arguments) {
  std::vector<std::string> result;
  for (const auto& word : arguments) {
    auto is_empty_value = word.starts_with("--") && word.ends_with('=') && word.find('=') == word.size() - 1;
    result.push_back(is_empty_value ? word.substr(0, word.size() - 1) : word);
    if (is_empty_value)
      result.emplace_back();
  }
  return result;
}

} // namespace

int run(const std::vector<std::string>& arguments, const context& ctx) {
  CLI::App root{"Zonehive: a game server of actors.", "zonehive"};
  root.require_subcommand(1);
  action todo;
  for (auto add : {add_serve, add_operator, add_config, add_db, add_account, add_cert, add_world, add_data, add_packet,
                   add_bots, add_sim, add_version})
    add(root, ctx, todo);
  try {
    auto reversed = with_empty_values(arguments);
    std::reverse(reversed.begin(), reversed.end()); // as CLI11 takes them
    root.parse(std::move(reversed));
  } catch (const CLI::ParseError& err) {
    return root.exit(err, ctx.io.out, ctx.io.err) == 0 ? exit_ok : exit_bad_usage;
  }
  return todo ? todo() : exit_bad_usage;
}

} // namespace tools::cli
