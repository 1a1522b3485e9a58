// A whole data set as text files and back, in memory: what `zonehive data
// convert` does between reading and writing.

#pragma once

#include "tools/data/file_tree.hpp"

namespace tools::data {

struct to_text_outcome {
  file_tree files;
  /// Data files that became text.
  size_t converted = 0;
  /// Files of a known format that had to be carried as they are, because no loader takes them.
  std::vector<std::string> kept;
};

/// Files of other formats are carried, under a name of their own when theirs would be taken for text of ours. The file
/// zonehive-text.json at the top says in which encoding names are.
to_text_outcome to_text(const file_tree& data, text_encoding encoding, progress& shown);

/// Whether to_text made it.
bool is_text_tree(const file_tree& files);

struct to_data_outcome {
  file_tree files;
  text_encoding encoding = text_encoding::ascii;
  /// A sentence for each text that is no data file. With any of them `files` is not complete.
  std::vector<std::string> errors;
};

/// The other way: to_data(to_text(x)) = x for every x. Files whose name begins with ".git" are passed over.
to_data_outcome to_data(const file_tree& text, progress& shown);

} // namespace tools::data
