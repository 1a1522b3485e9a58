// Items and pets as characters carry them and as others see them (protocol table, shared structs).

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Identity of one item.
struct item_id_code_bits {
  static constexpr wire::bit_range item_code{"item_code", 0, 14};
  static constexpr wire::bit_range is_default{"is_default", 14, 1};
  static constexpr wire::bit_range is_blessed{"is_blessed", 15, 1};
  static constexpr wire::bit_range down_option{"down_option", 16, 2};
  static constexpr wire::bit_range item_flag{"item_flag", 18, 1};
  static constexpr wire::bit_range check_flag{"check_flag", 19, 1};
  static constexpr wire::bit_range reserved{"reserved", 20, 12};
  static constexpr wire::bit_range all[] = {item_code, is_default, is_blessed, down_option,
                                            item_flag, check_flag, reserved};
};

struct item_id {
  static constexpr wire::group_info about{"item_id", "Identity of one item."};

  uint32_t unique_id = 0;
  uint32_t code = 0;

  static constexpr auto fields = wire::fields(
    wire::field(
      "unique_id", &item_id::unique_id,
      "per-item number given by the server; the client echoes it; 0 together with code 0 means an empty place"),
    wire::field("code", &item_id::code,
                "item_code indexes the item table; down_option is shown as the \"mount\" level; old scripts store the "
                "whole u32 as one decimal number")
      .with_bits(item_id_code_bits::all));
  friend bool operator==(const item_id&, const item_id&) = default;
};
static_assert(wire::size_of<item_id>() == 8);

/// Options of one item; the kind of item decides how to read it.
struct item_info_equipment_bits {
  static constexpr wire::bit_range level{"level", 0, 4};
  static constexpr wire::bit_range option{"option", 4, 1};
  static constexpr wire::bit_range is_confirmed{"is_confirmed", 5, 1};
  static constexpr wire::bit_range subtype{"subtype", 6, 4};
  static constexpr wire::bit_range wear_index{"wear_index", 10, 4};
  static constexpr wire::bit_range ice_attribute{"ice_attribute", 14, 6};
  static constexpr wire::bit_range fire_attribute{"fire_attribute", 20, 6};
  static constexpr wire::bit_range light_attribute{"light_attribute", 26, 6};
  static constexpr wire::bit_range all[] = {level,      option,        is_confirmed,   subtype,
                                            wear_index, ice_attribute, fire_attribute, light_attribute};
};

struct item_info_stack_bits {
  static constexpr wire::bit_range quantity_or_money{"quantity_or_money", 0, 16};
  static constexpr wire::bit_range unused{"unused", 16, 16};
  static constexpr wire::bit_range all[] = {quantity_or_money, unused};
};

struct item_info_derby_ticket_bits {
  static constexpr wire::bit_range derby_index{"derby_index", 0, 16};
  static constexpr wire::bit_range first_number{"first_number", 16, 3};
  static constexpr wire::bit_range second_number{"second_number", 19, 3};
  static constexpr wire::bit_range bet_money{"bet_money", 22, 10};
  static constexpr wire::bit_range all[] = {derby_index, first_number, second_number, bet_money};
};

struct item_info_lotto_ticket_bits {
  static constexpr wire::bit_range lotto_index{"lotto_index", 0, 12};
  static constexpr wire::bit_range number1{"number1", 12, 4};
  static constexpr wire::bit_range number2{"number2", 16, 4};
  static constexpr wire::bit_range number3{"number3", 20, 4};
  static constexpr wire::bit_range number4{"number4", 24, 4};
  static constexpr wire::bit_range number5{"number5", 28, 4};
  static constexpr wire::bit_range all[] = {lotto_index, number1, number2, number3, number4, number5};
};

inline constexpr wire::word_view item_info_views[] = {{"equipment", item_info_equipment_bits::all},
                                                      {"stack", item_info_stack_bits::all},
                                                      {"derby_ticket", item_info_derby_ticket_bits::all},
                                                      {"lotto_ticket", item_info_lotto_ticket_bits::all}};

