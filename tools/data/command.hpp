// `zonehive data dump|build|ull`: files in, files out. Exit codes: 0; 1 when a
// file cannot be read or written; 2 when what is in it is wrong.

#pragma once

#include "tools/console/console.hpp"
#include "tools/data/convert.hpp"

#include <filesystem>

namespace tools::data {

struct dump_options {
  std::string format = {};
  /// "-" is the input.
  std::filesystem::path file = {};
  std::optional<uint16_t> id = {};
  /// Empty: what the context says, otherwise ascii.
  std::string encoding = {};
  /// JSON: "id", "encoding", "base_rows", "samples"; other keys mean nothing.
  std::string context = "{}";
  bool lenient = false;
  bool raw = false;
};

/// Prints the JSON to the output and a sentence per warning beside it.
int run_data_dump(const dump_options& options, const console& io);

struct build_options {
  std::string format = {};
  /// "-" is the input.
  std::filesystem::path json_file = {};
  std::filesystem::path file = {};
  std::string encoding = {};
};

int run_data_build(const build_options& options, const console& io);

struct ull_options {
  std::filesystem::path file = {};
  /// Empty: the output.
  std::filesystem::path out = {};
  bool decode = false;
};

int run_data_ull(const ull_options& options, std::ostream& out, std::ostream& err);

} // namespace tools::data
