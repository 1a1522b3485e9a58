// The JSON of every format: one pair of functions each, from what a loader
// returns and back. The shapes are fixed by tests/golden/gamedata/expected.json.

#pragma once

#include "loaders/cell.hpp"
#include "loaders/formats.hpp"
#include "tools/data/json_text.hpp"

namespace tools::data {

using loaders::byte_buffer;

/// Besides its bytes, what reading one file takes.
struct dump_request {
  loaders::file_context context;
  json_style style;
  /// Cells of a map to be shown in full.
  std::vector<loaders::cell> samples = {};
};

struct json_format {
  std::string_view name;
  loaders::result<json> (*dump)(const dump_request& request, byte_view in);
  /// Throws a build_error.
  byte_buffer (*build)(const json_source& from, const json_style& style);
};

/// As many as loaders::file_formats, with the same names.
std::span<const json_format> json_formats();

/// Nothing when no format has that name.
const json_format* find_json_format(std::string_view name);

} // namespace tools::data
