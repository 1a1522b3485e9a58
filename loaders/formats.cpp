#include "loaders/formats.hpp"

#include "loaders/class_data.hpp"
#include "loaders/client_tables.hpp"
#include "loaders/drop.hpp"
#include "loaders/item_set.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/map.hpp"
#include "loaders/map_info.hpp"
#include "loaders/message_table.hpp"
#include "loaders/npc.hpp"
#include "loaders/quest.hpp"
#include "loaders/recipe.hpp"
#include "loaders/shop.hpp"
#include "loaders/skill.hpp"
#include "loaders/skill_tables.hpp"
#include "loaders/spawn.hpp"
#include "loaders/teleport.hpp"

namespace loaders {

namespace {

using bytes_result = result<byte_buffer>;

template <class T, class Save>
bytes_result rewritten(const result<T>& loaded, Save save) {
  if (!loaded)
    return loaded.error();
  return {save(*loaded), loaded.warnings()};
}

template <class Loaded>
bytes_result rewritten_records(const Loaded& loaded) {
  return rewritten(loaded, [](const auto& xs) { return save_records(xs); });
}

template <class Loaded>
bytes_result rewritten_client_table(const Loaded& loaded) {
  return rewritten(loaded, [](const auto& xs) { return save_client_table(xs); });
}

using context = const file_context&;

bytes_result map_file(context c, byte_view in) { return rewritten(load_map(c.file, c.id, in, c.options), save_map); }
bytes_result npc_file(context c, byte_view in) { return rewritten(load_npc(c.file, c.id, in, c.options), save_npc); }
bytes_result spawn_file(context c, byte_view in) { return rewritten(load_spawns(c.file, in, c.options), save_spawns); }
bytes_result it0_file(context c, byte_view in) { return rewritten_records(load_it0(c.file, in, c.options)); }
bytes_result it0ex_file(context c, byte_view in) {
  return rewritten_records(load_it0ex(c.file, c.base_rows ? &*c.base_rows : nullptr, in, c.options));
}
bytes_result it1_file(context c, byte_view in) { return rewritten_records(load_it1(c.file, in, c.options)); }
bytes_result it2_file(context c, byte_view in) { return rewritten_records(load_it2(c.file, in, c.options)); }
bytes_result pet_file(context c, byte_view in) { return rewritten_records(load_pets(c.file, in, c.options)); }
bytes_result quest_file(context c, byte_view in) {
  return rewritten(load_quest(c.file, c.id, in, c.options), save_quest);
}
bytes_result teleport_file(context c, byte_view in) {
  return rewritten(load_teleport_list(c.file, in, c.options), save_teleport_list);
}
bytes_result drop_file(context c, byte_view in) { return rewritten_records(load_drops(c.file, in, c.options)); }
bytes_result combination_file(context c, byte_view in) {
  return rewritten_records(load_recipes(c.file, in, combination_count_max, c.options));
}
bytes_result shue_file(context c, byte_view in) {
  return rewritten_records(load_recipes(c.file, in, shue_count_max, c.options));
}
bytes_result shop_file(context c, byte_view in) { return rewritten(load_shop(c.file, in, c.options), save_shop); }
bytes_result cash_file(context c, byte_view in) { return rewritten_records(load_cash_items(c.file, in, c.options)); }
bytes_result class_file(context c, byte_view in) {
  return rewritten(load_class_data(c.file, in, c.options), save_class_data);
}
bytes_result skill_file(context c, byte_view in) { return rewritten_records(load_skills(c.file, in, c.options)); }
bytes_result delay_file(context c, byte_view in) { return rewritten_records(load_skill_delays(c.file, in, c.options)); }
bytes_result passive_file(context c, byte_view in) {
  return rewritten_records(load_passive_skills(c.file, in, c.options));
}
bytes_result mercenary_file(context c, byte_view in) {
  return rewritten_records(load_mercenary_skills(c.file, in, c.options));
}
bytes_result npc_skill_file(context c, byte_view in) {
  return rewritten_records(load_npc_skills(c.file, in, c.options));
}
bytes_result favour_file(context c, byte_view in) {
  return rewritten_records(load_favour_indices(c.file, in, c.options));
}
bytes_result item_set_file(context c, byte_view in) { return rewritten_records(load_item_sets(c.file, in, c.options)); }
bytes_result present_file(context c, byte_view in) {
  return rewritten_records(load_present_sets(c.file, in, c.options));
}
bytes_result message_file(context c, byte_view in) {
  return rewritten(load_messages(c.file, in, c.options), save_messages);
}
bytes_result client_monster_file(context c, byte_view in) {
  return rewritten_client_table(load_client_monsters(c.file, in, c.options));
}
bytes_result client_map_file(context c, byte_view in) {
  return rewritten_client_table(load_client_maps(c.file, in, c.options));
}
bytes_result client_npc_file(context c, byte_view in) {
  return rewritten_client_table(load_client_npcs(c.file, in, c.options));
}
bytes_result client_warp_file(context c, byte_view in) {
  return rewritten_client_table(load_client_warps(c.file, in, c.options));
}
bytes_result map_info_file(context c, byte_view in) {
  return rewritten(load_map_info(c.file, in, c.options), save_map_info);
}

constexpr std::array formats{
  file_format{"map", "map/<id>", map_file},
  file_format{"npc", "npc/<id>", npc_file},
  file_format{"spawn", "map/<id>.n_ndt", spawn_file},
  file_format{"it0", "item/0", it0_file},
  file_format{"it0ex", "item/0ex", it0ex_file},
  file_format{"it1", "item/1", it1_file},
  file_format{"it2", "item/2", it2_file},
  file_format{"it3", "item/3", it2_file},
  file_format{"pet", "item/pet", pet_file},
  file_format{"quest", "quest/<nnnn>.dat", quest_file},
  file_format{"teleport", "Teleport.txt", teleport_file},
  file_format{"drop", "npc/<id>.itm", drop_file},
  file_format{"combination", "item/ItemCombinationData", combination_file},
  file_format{"shue", "item/ShueCombinationData", shue_file},
  file_format{"shop", "shop/<npc id>.txt", shop_file},
  file_format{"cashitem", "shop/CashItemTbl.dat", cash_file},
  file_format{"pc", "pc/<class>", class_file},
  file_format{"skill", "skill/<class>", skill_file},
  file_format{"skilldelay", "skill/SkillDelay.dat", delay_file},
  file_format{"psvskill", "skill/PsvSkill.dat", passive_file},
  file_format{"hsst", "skill/HSST<n>", mercenary_file},
  file_format{"npcskill", "npc/NPCSkill", npc_skill_file},
  file_format{"favindex", "npc/FavIndex.dat", favour_file},
  file_format{"setitem", "item/SIT<n>", item_set_file},
  file_format{"presentset", "item/PresentItemSet.dat", present_file},
  file_format{"message", "A3Msg_*.dat", message_file},
  file_format{"client_mon", "MON of the client", client_monster_file},
  file_format{"client_mc", "MC of the client", client_map_file},
  file_format{"client_npc", "NPC of the client", client_npc_file},
  file_format{"client_wl", "WL of the client", client_warp_file},
  file_format{"mapinfo", "map/MapInfo.ini", map_info_file},
};

} // namespace

std::span<const file_format> file_formats() { return formats; }

const file_format* find_file_format(std::string_view name) {
  auto found = std::find_if(formats.begin(), formats.end(), [&](const file_format& x) { return x.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

} // namespace loaders
