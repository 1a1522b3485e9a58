// Teleport.txt: the numbered places teleporters and scrolls lead to (format notes, section 6).

#pragma once

#include "loaders/cell.hpp"
#include "loaders/result.hpp"

namespace loaders {

struct teleport_point {
  uint16_t map = 0;
  cell at;
  friend bool operator==(const teleport_point&, const teleport_point&) = default;
};

struct teleport_list {
  /// The position in the list is the number clients use.
  std::vector<teleport_point> points;
  /// The file as it was; nothing when there was none.
  std::optional<std::string> source = {};
};

/// A hole would renumber what follows; hence it is an error in both modes.
result<teleport_list> load_teleport_list(std::string_view file, byte_view in, load_options options);

/// `source` as long as it still says the same, otherwise a new file.
byte_buffer save_teleport_list(const teleport_list& x);

} // namespace loaders
