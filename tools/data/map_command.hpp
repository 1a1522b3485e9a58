// `zonehive data map`.

#pragma once

#include "tools/console/console.hpp"
#include "tools/data/map_drawing.hpp"

#include <filesystem>
#include <iosfwd>

namespace tools::data {

struct map_request {
  std::filesystem::path map = {};
  /// Empty: nobody is shown.
  std::filesystem::path spawns = {};
  /// The folder of NPC files, for their names.
  std::filesystem::path npcs = {};
  /// walk, pk, level or block.
  std::string layer = "walk";
  /// Empty is ascii.
  std::string encoding = {};
  /// The PNG to write; empty: the view for terminals.
  std::filesystem::path out = {};
  /// Prints the view for terminals beside the PNG.
  bool terminal = false;
  /// Writes over a file that is there.
  bool force = false;
};

/// Exit codes: 0; 1 when a file cannot be read or written; 2 when what is in it is wrong.
int run_data_map(const map_request& request, std::ostream& out, std::ostream& err);

} // namespace tools::data
