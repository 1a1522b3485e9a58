#include "loaders/data_set.hpp"

#include "loaders/text_lines.hpp"

#include <array>

namespace loaders {

namespace {

enum class middle : uint8_t { none, number, words };

/// `begin`, a middle, `end`.
struct pattern {
  file_kind kind;
  std::string_view begin;
  middle between = middle::none;
  std::string_view end = {};
  uint16_t number_max = 65535;
};

constexpr std::array patterns{
  pattern{file_kind::map_info, "map/mapinfo.ini"},
  pattern{file_kind::map, "map/", middle::number},
  pattern{file_kind::spawns, "map/", middle::number, ".n_ndt"},
  pattern{file_kind::older_spawns, "map/", middle::number, ".ndt"},
  pattern{file_kind::npc, "npc/", middle::number},
  pattern{file_kind::drops, "npc/", middle::number, ".itm"},
  pattern{file_kind::npc_skills, "npc/npcskill"},
  pattern{file_kind::favour_indices, "npc/favindex.dat"},
  pattern{file_kind::it0, "item/0"},
  pattern{file_kind::it0ex, "item/0ex"},
  pattern{file_kind::it1, "item/1"},
  pattern{file_kind::it2, "item/2"},
  pattern{file_kind::it3, "item/3"},
  pattern{file_kind::pets, "item/pet"},
  pattern{file_kind::combinations, "item/itemcombinationdata"},
  pattern{file_kind::shue_combinations, "item/shuecombinationdata"},
  pattern{file_kind::item_sets, "item/sit", middle::number, "", 3},
  pattern{file_kind::present_sets, "item/presentitemset.dat"},
  pattern{file_kind::class_data, "pc/", middle::number, "", 255},
  pattern{file_kind::skills, "skill/", middle::number, "", 255},
  pattern{file_kind::skill_delays, "skill/skilldelay.dat"},
  pattern{file_kind::passive_skills, "skill/psvskill.dat"},
  pattern{file_kind::mercenary_skills, "skill/hsst", middle::number, "", 255},
  pattern{file_kind::shop, "shop/", middle::number, ".txt"},
  pattern{file_kind::cash_items, "shop/cashitemtbl.dat"},
  pattern{file_kind::quest, "quest/", middle::number, ".dat"},
  pattern{file_kind::teleports, "teleport.txt"},
  pattern{file_kind::messages, "a3msg_", middle::words, ".dat"},
  pattern{file_kind::levels, "levels.json"},
  pattern{file_kind::npc_roles, "npc_roles.json"},
};

std::optional<known_file> match(const pattern& x, std::string_view name) {
  if (!name.starts_with(x.begin))
    return std::nullopt;
  name.remove_prefix(x.begin.size());
  if (!name.ends_with(x.end))
    return std::nullopt;
  name.remove_suffix(x.end.size());
  if (x.between == middle::none)
    return name.empty() ? std::optional{known_file{x.kind}} : std::nullopt;
  if (x.between == middle::words)
    return name.find('/') == name.npos ? std::optional{known_file{x.kind}} : std::nullopt;
  auto number = parse_decimal(name, x.number_max);
  return number ? std::optional{known_file{x.kind, static_cast<uint16_t>(*number)}} : std::nullopt;
}

} // namespace

std::optional<known_file> recognise(std::string_view name) {
  auto lower = to_lower(name);
  for (const auto& x : patterns)
    if (auto found = match(x, lower))
      return found;
  return std::nullopt;
}

} // namespace loaders
