// Trade between two players.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_ask_deal {
  static constexpr auto info = wire::game_packet("c2s_ask_deal", wire::channel::zone, wire::direction::c2s, 0x1723,
                                                 "Offer a trade to a player.", wire::confidence::medium);

  uint32_t other_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &c2s_ask_deal::other_player_id));
  friend bool operator==(const c2s_ask_deal&, const c2s_ask_deal&) = default;
};
static_assert(wire::size_of<c2s_ask_deal>() == 16 - 12);

struct s2c_ask_deal {
  static constexpr auto info = wire::game_packet("s2c_ask_deal", wire::channel::zone, wire::direction::s2c, 0x1724,
                                                 "A player offers you a trade.", wire::confidence::medium);

  uint32_t asking_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("asking_player_id", &s2c_ask_deal::asking_player_id));
  friend bool operator==(const s2c_ask_deal&, const s2c_ask_deal&) = default;
};
static_assert(wire::size_of<s2c_ask_deal>() == 16 - 12);

struct c2s_ans_deal {
  static constexpr auto info = wire::game_packet("c2s_ans_deal", wire::channel::zone, wire::direction::c2s, 0x1725,
                                                 "Accept or refuse a trade.", wire::confidence::medium);

  uint32_t asking_player_id = 0;
  uint8_t answer = 0;

  static constexpr auto fields = wire::fields(wire::field("asking_player_id", &c2s_ans_deal::asking_player_id),
                                              wire::field("answer", &c2s_ans_deal::answer));
  friend bool operator==(const c2s_ans_deal&, const c2s_ans_deal&) = default;
};
static_assert(wire::size_of<c2s_ans_deal>() == 17 - 12);

struct s2c_ans_deal {
  static constexpr auto info = wire::game_packet("s2c_ans_deal", wire::channel::zone, wire::direction::s2c, 0x1726,
                                                 "The other player's answer.", wire::confidence::medium);

  uint32_t other_player_id = 0;
  uint8_t error_code = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_ans_deal::other_player_id),
                                              wire::field("error_code", &s2c_ans_deal::error_code));
  friend bool operator==(const s2c_ans_deal&, const s2c_ans_deal&) = default;
};
static_assert(wire::size_of<s2c_ans_deal>() == 17 - 12);

struct c2s_putin_item {
  static constexpr auto info =
    wire::game_packet("c2s_putin_item", wire::channel::zone, wire::direction::c2s, 0x1727,
                      "Put money, potions or an item on the trade table.", wire::confidence::low,
                      "PDB layout; potion counts may be u32 in 562 since the stores were widened.");

  uint32_t money = 0;
  uint16_t health_potions = 0;
  uint16_t mana_potions = 0;
  item_id id;

  static constexpr auto fields = wire::fields(
    wire::field("money", &c2s_putin_item::money), wire::field("health_potions", &c2s_putin_item::health_potions),
    wire::field("mana_potions", &c2s_putin_item::mana_potions), wire::field("item_id", &c2s_putin_item::id));
  friend bool operator==(const c2s_putin_item&, const c2s_putin_item&) = default;
};
static_assert(wire::size_of<c2s_putin_item>() == 28 - 12);

struct s2c_putin_item {
  static constexpr auto info = wire::game_packet(
    "s2c_putin_item", wire::channel::zone, wire::direction::s2c, 0x1728, "The partner put something on the table.",
    wire::confidence::low, "PDB layout; potion counts may be u32 in 562 since the stores were widened.");

  uint32_t money = 0;
  uint16_t health_potions = 0;
  uint16_t mana_potions = 0;
  item what;

  static constexpr auto fields = wire::fields(
    wire::field("money", &s2c_putin_item::money), wire::field("health_potions", &s2c_putin_item::health_potions),
    wire::field("mana_potions", &s2c_putin_item::mana_potions), wire::field("item", &s2c_putin_item::what));
  friend bool operator==(const s2c_putin_item&, const s2c_putin_item&) = default;
};
static_assert(wire::size_of<s2c_putin_item>() == 36 - 12);

struct c2s_putout_item {
  static constexpr auto info = wire::game_packet(
    "c2s_putout_item", wire::channel::zone, wire::direction::c2s, 0x1729, "Take something back from the table.",
    wire::confidence::low, "PDB layout; potion counts may be u32 in 562 since the stores were widened.");

