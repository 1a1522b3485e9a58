// What changed between two data sets, in the words of the game.

#pragma once

#include "tools/data/file_kind.hpp"
#include "tools/data/file_tree.hpp"

#include <set>

namespace tools::data {

/// Everything that changed about one monster, item, map, quest or file.
struct game_change {
  /// "Thorn Boar (3)".
  std::string subject;
  /// "hp 198 -> 230", "3 spawns moved on map 1 (Larkmere)".
  std::vector<std::string> details;
  /// The files that say so.
  std::set<std::string> files;
};

struct diff_options {
  text_encoding before = text_encoding::ascii;
  text_encoding after = text_encoding::ascii;
  /// The format of every file, whatever its path says.
  const json_format* format = nullptr;
};

/// In order of files. Files are paired by path; those with the same bytes say nothing.
std::vector<game_change> diff(const file_tree& before, const file_tree& after, const diff_options& options,
                              progress& shown);

/// "Thorn Boar (3): hp 198 -> 230; level 3 -> 4." `details_max` details are shown and the others counted.
std::string to_sentence(const game_change& x, size_t details_max);

/// A drop rate in percent: "2.5 %".
std::string shown_rate(uint32_t rate);

} // namespace tools::data
