// What players can do and become in the demo world: skills, quests, levels; no dice.

#pragma once

#include "loaders/level_table.hpp"
#include "loaders/quest.hpp"
#include "loaders/skill.hpp"
#include "loaders/skill_tables.hpp"

namespace tools {

/// All slots of a class. 1 is an attack, 2 strengthens oneself, 3 (mages alone) strikes an area.
std::vector<loaders::skill> make_skills(size_t class_id);
/// Of all classes.
std::vector<loaders::skill_delay> make_skill_delays();

/// Ids 1 to 5: a chain, one for each kind of task.
std::vector<loaders::quest> make_quests();

loaders::level_table make_levels();

} // namespace tools
