// Which format a file of a data directory has, told from its path alone.

#pragma once

#include "tools/data/formats.hpp"

namespace tools::data {

struct file_kind {
  const json_format* format = nullptr;
  /// The number in the file's name, in formats that have one there.
  std::optional<uint16_t> id = {};
};

/// `path` has "/" between folders. Only the last folder and the name count, in any case, so that a directory may hold
/// ZoneData/map/1 as well as map/1. Nothing for files nobody knows.
std::optional<file_kind> kind_of(std::string_view path);

} // namespace tools::data
