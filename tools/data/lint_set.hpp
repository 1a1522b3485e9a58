// A data set as the rules of lint see it: every file of a known format, loaded
// as far as possible.

#pragma once

#include "loaders/drop.hpp"
#include "loaders/item_set.hpp"
#include "loaders/map_grid.hpp"
#include "loaders/npc.hpp"
#include "loaders/quest.hpp"
#include "loaders/recipe.hpp"
#include "loaders/shop.hpp"
#include "loaders/skill_tables.hpp"
#include "loaders/spawn.hpp"
#include "loaders/teleport.hpp"
#include "tools/data/file_tree.hpp"
#include "tools/data/lint_rules.hpp"

namespace tools::data {

/// What a file says, and its path.
template <class T>
struct from_file {
  std::string file;
  T value;
};

template <class T>
using by_id = std::map<uint16_t, from_file<T>>;
template <class T>
using lists = std::vector<from_file<std::vector<T>>>;

struct known_item {
  std::string file;
  std::string name; // UTF-8
  /// Where it is worn; nothing for items that are carried.
  std::optional<uint16_t> slot;
};

struct map_list_entry {
  std::string file;
  size_t line = 0;
  uint32_t use = 0;
};

struct lint_options {
  text_encoding encoding = text_encoding::ascii;
  /// Judges as a lenient server does: what that refuses or warns of is found, what it reads without a word is not.
  bool lenient = false;
  /// Where new characters appear: map and cell.
  std::vector<std::pair<uint16_t, loaders::cell>> starts = {{1, {113, 138}}, {7, {127, 104}}};
};

/// Of an id that comes twice the first file, in order of paths, is here.
struct lint_set {
  lint_options options;
  by_id<loaders::map_grid> maps;
  by_id<std::vector<loaders::spawn>> spawns;
  by_id<loaders::npc> npcs;
  by_id<std::vector<loaders::drop_slot>> drops;
  by_id<loaders::shop> shops;
  by_id<loaders::quest> quests;
  std::map<uint16_t, known_item> items; // by code, of all four tables
  std::set<uint16_t> pets;
  std::set<uint16_t> classes;
  bool has_item_tables = false;
  lists<loaders::recipe> recipes;
  lists<loaders::recipe> pet_recipes;
  lists<loaders::cash_item> cash_items;
  lists<loaders::item_set> item_sets;
  lists<loaders::present_set> present_sets;
  lists<loaders::npc_skill> npc_skills;
  lists<loaders::favour_index> favours;
  std::vector<from_file<loaders::teleport_list>> teleports;
  std::map<uint16_t, map_list_entry> map_list;
  bool has_map_list = false;
  /// Ids whose file is there but cannot be loaded. Nobody needs to hear twice about those.
  std::map<std::string_view, std::set<uint16_t>> unreadable; // by format
  /// What loading found.
  std::vector<finding> findings;
  /// What the server has to say about the set, in the mode of the options: errors, then warnings.
  std::vector<loaders::load_issue> world_issues;
  size_t file_count = 0;

  /// True for files that cannot be loaded too.
  bool has_map(uint16_t id) const { return maps.contains(id) || is_unreadable("map", id); }
  bool has_npc(uint16_t id) const { return npcs.contains(id) || is_unreadable("npc", id); }
  bool has_quest(uint16_t id) const { return quests.contains(id) || is_unreadable("quest", id); }
  bool has_item(uint16_t code) const { return items.contains(code); }
  bool is_unreadable(std::string_view format, uint16_t id) const {
    auto found = unreadable.find(format);
    return found != unreadable.end() && found->second.contains(id);
  }

  /// "Thorn Boar (3)", or "NPC 3".
  std::string npc_name(uint16_t id) const;
  /// "map 1 (Larkmere)".
  std::string map_name(uint16_t id) const;
};

/// The rule that an issue of one file falls under.
std::string_view rule_of(loaders::load_errc code);
/// What an issue says, without its place.
std::string sentence_of(const loaders::load_issue& issue);
/// As the server loads it; files that are no part of a world do not matter.
std::vector<loaders::load_issue> world_issues_of(const file_tree& files, const lint_options& options);

lint_set load_set(const file_tree& files, const lint_options& options, progress& shown);

} // namespace tools::data
