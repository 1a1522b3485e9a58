// The item tables item/0, 0ex, 1, 2, 3 and pet (format notes, section 4). Each
// file is a bare list of records; an all-zero record is an empty slot, which is
// kept in its place: see is_empty_slot.

#pragma once

#include "loaders/item_word.hpp"
#include "loaders/record.hpp"

#include <set>

namespace loaders {

inline constexpr size_t item_name_size = 32;
inline constexpr uint16_t item_row_max = 1023;
inline constexpr uint16_t pet_code_first = 1000;
inline constexpr uint16_t pet_code_last = 1255;
inline constexpr size_t pet_count_max = 256;

/// What one level of a weapon or armour part needs and gives.
struct item_level {
  uint16_t option = 0; // additional option
  uint16_t strength = 0;
  uint16_t dexterity = 0;
  uint16_t intelligence = 0;
  uint16_t base = 0;
  uint16_t plus = 0; // the ability is base to base + plus
  uint16_t ice = 0;  // greatest, also called blue
  uint16_t fire = 0;
  uint16_t light = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("opt", &item_level::option), msg::wire::field("str", &item_level::strength),
                      msg::wire::field("dex", &item_level::dexterity),
                      msg::wire::field("int", &item_level::intelligence), msg::wire::field("base", &item_level::base),
                      msg::wire::field("plus", &item_level::plus), msg::wire::field("blue", &item_level::ice),
                      msg::wire::field("red", &item_level::fire), msg::wire::field("grey", &item_level::light));
  friend bool operator==(const item_level&, const item_level&) = default;
};
static_assert(msg::wire::size_of<item_level>() == 18);

/// IT0: weapons, shields and armour, levels 1 to 10.
struct it0_item {
  uint16_t group = 0; // 1 to 3
  uint16_t row = 0;
  uint16_t slot = 0; // where it is worn
  uint16_t category = 0;
  name_field<item_name_size> name;
  uint32_t price = 0;
  uint16_t class_mask = 0;
  uint16_t attack_range = 0; // cells
  uint16_t repeat_max = 0;
  uint16_t soft_skin = 0; // damage factors against kinds of skin and sizes of body
  uint16_t hard_skin = 0;
  uint16_t small_body = 0;
  uint16_t middle_body = 0;
  uint16_t large_body = 0;
  uint16_t huge_body = 0;
  std::array<item_level, 10> levels;

  uint16_t code() const { return make_item_code(group, row); }

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("group", &it0_item::group), msg::wire::field("row", &it0_item::row),
    msg::wire::field("slot", &it0_item::slot), msg::wire::field("category", &it0_item::category),
    msg::wire::field("name", &it0_item::name), msg::wire::field("price", &it0_item::price),
    msg::wire::field("class", &it0_item::class_mask), msg::wire::field("attack_range", &it0_item::attack_range),
    msg::wire::field("max_repeat", &it0_item::repeat_max), msg::wire::field("soft_skin", &it0_item::soft_skin),
    msg::wire::field("hard_skin", &it0_item::hard_skin), msg::wire::field("small", &it0_item::small_body),
    msg::wire::field("middle", &it0_item::middle_body), msg::wire::field("large", &it0_item::large_body),
    msg::wire::field("xlarge", &it0_item::huge_body), msg::wire::field("levels", &it0_item::levels));
  friend bool operator==(const it0_item&, const it0_item&) = default;
};
static_assert(msg::wire::size_of<it0_item>() == 242);

inline constexpr unsigned it0ex_level_first = 11;

/// IT0ex: levels 11 to 15 of the IT0 item with this row.
struct it0ex_item {
  uint16_t row = 0;
  std::array<item_level, 5> levels;

  /// Nothing unless `level` is 11 to 15.
  const item_level* at_level(unsigned level) const {
    return level >= it0ex_level_first && level - it0ex_level_first < levels.size() ? &levels[level - it0ex_level_first]
                                                                                   : nullptr;
  }

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("row", &it0ex_item::row), msg::wire::field("levels", &it0ex_item::levels));
  friend bool operator==(const it0ex_item&, const it0ex_item&) = default;
};
static_assert(msg::wire::size_of<it0ex_item>() == 92);

