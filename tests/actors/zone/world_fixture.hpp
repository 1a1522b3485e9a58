// A zone_world with players on one edge; the connection of a player is his id.

#pragma once

#include "actors/zone/zone_world.hpp"
#include "tests/actors/small_world.hpp"

namespace test {

class world_fixture {
public:
  explicit world_fixture(loaders::zone_content content, actors::zone_rules rules = {})
      : world(share(std::move(content)), rules) {}

  void enter(uint32_t id, loaders::cell at, actors::arrival how = actors::arrival::login) {
    world.enter(make_character(id, at), {0, {id}}, how, {12, 34}, out);
  }
  auto leave(uint32_t id) { return world.leave({id}, out); }
  actors::zone_outcome apply(uint32_t id, const msg::zone_request& what) {
    return world.apply({id}, what, now_ms, out);
  }
  actors::zone_outcome step(uint32_t id, loaders::cell to) {
    return apply(id, msg::client::c2s_pc_move{index_of(to), 1});
  }
  actors::zone_outcome ask(uint32_t id, loaders::cell to) {
    return apply(id, msg::client::c2s_ask_move{index_of(to), 1});
  }
  loaders::cell where(uint32_t id) const { return loaders::cell::from_index(world.find({id})->location.cell); }

  /// What everybody heard since the last call.
  heard_by_connection heard() {
    heard_by_connection result;
    out.drain([&](uint32_t, const msg::outgoing_frames& x) { hear(result, x); });
    return result;
  }
  void forget() { heard(); }

  actors::zone_world world;
  msg::audience out;
  uint64_t now_ms = 1'000'000;
};

} // namespace test
