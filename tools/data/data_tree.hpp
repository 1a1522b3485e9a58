// A data directory for commands that only look: as it is, or as the text that
// `zonehive data convert` makes of it.

#pragma once

#include "tools/data/file_tree.hpp"

namespace tools::data {

struct data_tree {
  file_tree files;
  /// Files too large for any loader, with their sizes in bytes.
  std::map<std::string, uintmax_t> too_large;
  /// Of names, when the directory is text, which says so itself.
  std::optional<text_encoding> encoding;
  /// Sentences; with any of them the rest is not complete.
  std::vector<std::string> errors;
};

data_tree read_data_tree(const std::filesystem::path& root, progress& shown);

} // namespace tools::data
