#include "loaders/world_check.hpp"

#include "loaders/start_gear.hpp"
#include "loaders/text_lines.hpp"

#include <bitset>

namespace loaders {

namespace {

constexpr uint16_t no_item = 0xFFFF;

/// In quests; data sets also write 0 or 65535 where they mean -1.
bool is_none(int32_t number) { return number <= 0 || number == 0xFFFF; }

class checker {
public:
  explicit checker(const world_data& world) : world_(world) {
    const auto& items = world.items;
    for (const auto& [code, x] : items.it0)
      items_.set(code);
    for (const auto& [code, x] : items.it1)
      items_.set(code);
    for (const auto* table : {&items.it2, &items.it3})
      for (const auto& [code, x] : *table)
        items_.set(code);
  }

  std::vector<load_issue> run() {
    check_zones();
    check_start_gear();
    check_item_tables();
    check_npc_tables();
    for (const auto& [npc, slots] : world_.drops)
      check_drops(npc, slots);
    for (const auto& [npc, x] : world_.shops)
      check_shop(npc, x);
    for (const auto& [id, x] : world_.quests)
      if (!x.is_disabled())
        check_quest(id, x);
    check_teleports();
    return std::move(issues_);
  }

private:
  /// `file` is a name in lower case; reports show it as it is spelled.
  load_issue& report(const std::string& file, size_t offset, std::string field, std::string value,
                     std::string expected) {
    auto found = world_.files.find(file);
    issues_.push_back({load_errc::reference, found == world_.files.end() ? file : found->second, offset,
                       std::move(field), std::move(value), std::move(expected)});
    return issues_.back();
  }

  bool has_item(uint16_t code) const { return code < items_.size() && items_.test(code); }

  void want_item(const std::string& file, size_t offset, size_t record, const char* field, uint16_t code,
                 bool may_be_pet = false) {
    if (has_item(code) || (may_be_pet && world_.items.pets.contains(code)))
      return;
    report(file, offset, field, std::to_string(code), "an item of the tables").record = record;
  }

  void want_npc(const std::string& file, size_t offset, size_t record, const char* field, uint32_t id) {
    if (id > 0xFFFF || !world_.npcs.contains(static_cast<uint16_t>(id)))
      report(file, offset, field, std::to_string(id), "an NPC that exists").record = record;
  }

  /// Files named by the id of an NPC.
  void want_owner(const std::string& file, uint16_t npc) {
    if (!world_.npcs.contains(npc))
      report(file, 0, "NPC in the name", std::to_string(npc), "an NPC that exists");
  }

  void check_zones() {
    std::map<uint16_t, const zone_content*> zones;
    for (const auto& [id, zone] : world_.zones)
      zones.emplace(id, zone.get());
    issues_ = check_references(zones);
  }

  // A data set without items is a set of maps to walk on, where nobody wears anything.
  void check_start_gear() {
    if (world_.items.it0.empty())
      return;
    for (size_t id = 0; id < class_count; ++id)
      for (auto code : start_gear(id))
        if (!world_.items.it0.contains(code))
          report("item/0", 0, "start gear of class " + std::to_string(id), std::to_string(code), "an item of IT0");
    if (!world_.items.it0.contains(start_items::arrows))
      report("item/0", 0, "arrows of archers", std::to_string(start_items::arrows), "an item of IT0");
  }

  void check_recipes(const std::string& file, const std::vector<recipe>& recipes) {
    for (size_t i = 0; i < recipes.size(); ++i) {
      const auto& x = recipes[i];
      auto base = i * msg::wire::size_of<recipe>();
      auto want = [&](const char* field, size_t index, uint16_t code) {
        if (code != 0 && code != no_item)
          want_item(file, base + offset_of<recipe>(field) + 2 * index, i, field, code, true);
      };
      for (size_t j = 0; j < x.item.size(); ++j) {
        want("base_rune", j, x.base_rune[j]);
        want("rune", j, x.rune[j]);
        want("item", j, x.item[j]);
      }
      want("object", 0, x.object);
      want("result", 0, x.success);
      want("failure", 0, x.failure);
    }
  }

  void check_item_sets(const std::string& file, const std::vector<item_set>& sets) {
    constexpr auto piece_size = msg::wire::size_of<item_set_piece>();
    for (size_t i = 0; i < sets.size(); ++i)
      for (size_t j = 0; j < sets[i].pieces.size(); ++j)
        if (auto code = sets[i].pieces[j].item; code != 0 && code != no_item)
          want_item(file, i * msg::wire::size_of<item_set>() + j * piece_size + 1, i, "item", code);
  }

  void check_item_tables() {
    check_recipes("item/itemcombinationdata", world_.recipes);
    check_recipes("item/shuecombinationdata", world_.shue_recipes);
    for (const auto& [number, sets] : world_.item_sets)
      check_item_sets("item/sit" + std::to_string(number), sets);
    for (size_t i = 0; i < world_.present_sets.size(); ++i)
      for (size_t j = 0; j < world_.present_sets[i].rewards.size(); ++j)
        if (auto code = world_.present_sets[i].rewards[j].item; code != 0 && code != no_item)
          want_item("item/presentitemset.dat",
                    i * msg::wire::size_of<present_set>() + 2 + j * msg::wire::size_of<present_reward>() + 2, i, "item",
                    code, true);
    for (size_t i = 0; i < world_.cash_items.size(); ++i) {
      auto base = i * msg::wire::size_of<cash_item>();
      want_npc("shop/cashitemtbl.dat", base, i, "npc", world_.cash_items[i].npc);
      want_item("shop/cashitemtbl.dat", base + offset_of<cash_item>("item"), i, "item", world_.cash_items[i].item,
                true);
    }
  }

