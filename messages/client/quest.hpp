// Quests. The 562 dialogue is known by number only (named_only.hpp); these are the party quests and the older scrolls.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_party_quest {
  static constexpr auto info =
    wire::game_packet("c2s_party_quest", wire::channel::zone, wire::direction::c2s, 0x2110,
                      "Start or continue a party quest at an NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_party_quest::npc_id));
  friend bool operator==(const c2s_party_quest&, const c2s_party_quest&) = default;
};
static_assert(wire::size_of<c2s_party_quest>() == 16 - 12);

struct s2c_party_quest {
  static constexpr auto info = wire::game_packet("s2c_party_quest", wire::channel::zone, wire::direction::s2c, 0x2110,
                                                 "Party quest number, step and result.", wire::confidence::medium);

  uint8_t quest_index = 0;
  uint8_t quest_step = 0;
  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("quest_index", &s2c_party_quest::quest_index),
                                              wire::field("quest_step", &s2c_party_quest::quest_step),
                                              wire::field("result", &s2c_party_quest::result));
  friend bool operator==(const s2c_party_quest&, const s2c_party_quest&) = default;
};
static_assert(wire::size_of<s2c_party_quest>() == 15 - 12);

struct s2c_party_quest_timer {
  static constexpr auto info =
    wire::game_packet("s2c_party_quest_timer", wire::channel::zone, wire::direction::s2c, 0x2111,
                      "Remaining minutes of the party quest.", wire::confidence::medium);

  uint8_t remaining_minutes = 0;
  uint8_t code = 0;

  static constexpr auto fields =
    wire::fields(wire::field("remaining_minutes", &s2c_party_quest_timer::remaining_minutes),
                 wire::field("code", &s2c_party_quest_timer::code));
  friend bool operator==(const s2c_party_quest_timer&, const s2c_party_quest_timer&) = default;
};
static_assert(wire::size_of<s2c_party_quest_timer>() == 14 - 12);

struct c2s_quest_info {
  static constexpr auto info = wire::numberless_packet("c2s_quest_info", wire::channel::zone, wire::direction::c2s,
                                                       "Old quest system: read a quest scroll.", wire::confidence::low);

  item_id id;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("item_id", &c2s_quest_info::id),
                                              wire::field("inventory_index", &c2s_quest_info::inventory_index));
  friend bool operator==(const c2s_quest_info&, const c2s_quest_info&) = default;
};
static_assert(wire::size_of<c2s_quest_info>() == 21 - 12);

struct c2s_quest_start {
  static constexpr auto info =
    wire::numberless_packet("c2s_quest_start", wire::channel::zone, wire::direction::c2s,
                            "Old quest system: start the quest of a scroll.", wire::confidence::low);

  item_id id;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("item_id", &c2s_quest_start::id),
                                              wire::field("inventory_index", &c2s_quest_start::inventory_index));
  friend bool operator==(const c2s_quest_start&, const c2s_quest_start&) = default;
};
static_assert(wire::size_of<c2s_quest_start>() == 21 - 12);

struct c2s_quest_cancel {
  static constexpr auto info = wire::numberless_packet("c2s_quest_cancel", wire::channel::zone, wire::direction::c2s,
                                                       "Old quest system: give the quest up.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_quest_cancel&, const c2s_quest_cancel&) = default;
};
static_assert(wire::size_of<c2s_quest_cancel>() == 12 - 12);

struct s2c_quest_info {
  static constexpr auto info = wire::numberless_packet("s2c_quest_info", wire::channel::zone, wire::direction::s2c,
                                                       "Old quest system: text of a quest.", wire::confidence::low);

  wire::fixed_text<64> title;
  wire::fixed_text<384> description;

  static constexpr auto fields = wire::fields(wire::field("title", &s2c_quest_info::title),
                                              wire::field("description", &s2c_quest_info::description));
  friend bool operator==(const s2c_quest_info&, const s2c_quest_info&) = default;
};
static_assert(wire::size_of<s2c_quest_info>() == 460 - 12);

struct s2c_quest_start {
  static constexpr auto info = wire::numberless_packet("s2c_quest_start", wire::channel::zone, wire::direction::s2c,
                                                       "Old quest system: result of starting.", wire::confidence::low);

  item_id id;
  uint8_t error_code = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &s2c_quest_start::id), wire::field("error_code", &s2c_quest_start::error_code));
  friend bool operator==(const s2c_quest_start&, const s2c_quest_start&) = default;
};
static_assert(wire::size_of<s2c_quest_start>() == 21 - 12);

struct s2c_quest_cancel {
  static constexpr auto info = wire::numberless_packet("s2c_quest_cancel", wire::channel::zone, wire::direction::s2c,
                                                       "Old quest system: result of giving up.", wire::confidence::low);

  uint8_t error_code = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_quest_cancel::error_code));
  friend bool operator==(const s2c_quest_cancel&, const s2c_quest_cancel&) = default;
};
static_assert(wire::size_of<s2c_quest_cancel>() == 13 - 12);

struct s2c_quest_continue {
  static constexpr auto info =
    wire::numberless_packet("s2c_quest_continue", wire::channel::zone, wire::direction::s2c,
                            "Old quest system: the running quest, sent at world login.", wire::confidence::low);

  wire::fixed_text<64> title;
  wire::fixed_text<384> description;

  static constexpr auto fields = wire::fields(wire::field("title", &s2c_quest_continue::title),
                                              wire::field("description", &s2c_quest_continue::description));
  friend bool operator==(const s2c_quest_continue&, const s2c_quest_continue&) = default;
};
static_assert(wire::size_of<s2c_quest_continue>() == 460 - 12);

struct s2c_quest_state {
  static constexpr auto info = wire::numberless_packet("s2c_quest_state", wire::channel::zone, wire::direction::s2c,
                                                       "Old quest system: progress text.", wire::confidence::low);

  wire::fixed_text<192> state_text;

  static constexpr auto fields = wire::fields(wire::field("state_text", &s2c_quest_state::state_text));
  friend bool operator==(const s2c_quest_state&, const s2c_quest_state&) = default;
};
static_assert(wire::size_of<s2c_quest_state>() == 204 - 12);

struct s2c_quest_ok {
  static constexpr auto info =
    wire::numberless_packet("s2c_quest_ok", wire::channel::zone, wire::direction::s2c,
                            "Old quest system: quest done, lore gained.", wire::confidence::low);

  int32_t lore_change = 0;

  static constexpr auto fields = wire::fields(wire::field("lore_change", &s2c_quest_ok::lore_change));
  friend bool operator==(const s2c_quest_ok&, const s2c_quest_ok&) = default;
};
static_assert(wire::size_of<s2c_quest_ok>() == 16 - 12);

/// In the order of the protocol table.
using quest_packets = wire::type_list<c2s_party_quest, s2c_party_quest, s2c_party_quest_timer, c2s_quest_info,
                                      c2s_quest_start, c2s_quest_cancel, s2c_quest_info, s2c_quest_start,
                                      s2c_quest_cancel, s2c_quest_continue, s2c_quest_state, s2c_quest_ok>;

} // namespace msg::client
