#include "loaders/skill_tables.hpp"

namespace loaders {

result<std::vector<skill_delay>> load_skill_delays(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  return load_record_list<skill_delay>(file, in, any_count);
}

result<std::vector<passive_skill>> load_passive_skills(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  auto check = [&](const passive_skill& x, record_place at) -> record_verdict {
    if (is_empty_slot(x))
      return {};
    if (x.id > passive_skill_id_max)
      return {file.issue(load_errc::range, at.offset, "id", std::to_string(x.id), "0 to 31")};
    if (x.level < 1 || x.level > passive_skill_level_max)
      return {file.issue(load_errc::range, at.offset + offset_of<passive_skill>("level"), "level",
                         std::to_string(x.level), "1 to 6")};
    return {};
  };
  return load_record_list<passive_skill>(file, in, any_count, check);
}

result<std::vector<mercenary_skill>> load_mercenary_skills(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  return load_record_list<mercenary_skill>(file, in, mercenary_skill_count_max);
}

result<std::vector<npc_skill>> load_npc_skills(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  return load_record_list<npc_skill>(file, in, any_count);
}

result<std::vector<favour_index>> load_favour_indices(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  return load_record_list<favour_index>(file, in, any_count);
}

} // namespace loaders
