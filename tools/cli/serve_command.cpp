// `zonehive serve`.

#include "runtime/boot/serve.hpp"

#include "tools/cli/settings.hpp"

#include <ostream>

namespace tools::cli {

void add_serve(CLI::App& root, const context& ctx, action& todo) {
  auto serve = root.add_subcommand("serve", "Run a node of the server until it is told to stop.");
  auto options = std::make_shared<settings>(*serve, ctx);
  serve->callback([options, &ctx, &todo] {
    todo = [options, &ctx]() -> int {
      auto loaded = options->load_or_complain();
      if (!loaded)
        return exit_bad_usage;
      std::string problem;
      auto code = runtime::boot::serve(*loaded, problem);
      if (!problem.empty())
        ctx.io.err << "zonehive: " << problem << "\n";
      return code;
    };
  });
}

} // namespace tools::cli