struct item_info {
  static constexpr wire::group_info about{
    "item_info", "Options of one item; the kind of item decides how to read it. The equipment reading was checked "
                 "against starter items of old databases (for example info 2145 = 0x861: level 1, is_confirmed, "
                 "subtype 1, wear_index 2). Keep the u32 as the stored value and give the bits by accessors."};

  uint32_t info = 0;

  static constexpr auto fields =
    wire::fields(wire::field("info", &item_info::info, "one u32 whose meaning depends on the kind of item")
                   .with_views(item_info_views));
  friend bool operator==(const item_info&, const item_info&) = default;
};
static_assert(wire::size_of<item_info>() == 4);

/// One item.
struct item {
  static constexpr wire::group_info about{"item", "One item."};

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
  static constexpr wire::group_info about{
    "item_in_wear", "A worn item and its slot. 562 sources treat the index as u32; with zero padding both agree."};

  item what;
  uint8_t wear_index = 0;
  std::array<std::byte, 3> padding1{};

  static constexpr auto fields = wire::fields(
    wire::field("item", &item_in_wear::what), wire::field("wear_index", &item_in_wear::wear_index).named(wear_places),
    wire::field("padding1", &item_in_wear::padding1, "alignment padding, send zero"));
  friend bool operator==(const item_in_wear&, const item_in_wear&) = default;
};
static_assert(wire::size_of<item_in_wear>() == 20);

/// An inventory item and its slot (0 to 29).
struct item_in_inventory {
  static constexpr wire::group_info about{"item_in_inventory", "An inventory item and its slot (0 to 29)."};

  item what;
  uint8_t inventory_index = 0;
  std::array<std::byte, 3> padding1{};

  static constexpr auto fields = wire::fields(
    wire::field("item", &item_in_inventory::what), wire::field("inventory_index", &item_in_inventory::inventory_index),
    wire::field("padding1", &item_in_inventory::padding1, "alignment padding, send zero"));
  friend bool operator==(const item_in_inventory&, const item_in_inventory&) = default;
};
static_assert(wire::size_of<item_in_inventory>() == 20);

/// A worn item as shown in the character list.
struct account_item {
  static constexpr wire::group_info about{"account_item", "A worn item as shown in the character list."};

  item_id id;
  item_info info;
  uint8_t wear_index = 0;
  std::array<std::byte, 3> padding1{};

  static constexpr auto fields =
    wire::fields(wire::field("id", &account_item::id), wire::field("info", &account_item::info),
                 wire::field("wear_index", &account_item::wear_index).named(wear_places),
                 wire::field("padding1", &account_item::padding1, "alignment padding, send zero"));
  friend bool operator==(const account_item&, const account_item&) = default;
};
static_assert(wire::size_of<account_item>() == 16);

/// What others see of a worn item.
struct item_appearance_look_bits {
  static constexpr wire::bit_range item_code{"item_code", 0, 14};
  static constexpr wire::bit_range wear_index{"wear_index", 14, 4};
  static constexpr wire::bit_range level{"level", 18, 4};
  static constexpr wire::bit_range has_ice{"has_ice", 22, 1};
  static constexpr wire::bit_range has_fire{"has_fire", 23, 1};
  static constexpr wire::bit_range has_light{"has_light", 24, 1};
  static constexpr wire::bit_range reserved{"reserved", 25, 7};
  static constexpr wire::bit_range all[] = {item_code, wear_index, level, has_ice, has_fire, has_light, reserved};
};

struct item_appearance {
  static constexpr wire::group_info about{"item_appearance", "What others see of a worn item."};

  uint32_t look = 0;

  static constexpr auto fields =
    wire::fields(wire::field("look", &item_appearance::look).with_bits(item_appearance_look_bits::all));
  friend bool operator==(const item_appearance&, const item_appearance&) = default;
};
static_assert(wire::size_of<item_appearance>() == 4);

