#include "tools/data/formats.hpp"

#include "loaders/class_data.hpp"
#include "loaders/client_tables.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/npc.hpp"
#include "loaders/recipe.hpp"
#include "loaders/skill_tables.hpp"
#include "loaders/text_lines.hpp"
#include "tools/data/json_record.hpp"
#include "tools/data/shapes.hpp"

namespace tools::data {

namespace {

// Each level says which one it is, before anything else.
void number_levels(json& x, unsigned first) {
  for (auto& level : x["levels"]) {
    json numbered{{"level", first++}};
    numbered.update(level);
    level = std::move(numbered);
  }
}

} // namespace

template <>
struct derived<loaders::npc> {
  static void tail(json& j, const loaders::npc& x) {
    j["level_word"] = hex_word(x.growth.word);
    j["legacy_exp_u16_at_61"] = x.experience_by_bytes();
  }
};

template <>
struct derived<loaders::it0_item> {
  static void head(json& j, const loaders::it0_item& x) { j["code"] = x.code(); }
  static void tail(json& j, const loaders::it0_item&) { number_levels(j, 1); }
};

template <>
struct derived<loaders::it0ex_item> {
  static void tail(json& j, const loaders::it0ex_item&) { number_levels(j, loaders::it0ex_level_first); }
};

template <>
struct derived<loaders::it1_item> {
  static void head(json& j, const loaders::it1_item& x) {
    j["code"] = x.code();
    j["slot"] = x.slot();
  }
};

template <>
struct derived<loaders::it2_item> {
  static void head(json& j, const loaders::it2_item& x) { j["code"] = x.code(); }
};

namespace {

using json_result = loaders::result<json>;
using request = const dump_request&;
using source = const json_source&;
using style = const json_style&;

/// What a loader returned, shown by `show(value)`.
template <class T, class Show>
json_result shown(const loaders::result<T>& loaded, Show show) {
  if (!loaded)
    return loaded.error();
  return {show(*loaded), loaded.warnings()};
}

/// A format that is one record.
template <class Record, auto load>
struct record_format {
  static json_result dump(request r, byte_view in) {
    return shown(load(r, in), [&](const Record& x) { return to_json(x, r.style); });
  }
  static byte_buffer build(source from, style how) {
    Record x;
    from_json(from, x, how);
    return loaders::save_record(x);
  }
};

template <class T>
using list_loader = loaders::result<std::vector<T>> (*)(std::string_view, byte_view, loaders::load_options);

/// A format that is a list of records, called `key`.
template <class Record, list_loader<Record> load, const char* key>
struct list_format {
  static json_result dump(request r, byte_view in) {
    return shown(load(r.context.file, in, r.context.options),
                 [&](const auto& xs) { return rows_json(key, xs, r.style); });
  }
  static byte_buffer build(source from, style how) { return loaders::save_records(rows_from<Record>(from, key, how)); }
};

/// The same with a count before the records.
template <class Record, list_loader<Record> load, const char* key>
struct client_format : list_format<Record, load, key> {
  static byte_buffer build(source from, style how) {
    return loaders::save_client_table(rows_from<Record>(from, key, how));
  }
};

/// A list with empty slots.
template <class Record, list_loader<Record> load, const char* key>
struct slot_format {
  static json_result dump(request r, byte_view in) {
    return shown(load(r.context.file, in, r.context.options),
                 [&](const auto& xs) { return slots_json(key, xs, r.style); });
  }
  static byte_buffer build(source from, style how) { return loaders::save_records(slots_from<Record>(from, key, how)); }
};

constexpr char rows[] = "rows";
constexpr char items[] = "items";
constexpr char pets[] = "pets";
constexpr char recipes[] = "recipes";
constexpr char skills[] = "skills";

loaders::result<loaders::npc> load_one_npc(request r, byte_view in) {
  return load_npc(r.context.file, r.context.id, in, r.context.options);
}

loaders::result<loaders::class_data> load_one_class(request r, byte_view in) {
  return load_class_data(r.context.file, in, r.context.options);
}

template <size_t count_max>
loaders::result<std::vector<loaders::recipe>> load_recipe_list(std::string_view file, byte_view in,
                                                               loaders::load_options options) {
  return loaders::load_recipes(file, in, count_max, options);
}

json_result dump_map(request r, byte_view in) {
  return shown(load_map(r.context.file, r.context.id, in, r.context.options),
               [&](const auto& x) { return map_json(x, r.samples, r.style); });
}
byte_buffer build_map(source from, style how) { return save_map(map_from(from, how)); }

json_result dump_spawns(request r, byte_view in) {
  return shown(loaders::load_spawns(r.context.file, in, r.context.options), spawns_json);
}
byte_buffer build_spawns(source from, style) { return loaders::save_spawns(spawns_from(from)); }

json_result dump_it0ex(request r, byte_view in) {
  auto base_rows = r.context.base_rows ? &*r.context.base_rows : nullptr;
  return shown(loaders::load_it0ex(r.context.file, base_rows, in, r.context.options),
               [&](const auto& xs) { return slots_json(rows, xs, r.style); });
}
byte_buffer build_it0ex(source from, style how) {
  return loaders::save_records(slots_from<loaders::it0ex_item>(from, rows, how));
}

json_result dump_quest(request r, byte_view in) {
  return shown(load_quest(r.context.file, r.context.id, in, r.context.options),
               [&](const auto& x) { return quest_json(x, r.style); });
}
byte_buffer build_quest(source from, style how) { return save_quest(quest_from(from, how)); }

json_result dump_drops(request r, byte_view in) {
  return shown(loaders::load_drops(r.context.file, in, r.context.options),
               [&](const auto& xs) { return drops_json(xs, r.style); });
}
byte_buffer build_drops(source from, style) { return loaders::save_records(drops_from(from)); }

json_result dump_skills(request r, byte_view in) {
  return shown(loaders::load_skills(r.context.file, in, r.context.options),
               [&](const auto& xs) { return skills_json(xs, r.style); });
}
byte_buffer build_skills(source from, style how) { return loaders::save_records(skills_from(from, how)); }

json_result dump_item_sets(request r, byte_view in) {
  return shown(loaders::load_item_sets(r.context.file, in, r.context.options),
               [&](const auto& xs) { return item_sets_json(xs, r.style); });
}
byte_buffer build_item_sets(source from, style) { return loaders::save_records(item_sets_from(from)); }

json_result dump_messages(request r, byte_view in) {
  return shown(loaders::load_messages(r.context.file, in, r.context.options),
               [&](const auto& xs) { return messages_json(xs, r.style); });
}
byte_buffer build_messages(source from, style how) { return loaders::save_messages(messages_from(from, how)); }

json_result dump_shop(request r, byte_view in) {
  return shown(loaders::load_shop(r.context.file, in, r.context.options),
               [&](const auto& x) { return shop_json(x, r.style); });
}
byte_buffer build_shop(source from, style) { return save_shop(shop_from(from)); }

json_result dump_teleports(request r, byte_view in) {
  return shown(loaders::load_teleport_list(r.context.file, in, r.context.options),
               [&](const auto& x) { return teleports_json(x, r.style); });
}
byte_buffer build_teleports(source from, style) { return save_teleport_list(teleports_from(from)); }

json_result dump_map_info(request r, byte_view in) {
  return shown(loaders::load_map_info(r.context.file, in, r.context.options),
               [&](const auto& x) { return map_info_json(x, r.style); });
}
byte_buffer build_map_info(source from, style) { return save_map_info(map_info_from(from)); }

template <class Format>
constexpr json_format entry(std::string_view name) {
  return {name, Format::dump, Format::build};
}

constexpr std::array formats{
  json_format{"map", dump_map, build_map},
  entry<record_format<loaders::npc, load_one_npc>>("npc"),
  json_format{"spawn", dump_spawns, build_spawns},
  entry<slot_format<loaders::it0_item, loaders::load_it0, items>>("it0"),
  json_format{"it0ex", dump_it0ex, build_it0ex},
  entry<slot_format<loaders::it1_item, loaders::load_it1, items>>("it1"),
  entry<slot_format<loaders::it2_item, loaders::load_it2, items>>("it2"),
  entry<slot_format<loaders::it2_item, loaders::load_it2, items>>("it3"),
  entry<slot_format<loaders::pet_item, loaders::load_pets, pets>>("pet"),
  json_format{"quest", dump_quest, build_quest},
  json_format{"teleport", dump_teleports, build_teleports},
  json_format{"drop", dump_drops, build_drops},
  entry<list_format<loaders::recipe, load_recipe_list<loaders::combination_count_max>, recipes>>("combination"),
  entry<list_format<loaders::recipe, load_recipe_list<loaders::shue_count_max>, recipes>>("shue"),
  json_format{"shop", dump_shop, build_shop},
  entry<list_format<loaders::cash_item, loaders::load_cash_items, rows>>("cashitem"),
  entry<record_format<loaders::class_data, load_one_class>>("pc"),
  json_format{"skill", dump_skills, build_skills},
  entry<list_format<loaders::skill_delay, loaders::load_skill_delays, rows>>("skilldelay"),
  entry<list_format<loaders::passive_skill, loaders::load_passive_skills, rows>>("psvskill"),
  entry<list_format<loaders::mercenary_skill, loaders::load_mercenary_skills, skills>>("hsst"),
  entry<list_format<loaders::npc_skill, loaders::load_npc_skills, rows>>("npcskill"),
  entry<list_format<loaders::favour_index, loaders::load_favour_indices, rows>>("favindex"),
  json_format{"setitem", dump_item_sets, build_item_sets},
  entry<list_format<loaders::present_set, loaders::load_present_sets, rows>>("presentset"),
  json_format{"message", dump_messages, build_messages},
  entry<client_format<loaders::client_monster, loaders::load_client_monsters, rows>>("client_mon"),
  entry<client_format<loaders::client_map, loaders::load_client_maps, rows>>("client_mc"),
  entry<client_format<loaders::client_npc, loaders::load_client_npcs, rows>>("client_npc"),
  entry<client_format<loaders::client_warp, loaders::load_client_warps, rows>>("client_wl"),
  json_format{"mapinfo", dump_map_info, build_map_info},
};

} // namespace

std::span<const json_format> json_formats() { return formats; }

const json_format* find_json_format(std::string_view name) {
  auto found = std::find_if(formats.begin(), formats.end(), [&](const json_format& x) { return x.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

} // namespace tools::data
