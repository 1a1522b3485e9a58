// levels.json: how much experience each level takes. Our own format: the old
// servers had the numbers in their code (game rules, section 3).

#pragma once

#include "loaders/result.hpp"

namespace loaders {

inline constexpr size_t level_count_max = 1000;

struct level_table {
  /// By level, from 1: the experience that ends it, counted from its start.
  std::vector<int32_t> experience_needed;

  friend bool operator==(const level_table&, const level_table&) = default;
};

/// {"experience_needed": [400, 1000, ...]}, each at least 1.
result<level_table> load_level_table(std::string_view file, byte_view in, load_options options);

byte_buffer save_level_table(const level_table& x);

} // namespace loaders
