// `zonehive world generate`: writes a demo world to a directory.

#pragma once

#include "tools/world/maps.hpp"

#include <filesystem>
#include <iosfwd>

namespace tools {

struct world_order {
  uint64_t seed = 1;
  world_profile profile = world_profile::headless;
  std::filesystem::path out;
  bool force = false;
};

/// Writes everything or nothing: into a directory beside `order.out` that is then
/// renamed. One that already holds something is refused; with `force` it
/// is moved aside, never deleted. Returns the exit status: 0, or 1 after a
/// sentence on `err`.
int run_world_generate(const world_order& order, std::ostream& out, std::ostream& err);

} // namespace tools
