#include "loaders/world_data.hpp"

#include "loaders/data_set.hpp"
#include "loaders/map_info.hpp"
#include "loaders/text_lines.hpp"
#include "loaders/world_check.hpp"
#include "runtime/base/sha256.hpp"

namespace loaders {

namespace {

struct source_file {
  known_file what;
  std::string name; // as it is spelled
};

/// By name in lower case, which is the order of reading: items come before
/// drops and maps before the NPCs on them.
using file_list = std::map<std::string, source_file>;

file_list known_files(std::vector<std::string> names, std::vector<load_issue>& warnings) {
  std::sort(names.begin(), names.end());
  file_list files;
  for (auto& name : names) {
    auto what = recognise(name);
    if (!what)
      continue;
    auto [place, is_new] = files.emplace(to_lower(name), source_file{*what, name});
    if (!is_new)
      warnings.push_back({load_errc::duplicate, name, 0, "name", loaders::quoted(name),
                          "a name that differs from " + place->second.name + " in more than upper and lower case"});
  }
  return files;
}

load_issue missing(const std::string& name, std::string why) {
  return {load_errc::reference, name, 0, "file", "missing", std::move(why)};
}

/// Reads one file after the other into a world.
class assembler {
public:
  assembler(const world_source& source, load_options options)
      : source_(source), options_(options), files_(known_files(source.names, outcome_.warnings)) {}

  world_outcome run() {
    if (read_map_list()) {
      for (const auto& [key, file] : files_)
        if (is_wanted(key, file.what))
          read(key, file);
      look_for_missing_files();
      finish();
    }
    return std::move(outcome_);
  }

private:
  static constexpr auto map_list_key = "map/mapinfo.ini";

  /// False when there is nothing to go on with.
  bool read_map_list() {
    auto found = files_.find(map_list_key);
    if (found == files_.end()) {
      outcome_.errors.push_back(missing("map/MapInfo.ini", "a file that lists the maps"));
      return false;
    }
    read(map_list_key, found->second);
    if (outcome_.errors.empty() && enabled_.empty())
      outcome_.errors.push_back({load_errc::reference, found->second.name, 0, "list of maps", "without an enabled map",
                                 "at least one line Map<id>=0"});
    return outcome_.errors.empty();
  }

  bool is_wanted(const std::string& key, const known_file& what) const {
    switch (what.kind) {
    case file_kind::map_info:
      return false; // was read first
    case file_kind::map:
    case file_kind::spawns:
      return enabled_.contains(what.number);
    case file_kind::older_spawns:
      return enabled_.contains(what.number) && !files_.contains(key.substr(0, key.find('.')) + ".n_ndt");
    default:
      return true;
    }
  }

  /// Whether a zone needs it to run.
  bool is_needed(const known_file& what) const {
    switch (what.kind) {
    case file_kind::map_info:
    case file_kind::map:
    case file_kind::spawns:
    case file_kind::older_spawns:
      return true;
    case file_kind::npc:
      return spawned_.contains(what.number);
    default:
      return false;
    }
  }

  void read(const std::string& key, const source_file& file) {
    auto bytes = source_.read(file.name);
    if (!bytes)
      return fail(file, bytes.error());
    world_.files.emplace(key, file.name);
    add_to_hash(key, *bytes);
    parse(key, file, *bytes);
  }

  void add_to_hash(const std::string& key, byte_view bytes) {
    auto head = bytes_of(key);
    head.push_back(0);
    for (size_t shift = 0; shift < 64; shift += 8)
      head.push_back(static_cast<uint8_t>(uint64_t{bytes.size()} >> shift));
    hash_.update(head);
    hash_.update(bytes);
  }

  void fail(const source_file& file, load_issue issue) {
    if (is_needed(file.what))
      outcome_.errors.push_back(std::move(issue));
    else
      refuse_if_strict(std::move(issue));
  }

  void refuse_if_strict(load_issue issue) {
    auto& list = options_.mode == load_mode::strict ? outcome_.errors : outcome_.warnings;
    list.push_back(std::move(issue));
  }

  /// Hands on what was loaded, keeps the warnings, notes the failure.
  template <class T, class Store>
  void keep(const source_file& file, result<T> loaded, Store store) {
    outcome_.warnings.insert(outcome_.warnings.end(), loaded.warnings().begin(), loaded.warnings().end());
    if (loaded)
      store(std::move(*loaded));
    else
      fail(file, loaded.error());
  }

  template <class T>
  static auto into(T& place) {
    return [&place](T x) { place = std::move(x); };
  }

  /// Under the number in the file's name; "1" and "01" are the same number.
  template <class T>
  auto into(std::map<uint16_t, T>& table, const source_file& file) {
    return [this, &table, &file](T x) {
      if (!table.emplace(file.what.number, std::move(x)).second)
        refuse_if_strict({load_errc::duplicate, file.name, 0, "number in the name", std::to_string(file.what.number),
                          "one file for each number"});
    };
  }

