// What `config explain KEY` says about one option, as rows of name and text, so
// that table and JSON show the same.

#pragma once

#include "runtime/base/config.hpp"

#include <utility>

namespace runtime {

/// "whole number", "true or false", "one of a, b", "list of ...".
std::string type_text(const option_spec& spec);

/// "1 .. 65535"; empty for what has no range.
std::string range_text(const option_spec& spec);

using explain_rows = std::vector<std::pair<std::string, std::string>>;

/// Key, sentence, type, unit, range, default, value, where it came from, every
/// source that set it and lost, and how to set it.
explain_rows explain_option(const option_spec& spec, const config_setting& setting);

} // namespace runtime
