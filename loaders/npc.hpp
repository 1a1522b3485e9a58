// Definitions of monsters and town people, npc/<id> (format notes, section 2).

#pragma once

#include "loaders/bits.hpp"
#include "loaders/record.hpp"
#include "loaders/spawn.hpp"

namespace loaders {

enum class npc_race : uint8_t { human, beast, half, demon, spirit, mutant };
enum class npc_mood : uint8_t { passive = 2, aggressive = 3 };
/// Whom a monster prefers; other values occur, their meaning is unknown.
enum class npc_target : uint8_t { weakest = 2, most_active = 3 };
/// The order is that of the server's own symbols; editors disagree.
enum class npc_element : uint8_t { fire_attack, fire_defense, ice_attack, ice_defense, light_attack, light_defense };
enum class npc_body : uint8_t { small, middle, big, huge };

/// The bits of `npc::behaviour`.
struct npc_behaviour_bits {
  static constexpr bit_range race{0, 4};
  static constexpr bit_range mood{4, 4};
  static constexpr bit_range vision{8, 4};
  static constexpr bit_range target{12, 4};
  static constexpr bit_range change_target{16, 1};
  static constexpr bit_range defense{17, 12};
  static constexpr bit_range attack_count{29, 3};

  static constexpr std::array<named_bits, 7> list{{{"race", race},
                                                   {"ai", mood},
                                                   {"vision", vision},
                                                   {"target", target},
                                                   {"change_target", change_target},
                                                   {"defense", defense},
                                                   {"attack_count", attack_count}}};
};

/// The bits of `npc_attack::reach`.
struct npc_reach_bits {
  static constexpr bit_range min{0, 4};
  static constexpr bit_range max{4, 7};
  static constexpr bit_range area{11, 5};
  static constexpr bit_range reserved{16, 16};

  static constexpr std::array<named_bits, 4> list{
    {{"range_min", min}, {"range_max", max}, {"area", area}, {"reserved", reserved}}};
};

/// The bits of `npc::growth`.
struct npc_growth_bits {
  static constexpr bit_range level{0, 9};
  static constexpr bit_range experience{9, 16};
  static constexpr bit_range body{25, 3};
  static constexpr bit_range skin{28, 4};

  static constexpr std::array<named_bits, 4> list{
    {{"level", level}, {"exp", experience}, {"body", body}, {"skin", skin}}};
};

/// The bits of `npc::recall`.
struct npc_recall_bits {
  static constexpr bit_range type{0, 2};
  static constexpr bit_range family{2, 12};
  static constexpr bit_range random_type{14, 2};

  static constexpr std::array<named_bits, 3> list{
    {{"recall_type", type}, {"recall_family", family}, {"random_type", random_type}}};
};

inline constexpr size_t npc_attack_count_max = 3;
inline constexpr size_t npc_name_size = 20;

/// One way to hurt: `base` to `base + opt` damage.
struct npc_attack {
  packed<uint32_t, npc_reach_bits> reach;
  uint16_t base = 0;
  uint16_t opt = 0;

  /// Cells.
  uint8_t range_min() const { return static_cast<uint8_t>(npc_reach_bits::min.get(reach)); }
  uint8_t range_max() const { return static_cast<uint8_t>(npc_reach_bits::max.get(reach)); }
  /// Radius in cells round the target; 0 hits the target alone.
  uint8_t area() const { return static_cast<uint8_t>(npc_reach_bits::area.get(reach)); }

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("reach", &npc_attack::reach), msg::wire::field("base", &npc_attack::base),
                      msg::wire::field("opt", &npc_attack::opt));
  friend bool operator==(const npc_attack&, const npc_attack&) = default;
};
static_assert(msg::wire::size_of<npc_attack>() == 8);

struct npc {
  name_field<npc_name_size> name;
  uint16_t id = 0;
  uint16_t respawn_s = 0;
  packed<uint32_t, npc_behaviour_bits> behaviour;
  std::array<npc_attack, npc_attack_count_max> attacks;
  uint16_t attack_low_ms = 0; // an attack follows the last one after low to high
  uint16_t attack_high_ms = 0;
  uint16_t move_ms = 0; // per cell
  uint16_t unused = 0;
  packed<uint32_t, npc_growth_bits> growth;
  uint32_t hp_max = 0;
  packed<uint16_t, npc_recall_bits> recall;
  std::array<uint8_t, 6> elements{}; // by npc_element
  uint16_t mercenary_experience = 0;

  uint8_t element(npc_element which) const { return elements[static_cast<size_t>(which)]; }
  npc_race race() const { return static_cast<npc_race>(npc_behaviour_bits::race.get(behaviour)); }
  npc_mood mood() const { return static_cast<npc_mood>(npc_behaviour_bits::mood.get(behaviour)); }
  /// Cells, 0 to 15.
  uint8_t vision() const { return static_cast<uint8_t>(npc_behaviour_bits::vision.get(behaviour)); }
  npc_target target() const { return static_cast<npc_target>(npc_behaviour_bits::target.get(behaviour)); }
  bool changes_target() const { return npc_behaviour_bits::change_target.get(behaviour) != 0; }
  uint16_t defense() const { return static_cast<uint16_t>(npc_behaviour_bits::defense.get(behaviour)); }
  /// How many of `attacks` are used, 0 to 3.
  uint8_t attack_count() const { return static_cast<uint8_t>(npc_behaviour_bits::attack_count.get(behaviour)); }
  uint16_t level() const { return static_cast<uint16_t>(npc_growth_bits::level.get(growth)); }
  uint16_t experience() const { return static_cast<uint16_t>(npc_growth_bits::experience.get(growth)); }
  /// Other editors read these 16 bits at byte 61 as experience: twice the value plus the top bit of the level.
  uint16_t experience_by_bytes() const { return static_cast<uint16_t>(growth.word >> 8); }
  npc_body body() const { return static_cast<npc_body>(npc_growth_bits::body.get(growth)); }
  uint8_t skin() const { return static_cast<uint8_t>(npc_growth_bits::skin.get(growth)); }
  uint8_t recall_type() const { return static_cast<uint8_t>(npc_recall_bits::type.get(recall)); }
  uint16_t recall_family() const { return static_cast<uint16_t>(npc_recall_bits::family.get(recall)); }
  uint8_t random_type() const { return static_cast<uint8_t>(npc_recall_bits::random_type.get(recall)); }
  bool is_monster() const { return id < npc_id_town_first; }

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("name", &npc::name), msg::wire::field("id", &npc::id),
    msg::wire::field("respawn_s", &npc::respawn_s), msg::wire::field("behaviour", &npc::behaviour),
    msg::wire::field("attacks", &npc::attacks), msg::wire::field("attack_speed_low_ms", &npc::attack_low_ms),
    msg::wire::field("attack_speed_high_ms", &npc::attack_high_ms), msg::wire::field("move_ms", &npc::move_ms),
    msg::wire::field("pad58", &npc::unused), msg::wire::field("growth", &npc::growth),
    msg::wire::field("hp", &npc::hp_max), msg::wire::field("recall", &npc::recall),
    msg::wire::field("elements", &npc::elements), msg::wire::field("merc_exp", &npc::mercenary_experience));
  friend bool operator==(const npc&, const npc&) = default;
};
static_assert(msg::wire::size_of<npc>() == 78);

/// `expected_id` is the number in the file's name. A monster without life or level is a warning in both modes.
result<npc> load_npc(std::string_view file, std::optional<uint16_t> expected_id, byte_view in, load_options options);

byte_buffer save_npc(const npc& x);

} // namespace loaders
