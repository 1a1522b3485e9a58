// What somebody may have meant who mistyped a name.

#pragma once

#include <cstddef>
#include <string_view>

namespace runtime {

/// Insertions, deletions, replacements and swaps of neighbours that make `a` into `b`.
size_t edit_distance(std::string_view a, std::string_view b);

/// How far a word may be from what was typed and still be a guess worth making.
constexpr size_t distance_max(std::string_view typed) { return typed.size() / 3 > 2 ? typed.size() / 3 : 2; }

/// The word nearest to `typed`, if any is near; the first of several.
template <class Words>
std::string_view nearest(const Words& words, std::string_view typed) {
  std::string_view best;
  auto best_distance = distance_max(typed) + 1;
  for (std::string_view word : words)
    if (auto distance = edit_distance(typed, word); distance < best_distance) {
      best = word;
      best_distance = distance;
    }
  return best;
}

} // namespace runtime
