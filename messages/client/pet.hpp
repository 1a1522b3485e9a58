// Pets ("shues"): feeding, calling, reviving, trading them in.

#pragma once

#include "messages/client/growth.hpp"
#include "messages/client/item.hpp"
#include "messages/client/world.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct s2c_pet_levelup {
  static constexpr auto info = wire::game_packet("s2c_pet_levelup", wire::channel::zone, wire::direction::s2c, 0x11A0,
                                                 "A player's active pet gained a level.", wire::confidence::medium);

  uint32_t other_player_id = 0;
  uint8_t level = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_pet_levelup::other_player_id),
                                              wire::field("level", &s2c_pet_levelup::level));
  friend bool operator==(const s2c_pet_levelup&, const s2c_pet_levelup&) = default;
};
static_assert(wire::size_of<s2c_pet_levelup>() == 17 - 12);

struct c2s_active_pet {
  static constexpr auto info = wire::game_packet("c2s_active_pet", wire::channel::zone, wire::direction::c2s, 0x11A1,
                                                 "Summon the pet with this id.", wire::confidence::medium);

  uint32_t pet_id = 0;

  static constexpr auto fields = wire::fields(wire::field("pet_id", &c2s_active_pet::pet_id));
  friend bool operator==(const c2s_active_pet&, const c2s_active_pet&) = default;
};
static_assert(wire::size_of<c2s_active_pet>() == 16 - 12);

struct s2c_active_pet {
  static constexpr auto info =
    wire::game_packet("s2c_active_pet", wire::channel::zone, wire::direction::s2c, 0x11A1,
                      "Pet summoned (another may have gone back); new derived stats.", wire::confidence::medium);

  uint32_t activated_pet_id = 0;
  uint32_t put_back_pet_id = 0;
  uint8_t pet_index = 0;
  derived_stat derived;

  static constexpr auto fields = wire::fields(wire::field("activated_pet_id", &s2c_active_pet::activated_pet_id),
                                              wire::field("put_back_pet_id", &s2c_active_pet::put_back_pet_id),
                                              wire::field("pet_index", &s2c_active_pet::pet_index),
                                              wire::field("derived_stat", &s2c_active_pet::derived));
  friend bool operator==(const s2c_active_pet&, const s2c_active_pet&) = default;
};
static_assert(wire::size_of<s2c_active_pet>() == 47 - 12);

struct c2s_inactive_pet {
  static constexpr auto info = wire::game_packet("c2s_inactive_pet", wire::channel::zone, wire::direction::c2s, 0x11A2,
                                                 "Put the active pet back.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_inactive_pet&, const c2s_inactive_pet&) = default;
};
static_assert(wire::size_of<c2s_inactive_pet>() == 12 - 12);

struct s2c_inactive_pet {
  static constexpr auto info =
    wire::game_packet("s2c_inactive_pet", wire::channel::zone, wire::direction::s2c, 0x11A2,
                      "Pet put back into this pet slot; new derived stats.", wire::confidence::medium);

  uint32_t put_back_pet_id = 0;
  uint8_t pet_index = 0;
  derived_stat derived;

  static constexpr auto fields = wire::fields(wire::field("put_back_pet_id", &s2c_inactive_pet::put_back_pet_id),
                                              wire::field("pet_index", &s2c_inactive_pet::pet_index),
                                              wire::field("derived_stat", &s2c_inactive_pet::derived));
  friend bool operator==(const s2c_inactive_pet&, const s2c_inactive_pet&) = default;
};
static_assert(wire::size_of<s2c_inactive_pet>() == 43 - 12);

struct s2c_see_pet {
  static constexpr auto info =
    wire::game_packet("s2c_see_pet", wire::channel::zone, wire::direction::s2c, 0x11A3,
                      "Another player's pet changed (shown, hidden).", wire::confidence::medium);