/// IT1: necklaces and rings.
struct it1_item {
  static constexpr uint16_t necklace_group = 4;
  static constexpr uint16_t ring_group = 5;

  uint16_t group = 0;
  uint16_t row = 0;
  name_field<item_name_size> name;
  uint32_t price = 0;
  uint16_t class_mask = 0;
  uint16_t level_min = 0;
  uint16_t ability = 0;
  uint16_t ice = 0;
  uint16_t fire = 0;
  uint16_t light = 0;

  uint16_t code() const { return make_item_code(group, row); }
  /// Where it is worn.
  uint16_t slot() const { return group == necklace_group ? 8 : 9; }

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("group", &it1_item::group), msg::wire::field("row", &it1_item::row),
    msg::wire::field("name", &it1_item::name), msg::wire::field("price", &it1_item::price),
    msg::wire::field("class", &it1_item::class_mask), msg::wire::field("req_level", &it1_item::level_min),
    msg::wire::field("ability", &it1_item::ability), msg::wire::field("blue", &it1_item::ice),
    msg::wire::field("red", &it1_item::fire), msg::wire::field("grey", &it1_item::light));
  friend bool operator==(const it1_item&, const it1_item&) = default;
};
static_assert(msg::wire::size_of<it1_item>() == 52);

/// IT2 and IT3: scrolls, jewels, quest items and whatever else is carried.
struct it2_item {
  uint16_t group = 0; // 6 to 15
  uint16_t row = 0;
  name_field<item_name_size> name;
  uint32_t price = 0;
  uint16_t class_mask = 0;
  uint16_t level_min = 0;
  uint16_t data1 = 0;
  uint16_t data2 = 0; // of skill scrolls the level of the skill

  uint16_t code() const { return make_item_code(group, row); }

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("group", &it2_item::group), msg::wire::field("row", &it2_item::row),
    msg::wire::field("name", &it2_item::name), msg::wire::field("price", &it2_item::price),
    msg::wire::field("class", &it2_item::class_mask), msg::wire::field("req_level", &it2_item::level_min),
    msg::wire::field("data1", &it2_item::data1), msg::wire::field("data2", &it2_item::data2));
  friend bool operator==(const it2_item&, const it2_item&) = default;
};
static_assert(msg::wire::size_of<it2_item>() == 48);

struct pet_item {
  uint16_t group = 0;
  uint16_t code = 0; // 1000 to 1255
  name_field<item_name_size> name;
  uint32_t price = 0;
  uint16_t class_mask = 0;
  uint16_t level_min = 0;
  uint16_t data1 = 0;
  uint16_t data2 = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("group", &pet_item::group), msg::wire::field("code", &pet_item::code),
                      msg::wire::field("name", &pet_item::name), msg::wire::field("price", &pet_item::price),
                      msg::wire::field("auth", &pet_item::class_mask), msg::wire::field("limit", &pet_item::level_min),
                      msg::wire::field("data1", &pet_item::data1), msg::wire::field("data2", &pet_item::data2));
  friend bool operator==(const pet_item&, const pet_item&) = default;
};
static_assert(msg::wire::size_of<pet_item>() == 48);

/// In all tables: groups and rows outside their table's range are refused; a code that comes twice is refused in
/// strict mode, in lenient mode the first one wins.
result<std::vector<it0_item>> load_it0(std::string_view file, byte_view in, load_options options);
result<std::vector<it1_item>> load_it1(std::string_view file, byte_view in, load_options options);
/// IT2 as well as IT3: which group is in which is not known.
result<std::vector<it2_item>> load_it2(std::string_view file, byte_view in, load_options options);
result<std::vector<pet_item>> load_pets(std::string_view file, byte_view in, load_options options);

/// `base_rows` are the rows of IT0; without them references are not checked. Lenient mode leaves out rows IT0 lacks.
result<std::vector<it0ex_item>> load_it0ex(std::string_view file, const std::set<uint16_t>* base_rows, byte_view in,
                                           load_options options);

/// The rows IT0ex may refer to.
std::set<uint16_t> rows_of(const std::vector<it0_item>& items);

// What is written is save_records(...): see record.hpp.

} // namespace loaders
