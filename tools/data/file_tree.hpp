// A directory in memory: what converting, checking and comparing work on. The
// functions that read and write disks are here and nowhere else.

#pragma once

#include "tools/data/formats.hpp"
#include "tools/data/progress.hpp"

#include <filesystem>
#include <map>

namespace tools::data {

/// By path relative to the directory, "/" between folders.
using file_tree = std::map<std::string, byte_buffer>;

struct read_tree_outcome {
  file_tree files;
  /// Files that were not read because of their size, in bytes.
  std::map<std::string, uintmax_t> too_large;
  /// Why the directory could not be read; a sentence.
  std::optional<std::string> error;
};

/// Every regular file below `root`; folders called ".git" are passed over. Symbolic links to folders are not followed.
/// Files of more than `size_max` bytes are not read.
read_tree_outcome read_tree(const std::filesystem::path& root, uintmax_t size_max, progress& shown);

struct write_options {
  /// Writes over what is there.
  bool force = false;
  /// Also removes files that are not in the tree; hidden files and folders stay.
  bool prune = false;
};

struct write_outcome {
  std::optional<std::string> error;
  size_t written = 0;
  /// Had the right bytes already, and were not touched.
  size_t unchanged = 0;
  size_t removed = 0;
  /// Files in the directory that are not in the tree.
  std::vector<std::string> strangers;
};

/// Each file appears whole or not at all: it is written beside its place, then renamed.
write_outcome write_tree(const file_tree& files, const std::filesystem::path& root, const write_options& options,
                         progress& shown);

} // namespace tools::data
