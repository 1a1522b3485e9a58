#include "loaders/item_word.hpp"
#include "loaders/text_lines.hpp"
#include "tools/data/lint_checks.hpp"

namespace tools::data {

namespace {

struct start_item {
  std::string_view class_name;
  uint16_t code;
  uint16_t slot;
};

// Game rules, section 1: what each class wears when it is created.
constexpr std::array start_gear{
  start_item{"Warrior", 1024, 2},     start_item{"Warrior", 3282, 3},     start_item{"Warrior", 3272, 4},
  start_item{"Warrior", 3277, 5},     start_item{"Warrior", 3292, 6},     start_item{"Warrior", 3287, 7},
  start_item{"Holy Knight", 1048, 1}, start_item{"Holy Knight", 3322, 0}, start_item{"Holy Knight", 3307, 3},
  start_item{"Holy Knight", 3297, 4}, start_item{"Holy Knight", 3302, 5}, start_item{"Holy Knight", 3317, 6},
  start_item{"Holy Knight", 3312, 7}, start_item{"Mage", 2066, 2},        start_item{"Mage", 3337, 3},
  start_item{"Mage", 3327, 4},        start_item{"Mage", 3332, 5},        start_item{"Mage", 3347, 6},
  start_item{"Mage", 3342, 7},        start_item{"Archer", 1110, 1},      start_item{"Archer", 3677, 3},
  start_item{"Archer", 3657, 4},      start_item{"Archer", 3667, 5},      start_item{"Archer", 3697, 6},
  start_item{"Archer", 3687, 7},      start_item{"Archer", 1134, 0},
};

constexpr uint16_t class_count = 4;

uint16_t code_of(uint32_t word) { return static_cast<uint16_t>(loaders::item_id_bits::code.get(word)); }

void check_start_gear(const lint_set& set, std::vector<finding>& findings) {
  // A set without any items has none for new characters either, and is told so by nobody.
  if (!set.has_item_tables)
    return;
  for (const auto& [class_name, code, slot] : start_gear) {
    auto who = "A new " + std::string{class_name} + " gets item " + std::to_string(code);
    auto found = set.items.find(code);
    if (found == set.items.end())
      findings.push_back(make_finding("start-gear", {"item/0"}, who + ", which does not exist."));
    else if (found->second.slot && *found->second.slot != slot)
      findings.push_back(make_finding("start-gear-slot", {found->second.file},
                                      who + " (" + found->second.name + ") in slot " + std::to_string(slot)
                                        + ", but it is worn in slot " + std::to_string(*found->second.slot) + "."));
  }
}

void check_drops(const lint_set& set, std::vector<finding>& findings) {
  constexpr auto size = msg::wire::size_of<loaders::drop_slot>();
  for (const auto& [id, table] : set.drops) {
    if (!set.has_npc(id))
      findings.push_back(
        make_finding("drop-npc", {table.file}, "NPC " + std::to_string(id) + ", who drops this, has no file."));
    uint64_t total = 0;
    std::optional<size_t> passed_at;
    for (size_t i = 0; i < table.value.size(); ++i) {
      const auto& x = table.value[i];
      if (x.kind() == loaders::drop_kind::empty)
        continue;
      if (x.kind() == loaders::drop_kind::item && !set.has_item(x.item_code()))
        findings.push_back(
          make_finding("drop-item", {table.file, i * size},
                       set.npc_name(id) + " drops item " + std::to_string(x.item_code()) + ", which does not exist."));
      total += x.rate;
      if (total > loaders::drop_rate_max && !passed_at)
        passed_at = i * size;
    }
    if (passed_at)
      findings.push_back(
        make_finding("drop-total", {table.file, *passed_at},
                     "The drops of " + set.npc_name(id) + " add up to " + std::to_string(total) + " of 10000000."));
  }
}

void check_shops(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [id, shop] : set.shops) {
    if (!set.has_npc(id))
      findings.push_back(
        make_finding("shop-npc", {shop.file}, "NPC " + std::to_string(id) + ", who sells this, has no file."));
    auto source = loaders::bytes_of(shop.value.source.value_or(""));
    size_t next = 0;
    for (const auto& line : loaders::split_lines(source)) {
      if (loaders::trim(line.text).empty() || next == shop.value.items.size())
        continue;
      auto code = shop.value.items[next++];
      if (!set.has_item(code))
        findings.push_back(
          make_finding("shop-item", {shop.file, {}, line.number},
                       set.npc_name(id) + " sells item " + std::to_string(code) + ", which does not exist."));
    }
  }
  for (const auto& [file, rows] : set.cash_items)
    for (size_t i = 0; i < rows.size(); ++i) {
      lint_place place{file, i * msg::wire::size_of<loaders::cash_item>()};
      if (!set.has_npc(rows[i].npc))
        findings.push_back(make_finding("cash-npc", place,
                                        "NPC " + std::to_string(rows[i].npc) + ", who sells item "
                                          + std::to_string(rows[i].item) + ", has no file."));
      if (!set.has_item(code_of(rows[i].item)))
        findings.push_back(make_finding("cash-item", place,
                                        set.npc_name(rows[i].npc) + " sells item " + std::to_string(rows[i].item)
                                          + ", which does not exist."));
    }
}

void check_recipe(const lint_set& set, const loaders::recipe& x, bool takes_pets, const lint_place& place,
                  std::vector<finding>& findings) {
  auto name = "The recipe for item " + std::to_string(x.success);
  auto check = [&](uint16_t code, std::string_view use) {
    if (code != 0 && !set.has_item(code_of(code)) && !(takes_pets && set.pets.contains(code)))
      findings.push_back(
        make_finding("recipe-item", place,
                     name + " " + std::string{use} + " item " + std::to_string(code) + ", which does not exist."));
  };
  for (auto code : x.base_rune)
    check(code, "takes");
  for (auto code : x.rune)
    check(code, "takes");
  for (auto code : x.item)
    check(code, "takes");
  check(x.object, "takes");
  check(x.success, "gives");
  if (x.ratio < 1 || x.ratio > 120)
    findings.push_back(
      make_finding("recipe-ratio", place, name + " has a chance of " + std::to_string(x.ratio) + " %."));
}

void check_recipes(const lint_set& set, std::vector<finding>& findings) {
  for (auto takes_pets : {false, true})
    for (const auto& [file, rows] : takes_pets ? set.pet_recipes : set.recipes)
      for (size_t i = 0; i < rows.size(); ++i)
        if (!loaders::is_empty_slot(rows[i]))
          check_recipe(set, rows[i], takes_pets, {file, i * msg::wire::size_of<loaders::recipe>()}, findings);
}

void check_sets(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [file, sets] : set.item_sets)
    for (size_t i = 0; i < sets.size(); ++i)
      for (size_t j = 0; j < sets[i].pieces.size(); ++j) {
        const auto& piece = sets[i].pieces[j];
        if (loaders::is_empty_slot(piece) || set.has_item(code_of(piece.item)))
          continue;
        auto at = i * msg::wire::size_of<loaders::item_set>() + j * msg::wire::size_of<loaders::item_set_piece>();
        findings.push_back(make_finding("set-item", {file, at},
                                        "Item set " + std::to_string(i) + " contains item " + std::to_string(piece.item)
                                          + ", which does not exist."));
      }
  for (const auto& [file, rows] : set.present_sets)
    for (size_t i = 0; i < rows.size(); ++i) {
      lint_place place{file, i * msg::wire::size_of<loaders::present_set>()};
      auto check = [&](uint16_t item) {
        if (item != 0 && !set.has_item(code_of(item)))
          findings.push_back(make_finding("present-item", place,
                                          "Present " + std::to_string(rows[i].code) + " names item "
                                            + std::to_string(item) + ", which does not exist."));
      };
      check(rows[i].code);
      for (const auto& reward : rows[i].rewards)
        if (reward.count > 0)
          check(reward.item);
    }
}

