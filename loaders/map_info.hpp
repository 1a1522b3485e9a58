// MapInfo.ini: which maps a zone server loads (format notes, section 15).

#pragma once

#include "loaders/result.hpp"

#include <map>

namespace loaders {

/// What a map is used for. In settings of the old main server the number is a
/// zone server's instead, so other values occur.
inline constexpr uint32_t map_use_enabled = 0;
inline constexpr uint32_t map_use_battle = 1;
inline constexpr uint32_t map_use_disabled = 2;

struct map_info {
  /// By map id.
  std::map<uint16_t, uint32_t> map_zone;
  /// The file as it was, comments and other sections included; nothing when there was none.
  std::optional<std::string> source = {};
};

/// Reads section [MapZone], ignores the others. A map listed twice is an error in both modes.
result<map_info> load_map_info(std::string_view file, byte_view in, load_options options);

/// `source` as long as it still says the same, otherwise a new file.
byte_buffer save_map_info(const map_info& x);

} // namespace loaders
