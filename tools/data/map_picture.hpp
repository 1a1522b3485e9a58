// A map as rows of characters that people can read, edit and compare, and back.

#pragma once

#include "loaders/map.hpp"
#include "tools/data/json_text.hpp"

namespace tools::data {

/// Walkability and warps are "picture", a character a cell. Every other part of the cells is a number when it is the
/// same everywhere, otherwise 256 rows: a digit a cell ("0" to "z") when all values are below 36, else runs: "12*200
/// 3".
json map_picture_json(const loaders::map& x, const json_style& style);

/// Throws a build_error. Every bit of the file is in the JSON.
loaders::map map_picture_from(const json_source& from, const json_style& style);

} // namespace tools::data
