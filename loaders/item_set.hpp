// Sets of items: item/SIT0 to SIT3 give a bonus to who wears several pieces of
// one; item/PresentItemSet.dat is what a present holds (format notes, section 12).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t item_set_count = 10;
inline constexpr size_t item_set_size = 10;

struct item_set_piece {
  uint8_t slot = 0; // where it is worn
  uint16_t item = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("wear", &item_set_piece::slot), msg::wire::field("item", &item_set_piece::item));
  friend bool operator==(const item_set_piece&, const item_set_piece&) = default;
};

struct item_set_bonus {
  uint8_t option = 0;
  uint16_t value = 0;

  static constexpr auto fields = msg::wire::fields(msg::wire::field("option", &item_set_bonus::option),
                                                   msg::wire::field("value", &item_set_bonus::value));
  friend bool operator==(const item_set_bonus&, const item_set_bonus&) = default;
};

/// Pieces and bonuses that are all zero are not used.
struct item_set {
  using bonuses = std::array<item_set_bonus, 10>;

  std::array<item_set_piece, item_set_size> pieces;
  /// By number of pieces worn: the first is for one piece.
  std::array<bonuses, item_set_size> bonus;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("pieces", &item_set::pieces), msg::wire::field("bonus", &item_set::bonus));
  friend bool operator==(const item_set&, const item_set&) = default;
};
static_assert(msg::wire::size_of<item_set>() == 330);

struct present_reward {
  uint16_t count = 0;
  uint16_t item = 0;

  static constexpr auto fields = msg::wire::fields(msg::wire::field("count", &present_reward::count),
                                                   msg::wire::field("item", &present_reward::item));
  friend bool operator==(const present_reward&, const present_reward&) = default;
};

struct present_set {
  uint16_t code = 0;
  std::array<present_reward, 3> rewards;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("code", &present_set::code), msg::wire::field("rewards", &present_set::rewards));
  friend bool operator==(const present_set&, const present_set&) = default;
};
static_assert(msg::wire::size_of<present_set>() == 14);

/// Always `item_set_count` sets.
result<std::vector<item_set>> load_item_sets(std::string_view file, byte_view in, load_options options);
result<std::vector<present_set>> load_present_sets(std::string_view file, byte_view in, load_options options);

// What is written is save_records(...).

} // namespace loaders
