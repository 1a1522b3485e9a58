// The legs of one bot: where it stands, where it is going and when the next step
// is due. Pure. Without a mesh it goes straight and learns blocked cells from
// refusals.

#pragma once

#include "runtime/base/prng.hpp"
#include "tools/bots/mesh.hpp"

#include <memory>
#include <optional>
#include <set>

namespace tools::bots {

/// Between two steps; the server allows 150 on average.
inline constexpr time_ms step_ms_min = 170;

class walker {
public:
  /// `mesh` may be null.
  explicit walker(std::shared_ptr<const world_mesh> mesh) : mesh_(std::move(mesh)) {}

  /// Puts the bot on a place; whatever way it had is forgotten.
  void place(uint16_t map, uint32_t cell);

  uint16_t map() const { return map_; }
  uint32_t cell() const { return cell_; }
  bool has_way() const { return !way_.empty(); }
  bool knows_map() const { return mesh_of_map() != nullptr; }

  /// Chooses a destination 3 to 20 cells away; false when none was found.
  bool wander(runtime::prng& rng);
  /// Chooses the way to a warp cell, the nearest or one of the map's at random.
  bool seek_warp(runtime::prng& rng);
  /// Chooses the way to `cell` of this map; false when there is none.
  bool seek(uint32_t cell);
  /// Chooses the way to a warp cell on the way to another map, by the fewest warps. The map it leads to, or nothing
  /// when there is no way; the bot may stand on that cell already and has no way to go then.
  std::optional<uint16_t> seek_towards(uint16_t map);
  /// The map that the warp under the bot leads to.
  std::optional<uint16_t> warp_under() const;

  /// The destination to ask for next, at most 20 steps along the way.
  uint32_t leg_destination() const;
  /// The server granted the leg.
  void grant(time_ms now);
  /// The server refused the leg, or put the bot back on `cell`.
  void refuse();
  void put_back(uint32_t cell);
  void halt();

  bool is_granted() const { return leg_left_ > 0; }
  /// When the next step of a granted leg may be made.
  time_ms step_due() const { return step_due_; }
  /// Makes that step and returns the new cell.
  uint32_t step(time_ms now, runtime::prng& rng);

private:
  static constexpr size_t leg_steps_max = 20;

  const map_mesh* mesh_of_map() const;
  std::map<uint16_t, uint32_t> warps_to(uint16_t map) const;
  bool wander_by_mesh(const map_mesh& mesh, runtime::prng& rng);
  bool wander_blindly(runtime::prng& rng);
  void learn(uint32_t cell) { blocked_.insert({map_, cell}); }

  std::shared_ptr<const world_mesh> mesh_;
  uint16_t map_ = 0;
  uint32_t cell_ = 0;
  std::vector<uint32_t> way_; // the next cell last
  size_t leg_left_ = 0;       // granted steps
  uint32_t last_step_ = 0;
  time_ms step_due_ = 0;
  std::set<std::pair<uint16_t, uint32_t>> blocked_;
};

} // namespace tools::bots
