// Items and pets as characters carry them and as others see them (protocol table, shared structs).

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Identity of one item.
struct item_id {
  uint32_t unique_id = 0;
  uint32_t code = 0;

  static constexpr auto fields = wire::fields(
    wire::field(
      "unique_id", &item_id::unique_id,
      "per-item number given by the server; the client echoes it; 0 together with code 0 means an empty place"),
    wire::field("code", &item_id::code,
                "item_code indexes the item table; down_option is shown as the \"mount\" level; old scripts store the "
                "whole u32 as one decimal number; bits item_code 0+14, is_default 14+1, is_blessed 15+1, down_option "
                "16+2, item_flag 18+1, check_flag 19+1, reserved 20+12"));
  friend bool operator==(const item_id&, const item_id&) = default;
};
static_assert(wire::size_of<item_id>() == 8);

/// Options of one item; the kind of item decides how to read it.
struct item_info {
  uint32_t info = 0;

  static constexpr auto fields =
    wire::fields(wire::field("info", &item_info::info, "one u32 whose meaning depends on the kind of item"));
  friend bool operator==(const item_info&, const item_info&) = default;
};
static_assert(wire::size_of<item_info>() == 4);

/// One item.
struct item {
  item_id id;
  item_info info;
  uint32_t key = 0;

  static constexpr auto fields = wire::fields(
    wire::field("id", &item::id), wire::field("info", &item::info),
    wire::field(
      "key", &item::key,
      "serial of valuable items, 0 otherwise; the name \"magic\" and \"option\" in other sources are guesses"));
  friend bool operator==(const item&, const item&) = default;
};
static_assert(wire::size_of<item>() == 16);

/// A worn item and its slot.
struct item_in_wear {
  item what;
  uint8_t wear_index = 0;
  std::array<uint8_t, 3> padding1{};

  static constexpr auto fields =
    wire::fields(wire::field("item", &item_in_wear::what), wire::field("wear_index", &item_in_wear::wear_index),
                 wire::field("padding1", &item_in_wear::padding1, "alignment padding, send zero"));
  friend bool operator==(const item_in_wear&, const item_in_wear&) = default;
};
static_assert(wire::size_of<item_in_wear>() == 20);

/// An inventory item and its slot (0 to 29).
struct item_in_inventory {
  item what;
  uint8_t inventory_index = 0;
  std::array<uint8_t, 3> padding1{};

  static constexpr auto fields = wire::fields(
    wire::field("item", &item_in_inventory::what), wire::field("inventory_index", &item_in_inventory::inventory_index),
    wire::field("padding1", &item_in_inventory::padding1, "alignment padding, send zero"));
  friend bool operator==(const item_in_inventory&, const item_in_inventory&) = default;
};
static_assert(wire::size_of<item_in_inventory>() == 20);

/// A worn item as shown in the character list.
struct account_item {
  item_id id;
  item_info info;
  uint8_t wear_index = 0;
  std::array<uint8_t, 3> padding1{};

  static constexpr auto fields =
    wire::fields(wire::field("id", &account_item::id), wire::field("info", &account_item::info),
                 wire::field("wear_index", &account_item::wear_index),
                 wire::field("padding1", &account_item::padding1, "alignment padding, send zero"));
  friend bool operator==(const account_item&, const account_item&) = default;
};
static_assert(wire::size_of<account_item>() == 16);

/// What others see of a worn item.
struct item_appearance {
  uint32_t look = 0;

  static constexpr auto fields = wire::fields(wire::field(
    "look", &item_appearance::look,
    "bits item_code 0+14, wear_index 14+4, level 18+4, has_ice 22+1, has_fire 23+1, has_light 24+1, reserved 25+7"));
  friend bool operator==(const item_appearance&, const item_appearance&) = default;
};
static_assert(wire::size_of<item_appearance>() == 4);

/// Identity of one pet.
struct pet_id {
  uint32_t unique_id = 0;
  uint32_t code = 0;

  static constexpr auto fields = wire::fields(wire::field("unique_id", &pet_id::unique_id),
                                              wire::field("code", &pet_id::code, "bits pet_code 0+16, subcode 16+16"));
  friend bool operator==(const pet_id&, const pet_id&) = default;
};
static_assert(wire::size_of<pet_id>() == 8);

/// One pet (shue).
struct pet_info {
  pet_id id;
  uint32_t serial = 0;
  uint32_t growth = 0;
  uint32_t traits = 0;

  static constexpr auto fields =
    wire::fields(wire::field("id", &pet_info::id), wire::field("serial", &pet_info::serial),
                 wire::field("growth", &pet_info::growth,
                             "bits level 0+8, experience 8+14, health 22+6, fire_attack 28+1, fire_defense 29+1, "
                             "ice_attack 30+1, ice_defense 31+1"),
                 wire::field("traits", &pet_info::traits,
                             "bits light_attack 0+1, light_defense 1+1, attack_rate 2+1, defense_rate 3+1, "
                             "magic_attack_rate 4+1, down_drop_rate 5+1, up_experience 6+1, food 7+14, pet_index 21+8, "
                             "is_confirmed 29+1, is_alive 30+1, raises_critical 31+1"));
  friend bool operator==(const pet_info&, const pet_info&) = default;
};
static_assert(wire::size_of<pet_info>() == 20);

/// What others see of a pet.
struct pet_appearance {
  uint16_t pet_code = 0;
  uint16_t level = 0;

  static constexpr auto fields =
    wire::fields(wire::field("pet_code", &pet_appearance::pet_code), wire::field("level", &pet_appearance::level));
  friend bool operator==(const pet_appearance&, const pet_appearance&) = default;
};
static_assert(wire::size_of<pet_appearance>() == 4);

} // namespace msg::client
