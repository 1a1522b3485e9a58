// Mercenaries.

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// One mercenary stone of the player (empty: zero id).
struct mercenary_stone {
  static constexpr wire::group_info about{
    "mercenary_stone", "One mercenary stone of the player (empty: zero id). Stride 29 and the first offsets follow the "
                       "main server executable; class and status may be swapped."};

  uint32_t stone_id = 0;
  uint8_t class_id = 0;
  uint8_t status = 0;
  uint16_t level = 0;
  wire::fixed_text<21> name;

  static constexpr auto fields =
    wire::fields(wire::field("stone_id", &mercenary_stone::stone_id),
                 wire::field("class", &mercenary_stone::class_id).named(character_classes),
                 wire::field("status", &mercenary_stone::status), wire::field("level", &mercenary_stone::level),
                 wire::field("name", &mercenary_stone::name));
  friend bool operator==(const mercenary_stone&, const mercenary_stone&) = default;
};
static_assert(wire::size_of<mercenary_stone>() == 29);

struct s2c_hs_stone_info {
  static constexpr auto info =
    wire::game_packet("s2c_hs_stone_info", wire::channel::zone, wire::direction::s2c, 0x5000,
                      "The four mercenary stones of the player, sent at world login.", wire::confidence::medium,
                      "Sent at world login. One emulator misuses the four names as text lines.");

  std::array<mercenary_stone, 4> stones{};

  static constexpr auto fields = wire::fields(wire::field("stones", &s2c_hs_stone_info::stones));
  friend bool operator==(const s2c_hs_stone_info&, const s2c_hs_stone_info&) = default;
};
static_assert(wire::size_of<s2c_hs_stone_info>() == 128 - 12);

struct c2s_hs_heal {
  static constexpr auto info =
    wire::game_packet("c2s_hs_heal", wire::channel::zone, wire::direction::c2s, 0x501C,
                      "Ask a healer NPC to heal the mercenary (also sent with ask_heal).", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_hs_heal::npc_id));
  friend bool operator==(const c2s_hs_heal&, const c2s_hs_heal&) = default;
};
static_assert(wire::size_of<c2s_hs_heal>() == 16 - 12);

/// In the order of the protocol table.
using mercenary_packets = wire::type_list<s2c_hs_stone_info, c2s_hs_heal>;

} // namespace msg::client