  void check_npc_tables() {
    for (size_t i = 0; i < world_.npc_skills.size(); ++i)
      if (!is_empty_slot(world_.npc_skills[i]))
        want_npc("npc/npcskill", i * msg::wire::size_of<npc_skill>(), i, "npc", world_.npc_skills[i].npc);
    for (size_t i = 0; i < world_.favour_indices.size(); ++i)
      if (!is_empty_slot(world_.favour_indices[i]))
        want_npc("npc/favindex.dat", i * msg::wire::size_of<favour_index>() + offset_of<favour_index>("npc"), i, "npc",
                 world_.favour_indices[i].npc);
    for (const auto& [id, role] : world_.roles)
      if (!world_.npcs.contains(id))
        report("npc_roles.json", 0, "NPC", std::to_string(id), "an NPC that exists");
  }

  void check_drops(uint16_t npc, const std::vector<drop_slot>& slots) {
    auto file = "npc/" + std::to_string(npc) + ".itm";
    want_owner(file, npc);
    for (size_t i = 0; i < slots.size(); ++i)
      if (slots[i].kind() == drop_kind::item)
        want_item(file, i * msg::wire::size_of<drop_slot>(), i, "item", slots[i].item_code());
  }

  void check_shop(uint16_t npc, const shop& x) {
    auto file = "shop/" + std::to_string(npc) + ".txt";
    want_owner(file, npc);
    auto source = bytes_of(x.source.value_or(std::string{}));
    size_t item = 0;
    for (const auto& line : split_lines(source)) {
      if (trim(line.text).empty() || item >= x.items.size())
        continue;
      if (auto code = x.items[item++]; !has_item(code))
        report(file, line.offset, "item", std::to_string(code), "an item of the tables").line = line.number;
    }
  }

  void check_quest(uint16_t id, const quest& x) {
    auto number = std::to_string(id);
    auto file = "quest/" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number + ".dat";
    constexpr auto needs_at = msg::wire::size_of<quest_head>();
    constexpr auto reward_at = needs_at + msg::wire::size_of<quest_needs>();
    auto at = reward_at + msg::wire::size_of<quest_reward>();
    want_quest_npc(file, offset_of<quest_head>("start_npc"), "start_npc", x.head.start_npc);
    want_quest_npc(file, offset_of<quest_head>("end_npc"), "end_npc", x.head.end_npc);
    want_quest_item(file, needs_at + offset_of<quest_needs>("item"), "needed item", x.needs.item);
    want_quest(file, needs_at + offset_of<quest_needs>("prev_quest"), "prev_quest", x.needs.previous_quest);
    for (size_t i = 0; i < x.reward.item_code.size(); ++i)
      want_quest_item(file, reward_at + 4 * i, "rewarded item", x.reward.item_code[i]);
    for (const auto& content : x.contents) {
      if (!content.task.is_unused())
        check_task(file, at, content.task);
      at += msg::wire::size_of<quest_task>() + 4 + content.first_text.size() + content.second_text.size();
    }
    for (size_t i = 0; i < x.next.size(); ++i)
      want_quest(file, at + 4 * i, "next quest", x.next[i]);
  }

  void check_task(const std::string& file, size_t at, const quest_task& x) {
    want_quest_npc(file, at + offset_of<quest_task>("npc"), "npc", x.npc);
    for (size_t i = 0; i < x.item_code.size(); ++i)
      want_quest_item(file, at + offset_of<quest_task>("item_code") + 4 * i, "item_code", x.item_code[i]);
    if (x.map < 0 || x.map == 0xFFFF)
      return;
    auto zone = x.map > 0xFFFF ? world_.zones.end() : world_.zones.find(static_cast<uint16_t>(x.map));
    if (zone == world_.zones.end()) {
      report(file, at + offset_of<quest_task>("map"), "map", std::to_string(x.map), "a map that is loaded");
    } else if (x.cell >= 0 && x.cell < static_cast<int32_t>(cell_count)) {
      auto cell = cell::from_index(static_cast<size_t>(x.cell));
      if (!zone->second->map.walkable(cell))
        report(file, at + offset_of<quest_task>("cell"), "cell", describe_place(zone->first, cell), "a walkable cell");
    }
  }

  void want_quest_npc(const std::string& file, size_t offset, const char* field, int32_t id) {
    if (!is_none(id) && (id > 0xFFFF || !world_.npcs.contains(static_cast<uint16_t>(id))))
      report(file, offset, field, std::to_string(id), "an NPC that exists");
  }

  void want_quest_item(const std::string& file, size_t offset, const char* field, int32_t code) {
    if (!is_none(code) && (code > 0xFFFF || !has_item(static_cast<uint16_t>(code))))
      report(file, offset, field, std::to_string(code), "an item of the tables");
  }

  void want_quest(const std::string& file, size_t offset, const char* field, int32_t id) {
    if (!is_none(id) && (id > 0xFFFF || !world_.quests.contains(static_cast<uint16_t>(id))))
      report(file, offset, field, std::to_string(id), "a quest that exists");
  }

  void check_teleports() {
    for (size_t i = 0; i < world_.teleports.size(); ++i) {
      const auto& point = world_.teleports[i];
      auto zone = world_.zones.find(point.map);
      auto is_loaded = zone != world_.zones.end();
      if (is_loaded && zone->second->map.walkable(point.at))
        continue;
      // Holes are refused, so the number of a point is that of its line.
      report("teleport.txt", 0, "point", describe_place(point.map, point.at),
             is_loaded ? "a walkable cell" : "a map that is loaded")
        .line = i + 1;
    }
  }

  const world_data& world_;
  std::bitset<1 << 14> items_; // by code
  std::vector<load_issue> issues_;
};

} // namespace

std::vector<load_issue> check_world(const world_data& world) { return checker{world}.run(); }

} // namespace loaders
