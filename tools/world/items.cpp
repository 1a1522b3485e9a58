#include "tools/world/items.hpp"

#include "loaders/start_gear.hpp"

namespace tools {

using loaders::it0_item;
using loaders::it0ex_item;
using loaders::it1_item;
using loaders::it2_item;
using loaders::item_code_bits;
using loaders::item_level;

namespace {

// Where a thing is worn, and what it is: numbers of the game.
enum class wear : uint16_t { shield, mace_or_bow, sword_or_staff, helm, armor, pants, gloves, boots };
enum class kind : uint16_t { armor_part = 0, sword = 1, mace = 6, shield = 7, bow = 9, staff_or_quiver = 10 };

/// A thing to wear. `ability` is that of level 1.
struct gear {
  uint16_t code;
  std::string_view name;
  wear slot;
  kind category;
  uint16_t class_id;
  uint16_t ability;
  uint16_t tier = 1;
  uint16_t range = 0;
};

constexpr gear wardrobe[]{
  {1024, "Ash Sword", wear::sword_or_staff, kind::sword, 0, 30, 1, 1},
  {3282, "Hide Helm", wear::helm, kind::armor_part, 0, 4},
  {3272, "Hide Armor", wear::armor, kind::armor_part, 0, 8},
  {3277, "Hide Pants", wear::pants, kind::armor_part, 0, 6},
  {3292, "Hide Gloves", wear::gloves, kind::armor_part, 0, 3},
  {3287, "Hide Boots", wear::boots, kind::armor_part, 0, 4},
  {1048, "Ash Mace", wear::mace_or_bow, kind::mace, 1, 30, 1, 1},
  {3322, "Board Shield", wear::shield, kind::shield, 1, 7},
  {3307, "Ring Helm", wear::helm, kind::armor_part, 1, 5},
  {3297, "Ring Armor", wear::armor, kind::armor_part, 1, 8},
  {3302, "Ring Pants", wear::pants, kind::armor_part, 1, 7},
  {3317, "Ring Gloves", wear::gloves, kind::armor_part, 1, 4},
  {3312, "Ring Boots", wear::boots, kind::armor_part, 1, 5},
  {2066, "Hazel Staff", wear::sword_or_staff, kind::staff_or_quiver, 2, 24, 1, 1},
  {3337, "Linen Hood", wear::helm, kind::armor_part, 2, 3},
  {3327, "Linen Robe", wear::armor, kind::armor_part, 2, 6},
  {3332, "Linen Pants", wear::pants, kind::armor_part, 2, 4},
  {3347, "Linen Gloves", wear::gloves, kind::armor_part, 2, 3},
  {3342, "Linen Shoes", wear::boots, kind::armor_part, 2, 3},
  {1110, "Yew Bow", wear::mace_or_bow, kind::bow, 3, 26, 1, 7},
  {3677, "Felt Cap", wear::helm, kind::armor_part, 3, 4},
  {3657, "Felt Jerkin", wear::armor, kind::armor_part, 3, 7},
  {3667, "Felt Pants", wear::pants, kind::armor_part, 3, 5},
  {3697, "Felt Gloves", wear::gloves, kind::armor_part, 3, 3},
  {3687, "Felt Boots", wear::boots, kind::armor_part, 3, 4},
  {items::better_sword, "Iron Sword", wear::sword_or_staff, kind::sword, 0, 45, 2, 1},
  {items::better_mace, "Iron Mace", wear::mace_or_bow, kind::mace, 1, 45, 2, 1},
  {items::better_bow, "Horn Bow", wear::mace_or_bow, kind::bow, 3, 45, 2, 7},
  {items::better_staff, "Iron Staff", wear::sword_or_staff, kind::staff_or_quiver, 2, 45, 2, 1},
};

constexpr uint16_t mage = 2;

bool is_weapon(const gear& x) { return x.slot == wear::mace_or_bow || x.slot == wear::sword_or_staff; }

// Level 1 of the first tier asks for no more than what every class starts with.
item_level make_level(const gear& x, uint16_t level) {
  auto above = static_cast<uint16_t>(level - 1);
  auto tier = static_cast<uint16_t>(12 * (x.tier - 1));
  item_level y;
  y.option = level;
  y.strength = static_cast<uint16_t>((x.class_id == mage ? 10 : 20) + tier + 6 * above);
  y.dexterity = static_cast<uint16_t>(10 + 3 * above);
  y.intelligence = static_cast<uint16_t>(x.class_id == mage ? 20 + tier + 6 * above : 0);
  y.base = static_cast<uint16_t>(x.ability + x.ability * above / 3);
  y.plus = static_cast<uint16_t>(is_weapon(x) ? y.base / 5 : 1 + level / 5);
  y.ice = y.fire = y.light = static_cast<uint16_t>(2 * level);
  return y;
}

it0_item make_gear(const gear& x) {
  constexpr uint16_t percent = 100; // the same damage to every skin and body
  it0_item y;
  y.group = static_cast<uint16_t>(item_code_bits::group.get(x.code));
  y.row = static_cast<uint16_t>(item_code_bits::row.get(x.code));
  y.slot = static_cast<uint16_t>(x.slot);
  y.category = static_cast<uint16_t>(x.category);
  y.name = x.name;
  y.price = uint32_t{100} * x.tier * x.tier;
  y.class_mask = x.class_id;
  y.attack_range = x.range;
  y.repeat_max = is_weapon(x) ? 1 : 0;
  if (is_weapon(x))
    y.soft_skin = y.hard_skin = y.small_body = y.middle_body = y.large_body = y.huge_body = percent;
  for (uint16_t level = 1; level <= y.levels.size(); ++level)
    y.levels[level - 1u] = make_level(x, level);
  return y;
}

// Used up one by one, so that they neither ask for anything nor get better.
it0_item make_arrows() {
  it0_item y;
  y.group = static_cast<uint16_t>(item_code_bits::group.get(loaders::start_items::arrows));
  y.row = static_cast<uint16_t>(item_code_bits::row.get(loaders::start_items::arrows));
  y.slot = static_cast<uint16_t>(wear::shield);
  y.category = static_cast<uint16_t>(kind::staff_or_quiver);
  y.name = "Reed Arrows";
  y.price = 1;
  y.class_mask = 3;
  return y;
}

it1_item make_jewel(uint16_t code, std::string_view name, uint32_t price, uint16_t level_min, uint16_t ability) {
  it1_item y;
  y.group = static_cast<uint16_t>(item_code_bits::group.get(code));
  y.row = static_cast<uint16_t>(item_code_bits::row.get(code));
  y.name = name;
  y.price = price;
  y.class_mask = every_class;
  y.level_min = level_min;
  y.ability = ability;
  return y;
}

it2_item make_thing(uint16_t code, std::string_view name, uint32_t price) {
  it2_item y;
  y.group = static_cast<uint16_t>(item_code_bits::group.get(code));
  y.row = static_cast<uint16_t>(item_code_bits::row.get(code));
  y.name = name;
  y.price = price;
  y.class_mask = every_class;
  return y;
}

it2_item make_skill_scroll(uint16_t class_id, std::string_view name) {
  auto y = make_thing(static_cast<uint16_t>(items::first_skill_scroll + class_id), name, 300);
  y.class_mask = class_id;
  y.level_min = 3;
  y.data1 = 1; // slot of the skill
  y.data2 = 1; // its level
  return y;
}

} // namespace

std::vector<it0_item> make_it0() {
  std::vector<it0_item> result;
  for (const auto& x : wardrobe)
    result.push_back(make_gear(x));
  result.push_back(make_arrows());
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.code() < b.code(); });
  return result;
}

