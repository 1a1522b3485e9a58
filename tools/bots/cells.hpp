// Arithmetic of places on a map (protocol guide, section 7), and the two units
// every part of the swarm shares: its clock and the number of a bot.

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace tools::bots {

/// Milliseconds of the swarm's own clock; only differences mean something.
using time_ms = int64_t;
/// Number of a bot in its swarm, from 0.
using bot_index = uint32_t;
inline constexpr bot_index no_bot = UINT32_MAX;

inline constexpr int map_edge = 256;        // cells along one side of a map
inline constexpr int block_edge = 12;       // cells along one side of a visibility block
inline constexpr int ask_distance_max = 24; // cells, the furthest destination the server grants

constexpr bool is_on_map(int x, int y) { return x >= 0 && y >= 0 && x < map_edge && y < map_edge; }
constexpr uint32_t cell_at(int x, int y) { return static_cast<uint32_t>(x) | static_cast<uint32_t>(y) << 8; }
constexpr int x_of(uint32_t cell) { return static_cast<int>(cell & 0xFF); }
constexpr int y_of(uint32_t cell) { return static_cast<int>(cell >> 8 & 0xFF); }
constexpr bool is_cell(uint32_t cell) { return cell < map_edge * map_edge; }

/// Steps a walker needs at least.
constexpr int distance(uint32_t a, uint32_t b) {
  auto dx = x_of(a) - x_of(b);
  auto dy = y_of(a) - y_of(b);
  return std::max(dx < 0 ? -dx : dx, dy < 0 ? -dy : dy);
}

/// Whether each of two cells lies in the 3x3 blocks around the other.
constexpr bool in_sight(uint32_t a, uint32_t b) {
  auto dx = x_of(a) / block_edge - x_of(b) / block_edge;
  auto dy = y_of(a) / block_edge - y_of(b) / block_edge;
  return dx >= -1 && dx <= 1 && dy >= -1 && dy <= 1;
}

} // namespace tools::bots
