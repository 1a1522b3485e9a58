// Crafting, item/ItemCombinationData and item/ShueCombinationData (format notes, section 8).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t combination_count_max = 6000;
inline constexpr size_t shue_count_max = 200;

/// Item codes; 0 is an input that is not used.
struct recipe {
  std::array<uint16_t, 3> base_rune{};
  std::array<uint16_t, 3> rune{};
  std::array<uint16_t, 3> item{};
  uint16_t object = 0;
  uint16_t ratio = 0; // percent; editors allow 1 to 120
  uint16_t success = 0;
  uint16_t option_type = 0;
  uint16_t failure = 0;
  std::array<uint16_t, 2> reserved{};

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("base_rune", &recipe::base_rune), msg::wire::field("rune", &recipe::rune),
                      msg::wire::field("item", &recipe::item), msg::wire::field("object", &recipe::object),
                      msg::wire::field("ratio", &recipe::ratio), msg::wire::field("result", &recipe::success),
                      msg::wire::field("option_type", &recipe::option_type),
                      msg::wire::field("failure", &recipe::failure), msg::wire::field("reserved", &recipe::reserved));
  friend bool operator==(const recipe&, const recipe&) = default;
};
static_assert(msg::wire::size_of<recipe>() == 32);

/// `count_max` is that of the file: the two differ in nothing else.
result<std::vector<recipe>> load_recipes(std::string_view file, byte_view in, size_t count_max, load_options options);

// What is written is save_records(...).

} // namespace loaders