  uint32_t money = 0;
  uint16_t health_potions = 0;
  uint16_t mana_potions = 0;
  item_id id;

  static constexpr auto fields = wire::fields(
    wire::field("money", &c2s_putout_item::money), wire::field("health_potions", &c2s_putout_item::health_potions),
    wire::field("mana_potions", &c2s_putout_item::mana_potions), wire::field("item_id", &c2s_putout_item::id));
  friend bool operator==(const c2s_putout_item&, const c2s_putout_item&) = default;
};
static_assert(wire::size_of<c2s_putout_item>() == 28 - 12);

struct s2c_putout_item {
  static constexpr auto info = wire::game_packet(
    "s2c_putout_item", wire::channel::zone, wire::direction::s2c, 0x1730, "The partner took something back.",
    wire::confidence::low, "PDB layout; potion counts may be u32 in 562 since the stores were widened.");

  uint32_t money = 0;
  uint16_t health_potions = 0;
  uint16_t mana_potions = 0;
  item_id id;

  static constexpr auto fields = wire::fields(
    wire::field("money", &s2c_putout_item::money), wire::field("health_potions", &s2c_putout_item::health_potions),
    wire::field("mana_potions", &s2c_putout_item::mana_potions), wire::field("item_id", &s2c_putout_item::id));
  friend bool operator==(const s2c_putout_item&, const s2c_putout_item&) = default;
};
static_assert(wire::size_of<s2c_putout_item>() == 28 - 12);

struct c2s_decide_deal {
  static constexpr auto info = wire::game_packet("c2s_decide_deal", wire::channel::zone, wire::direction::c2s, 0x1731,
                                                 "Lock the own side of the table.", wire::confidence::medium);

  uint8_t is_decided = 0;

  static constexpr auto fields = wire::fields(wire::field("is_decided", &c2s_decide_deal::is_decided));
  friend bool operator==(const c2s_decide_deal&, const c2s_decide_deal&) = default;
};
static_assert(wire::size_of<c2s_decide_deal>() == 13 - 12);

struct s2c_decide_deal {
  static constexpr auto info = wire::game_packet("s2c_decide_deal", wire::channel::zone, wire::direction::s2c, 0x1732,
                                                 "The partner locked his side.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const s2c_decide_deal&, const s2c_decide_deal&) = default;
};
static_assert(wire::size_of<s2c_decide_deal>() == 12 - 12);

struct c2s_confirm_deal {
  static constexpr auto info = wire::game_packet("c2s_confirm_deal", wire::channel::zone, wire::direction::c2s, 0x1733,
                                                 "Final confirmation.", wire::confidence::medium);

  uint8_t is_confirmed = 0;

  static constexpr auto fields = wire::fields(wire::field("is_confirmed", &c2s_confirm_deal::is_confirmed));
  friend bool operator==(const c2s_confirm_deal&, const c2s_confirm_deal&) = default;
};
static_assert(wire::size_of<c2s_confirm_deal>() == 13 - 12);

struct s2c_success_deal {
  static constexpr auto info =
    wire::game_packet("s2c_success_deal", wire::channel::zone, wire::direction::s2c, 0x1734,
                      "Trade done: money, potions and items received.", wire::confidence::low,
                      "PDB layout; potion counts may be u32 in 562 since the stores were widened.");

  uint32_t money = 0;
  uint16_t health_potions = 0;
  uint16_t mana_potions = 0;
  std::array<item_in_inventory, 20> received_items{};

  static constexpr auto fields = wire::fields(wire::field("money", &s2c_success_deal::money),
                                              wire::field("health_potions", &s2c_success_deal::health_potions),
                                              wire::field("mana_potions", &s2c_success_deal::mana_potions),
                                              wire::field("received_items", &s2c_success_deal::received_items));
  friend bool operator==(const s2c_success_deal&, const s2c_success_deal&) = default;
};
static_assert(wire::size_of<s2c_success_deal>() == 420 - 12);

struct s2c_fail_deal {
  static constexpr auto info = wire::game_packet("s2c_fail_deal", wire::channel::zone, wire::direction::s2c, 0x1735,
                                                 "Trade broken off, with a reason.", wire::confidence::medium);

