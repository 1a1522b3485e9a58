// Players who walk about on one map, as a zone sees them: each asks for a walk
// and then reports a step every 150 ms.

#pragma once

#include "actors/zone/zone_world.hpp"
#include "runtime/base/prng.hpp"

#include <memory>

namespace bench {

/// Cells `x_min`..`x_max`, `y_min`..`y_max`, all included.
struct area {
  int x_min = 0;
  int y_min = 0;
  int x_max = 255;
  int y_max = 255;

  constexpr bool contains(int x, int y) const { return x >= x_min && x <= x_max && y >= y_min && y <= y_max; }
};

class walkers {
public:
  /// `count` players on walkable cells of `where`; they never leave it.
  walkers(std::shared_ptr<const loaders::zone_content> content, size_t count, area where);

  /// One tick of 50 ms: the requests that are due, applied in the order they came.
  /// Frames for the players are added to `out`.
  void tick(actors::zone_world& world, msg::audience& out);

  /// Everybody appears. Call once, before the first tick.
  void enter(actors::zone_world& world, msg::audience& out);

  /// Since the first tick.
  uint64_t requests() const { return requests_; }
  uint64_t refused() const { return refused_; }

private:
  struct walker {
    msg::character_id id;
    int x = 0;
    int y = 0;
    int dx = 0;
    int dy = 0;
    int left = 0; // steps of this walk
  };

  void plan(walker& who);
  bool free(int x, int y) const;
  void apply(actors::zone_world& world, walker& who, const msg::zone_request& what, msg::audience& out);

  std::shared_ptr<const loaders::zone_content> content_;
  area where_;
  runtime::prng random_{1};
  std::vector<walker> all_;
  uint64_t now_ms_ = 1'000'000;
  uint64_t ticks_ = 0;
  uint64_t requests_ = 0;
  uint64_t refused_ = 0;
};

} // namespace bench
