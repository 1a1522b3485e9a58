// `zonehive data convert to-text|to-binary`.

#pragma once

#include "tools/console/console.hpp"
#include "tools/data/file_tree.hpp"

namespace tools::data {

struct convert_options {
  std::filesystem::path from = {};
  std::filesystem::path to = {};
  /// Of names; empty is ascii. The way back knows it from the text.
  std::string encoding = {};
  bool to_binary = false;
  write_options write = {};
};

/// Everything is converted before anything is written.
int run_data_convert(const convert_options& options, std::ostream& out, std::ostream& err, progress& shown);

} // namespace tools::data
