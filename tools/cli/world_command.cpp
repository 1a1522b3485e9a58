// `zonehive world generate`.

#include "tools/world/command.hpp"

#include "tools/cli/commands.hpp"

namespace tools::cli {

void add_world(CLI::App& root, const context& ctx, action& todo) {
  struct words {
    uint64_t seed = 1;
    std::string out;
    bool force = false;
  };
  auto world = root.add_subcommand("world", "Make worlds.")->require_subcommand(1);
  auto generate = world->add_subcommand("generate", "Write a demo world in the game's own file formats.");
  auto given = std::make_shared<words>();
  generate->add_option("--seed", given->seed, "The same seed gives the same world.")->capture_default_str();
  generate->add_option("--out", given->out, "The folder to write to; see the setting data.dir.")
    ->required()
    ->type_name("DIR");
  generate->add_flag("--force", given->force, "Move aside what the folder holds, instead of refusing.");
  generate->callback([given, &ctx, &todo] {
    todo = [given, &ctx] { return run_world_generate(given->seed, given->out, given->force, ctx.io.out, ctx.io.err); };
  });
}

} // namespace tools::cli
