#include "runtime/admin/command_json.hpp"

#include "runtime/base/spelling.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace runtime::admin {

namespace {

using nlohmann::json;

constexpr size_t text_max = 64;
constexpr size_t shown_max = 80;

const argument dry_run{.name = dry_run_name, .kind = argument_kind::flag, .doc = "Only say what would be done."};

bool is_text(std::string_view text) {
  auto is_fine = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; };
  return !text.empty() && text.size() <= text_max && std::all_of(text.begin(), text.end(), is_fine);
}

bool is_node_name(std::string_view text) {
  auto is_fine = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), is_fine);
}

std::string expectation(const argument& what) {
  switch (what.kind) {
  case argument_kind::text:
    return "a text of 1 to 64 characters";
  case argument_kind::node:
    return "a node's name: 1 to 32 small letters, digits and dashes";
  case argument_kind::map:
    return "the number of a map: a whole number from 0 to 65535";
  case argument_kind::number:
    return "a whole number from " + std::to_string(what.min) + " to " + std::to_string(what.max);
  case argument_kind::flag:
    return "true or false";
  }
  return "";
}

bool take(const argument& what, const json& value, arguments& into) {
  auto take_number = [&](uint64_t min, uint64_t max) {
    if (!value.is_number_unsigned() || value.get<uint64_t>() < min || value.get<uint64_t>() > max)
      return false;
    into.set(what.name, value.get<uint64_t>());
    return true;
  };
  switch (what.kind) {
  case argument_kind::text:
  case argument_kind::node:
    if (!value.is_string())
      return false;
    if (auto text = value.get<std::string>(); what.kind == argument_kind::node ? is_node_name(text) : is_text(text)) {
      into.set(what.name, std::move(text));
      return true;
    }
    return false;
  case argument_kind::map:
    return take_number(0, 0xFFFF);
  case argument_kind::number:
    return take_number(what.min, what.max);
  case argument_kind::flag:
    if (!value.is_boolean())
      return false;
    if (value.get<bool>())
      into.set(what.name, uint64_t{1});
    return true;
  }
  return false;
}

std::string shown(const json& value) {
  auto text = dump(value);
  return text.size() <= shown_max ? text : text.substr(0, shown_max) + "...";
}

const argument* find_argument(const command& what, std::string_view name) {
  for (const auto& x : what.arguments)
    if (x.name == name)
      return &x;
  return what.is_write && name == dry_run_name ? &dry_run : nullptr;
}

std::string unknown_argument(const command& what, const std::string& name) {
  std::vector<std::string_view> known;
  for (const auto& x : what.arguments)
    known.push_back(x.name);
  if (what.is_write)
    known.push_back(dry_run_name);
  auto sentence = "\"" + what.name() + "\" has no argument " + shown(name);
  auto guess = nearest(known, name);
  return guess.empty() ? sentence : sentence + "; did you mean \"" + std::string{guess} + "\"?";
}

json to_json(const table& x) {
  auto rows = json::array();
  for (const auto& row : x.rows) {
    auto cells = json::array();
    for (const auto& one : row)
      std::visit([&](const auto& value) { cells.push_back(value); }, one);
    rows.push_back(std::move(cells));
  }
  return {{"title", x.title}, {"columns", x.columns}, {"rows", std::move(rows)}};
}

json to_json(const argument& x) {
  json result{{"name", x.name},
              {"kind", to_string(x.kind)},
              {"doc", x.doc},
              {"required", x.is_required},
              {"positional", x.is_positional}};
  if (x.kind == argument_kind::number) {
    result["min"] = x.min;
    result["max"] = x.max;
  }
  return result;
}

} // namespace

std::string dump(const json& x) { return x.dump(-1, ' ', false, json::error_handler_t::replace); }

std::variant<arguments, std::string> parse_arguments(const command& what, std::string_view body) {
  // Arguments are flat: what is nested is left out, so that no body is deeper than this program's stack.
  auto is_shallow = [](int depth, json::parse_event_t, json&) { return depth <= 3; };
  auto given = body.empty() ? json::object() : json::parse(body, is_shallow, false);
  if (given.is_discarded())
    return "the body is no JSON; an object with the arguments of \"" + what.name() + "\" was expected";
  if (!given.is_object())
    return "the body is " + shown(given) + "; an object with the arguments of \"" + what.name() + "\" was expected";
  arguments result;
  for (const auto& [name, value] : given.items()) {
    auto known = find_argument(what, name);
    if (!known)
      return unknown_argument(what, name);
    if (!take(*known, value, result))
      return "\"" + name + "\" is " + shown(value) + "; expected " + expectation(*known);
  }
  for (const auto& x : what.arguments)
    if (x.is_required && !result.has(x.name))
      return "\"" + std::string{x.name} + "\" is missing; expected " + expectation(x);
  return result;
}

std::string to_json_text(const arguments& given) {
  auto result = json::object();
  for (const auto& [name, value] : given.all())
    std::visit([&, key = name](const auto& x) { result[key] = x; }, value);
  return dump(result);
}

json to_json(const outcome& x) {
  auto tables = json::array();
  for (const auto& one : x.tables)
    tables.push_back(to_json(one));
  return {{"tables", std::move(tables)}, {"sentence", x.sentence}, {"undo", x.undo}, {"good", x.is_good}};
}

json to_json(const refusal& x) {
  json result{{"error", x.sentence}, {"code", x.code}};
  if (!x.admin.empty())
    result["admin"] = x.admin;
  return result;
}

json describe(std::span<const command* const> commands) {
  auto all = json::array();
  for (auto x : commands) {
    auto known = json::array();
    for (const auto& one : x->arguments)
      known.push_back(to_json(one));
    if (x->is_write)
      known.push_back(to_json(dry_run));
    all.push_back({{"noun", x->noun},
                   {"verb", x->verb},
                   {"doc", x->doc},
                   {"is_write", x->is_write},
                   {"arguments", std::move(known)}});
  }
  return {{"commands", std::move(all)}};
}

std::string_view to_string(argument_kind kind) {
  constexpr std::array<std::string_view, 5> names{"text", "node", "map", "number", "flag"};
  return names.at(static_cast<size_t>(kind));
}

int status_of(const answer& x) {
  auto refused = std::get_if<refusal>(&x);
  if (!refused)
    return 200;
  constexpr std::pair<std::string_view, int> known[] = {
    {"bad_request", 400},  {"unauthorized", 401}, {"command_unknown", 404},   {"zone_unknown", 404},
    {"node_unknown", 404}, {"not_online", 404},   {"wrong_node", 421},        {"not_ready", 503},
    {"overloaded", 503},   {"timeout", 504},      {"store_unavailable", 503},
  };
  for (const auto& [code, status] : known)
    if (code == refused->code)
      return status;
  return 409;
}

} // namespace runtime::admin
