#include "loaders/item_word.hpp"
#include "loaders/record.hpp"
#include "tools/data/lint_checks.hpp"

namespace tools::data {

using loaders::cell;

namespace {

constexpr size_t needs_offset = msg::wire::size_of<loaders::quest_head>();
constexpr size_t reward_offset = needs_offset + msg::wire::size_of<loaders::quest_needs>();
constexpr size_t contents_offset = reward_offset + msg::wire::size_of<loaders::quest_reward>();

/// Numbers that stand for "none" in fields of ids: files have all three.
bool is_none(int32_t value) { return value <= 0 || value == 0xFFFF; }

class quest_check {
public:
  quest_check(const lint_set& set, uint16_t id, std::vector<finding>& findings)
      : set_(set), id_(id), file_(set.quests.at(id).file), findings_(findings) {}

  void run(const loaders::quest& x) {
    check_npc(x.head.start_npc, 4, "starts with");
    check_npc(x.head.end_npc, 8, "ends with");
    check_item(x.needs.item, needs_offset, "needs");
    check_quest(x.needs.previous_quest, needs_offset, "follows");
    if (x.needs.level_low > x.needs.level_high)
      report("quest-level", needs_offset + loaders::offset_of<loaders::quest_needs>("level_low"),
             "is for levels " + std::to_string(x.needs.level_low) + " to " + std::to_string(x.needs.level_high)
               + ", which nobody has.");
    for (auto code : x.reward.item_code)
      check_item(code, reward_offset, "gives");
    auto at = contents_offset;
    for (const auto& content : x.contents) {
      if (!content.task.is_unused())
        check_task(content.task, at);
      constexpr size_t lengths_size = 4; // of the two texts
      at += msg::wire::size_of<loaders::quest_task>() + lengths_size + content.first_text.size()
            + content.second_text.size();
    }
    for (auto next : x.next)
      check_quest(next, at, "leads to");
  }

private:
  void report(std::string_view rule, size_t offset, const std::string& text) {
    findings_.push_back(make_finding(rule, {file_, offset}, "Quest " + std::to_string(id_) + " " + text));
  }
  void check_npc(int32_t npc, size_t offset, const std::string& verb) {
    if (!is_none(npc) && (npc > 0xFFFF || !set_.has_npc(static_cast<uint16_t>(npc))))
      report("quest-npc", offset, verb + " NPC " + std::to_string(npc) + ", who has no file.");
  }
  void check_item(int32_t code, size_t offset, const std::string& verb) {
    auto row = static_cast<uint16_t>(loaders::item_id_bits::code.get(static_cast<uint32_t>(code)));
    if (!is_none(code) && !set_.has_item(row))
      report("quest-item", offset, verb + " item " + std::to_string(code) + ", which does not exist.");
  }
  void check_quest(int32_t quest, size_t offset, const std::string& verb) {
    if (!is_none(quest) && (quest > 0xFFFF || !set_.has_quest(static_cast<uint16_t>(quest))))
      report("quest-chain", offset, verb + " quest " + std::to_string(quest) + ", which has no file.");
  }
  void check_task(const loaders::quest_task& x, size_t offset) {
    check_npc(x.npc, offset, "names");
    for (auto code : x.item_code)
      check_item(code, offset, "asks for");
    if (is_none(x.map))
      return;
    if (x.map > 0xFFFF || !set_.has_map(static_cast<uint16_t>(x.map))) {
      report("quest-map", offset, "names map " + std::to_string(x.map) + ", which has no file.");
      return;
    }
    if (x.type == static_cast<int32_t>(loaders::quest_type::find))
      check_place(x, offset);
  }
  void check_place(const loaders::quest_task& x, size_t offset) {
    auto map = set_.maps.find(static_cast<uint16_t>(x.map));
    if (x.cell < 0 || x.cell >= static_cast<int32_t>(loaders::cell_count)) {
      report("quest-cell", offset,
             "asks for cell " + std::to_string(x.cell) + " on " + set_.map_name(static_cast<uint16_t>(x.map))
               + "; a map has the cells 0 to 65535.");
      return;
    }
    if (map == set_.maps.end())
      return;
    auto middle = cell::from_index(static_cast<size_t>(x.cell));
    auto radius = std::clamp(x.distance, 0, static_cast<int32_t>(loaders::map_side));
    for (size_t i = 0; i < loaders::cell_count; ++i)
      if (auto at = cell::from_index(i); distance(at, middle) <= radius && map->second.value.walkable(at))
        return;
    report("quest-cell", offset,
           "asks for " + shown_cell(middle) + " on " + set_.map_name(static_cast<uint16_t>(x.map))
             + ", where everything is blocked.");
  }

  const lint_set& set_;
  uint16_t id_;
  const std::string& file_;
  std::vector<finding>& findings_;
};

} // namespace

void check_quests(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [id, quest] : set.quests)
    if (!quest.value.is_disabled())
      quest_check{set, id, findings}.run(quest.value);
}

} // namespace tools::data
