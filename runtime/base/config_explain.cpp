#include "runtime/base/config_explain.hpp"

namespace runtime {

namespace {

std::string words_text(std::string_view words) {
  std::string result;
  for (auto c : words) {
    if (c == '|')
      result += ", ";
    else
      result += c;
  }
  return result;
}

/// "4000 (from zonehive.toml:12)"; an empty text is shown as such.
std::string value_text(const option_spec& spec, std::string_view value) {
  auto result = shown_value(spec, value);
  return result.empty() ? "(empty)" : result;
}

std::string ways_text(const option_spec& spec) {
  auto dot = spec.key.find('.');
  std::string result = "--" + std::string{spec.key};
  if (!spec.alias.empty())
    result += " or --" + std::string{spec.alias};
  result += ", environment " + environment_name(spec.key);
  if (dot == spec.key.npos)
    return result + ", file: " + std::string{spec.key} + " = ...";
  return result + ", file: [" + std::string{spec.key.substr(0, dot)} + "] " + std::string{spec.key.substr(dot + 1)}
         + " = ...";
}

} // namespace

std::string type_text(const option_spec& spec) {
  auto words = words_text(spec.words);
  switch (spec.kind) {
  case option_kind::flag:
    return "true or false";
  case option_kind::number:
    return "whole number";
  case option_kind::text:
    return words.empty() ? "text" : "one of " + words;
  case option_kind::list:
    return words.empty() ? "list of texts" : "list of " + words;
  case option_kind::numbers:
    return "list of whole numbers";
  }
  return {};
}

std::string range_text(const option_spec& spec) {
  if (spec.kind != option_kind::number && spec.kind != option_kind::numbers)
    return {};
  return detail::number_text(spec.min, spec.hex) + " .. " + detail::number_text(spec.max, spec.hex);
}

explain_rows explain_option(const option_spec& spec, const config_setting& setting) {
  explain_rows rows{{"key", std::string{spec.key}}, {"meaning", std::string{spec.doc}}, {"type", type_text(spec)}};
  if (!spec.unit.empty())
    rows.emplace_back("unit", spec.unit);
  if (auto range = range_text(spec); !range.empty())
    rows.emplace_back("range", std::move(range));
  rows.emplace_back("default", value_text(spec, spec.default_value));
  rows.emplace_back("value", value_text(spec, setting.current.value));
  rows.emplace_back("from", setting.current.where);
  for (auto& lost : setting.overruled)
    rows.emplace_back("overruled", value_text(spec, lost.value) + " from " + lost.where);
  rows.emplace_back("set by", ways_text(spec));
  return rows;
}

} // namespace runtime
