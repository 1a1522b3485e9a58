#include "tools/data/diff_values.hpp"

namespace tools::data {

namespace {

constexpr size_t shown_max = 60;

/// A name that is nothing but text is shown as that.
std::string shown(const json& value) {
  if (value.is_object() && value.size() == 1 && value.contains("text"))
    return value["text"].dump();
  auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() > shown_max ? text.substr(0, shown_max) + "..." : text;
}

bool is_name(const json& value) { return value.is_object() && (value.contains("text") || value.contains("hex")); }

std::string joined(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

std::string numbered(const std::string& path, size_t index) { return path + "[" + std::to_string(index) + "]"; }

void diff_objects(const json& before, const json& after, const std::string& path, detail_list& details) {
  for (const auto& [key, value] : before.items()) {
    auto other = after.find(key);
    if (other == after.end())
      details.push_back(joined(path, key) + " " + shown(value) + " is gone");
    else
      diff_json(value, *other, joined(path, key), details);
  }
  for (const auto& [key, value] : after.items())
    if (!before.contains(key))
      details.push_back(joined(path, key) + " is now " + shown(value));
}

/// Elements that came or went in the middle of a list do not make those behind them different.
void diff_lists(const json& before, const json& after, const std::string& path, detail_list& details) {
  size_t begin = 0;
  auto shorter = std::min(before.size(), after.size());
  while (begin < shorter && before[begin] == after[begin])
    ++begin;
  size_t same_end = 0;
  while (same_end < shorter - begin && before[before.size() - 1 - same_end] == after[after.size() - 1 - same_end])
    ++same_end;
  if (before.size() == after.size()) {
    for (size_t i = begin; i < before.size() - same_end; ++i)
      diff_json(before[i], after[i], numbered(path, i), details);
    return;
  }
  for (size_t i = begin; i < before.size() - same_end; ++i)
    details.push_back(numbered(path, i) + " " + shown(before[i]) + " is gone");
  for (size_t i = begin; i < after.size() - same_end; ++i)
    details.push_back(numbered(path, i) + " " + shown(after[i]) + " is new");
}

} // namespace

void diff_json(const json& before, const json& after, const std::string& path, detail_list& details) {
  if (before == after)
    return;
  if (before.is_object() && after.is_object() && !is_name(before) && !is_name(after))
    diff_objects(before, after, path, details);
  else if (before.is_array() && after.is_array())
    diff_lists(before, after, path, details);
  else
    details.push_back(path + " " + shown(before) + " -> " + shown(after));
}

} // namespace tools::data
