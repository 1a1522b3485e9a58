// The settings of the server as options of a command: flags from the table,
// the environment, and the file that --config or ZONEHIVE_CONFIG names.

#pragma once

#include "runtime/boot/options.hpp"
#include "tools/cli/commands.hpp"

#include <memory>
#include <optional>

namespace tools::cli {

class settings {
public:
  /// Adds --config and a flag for each setting whose key begins with one of
  /// `sections` ("database."); no sections = all settings.
  settings(CLI::App& command, const context& ctx, std::vector<std::string_view> sections = {});

  /// Merges all sources; flags that are no settings are errors in the result.
  runtime::boot::loaded_options load() const;

  /// The options, or nothing after the errors have been printed.
  std::optional<runtime::boot::serve_options> load_or_complain() const;

  /// Prints the errors of a result; false if there are none.
  bool complain(const runtime::config_result& result) const;

private:
  void add_flag(const runtime::option_spec& spec);
  void read_file(runtime::config_inputs& inputs, std::vector<std::string>& errors) const;

  CLI::App& command_;
  const context& ctx_;
  std::string path_;
  std::vector<std::pair<const runtime::option_spec*, CLI::Option*>> flags_;
};

} // namespace tools::cli