  uint32_t other_player_id = 0;
  pet_appearance appearance;
  uint8_t pet_state = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_see_pet::other_player_id),
                                              wire::field("pet_appearance", &s2c_see_pet::appearance),
                                              wire::field("pet_state", &s2c_see_pet::pet_state));
  friend bool operator==(const s2c_see_pet&, const s2c_see_pet&) = default;
};
static_assert(wire::size_of<s2c_see_pet>() == 21 - 12);

struct s2c_pet_die {
  static constexpr auto info =
    wire::game_packet("s2c_pet_die", wire::channel::zone, wire::direction::s2c, 0x11A4,
                      "The own active pet died; new derived stats.", wire::confidence::medium);

  uint32_t pet_id = 0;
  derived_stat derived;

  static constexpr auto fields =
    wire::fields(wire::field("pet_id", &s2c_pet_die::pet_id), wire::field("derived_stat", &s2c_pet_die::derived));
  friend bool operator==(const s2c_pet_die&, const s2c_pet_die&) = default;
};
static_assert(wire::size_of<s2c_pet_die>() == 42 - 12);

struct c2s_pet_buy {
  static constexpr auto info = wire::game_packet("c2s_pet_buy", wire::channel::zone, wire::direction::c2s, 0x11A5,
                                                 "Buy a pet from an NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint16_t pet_code = 0;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_pet_buy::npc_id), wire::field("pet_code", &c2s_pet_buy::pet_code));
  friend bool operator==(const c2s_pet_buy&, const c2s_pet_buy&) = default;
};
static_assert(wire::size_of<c2s_pet_buy>() == 18 - 12);

struct s2c_pet_buy {
  static constexpr auto info =
    wire::game_packet("s2c_pet_buy", wire::channel::zone, wire::direction::s2c, 0x11A5,
                      "Bought pet, its slot and the remaining money.", wire::confidence::medium);

  uint8_t pet_index = 0;
  pet_info pet;
  uint32_t money = 0;

  static constexpr auto fields =
    wire::fields(wire::field("pet_index", &s2c_pet_buy::pet_index), wire::field("pet", &s2c_pet_buy::pet),
                 wire::field("money", &s2c_pet_buy::money));
  friend bool operator==(const s2c_pet_buy&, const s2c_pet_buy&) = default;
};
static_assert(wire::size_of<s2c_pet_buy>() == 37 - 12);

struct c2s_pet_sell {
  static constexpr auto info = wire::game_packet("c2s_pet_sell", wire::channel::zone, wire::direction::c2s, 0x11A6,
                                                 "Sell a pet to an NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint32_t pet_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_pet_sell::npc_id), wire::field("pet_id", &c2s_pet_sell::pet_id));
  friend bool operator==(const c2s_pet_sell&, const c2s_pet_sell&) = default;
};
static_assert(wire::size_of<c2s_pet_sell>() == 20 - 12);

struct s2c_pet_sell {
  static constexpr auto info = wire::game_packet("s2c_pet_sell", wire::channel::zone, wire::direction::s2c, 0x11A6,
                                                 "Pet sold; remaining money.", wire::confidence::medium);

  uint8_t pet_index = 0;
  uint32_t pet_id = 0;
  uint32_t money = 0;

  static constexpr auto fields =
    wire::fields(wire::field("pet_index", &s2c_pet_sell::pet_index), wire::field("pet_id", &s2c_pet_sell::pet_id),
                 wire::field("money", &s2c_pet_sell::money));
  friend bool operator==(const s2c_pet_sell&, const s2c_pet_sell&) = default;
};
static_assert(wire::size_of<s2c_pet_sell>() == 21 - 12);

struct c2s_feed_pet {
  static constexpr auto info = wire::game_packet("c2s_feed_pet", wire::channel::zone, wire::direction::c2s, 0x11A7,
                                                 "Feed a pet with a food item.", wire::confidence::medium);

  uint32_t pet_id = 0;

  static constexpr auto fields = wire::fields(wire::field("pet_id", &c2s_feed_pet::pet_id));
  friend bool operator==(const c2s_feed_pet&, const c2s_feed_pet&) = default;
};
static_assert(wire::size_of<c2s_feed_pet>() == 16 - 12);

struct s2c_feed_pet {
  static constexpr auto info =
    wire::game_packet("s2c_feed_pet", wire::channel::zone, wire::direction::s2c, 0x11A7,
                      "Result of feeding: item, pet, remaining quantity.", wire::confidence::medium);

