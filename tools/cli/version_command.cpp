// `zonehive version`.

#include "tools/cli/commands.hpp"

#include <ostream>

namespace tools::cli {

void add_version(CLI::App& root, const context& ctx, action& todo) {
  auto version = root.add_subcommand("version", "Print the version.");
  version->callback([&] {
    todo = [&ctx] {
      ctx.io.out << "zonehive " ZONEHIVE_VERSION "\n";
      return exit_ok;
    };
  });
}

} // namespace tools::cli
