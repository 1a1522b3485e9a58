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

/// The position in the list is the number clients use; hence a hole is an error in both modes.
result<std::vector<teleport_point>> load_teleport_points(std::string_view file, byte_view in, load_mode mode);

byte_buffer save_teleport_points(const std::vector<teleport_point>& xs);

} // namespace loaders
