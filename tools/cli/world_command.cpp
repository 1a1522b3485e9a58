// `zonehive world generate`.

#include "tools/world/command.hpp"

#include "tools/cli/commands.hpp"

#include <charconv>

namespace tools::cli {

namespace {

/// CLI11 itself takes numbers as C does: it clamps what is too large and reads 010 as 8.
uint64_t seed_of(const std::string& text) {
  uint64_t seed = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, seed);
  if (error != std::errc{} || stop != end)
    throw CLI::ValidationError{"--seed wants a whole number from 0 to 18446744073709551615, not '" + text + "'",
                               CLI::ExitCodes::ValidationError};
  return seed;
}

} // namespace

void add_world(CLI::App& root, const context& ctx, action& todo) {
  struct words {
    world_order order;
    std::string out;
    std::string profile = "headless";
  };
  auto world = root.add_subcommand("world", "Make worlds.")->require_subcommand(1);
  auto generate = world->add_subcommand("generate", "Write a demo world in the game's own file formats.");
  auto given = std::make_shared<words>();
  generate
    ->add_option_function<std::string>(
      "--seed", [given](const std::string& text) { given->order.seed = seed_of(text); },
      "The same seed gives the same world.")
    ->type_name("N")
    ->default_str(std::to_string(given->order.seed));
  generate->add_option("--out", given->out, "The folder to write to; see the setting data.dir.")
    ->required()
    ->type_name("DIR");
  generate->add_flag("--force", given->order.force, "Move aside what the folder holds, instead of refusing.");
  generate
    ->add_option("--profile", given->profile,
                 "headless has walls, for bots and tests; client has none but the rim, because clients draw their own.")
    ->check(CLI::IsMember({"headless", "client"}))
    ->capture_default_str();
  generate->callback([given, &ctx, &todo] {
    given->order.out = given->out;
    given->order.profile = given->profile == "client" ? world_profile::client : world_profile::headless;
    todo = [given, &ctx] { return run_world_generate(given->order, ctx.io.out, ctx.io.err); };
  });
}

} // namespace tools::cli
