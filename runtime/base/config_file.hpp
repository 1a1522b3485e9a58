// The settings file: `key = value` lines below [section] headers, # comments.
// Every TOML file that uses only text, whole numbers, true, false and arrays on
// one line is understood; unlike in TOML, quotes may be left out where no blank,
// comma, quote or # needs them.

#pragma once

#include "runtime/base/config.hpp"

namespace runtime {

struct config_file {
  std::vector<config_text> settings;
  /// Sentences that begin with file:line.
  std::vector<std::string> errors;
};

/// `name` is what the file is called in `where` and in errors.
config_file parse_config_file(std::string_view text, std::string_view name);

} // namespace runtime
