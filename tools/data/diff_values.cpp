#include "tools/data/diff_values.hpp"

#include "tools/data/diff.hpp"
#include "tools/data/words.hpp"

#include <set>

namespace tools::data {

using loaders::cell;
using loaders::cell_bits;
using loaders::cell_count;

namespace {

/// Cells, and the rectangle they lie in.
class cell_group {
public:
  void add(cell at) {
    if (count_++ == 0)
      left_ = right_ = at.x, top_ = bottom_ = at.y;
    left_ = std::min(left_, at.x);
    right_ = std::max(right_, at.x);
    top_ = std::min(top_, at.y);
    bottom_ = std::max(bottom_, at.y);
  }
  size_t count() const { return count_; }
  std::string place() const {
    if (count_ == 1)
      return "at " + shown_cell({left_, top_});
    return "between " + shown_cell({left_, top_}) + " and " + shown_cell({right_, bottom_});
  }

private:
  size_t count_ = 0;
  uint8_t left_ = 0;
  uint8_t right_ = 0;
  uint8_t top_ = 0;
  uint8_t bottom_ = 0;
};

struct cell_aspect {
  std::string_view name;
  loaders::bit_range bits;
};

constexpr std::array aspects{cell_aspect{"warp", cell_bits::warp},
                             cell_aspect{"PK level", cell_bits::pk_level},
                             cell_aspect{"monster level", cell_bits::monster_level},
                             cell_aspect{"block number", cell_bits::block},
                             cell_aspect{"collision level", cell_bits::collision_level},
                             cell_aspect{"skill flag", cell_bits::skill},
                             cell_aspect{"view point", cell_bits::view_point},
                             cell_aspect{"reserved bits", cell_bits::reserved}};

void diff_cells(const loaders::map& before, const loaders::map& after, detail_list& details) {
  cell_group freed;
  cell_group blocked;
  std::array<cell_group, aspects.size()> changed;
  for (size_t i = 0; i < cell_count; ++i) {
    auto difference = before.cells[i] ^ after.cells[i];
    if (difference == 0)
      continue;
    auto at = cell::from_index(i);
    if (cell_bits::walkable.get(difference) != 0)
      (after.walkable(at) ? freed : blocked).add(at);
    for (size_t j = 0; j < aspects.size(); ++j)
      if (aspects[j].bits.get(difference) != 0)
        changed[j].add(at);
  }
  auto add = [&](const cell_group& group, const std::string& verb) {
    if (group.count() > 0)
      details.push_back(counted(group.count(), "cell", "cells") + " " + verb + " " + group.place());
  };
  add(freed, "became walkable");
  add(blocked, "became blocked");
  for (size_t j = 0; j < aspects.size(); ++j)
    add(changed[j], "changed in " + std::string{aspects[j].name});
}

/// Takes what both have out of `before` and `after`.
template <class T>
void drop_common(std::multiset<T>& before, std::multiset<T>& after) {
  for (auto at = before.begin(); at != before.end();) {
    auto same = after.find(*at);
    if (same == after.end()) {
      ++at;
      continue;
    }
    after.erase(same);
    at = before.erase(at);
  }
}

/// A spawn by cell, then direction and step.
using stand = std::pair<cell, std::pair<uint8_t, uint8_t>>;
using stands = std::multiset<stand>;

std::map<uint16_t, stands> by_npc(const std::vector<loaders::spawn>& xs) {
  std::map<uint16_t, stands> result;
  for (const auto& x : xs)
    result[x.npc].insert({x.at, {x.direction, x.step}});
  return result;
}

/// Takes out pairs that stand where they stood, and counts them.
size_t drop_turned(stands& before, stands& after) {
  size_t count = 0;
  for (auto at = before.begin(); at != before.end();) {
    auto same = after.lower_bound({at->first, {}});
    if (same == after.end() || same->first != at->first) {
      ++at;
      continue;
    }
    after.erase(same);
    at = before.erase(at);
    ++count;
  }
  return count;
}

std::string shown_cells(const stands& xs, size_t count) {
  constexpr size_t shown_max = 3;
  std::string text;
  auto at = xs.begin();
  for (size_t i = 0; i < std::min(count, shown_max); ++i, ++at)
    text += (i > 0 ? ", " : "") + shown_cell(at->first);
  return text + (count > shown_max ? " and others" : "");
}

void diff_stands(stands before, stands after, const std::string& where, detail_list& details) {
  drop_common(before, after);
  auto turned = drop_turned(before, after);
  auto moved = std::min(before.size(), after.size());
  auto add = [&](size_t count, const std::string& what) {
    if (count > 0)
      details.push_back(counted(count, "spawn ", "spawns ") + what);
  };
  auto on_map = " on " + where;
  if (moved == 1 && before.size() == 1 && after.size() == 1)
    add(1, "moved" + on_map + ", " + shown_cell(before.begin()->first) + " -> " + shown_cell(after.begin()->first));
  else
    add(moved, "moved" + on_map);
  add(turned, "changed direction or step" + on_map);
  // Which of several moved and which came or went cannot be told; the cells are those of all.
  if (after.size() > moved)
    add(after.size() - moved, "added" + on_map + (moved == 0 ? " at " + shown_cells(after, after.size()) : ""));
  if (before.size() > moved)
    add(before.size() - moved, "removed" + on_map + (moved == 0 ? " at " + shown_cells(before, before.size()) : ""));
}

std::multimap<uint16_t, uint32_t> by_item(const std::vector<loaders::drop_slot>& xs) {
  std::multimap<uint16_t, uint32_t> result;
  for (const auto& x : xs)
    if (x.kind() != loaders::drop_kind::empty)
      result.emplace(x.item, x.rate);
  return result;
}

std::multiset<uint32_t> rates_of(const std::multimap<uint16_t, uint32_t>& drops, uint16_t item) {
  std::multiset<uint32_t> rates;
  for (auto [at, end] = drops.equal_range(item); at != end; ++at)
    rates.insert(at->second);
  return rates;
}

} // namespace

void diff_maps(const loaders::map& before, const loaders::map& after, const naming& map_name, detail_list& details) {
  if (before.id != after.id)
    details.push_back("id " + std::to_string(before.id) + " -> " + std::to_string(after.id));
  auto target = [&](const loaders::warp& x) { return shown_cell(x.at) + " on " + map_name(x.map); };
  for (size_t i = 0; i < std::max(before.warps.size(), after.warps.size()); ++i) {
    auto name = "warp " + std::to_string(i);
    if (i >= before.warps.size())
      details.push_back(name + " to " + target(after.warps[i]) + " added");
    else if (i >= after.warps.size())
      details.push_back(name + " to " + target(before.warps[i]) + " removed");
    else if (before.warps[i] != after.warps[i])
      details.push_back(name + " to " + target(before.warps[i]) + " -> " + target(after.warps[i]));
  }
  diff_cells(before, after, details);
}

void diff_spawns(const std::vector<loaders::spawn>& before, const std::vector<loaders::spawn>& after,
                 const std::string& where, std::map<uint16_t, detail_list>& details) {
  auto old_stands = by_npc(before);
  auto new_stands = by_npc(after);
  std::set<uint16_t> ids;
  for (const auto& xs : {old_stands, new_stands})
    for (const auto& [id, stands] : xs)
      ids.insert(id);
  for (auto id : ids) {
    detail_list found;
    diff_stands(old_stands[id], new_stands[id], where, found);
    if (!found.empty())
      details[id] = std::move(found);
  }
}

void diff_drops(const std::vector<loaders::drop_slot>& before, const std::vector<loaders::drop_slot>& after,
                const naming& item_name, detail_list& details) {
  auto old_drops = by_item(before);
  auto new_drops = by_item(after);
  std::set<uint16_t> items;
  for (const auto& drops : {old_drops, new_drops})
    for (const auto& [item, rate] : drops)
      items.insert(item);
  for (auto item : items) {
    auto name = item == 0 ? std::string{"money"} : item_name(loaders::drop_slot{item, 0}.item_code());
    auto old_rates = rates_of(old_drops, item);
    auto new_rates = rates_of(new_drops, item);
    drop_common(old_rates, new_rates);
    while (!old_rates.empty() && !new_rates.empty()) {
      details.push_back("drops " + name + " " + shown_rate(*old_rates.begin()) + " -> "
                        + shown_rate(*new_rates.begin()));
      old_rates.erase(old_rates.begin());
      new_rates.erase(new_rates.begin());
    }
    for (auto rate : old_rates)
      details.push_back("no longer drops " + name + " (" + shown_rate(rate) + ")");
    for (auto rate : new_rates)
      details.push_back("now drops " + name + " (" + shown_rate(rate) + ")");
  }
}

void diff_shops(const std::vector<uint16_t>& before, const std::vector<uint16_t>& after, const naming& item_name,
                detail_list& details) {
  std::multiset<uint16_t> gone{before.begin(), before.end()};
  std::multiset<uint16_t> come{after.begin(), after.end()};
  drop_common(gone, come);
  for (auto item : gone)
    details.push_back("no longer sells " + item_name(item));
  for (auto item : come)
    details.push_back("now sells " + item_name(item));
  if (gone.empty() && come.empty() && before != after)
    details.push_back("sells the same in another order");
}

std::string shown_rate(uint32_t rate) {
  constexpr uint32_t percent = loaders::drop_rate_max / 100;
  auto text = std::to_string(rate / percent);
  auto rest = std::to_string(rate % percent);
  rest.insert(0, 5 - rest.size(), '0');
  rest.erase(rest.find_last_not_of('0') + 1);
  return text + (rest.empty() ? "" : "." + rest) + " %";
}

} // namespace tools::data