  /// By code, without the empty slots.
  template <class T>
  static auto by_code(std::map<uint16_t, T>& table) {
    return [&table](const std::vector<T>& xs) {
      for (const auto& x : xs)
        if (!is_empty_slot(x))
          table.emplace(x.code(), x);
    };
  }

  void parse(const std::string& key, const source_file& file, byte_view in) {
    switch (file.what.kind) {
    case file_kind::map_info:
    case file_kind::map:
    case file_kind::spawns:
    case file_kind::older_spawns:
    case file_kind::teleports:
      return parse_place(file, in);
    case file_kind::it0:
    case file_kind::it0ex:
    case file_kind::it1:
    case file_kind::it2:
    case file_kind::it3:
    case file_kind::pets:
      return parse_items(file, in);
    case file_kind::npc:
    case file_kind::drops:
    case file_kind::npc_skills:
    case file_kind::favour_indices:
    case file_kind::shop:
    case file_kind::cash_items:
    case file_kind::npc_roles:
    case file_kind::quest:
      return parse_people(file, in);
    case file_kind::class_data:
    case file_kind::levels:
    case file_kind::skills:
    case file_kind::skill_delays:
    case file_kind::passive_skills:
    case file_kind::mercenary_skills:
      return parse_growth(file, in);
    case file_kind::combinations:
    case file_kind::shue_combinations:
    case file_kind::item_sets:
    case file_kind::present_sets:
      return parse_goods(file, in);
    case file_kind::messages:
      return keep(file, load_messages(file.name, in, options_),
                  [&](std::vector<message> xs) { world_.messages.emplace(key, std::move(xs)); });
    }
  }

  void parse_place(const source_file& file, byte_view in) {
    switch (file.what.kind) {
    case file_kind::map_info:
      return keep(file, load_map_info(file.name, in, options_), [&](const map_info& x) {
        for (auto [map, use] : x.map_zone)
          if (use == map_use_enabled)
            enabled_.insert(map);
      });
    case file_kind::map:
      return keep(file, load_map(file.name, file.what.number, in, options_), [&](const map& x) {
        auto& zone = zones_[file.what.number];
        zone.map = map_grid{x};
        zone.map.id = file.what.number; // lenient mode lets the file say otherwise, but this is what others refer to
        zone.map_file = file.name;
      });
    case file_kind::teleports:
      return keep(file, load_teleport_list(file.name, in, options_),
                  [&](teleport_list x) { world_.teleports = std::move(x.points); });
    default:
      return keep(file, load_spawns(file.name, in, options_), [&](std::vector<spawn> xs) {
        for (const auto& x : xs)
          spawned_.insert(x.npc);
        auto& zone = zones_[file.what.number];
        zone.spawns = std::move(xs);
        zone.spawn_file = file.name;
      });
    }
  }

  void parse_items(const source_file& file, byte_view in) {
    auto& items = world_.items;
    switch (file.what.kind) {
    case file_kind::it0:
      return keep(file, load_it0(file.name, in, options_), by_code(items.it0));
    case file_kind::it0ex:
      return parse_it0ex(file, in);
    case file_kind::it1:
      return keep(file, load_it1(file.name, in, options_), by_code(items.it1));
    case file_kind::it2:
      return keep(file, load_it2(file.name, in, options_), by_code(items.it2));
    case file_kind::it3:
      return keep(file, load_it2(file.name, in, options_),
                  [&](const std::vector<it2_item>& xs) { keep_unless_in_it2(file, xs); });
    default:
      return keep(file, load_pets(file.name, in, options_), [&](const std::vector<pet_item>& xs) {
        for (const auto& x : xs)
          if (!is_empty_slot(x))
            items.pets.emplace(x.code, x);
      });
    }
  }

  void parse_it0ex(const source_file& file, byte_view in) {
    std::set<uint16_t> rows;
    for (const auto& [code, x] : world_.items.it0)
      rows.insert(x.row);
    keep(file, load_it0ex(file.name, &rows, in, options_), [&](const std::vector<it0ex_item>& xs) {
      for (const auto& x : xs)
        if (!is_empty_slot(x))
          world_.items.it0ex.emplace(x.row, x);
    });
  }

  // Which groups belong to IT2 and which to IT3 is not known, so one code may be in both.
  void keep_unless_in_it2(const source_file& file, const std::vector<it2_item>& xs) {
    for (size_t i = 0; i < xs.size(); ++i) {
      if (is_empty_slot(xs[i]))
        continue;
      if (!world_.items.it2.contains(xs[i].code()))
        world_.items.it3.emplace(xs[i].code(), xs[i]);
      else
        refuse_if_strict(load_issue{load_errc::duplicate, file.name, i * msg::wire::size_of<it2_item>(), "item code",
                                    std::to_string(xs[i].code()), "a code that IT2 does not have"}
                           .in_record(i));
    }
  }

