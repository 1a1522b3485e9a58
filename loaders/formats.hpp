// Every format by name, for what treats all of them alike: tests, fuzzing, tools
// that walk a data directory.

#pragma once

#include "loaders/record.hpp"

#include <set>

namespace loaders {

/// What a loader knows of a file besides its bytes.
struct file_context {
  /// For reports, relative to the data directory.
  std::string file;
  load_options options;
  /// The number in the file's name; without it no id is checked.
  std::optional<uint16_t> id = {};
  /// The rows of IT0, for IT0ex; without them no row is checked.
  std::optional<std::set<uint16_t>> base_rows = {};
};

struct file_format {
  /// As on the command line: "it0".
  std::string_view name;
  /// Which files of a data directory have it.
  std::string_view files;
  /// Loads and saves: for a file that strict mode accepts, the same bytes again.
  result<byte_buffer> (*rewrite)(const file_context& context, byte_view in);
};

/// In order of the sections of the format notes.
std::span<const file_format> file_formats();

/// Nothing when no format has that name.
const file_format* find_file_format(std::string_view name);

} // namespace loaders
