#include "actors/zone/rules/appearance.hpp"

namespace actors {

namespace {

using namespace msg::client;

/// Wear slots of the client (rules of the game, section 5).
enum wear_slot : uint8_t {
  wear_shield = 0,
  wear_one_hand = 1,
  wear_two_hands = 2,
  wear_helm = 3,
  wear_armor = 4,
  wear_pants = 5,
  wear_gloves = 6,
  wear_boots = 7,
};

constexpr uint32_t item_code_mask = 0x3FFF;

item make_item(const msg::item_record& x) {
  item result;
  result.id = {x.serial, x.code};
  result.info = {x.info};
  result.key = x.serial;
  return result;
}

template <class Worn, class Bag>
void fill_items(const msg::character_record& who, Worn& worn, Bag& bag) {
  for (size_t i = 0; i < worn.size(); ++i)
    worn[i].wear_index = static_cast<uint8_t>(i);
  for (size_t i = 0; i < bag.size(); ++i)
    bag[i].inventory_index = static_cast<uint8_t>(i);
  for (const auto& x : who.items) {
    if (x.container == msg::item_container::worn && x.slot < worn.size())
      worn[x.slot].what = make_item(x);
    else if (x.container == msg::item_container::bag && x.slot < bag.size())
      bag[x.slot].what = make_item(x);
  }
}

/// What others see of the item in `slot`: code, slot and level (protocol table, item_appearance).
item_appearance look_of(const msg::character_record& who, uint8_t slot) {
  constexpr uint32_t level_mask = 0xF;
  for (const auto& x : who.items)
    if (x.container == msg::item_container::worn && x.slot == slot)
      return {(x.code & item_code_mask) | uint32_t{slot} << 14 | (x.info & level_mask) << 18};
  return {};
}

/// Per class, in hundredths: health per vitality and mana per mana stat (rules, section 4).
constexpr uint32_t health_per_vitality[] = {250, 200, 150, 300};
constexpr uint32_t mana_per_mana_stat[] = {100, 150, 200, 150};

derived_stat derive(const msg::character_record& who) {
  const auto& stats = who.stats;
  auto class_id = who.class_id % std::size(health_per_vitality);
  derived_stat result;
  result.hit_attack = stats.strength / 2;
  result.magic_attack = stats.magic / 2;
  result.defense = stats.dexterity / 2;
  result.maximum_health = static_cast<uint16_t>(stats.vitality * health_per_vitality[class_id] / 100);
  result.maximum_mana = static_cast<uint16_t>(stats.mana_stat * mana_per_mana_stat[class_id] / 100);
  result.hit_addition = result.hit_attack;
  result.magic_addition = result.magic_attack;
  return result;
}

character_stat make_stat(const msg::character_record& who) {
  const auto& stats = who.stats;
  character_stat result;
  result.points = stats.points;
  result.strength = stats.strength;
  result.magic = stats.magic;
  result.dexterity = stats.dexterity;
  result.vitality = stats.vitality;
  result.mana_stat = stats.mana_stat;
  result.derived = derive(who);
  // The potion store holds 20 times the maximum (rules, section 11).
  result.health_capacity = uint32_t{result.derived.maximum_health} * 20;
  result.mana_capacity = uint32_t{result.derived.maximum_mana} * 20;
  result.health = stats.health;
  result.mana = stats.mana;
  return result;
}

} // namespace

s2c_world_login make_world_login(const msg::character_record& who) {
  s2c_world_login result;
  auto& info = result.character;
  info.name = msg::wire::fixed_text<21>{who.name};
  info.class_id = who.class_id;
  info.level = who.level;
  info.experience = who.experience;
  info.map_index = who.location.map.value;
  info.cell = who.location.cell;
  info.social.packed = who.nation;
  info.money = who.woonz;
  info.stored_health = who.stats.stored_health;
  info.stored_mana = who.stats.stored_mana;
  info.lore = who.lore;
  result.stat = make_stat(who);
  fill_items(who, result.wear_items, result.inventory_items);
  return result;
}

s2c_warp_login make_warp_login(const msg::character_record& who) {
  s2c_warp_login result;
  result.new_cell = who.location.cell;
  fill_items(who, result.wear_items, result.inventory_items);
  return result;
}

s2c_pc_appear make_pc_appear(const msg::character_record& who) {
  s2c_pc_appear result;
  result.player_id = who.id().value;
  result.player_name = msg::wire::fixed_text<21>{who.name};
  result.class_id = who.class_id;
  result.cell = who.location.cell;
  result.social.packed = who.nation;
  result.head_item = look_of(who, wear_helm);
  result.upper_item = look_of(who, wear_armor);
  result.lower_item = look_of(who, wear_pants);
  result.hand_item = look_of(who, wear_gloves);
  result.foot_item = look_of(who, wear_boots);
  result.left_item = look_of(who, wear_shield);
  result.right_item = look_of(who, wear_two_hands);
  if (result.right_item.look == 0)
    result.right_item = look_of(who, wear_one_hand);
  for (auto& effect : result.running_effects)
    effect.class_id = class_of_no_effect;
  return result;
}

} // namespace actors