  uint8_t error_code = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_fail_deal::error_code));
  friend bool operator==(const s2c_fail_deal&, const s2c_fail_deal&) = default;
};
static_assert(wire::size_of<s2c_fail_deal>() == 13 - 12);

struct s2c_pear_decide {
  static constexpr auto info =
    wire::game_packet("s2c_pear_decide", wire::channel::zone, wire::direction::s2c, 0x1749,
                      "Both sides are locked; the final confirmation may follow.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const s2c_pear_decide&, const s2c_pear_decide&) = default;
};
static_assert(wire::size_of<s2c_pear_decide>() == 12 - 12);

struct c2s_putin_pet {
  static constexpr auto info = wire::game_packet("c2s_putin_pet", wire::channel::zone, wire::direction::c2s, 0x1750,
                                                 "Put a pet on the trade table.", wire::confidence::medium);

  uint32_t pet_id = 0;

  static constexpr auto fields = wire::fields(wire::field("pet_id", &c2s_putin_pet::pet_id));
  friend bool operator==(const c2s_putin_pet&, const c2s_putin_pet&) = default;
};
static_assert(wire::size_of<c2s_putin_pet>() == 16 - 12);

struct s2c_putin_pet {
  static constexpr auto info = wire::game_packet("s2c_putin_pet", wire::channel::zone, wire::direction::s2c, 0x1750,
                                                 "The partner put a pet on the table.", wire::confidence::medium);

  pet_info pet;

  static constexpr auto fields = wire::fields(wire::field("pet", &s2c_putin_pet::pet));
  friend bool operator==(const s2c_putin_pet&, const s2c_putin_pet&) = default;
};
static_assert(wire::size_of<s2c_putin_pet>() == 32 - 12);

struct c2s_putout_pet {
  static constexpr auto info = wire::game_packet("c2s_putout_pet", wire::channel::zone, wire::direction::c2s, 0x1751,
                                                 "Take a pet back from the table.", wire::confidence::medium);

  uint32_t pet_id = 0;

  static constexpr auto fields = wire::fields(wire::field("pet_id", &c2s_putout_pet::pet_id));
  friend bool operator==(const c2s_putout_pet&, const c2s_putout_pet&) = default;
};
static_assert(wire::size_of<c2s_putout_pet>() == 16 - 12);

struct s2c_putout_pet {
  static constexpr auto info = wire::game_packet("s2c_putout_pet", wire::channel::zone, wire::direction::s2c, 0x1751,
                                                 "The partner took a pet back.", wire::confidence::medium);

  uint32_t pet_id = 0;

  static constexpr auto fields = wire::fields(wire::field("pet_id", &s2c_putout_pet::pet_id));
  friend bool operator==(const s2c_putout_pet&, const s2c_putout_pet&) = default;
};
static_assert(wire::size_of<s2c_putout_pet>() == 16 - 12);

struct s2c_success_deal_pet {
  static constexpr auto info = wire::game_packet("s2c_success_deal_pet", wire::channel::zone, wire::direction::s2c,
                                                 0x1752, "Pets received by the trade.", wire::confidence::medium);

  std::array<pet_info, 2> received_pets{};

  static constexpr auto fields = wire::fields(wire::field("received_pets", &s2c_success_deal_pet::received_pets));
  friend bool operator==(const s2c_success_deal_pet&, const s2c_success_deal_pet&) = default;
};
static_assert(wire::size_of<s2c_success_deal_pet>() == 52 - 12);

/// In the order of the protocol table.
using deal_packets = wire::type_list<c2s_ask_deal, s2c_ask_deal, c2s_ans_deal, s2c_ans_deal, c2s_putin_item,
                                     s2c_putin_item, c2s_putout_item, s2c_putout_item, c2s_decide_deal, s2c_decide_deal,
                                     c2s_confirm_deal, s2c_success_deal, s2c_fail_deal, s2c_pear_decide, c2s_putin_pet,
                                     s2c_putin_pet, c2s_putout_pet, s2c_putout_pet, s2c_success_deal_pet>;

} // namespace msg::client
