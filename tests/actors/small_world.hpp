// Maps made in code for tests, and what clients hear of them.

#pragma once

#include "loaders/content.hpp"
#include "messages/handled.hpp"
#include "messages/records.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace test {

inline uint32_t index_of(loaders::cell at) { return static_cast<uint32_t>(at.index()); }

inline void set_walkable(loaders::zone_content& content, loaders::cell at, bool walkable) {
  content.map.set_walkable(at, walkable);
}

/// A map without walls, warps and monsters.
inline loaders::zone_content open_map(uint16_t id) {
  loaders::zone_content result;
  result.map.id = id;
  result.map.name = "Map";
  for (size_t i = 0; i < loaders::cell_count; ++i)
    set_walkable(result, loaders::cell::from_index(i), true);
  return result;
}

inline void add_warp(loaders::zone_content& content, loaders::cell at, loaders::warp to) {
  content.map.set_warp(at, content.map.warps.size());
  content.map.warps.push_back(to);
}

inline void add_npc(loaders::zone_content& content, uint16_t kind, loaders::cell at) {
  auto& npc = content.npcs[kind];
  npc.id = kind;
  npc.hp_max = 100u + kind;
  npc.growth = loaders::npc_growth_bits::level.put(0, 5);
  content.spawns.push_back({kind, at, 3, 0});
}

inline std::shared_ptr<const loaders::zone_content> share(loaders::zone_content content) {
  return std::make_shared<const loaders::zone_content>(std::move(content));
}

inline msg::character_record make_character(uint32_t id, loaders::cell at, uint16_t map = 1) {
  msg::character_record result;
  result.location.id = {id};
  result.location.map = {map};
  result.location.cell = index_of(at);
  result.location.revision = 10;
  result.account = {id};
  result.name = "Name" + std::to_string(id);
  return result;
}

/// The packets of whole frames in the clear.
inline std::vector<msg::game_answer> answers_in(msg::wire::byte_view bytes) {
  std::vector<msg::game_answer> result;
  while (!bytes.empty()) {
    auto head = msg::client::read_head(bytes);
    auto outcome = msg::decode(head.select, bytes.first(head.size).subspan(head.head_size()), result.emplace_back());
    EXPECT_TRUE(outcome) << msg::wire::to_string(outcome.code);
    bytes = bytes.subspan(head.size);
  }
  return result;
}

using heard_by_connection = std::map<uint64_t, std::vector<msg::game_answer>>;

/// Takes apart what an edge is sent: `x` is an outgoing_frames or an edge_batch.
template <class Batch>
void hear(heard_by_connection& into, const Batch& x) {
  size_t frame = 0;
  size_t receiver = 0;
  for (size_t i = 0; i < x.frame_ends.size(); ++i) {
    auto packets = answers_in(msg::wire::byte_view{x.bytes}.subspan(frame, x.frame_ends[i] - frame));
    EXPECT_EQ(packets.size(), 1u);
    for (; receiver < x.receiver_ends[i]; ++receiver)
      into[x.receivers[receiver]].insert(into[x.receivers[receiver]].end(), packets.begin(), packets.end());
    frame = x.frame_ends[i];
  }
}

template <class T>
std::vector<T> only(const std::vector<msg::game_answer>& all) {
  std::vector<T> result;
  for (const auto& x : all)
    if (auto* found = std::get_if<T>(&x))
      result.push_back(*found);
  return result;
}

/// Who a client shows on its screen, from all it was told.
struct screen {
  std::set<uint32_t> players;
  std::set<uint32_t> npcs;

  void take(const std::vector<msg::game_answer>& told) {
    for (const auto& x : told)
      std::visit([this](const auto& packet) { take_one(packet); }, x);
  }

private:
  void take_one(const msg::client::s2c_pc_appear& x) { EXPECT_TRUE(players.insert(x.player_id).second) << x.player_id; }
  void take_one(const msg::client::s2c_pc_disappear& x) { EXPECT_EQ(players.erase(x.player_id), 1u) << x.player_id; }
  void take_one(const msg::client::s2c_npc_appear& x) { EXPECT_TRUE(npcs.insert(x.npc_id).second) << x.npc_id; }
  void take_one(const msg::client::s2c_npc_disappear& x) { EXPECT_EQ(npcs.erase(x.npc_id), 1u) << x.npc_id; }
  void take_one(const msg::client::s2c_warp&) { clear(); }
  void take_one(const msg::client::s2c_warp_login&) { clear(); }
  template <class T>
  void take_one(const T&) {}
  void clear() {
    players.clear();
    npcs.clear();
  }
};

} // namespace test
