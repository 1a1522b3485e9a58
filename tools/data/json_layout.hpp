// JSON for people and for diffs: what fits on a line stands on one, everything
// else has a line for each element.

#pragma once

#include "tools/data/json_source.hpp"

namespace tools::data {

/// Ends with a line end. The same value always gives the same text.
std::string laid_out(const json& value);

} // namespace tools::data