  item_id id;
  uint8_t result = 0;
  uint32_t pet_id = 0;
  uint8_t pet_index = 0;
  uint16_t quantity = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &s2c_feed_pet::id), wire::field("result", &s2c_feed_pet::result),
                 wire::field("pet_id", &s2c_feed_pet::pet_id), wire::field("pet_index", &s2c_feed_pet::pet_index),
                 wire::field("quantity", &s2c_feed_pet::quantity));
  friend bool operator==(const s2c_feed_pet&, const s2c_feed_pet&) = default;
};
static_assert(wire::size_of<s2c_feed_pet>() == 28 - 12);

struct c2s_revive_pet {
  static constexpr auto info = wire::game_packet("c2s_revive_pet", wire::channel::zone, wire::direction::c2s, 0x11A8,
                                                 "Revive a dead pet with an item.", wire::confidence::medium);

  uint32_t item_unique_id = 0;
  uint32_t pet_id = 0;

  static constexpr auto fields = wire::fields(wire::field("item_unique_id", &c2s_revive_pet::item_unique_id),
                                              wire::field("pet_id", &c2s_revive_pet::pet_id));
  friend bool operator==(const c2s_revive_pet&, const c2s_revive_pet&) = default;
};
static_assert(wire::size_of<c2s_revive_pet>() == 20 - 12);

struct s2c_revive_pet {
  static constexpr auto info = wire::game_packet("s2c_revive_pet", wire::channel::zone, wire::direction::s2c, 0x11A8,
                                                 "Pet revived and its new state.", wire::confidence::medium);

  uint32_t item_unique_id = 0;
  pet_stat pet;

  static constexpr auto fields = wire::fields(wire::field("item_unique_id", &s2c_revive_pet::item_unique_id),
                                              wire::field("pet", &s2c_revive_pet::pet));
  friend bool operator==(const s2c_revive_pet&, const s2c_revive_pet&) = default;
};
static_assert(wire::size_of<s2c_revive_pet>() == 32 - 12);

struct c2s_shue_combination {
  static constexpr auto info = wire::game_packet("c2s_shue_combination", wire::channel::zone, wire::direction::c2s,
                                                 0x11B0, "Combine pets (shues) at an NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;
  std::array<pet_info, 2> pets{};

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_shue_combination::npc_id),
                                              wire::field("pets", &c2s_shue_combination::pets));
  friend bool operator==(const c2s_shue_combination&, const c2s_shue_combination&) = default;
};
static_assert(wire::size_of<c2s_shue_combination>() == 56 - 12);

struct s2c_shue_combination {
  static constexpr auto info = wire::game_packet("s2c_shue_combination", wire::channel::zone, wire::direction::s2c,
                                                 0x11B0, "Result of combining pets.", wire::confidence::medium);

  uint8_t result = 0;
  uint32_t money = 0;
  uint8_t inventory_index = 0;
  pet_info pet;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_shue_combination::result),
                                              wire::field("money", &s2c_shue_combination::money),
                                              wire::field("inventory_index", &s2c_shue_combination::inventory_index),
                                              wire::field("pet", &s2c_shue_combination::pet));
  friend bool operator==(const s2c_shue_combination&, const s2c_shue_combination&) = default;
};
static_assert(wire::size_of<s2c_shue_combination>() == 38 - 12);

/// In the order of the protocol table.
using pet_packets =
  wire::type_list<s2c_pet_levelup, c2s_active_pet, s2c_active_pet, c2s_inactive_pet, s2c_inactive_pet, s2c_see_pet,
                  s2c_pet_die, c2s_pet_buy, s2c_pet_buy, c2s_pet_sell, s2c_pet_sell, c2s_feed_pet, s2c_feed_pet,
                  c2s_revive_pet, s2c_revive_pet, c2s_shue_combination, s2c_shue_combination>;

} // namespace msg::client