void check_npc_tables(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [file, rows] : set.npc_skills)
    for (size_t i = 0; i < rows.size(); ++i)
      if (!loaders::is_empty_slot(rows[i]) && !set.has_npc(rows[i].npc))
        findings.push_back(make_finding("npcskill-npc", {file, i * msg::wire::size_of<loaders::npc_skill>()},
                                        "NPC " + std::to_string(rows[i].npc) + ", who has a skill, has no file."));
  for (const auto& [file, rows] : set.favours)
    for (size_t i = 0; i < rows.size(); ++i)
      if (!loaders::is_empty_slot(rows[i])
          && (rows[i].npc > 0xFFFF || !set.has_npc(static_cast<uint16_t>(rows[i].npc))))
        findings.push_back(make_finding("favour-npc", {file, i * msg::wire::size_of<loaders::favour_index>()},
                                        "NPC " + std::to_string(rows[i].npc) + ", to whom favour "
                                          + std::to_string(rows[i].index) + " belongs, has no file."));
}

void check_classes(const lint_set& set, std::vector<finding>& findings) {
  for (uint16_t id = 0; id < class_count && !set.classes.empty(); ++id)
    if (!set.classes.contains(id))
      findings.push_back(
        make_finding("class-missing", {"pc/" + std::to_string(id)}, "Class " + std::to_string(id) + " has no file."));
}

} // namespace

void check_references(const lint_set& set, std::vector<finding>& findings) {
  check_start_gear(set, findings);
  check_drops(set, findings);
  check_shops(set, findings);
  check_recipes(set, findings);
  check_sets(set, findings);
  check_npc_tables(set, findings);
  check_classes(set, findings);
}

std::vector<finding> lint(const lint_set& set) {
  auto findings = set.findings;
  check_ways(set, findings);
  check_spawns(set, findings);
  check_references(set, findings);
  check_quests(set, findings);
  check_world_load(set, findings); // behind the others
  sort_findings(findings);
  return findings;
}

} // namespace tools::data