/// Identity of one pet.
struct pet_id_code_bits {
  static constexpr wire::bit_range pet_code{"pet_code", 0, 16};
  static constexpr wire::bit_range subcode{"subcode", 16, 16};
  static constexpr wire::bit_range all[] = {pet_code, subcode};
};

struct pet_id {
  static constexpr wire::group_info about{"pet_id", "Identity of one pet."};

  uint32_t unique_id = 0;
  uint32_t code = 0;

  static constexpr auto fields = wire::fields(wire::field("unique_id", &pet_id::unique_id),
                                              wire::field("code", &pet_id::code).with_bits(pet_id_code_bits::all));
  friend bool operator==(const pet_id&, const pet_id&) = default;
};
static_assert(wire::size_of<pet_id>() == 8);

/// One pet (shue).
struct pet_info_growth_bits {
  static constexpr wire::bit_range level{"level", 0, 8};
  static constexpr wire::bit_range experience{"experience", 8, 14};
  static constexpr wire::bit_range health{"health", 22, 6};
  static constexpr wire::bit_range fire_attack{"fire_attack", 28, 1};
  static constexpr wire::bit_range fire_defense{"fire_defense", 29, 1};
  static constexpr wire::bit_range ice_attack{"ice_attack", 30, 1};
  static constexpr wire::bit_range ice_defense{"ice_defense", 31, 1};
  static constexpr wire::bit_range all[] = {level,        experience, health,     fire_attack,
                                            fire_defense, ice_attack, ice_defense};
};

struct pet_info_traits_bits {
  static constexpr wire::bit_range light_attack{"light_attack", 0, 1};
  static constexpr wire::bit_range light_defense{"light_defense", 1, 1};
  static constexpr wire::bit_range attack_rate{"attack_rate", 2, 1};
  static constexpr wire::bit_range defense_rate{"defense_rate", 3, 1};
  static constexpr wire::bit_range magic_attack_rate{"magic_attack_rate", 4, 1};
  static constexpr wire::bit_range down_drop_rate{"down_drop_rate", 5, 1};
  static constexpr wire::bit_range up_experience{"up_experience", 6, 1};
  static constexpr wire::bit_range food{"food", 7, 14};
  static constexpr wire::bit_range pet_index{"pet_index", 21, 8};
  static constexpr wire::bit_range is_confirmed{"is_confirmed", 29, 1};
  static constexpr wire::bit_range is_alive{"is_alive", 30, 1};
  static constexpr wire::bit_range raises_critical{"raises_critical", 31, 1};
  static constexpr wire::bit_range all[] = {light_attack,      light_defense,  attack_rate,   defense_rate,
                                            magic_attack_rate, down_drop_rate, up_experience, food,
                                            pet_index,         is_confirmed,   is_alive,      raises_critical};
};

struct pet_info {
  static constexpr wire::group_info about{"pet_info",
                                          "One pet (shue). Two younger emulators put the serial last; the PDB of three "
                                          "servers and the database order of the main server put it third."};

  pet_id id;
  uint32_t serial = 0;
  uint32_t growth = 0;
  uint32_t traits = 0;

  static constexpr auto fields =
    wire::fields(wire::field("id", &pet_info::id), wire::field("serial", &pet_info::serial),
                 wire::field("growth", &pet_info::growth).with_bits(pet_info_growth_bits::all),
                 wire::field("traits", &pet_info::traits).with_bits(pet_info_traits_bits::all));
  friend bool operator==(const pet_info&, const pet_info&) = default;
};
static_assert(wire::size_of<pet_info>() == 20);

/// What others see of a pet.
struct pet_appearance {
  static constexpr wire::group_info about{"pet_appearance", "What others see of a pet."};

  uint16_t pet_code = 0;
  uint16_t level = 0;

  static constexpr auto fields =
    wire::fields(wire::field("pet_code", &pet_appearance::pet_code), wire::field("level", &pet_appearance::level));
  friend bool operator==(const pet_appearance&, const pet_appearance&) = default;
};
static_assert(wire::size_of<pet_appearance>() == 4);

} // namespace msg::client