  void parse_people(const source_file& file, byte_view in) {
    auto id = file.what.number;
    switch (file.what.kind) {
    case file_kind::npc:
      return keep(file, load_npc(file.name, id, in, options_), [&](npc x) {
        x.id = id;
        into(world_.npcs, file)(x);
      });
    case file_kind::drops:
      return keep(file, load_drops(file.name, in, options_), into(world_.drops, file));
    case file_kind::npc_skills:
      return keep(file, load_npc_skills(file.name, in, options_), into(world_.npc_skills));
    case file_kind::favour_indices:
      return keep(file, load_favour_indices(file.name, in, options_), into(world_.favour_indices));
    case file_kind::shop:
      return keep(file, load_shop(file.name, in, options_), into(world_.shops, file));
    case file_kind::cash_items:
      return keep(file, load_cash_items(file.name, in, options_), into(world_.cash_items));
    case file_kind::npc_roles:
      return keep(file, load_npc_roles(file.name, in, options_), into(world_.roles));
    default:
      return keep(file, load_quest(file.name, id, in, options_), into(world_.quests, file));
    }
  }

  void parse_growth(const source_file& file, byte_view in) {
    switch (file.what.kind) {
    case file_kind::class_data:
      return keep(file, load_class_data(file.name, in, options_), into(world_.classes, file));
    case file_kind::skills:
      return keep(file, load_skills(file.name, in, options_), into(world_.skills, file));
    case file_kind::skill_delays:
      return keep(file, load_skill_delays(file.name, in, options_), into(world_.skill_delays));
    case file_kind::passive_skills:
      return keep(file, load_passive_skills(file.name, in, options_), into(world_.passive_skills));
    case file_kind::mercenary_skills:
      return keep(file, load_mercenary_skills(file.name, in, options_), into(world_.mercenary_skills, file));
    default:
      return keep(file, load_level_table(file.name, in, options_), into(world_.levels));
    }
  }

  void parse_goods(const source_file& file, byte_view in) {
    switch (file.what.kind) {
    case file_kind::combinations:
      return keep(file, load_recipes(file.name, in, combination_count_max, options_), into(world_.recipes));
    case file_kind::shue_combinations:
      return keep(file, load_recipes(file.name, in, shue_count_max, options_), into(world_.shue_recipes));
    case file_kind::item_sets:
      return keep(file, load_item_sets(file.name, in, options_), into(world_.item_sets, file));
    default:
      return keep(file, load_present_sets(file.name, in, options_), into(world_.present_sets));
    }
  }

  bool has_number(file_kind kind, uint16_t number) const {
    return std::any_of(files_.begin(), files_.end(),
                       [&](const auto& x) { return x.second.what.kind == kind && x.second.what.number == number; });
  }

  void look_for_missing_files() {
    for (auto id : enabled_) {
      auto name = "map/" + std::to_string(id);
      if (!has_number(file_kind::map, id))
        outcome_.errors.push_back(missing(name, "a file, because the list of maps enables it"));
      else if (!has_number(file_kind::spawns, id) && !has_number(file_kind::older_spawns, id))
        refuse_if_strict(missing(name + ".n_ndt", "a file that says who is on the map"));
    }
    for (auto id : spawned_)
      if (!has_number(file_kind::npc, id))
        refuse_if_strict(missing("npc/" + std::to_string(id), "a file, because spawns name it"));
  }

  void finish() {
    if (!outcome_.errors.empty())
      return; // what refers to a file that failed would be reported once more
    for (auto& [id, zone] : zones_) {
      for (const auto& x : zone.spawns)
        if (auto found = world_.npcs.find(x.npc); found != world_.npcs.end())
          zone.npcs.insert(*found);
      if (zone.spawn_file.empty())
        zone.spawn_file = zone.map_file + ".n_ndt";
      world_.zones.emplace(id, std::make_shared<const zone_content>(std::move(zone)));
    }
    world_.content_hash = hash_.hex();
    for (auto& issue : check_world(world_))
      refuse_if_strict(std::move(issue));
    if (outcome_.errors.empty())
      outcome_.world = std::move(world_);
  }

  const world_source& source_;
  load_options options_;
  world_outcome outcome_;
  file_list files_;
  world_data world_;
  std::map<uint16_t, zone_content> zones_;
  std::set<uint16_t> enabled_; // maps
  std::set<uint16_t> spawned_; // NPCs
  runtime::sha256 hash_;
};

} // namespace

world_outcome assemble_world(const world_source& source, load_options options) {
  return assembler{source, options}.run();
}

} // namespace loaders
