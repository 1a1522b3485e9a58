#include "actors/session/rules/new_character.hpp"

namespace actors {

namespace {

struct start_item {
  uint32_t code = 0; // 0: no item
  uint8_t slot = 0;
  uint8_t category = 0; // sort of item in the item table, 0 for armour
  uint16_t count = 0;   // of a stack; 0 for equipment
};

struct start_class {
  msg::character_stats stats; // points STR MAG DEX VIT MANA, health, mana, stored health, stored mana
  std::array<start_item, 7> items;
};

/// Bit 14 of the item word marks what an archer's quiver holds.
constexpr uint32_t default_flag = 0x4000;

constexpr std::array<start_class, class_count> start_classes{{
  {{0, 30, 0, 16, 30, 20, 75, 20, 120, 30},
   {{{1024, 2, 1}, {3282, 3}, {3272, 4}, {3277, 5}, {3292, 6}, {3287, 7}, {}}}},
  {{0, 30, 0, 20, 25, 20, 50, 30, 110, 40},
   {{{3322, 0, 7}, {1048, 1, 6}, {3307, 3}, {3297, 4}, {3302, 5}, {3317, 6}, {3312, 7}}}},
  {{0, 20, 26, 12, 20, 40, 30, 80, 30, 120},
   {{{2066, 2, 10}, {3337, 3}, {3327, 4}, {3332, 5}, {3347, 6}, {3342, 7}, {}}}},
  {{0, 30, 0, 16, 25, 25, 75, 37, 100, 50},
   {{{1134 | default_flag, 0, 10, 200}, {1110, 1, 9}, {3677, 3}, {3657, 4}, {3667, 5}, {3697, 6}, {3687, 7}}}},
}};

/// The second word of an item: level 1, identified, its category and slot
/// (file formats, section 0.2); for a stack, the count.
constexpr uint32_t info_of(const start_item& x) {
  constexpr uint32_t level_one = 1;
  constexpr uint32_t is_identified = 1 << 5;
  if (x.count != 0)
    return x.count;
  return level_one | is_identified | uint32_t{x.category} << 6 | uint32_t{x.slot} << 10;
}
static_assert(info_of({1024, 2, 1}) == 2145 && info_of({3282, 3}) == 3105); // as in old databases

} // namespace

std::optional<msg::character_record> make_new_character(msg::account_id account, std::string_view name,
                                                        uint8_t class_id, uint8_t nation, const start_places& places) {
  if (class_id >= class_count || nation >= nation_count)
    return std::nullopt;
  const auto& start = start_classes[class_id];
  msg::character_record result;
  result.account = account;
  result.name = name;
  result.class_id = class_id;
  result.nation = nation;
  result.stats = start.stats;
  result.location.map = places[nation].map;
  result.location.cell = places[nation].cell;
  for (const auto& x : start.items)
    if (x.code != 0)
      result.items.push_back({0, x.code, info_of(x), msg::item_container::worn, x.slot});
  return result;
}

} // namespace actors