std::vector<it0ex_item> make_it0ex() {
  std::vector<it0ex_item> result;
  for (const auto& x : wardrobe) {
    if (!is_weapon(x) || x.tier != 1)
      continue;
    it0ex_item y;
    y.row = static_cast<uint16_t>(item_code_bits::row.get(x.code));
    for (uint16_t i = 0; i < y.levels.size(); ++i)
      y.levels[i] = make_level(x, static_cast<uint16_t>(loaders::it0ex_level_first + i));
    result.push_back(y);
  }
  return result;
}

std::vector<it1_item> make_it1() {
  return {make_jewel(items::bone_necklace, "Bone Necklace", 500, 5, 6),
          make_jewel(4097, "Silver Necklace", 2000, 12, 12), make_jewel(items::copper_ring, "Copper Ring", 500, 5, 5),
          make_jewel(5121, "Jade Ring", 2000, 12, 10)};
}

std::vector<it2_item> make_it2() {
  return {make_thing(items::upgrade_pebble, "Upgrade Pebble", 1000),
          make_thing(items::home_scroll, "Home Scroll", 1000),
          make_thing(items::saving_scroll, "Saving Scroll", 2000),
          make_skill_scroll(0, "Scroll of Cleave"),
          make_skill_scroll(1, "Scroll of Smite"),
          make_skill_scroll(2, "Scroll of Spark"),
          make_skill_scroll(3, "Scroll of Aimed Shot")};
}

std::vector<it2_item> make_it3() {
  return {make_thing(items::marsh_leaf, "Marsh Leaf", 0), make_thing(items::old_letter, "Old Letter", 0),
          make_thing(items::boar_tusk, "Boar Tusk", 0)};
}

} // namespace tools
