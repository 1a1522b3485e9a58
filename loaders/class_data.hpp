// What a class starts with and grows by, pc/<class> (format notes, section 10).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

/// The units of the fields from `attack` on are our own (game rules, section 4).
struct class_data {
  uint16_t strength = 0;
  uint16_t magic = 0;
  uint16_t dexterity = 0;
  uint16_t vitality = 0;
  uint16_t mana = 0;
  uint16_t points_per_level = 0;
  uint16_t attack = 0;          // percent of strength
  uint16_t defense = 0;         // percent of dexterity
  uint16_t magic_attack = 0;    // percent of magic
  uint16_t hp = 0;              // percent of vitality
  uint16_t mp = 0;              // percent of mana
  uint16_t hit_probability = 0; // percent
  uint16_t damage_ratio = 0;    // percent
  uint16_t finish_ratio = 0;    // percent

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("str", &class_data::strength), msg::wire::field("magic", &class_data::magic),
    msg::wire::field("dex", &class_data::dexterity), msg::wire::field("vit", &class_data::vitality),
    msg::wire::field("mana", &class_data::mana), msg::wire::field("bonus_point", &class_data::points_per_level),
    msg::wire::field("attack", &class_data::attack), msg::wire::field("defense", &class_data::defense),
    msg::wire::field("magic_attack", &class_data::magic_attack), msg::wire::field("hp", &class_data::hp),
    msg::wire::field("mp", &class_data::mp), msg::wire::field("hit_probability", &class_data::hit_probability),
    msg::wire::field("damage_ratio", &class_data::damage_ratio),
    msg::wire::field("finish_ratio", &class_data::finish_ratio));
  friend bool operator==(const class_data&, const class_data&) = default;
};
static_assert(msg::wire::size_of<class_data>() == 28);

/// The number of the class is in the file's name only.
result<class_data> load_class_data(std::string_view file, byte_view in, load_options options);

byte_buffer save_class_data(const class_data& x);

} // namespace loaders
