// Small tables round skills: skill/SkillDelay.dat, PsvSkill.dat, HSST<n>, and
// npc/NPCSkill, FavIndex.dat (format notes, section 11). All are bare lists;
// what is written is save_records(...).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

struct skill_delay {
  uint8_t class_id = 0;
  uint16_t skill = 0;
  uint16_t delay_ms = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("class", &skill_delay::class_id), msg::wire::field("skill", &skill_delay::skill),
                      msg::wire::field("delay_ms", &skill_delay::delay_ms));
  friend bool operator==(const skill_delay&, const skill_delay&) = default;
};
static_assert(msg::wire::size_of<skill_delay>() == 5);

inline constexpr uint32_t passive_skill_id_max = 31;
inline constexpr uint32_t passive_skill_level_max = 6;

struct passive_skill {
  uint32_t id = 0; // 0 to 31
  uint32_t class_id = 0;
  uint32_t effect_kind = 0;
  uint32_t level = 0; // 1 to 6
  uint32_t points = 0;
  uint32_t money = 0;
  std::array<uint32_t, 11> effects{};

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("id", &passive_skill::id), msg::wire::field("class", &passive_skill::class_id),
    msg::wire::field("effect_kind", &passive_skill::effect_kind), msg::wire::field("level", &passive_skill::level),
    msg::wire::field("points", &passive_skill::points), msg::wire::field("money", &passive_skill::money),
    msg::wire::field("effects", &passive_skill::effects));
  friend bool operator==(const passive_skill&, const passive_skill&) = default;
};
static_assert(msg::wire::size_of<passive_skill>() == 68);

/// What one level of a mercenary's skill costs.
struct mercenary_skill_level {
  uint16_t item = 0;
  uint8_t points = 0;
  uint32_t money = 0;
  uint32_t lore = 0;
  opaque<60> tail{};

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("item", &mercenary_skill_level::item), msg::wire::field("points", &mercenary_skill_level::points),
    msg::wire::field("money", &mercenary_skill_level::money), msg::wire::field("lore", &mercenary_skill_level::lore),
    msg::wire::field("tail_hex", &mercenary_skill_level::tail));
  friend bool operator==(const mercenary_skill_level&, const mercenary_skill_level&) = default;
};
static_assert(msg::wire::size_of<mercenary_skill_level>() == 71);

inline constexpr size_t mercenary_skill_count_max = 63;

struct mercenary_skill {
  opaque<10> head{};
  std::array<mercenary_skill_level, 10> levels;

  static constexpr auto fields = msg::wire::fields(msg::wire::field("head_hex", &mercenary_skill::head),
                                                   msg::wire::field("levels", &mercenary_skill::levels));
  friend bool operator==(const mercenary_skill&, const mercenary_skill&) = default;
};
static_assert(msg::wire::size_of<mercenary_skill>() == 720);

struct npc_skill {
  uint16_t npc = 0;
  uint8_t kind = 0;
  uint8_t attack_type = 0;
  opaque<4> unknown{};
  uint8_t target_range = 0; // cells
  uint8_t radius = 0;       // cells
  uint16_t cooldown_s = 0;
  uint16_t effect_param = 0;
  uint16_t effect_code = 0;
  uint16_t effect_value = 0;

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("npc", &npc_skill::npc), msg::wire::field("kind", &npc_skill::kind),
    msg::wire::field("attack_type", &npc_skill::attack_type), msg::wire::field("opaque4_hex", &npc_skill::unknown),
    msg::wire::field("target_range", &npc_skill::target_range), msg::wire::field("radius", &npc_skill::radius),
    msg::wire::field("cooldown_s", &npc_skill::cooldown_s), msg::wire::field("effect_param", &npc_skill::effect_param),
    msg::wire::field("effect_code", &npc_skill::effect_code),
    msg::wire::field("effect_value", &npc_skill::effect_value));
  friend bool operator==(const npc_skill&, const npc_skill&) = default;
};
static_assert(msg::wire::size_of<npc_skill>() == 18);

/// Which NPC a favour belongs to.
struct favour_index {
  int32_t index = 0;
  uint32_t npc = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("index", &favour_index::index), msg::wire::field("npc", &favour_index::npc));
  friend bool operator==(const favour_index&, const favour_index&) = default;
};
static_assert(msg::wire::size_of<favour_index>() == 8);

result<std::vector<skill_delay>> load_skill_delays(std::string_view file, byte_view in, load_options options);
/// Ids and levels outside their range are refused.
result<std::vector<passive_skill>> load_passive_skills(std::string_view file, byte_view in, load_options options);
result<std::vector<mercenary_skill>> load_mercenary_skills(std::string_view file, byte_view in, load_options options);
result<std::vector<npc_skill>> load_npc_skills(std::string_view file, byte_view in, load_options options);
result<std::vector<favour_index>> load_favour_indices(std::string_view file, byte_view in, load_options options);

} // namespace loaders
