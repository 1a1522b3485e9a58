// A whole data set: every table a server reads, checked against each other, in
// one value that everybody shares and nobody changes.

#pragma once

#include "loaders/class_data.hpp"
#include "loaders/content.hpp"
#include "loaders/drop.hpp"
#include "loaders/item_set.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/level_table.hpp"
#include "loaders/message_table.hpp"
#include "loaders/npc_role.hpp"
#include "loaders/quest.hpp"
#include "loaders/recipe.hpp"
#include "loaders/shop.hpp"
#include "loaders/skill.hpp"
#include "loaders/skill_tables.hpp"
#include "loaders/teleport.hpp"

#include <functional>
#include <memory>

namespace loaders {

/// The item tables by code, without their empty slots.
struct item_catalog {
  std::map<uint16_t, it0_item> it0;
  std::map<uint16_t, it0ex_item> it0ex; // by row of IT0
  std::map<uint16_t, it1_item> it1;
  std::map<uint16_t, it2_item> it2;
  std::map<uint16_t, it2_item> it3;
  std::map<uint16_t, pet_item> pets; // by a code of their own kind

  bool contains(uint16_t code) const {
    return it0.contains(code) || it1.contains(code) || it2.contains(code) || it3.contains(code);
  }
  /// Pets are not counted.
  size_t size() const { return it0.size() + it1.size() + it2.size() + it3.size(); }
};

/// Tables whose file is missing are empty. In lenient mode a table may refer to
/// what does not exist, which then has to be passed over.
struct world_data {
  /// By map id: the maps that MapInfo.ini enables.
  std::map<uint16_t, std::shared_ptr<const zone_content>> zones;
  std::map<uint16_t, npc> npcs;
  std::map<uint16_t, npc_role> roles;               // by NPC
  std::map<uint16_t, std::vector<drop_slot>> drops; // by NPC
  std::map<uint16_t, shop> shops;                   // by NPC
  std::vector<cash_item> cash_items;
  std::vector<npc_skill> npc_skills;
  std::vector<favour_index> favour_indices;
  item_catalog items;
  std::map<uint16_t, std::vector<item_set>> item_sets; // by number of the file
  std::vector<present_set> present_sets;
  std::vector<recipe> recipes;
  std::vector<recipe> shue_recipes;
  std::map<uint16_t, class_data> classes;
  std::map<uint16_t, std::vector<skill>> skills; // by class; slot 1 comes first
  std::vector<skill_delay> skill_delays;
  std::vector<passive_skill> passive_skills;
  std::map<uint16_t, std::vector<mercenary_skill>> mercenary_skills; // by number of the file
  std::map<uint16_t, quest> quests;                                  // with those that are switched off
  std::vector<teleport_point> teleports;
  std::map<std::string, std::vector<message>> messages; // by name of the file in lower case
  level_table levels;

  /// Every file that was read: its name in lower case, and as it is spelled.
  std::map<std::string, std::string> files;
  /// SHA-256 over name in lower case, NUL, size (eight bytes, little-endian) and content of each of these files, the
  /// list of maps first, the others in order of name: the same data under another spelling has the same hash.
  std::string content_hash;
};

/// Where the files of a data set come from.
struct world_source {
  /// Relative to the data directory, as they are spelled, in any order; files that are no part of a world do not hurt.
  std::vector<std::string> names;
  /// The bytes of one of `names`; they need to last until the next call only.
  std::function<result<byte_view>(const std::string& name)> read;
};

struct world_outcome {
  /// Nothing when there are errors.
  std::optional<world_data> world;
  std::vector<load_issue> errors;
  std::vector<load_issue> warnings;
};

/// Reads each file once. Strict mode refuses any damage, and what `check_world` finds. Lenient mode leaves out a
/// damaged table with a warning, unless no zone can run without it: the list of maps, an enabled map, its spawns, an
/// NPC these name. Without further files than those the world is complete in both modes.
world_outcome assemble_world(const world_source& source, load_options options);

} // namespace loaders
