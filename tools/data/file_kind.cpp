#include "tools/data/file_kind.hpp"

#include "loaders/text_lines.hpp"

#include <limits>

namespace tools::data {

namespace {

/// A name that is the same in every data set; an empty folder is any.
struct fixed_name {
  std::string_view folder;
  std::string_view name;
  std::string_view format;
};

constexpr std::array fixed_names{
  fixed_name{"map", "mapinfo.ini", "mapinfo"},
  fixed_name{"npc", "npcskill", "npcskill"},
  fixed_name{"npc", "favindex.dat", "favindex"},
  fixed_name{"item", "0", "it0"},
  fixed_name{"item", "0ex", "it0ex"},
  fixed_name{"item", "1", "it1"},
  fixed_name{"item", "2", "it2"},
  fixed_name{"item", "3", "it3"},
  fixed_name{"item", "pet", "pet"},
  fixed_name{"", "itemcombinationdata", "combination"},
  fixed_name{"", "shuecombinationdata", "shue"},
  fixed_name{"item", "sit0", "setitem"},
  fixed_name{"item", "sit1", "setitem"},
  fixed_name{"item", "sit2", "setitem"},
  fixed_name{"item", "sit3", "setitem"},
  fixed_name{"", "presentitemset.dat", "presentset"},
  fixed_name{"", "cashitemtbl.dat", "cashitem"},
  fixed_name{"", "skilldelay.dat", "skilldelay"},
  fixed_name{"", "psvskill.dat", "psvskill"},
  fixed_name{"", "teleport.txt", "teleport"},
  fixed_name{"", "mon.bin", "client_mon"},
  fixed_name{"", "mc.bin", "client_mc"},
  fixed_name{"", "npc.bin", "client_npc"},
  fixed_name{"", "wl.bin", "client_wl"},
};

/// A name that is a number between two texts.
struct numbered_name {
  std::string_view folder;
  std::string_view before;
  std::string_view after;
  std::string_view format;
};

constexpr std::array numbered_names{
  numbered_name{"", "", ".n_ndt", "spawn"},   numbered_name{"", "", ".ndt", "spawn"},
  numbered_name{"", "", ".itm", "drop"},      numbered_name{"map", "", "", "map"},
  numbered_name{"map", "", ".map", "map"},    numbered_name{"npc", "", "", "npc"},
  numbered_name{"shop", "", ".txt", "shop"},  numbered_name{"quest", "", ".dat", "quest"},
  numbered_name{"pc", "", "", "pc"},          numbered_name{"skill", "", "", "skill"},
  numbered_name{"skill", "hsst", "", "hsst"},
};

std::optional<uint16_t> number_in(std::string_view name, const numbered_name& rule) {
  if (name.size() <= rule.before.size() + rule.after.size() || !name.starts_with(rule.before)
      || !name.ends_with(rule.after))
    return std::nullopt;
  name.remove_prefix(rule.before.size());
  name.remove_suffix(rule.after.size());
  auto number = loaders::parse_decimal(name, std::numeric_limits<uint16_t>::max());
  return number ? std::optional{static_cast<uint16_t>(*number)} : std::nullopt;
}

bool is_in(std::string_view rule_folder, std::string_view folder) {
  return rule_folder.empty() || rule_folder == folder;
}

} // namespace

std::optional<file_kind> kind_of(std::string_view path) {
  auto lower = loaders::to_lower(path);
  auto slash = lower.rfind('/');
  auto name = slash == lower.npos ? lower : lower.substr(slash + 1);
  auto parents = slash == lower.npos ? std::string{} : lower.substr(0, slash);
  auto folder = parents.substr(parents.rfind('/') + 1); // npos + 1 is 0
  for (const auto& rule : fixed_names)
    if (is_in(rule.folder, folder) && name == rule.name)
      return file_kind{find_json_format(rule.format)};
  for (const auto& rule : numbered_names)
    if (is_in(rule.folder, folder))
      if (auto number = number_in(name, rule))
        return file_kind{find_json_format(rule.format), number};
  if (name.starts_with("a3msg_") && name.ends_with(".dat"))
    return file_kind{find_json_format("message")};
  return std::nullopt;
}

} // namespace tools::data
