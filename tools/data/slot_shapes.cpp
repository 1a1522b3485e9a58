// Formats of numbered slots, of which the used ones are shown.

#include "tools/data/json_record.hpp"
#include "tools/data/shapes.hpp"

namespace tools::data {

using loaders::drop_kind;
using loaders::drop_slot;
using loaders::is_empty_slot;

namespace {

std::string_view name_of(drop_kind kind) {
  switch (kind) {
  case drop_kind::empty:
    return "empty";
  case drop_kind::money:
    return "money";
  case drop_kind::item:
    return "item";
  }
  return "";
}

json drop_json(const drop_slot& x, size_t slot) {
  return {{"slot", slot},          {"raw", x.item},      {"kind", name_of(x.kind())},
          {"item", x.item_code()}, {"flags", x.flags()}, {"rate", x.rate}};
}

// "raw" says it all; without it, the parts people write.
uint16_t drop_item_from(const json_source& from) {
  if (auto raw = from.find("raw"))
    return raw->number<uint16_t>();
  auto kind = from.at("kind");
  if (kind.text() == name_of(drop_kind::money))
    return 0;
  if (kind.text() == name_of(drop_kind::empty))
    return drop_slot::empty_item;
  auto flags = from.find("flags");
  return static_cast<uint16_t>(from.at("item").number<uint16_t>(0x3FFF)
                               | (flags ? flags->number<uint16_t>(3) : 0) << 14);
}

json pieces_json(const loaders::item_set& x, const json_style& style) {
  auto rows = json::array();
  for (size_t i = 0; i < x.pieces.size(); ++i) {
    if (is_empty_slot(x.pieces[i]))
      continue;
    auto row = to_json(x.pieces[i], style);
    if (style.raw)
      row["at"] = i;
    rows.push_back(std::move(row));
  }
  return rows;
}

json bonuses_json(const loaders::item_set::bonuses& xs, const json_style& style) {
  auto rows = json::array();
  for (size_t i = 0; i < xs.size(); ++i) {
    if (is_empty_slot(xs[i]))
      continue;
    auto row = to_json(xs[i], style);
    if (style.raw)
      row["at"] = i;
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Numbered rows are shown in order; in any other order they would not be what is shown again.
void expect_rise(const json_source& row, std::optional<size_t> last, size_t number) {
  if (last && number <= *last)
    row.fail("has number " + std::to_string(number) + " behind " + std::to_string(*last) + "; numbers must rise");
}

/// Each row goes to its "at", or to its place in the list.
template <class T, size_t N>
void places_from(const json_source& rows, std::array<T, N>& xs) {
  size_t last = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    auto at = row.find("at");
    auto place = at ? at->number<size_t>(N - 1) : i;
    if (place >= N)
      row.fail("is one more than the " + std::to_string(N) + " that fit");
    expect_rise(row, i > 0 ? std::optional{last} : std::nullopt, place);
    last = place;
    from_json(row, xs[place], json_style{});
  }
}

void bonus_from(const json_source& from, loaders::item_set& x) {
  if (!from.value().is_object())
    from.fail("is no object");
  for (const auto& [key, value] : from.value().items()) {
    json_source rows{value, from.path() + "." + key};
    size_t worn = 0;
    for (size_t i = 1; i <= x.bonus.size(); ++i)
      if (key == std::to_string(i))
        worn = i;
    if (worn == 0)
      rows.fail("must be named after a number of pieces, 1 to 10");
    places_from(rows, x.bonus[worn - 1]);
  }
}

} // namespace

json drops_json(const std::vector<drop_slot>& xs, const json_style& style) {
  auto rows = json::array();
  for (size_t i = 0; i < xs.size(); ++i)
    if (xs[i].kind() != drop_kind::empty || (style.raw && xs[i].rate != 0))
      rows.push_back(drop_json(xs[i], i));
  return {{"slots", xs.size()}, {"drops", std::move(rows)}};
}

std::vector<drop_slot> drops_from(const json_source& from) {
  std::vector<drop_slot> xs(from.at("slots").number<size_t>(loaders::drop_count_max));
  auto rows = from.at("drops");
  size_t last = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    auto slot = row.at("slot").number<size_t>();
    if (slot >= xs.size())
      row.fail("has slot " + std::to_string(slot) + ", but \"slots\" is " + std::to_string(xs.size()));
    expect_rise(row, i > 0 ? std::optional{last} : std::nullopt, slot);
    last = slot;
    xs[slot] = {drop_item_from(row), row.at("rate").number<uint32_t>()};
  }
  return xs;
}

json skills_json(const std::vector<loaders::skill>& xs, const json_style& style) {
  auto rows = json::array();
  for (size_t i = 0; i < xs.size(); ++i) {
    if (is_empty_slot(xs[i]))
      continue;
    json row{{"slot", i + 1}};
    row.update(to_json(xs[i], style));
    rows.push_back(std::move(row));
  }
  return {{"skills", std::move(rows)}};
}

std::vector<loaders::skill> skills_from(const json_source& from, const json_style& style) {
  std::vector<loaders::skill> xs(loaders::skill_slot_count);
  auto rows = from.at("skills");
  size_t last = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    auto slot = row.at("slot").number<size_t>(loaders::skill_slot_count);
    if (slot < 1)
      row.fail("has slot 0; slots are 1 to 63");
    expect_rise(row, i > 0 ? std::optional{last} : std::nullopt, slot);
    last = slot;
    from_json(row, xs[slot - 1], style);
  }
  return xs;
}

json item_sets_json(const std::vector<loaders::item_set>& xs, const json_style& style) {
  auto rows = json::array();
  for (size_t i = 0; i < xs.size(); ++i) {
    if (is_empty_slot(xs[i]))
      continue;
    json row{{"set", i}};
    row["pieces"] = pieces_json(xs[i], style);
    auto& bonus = row["bonus"] = json::object();
    for (size_t worn = 1; worn <= xs[i].bonus.size(); ++worn)
      if (auto bonuses = bonuses_json(xs[i].bonus[worn - 1], style); !bonuses.empty())
        bonus[std::to_string(worn)] = std::move(bonuses);
    rows.push_back(std::move(row));
  }
  return {{"sets", std::move(rows)}};
}

std::vector<loaders::item_set> item_sets_from(const json_source& from) {
  std::vector<loaders::item_set> xs(loaders::item_set_count);
  auto rows = from.at("sets");
  size_t last = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    auto set = row.at("set").number<size_t>(xs.size() - 1);
    expect_rise(row, i > 0 ? std::optional{last} : std::nullopt, set);
    last = set;
    places_from(row.at("pieces"), xs[set].pieces);
    bonus_from(row.at("bonus"), xs[set]);
  }
  return xs;
}

} // namespace tools::data
