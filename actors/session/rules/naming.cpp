#include "actors/session/rules/naming.hpp"

#include "messages/client/names.hpp"

#include <algorithm>
#include <array>

namespace actors {

namespace {

constexpr std::array<std::string_view, 9> reserved{"admin",  "administrator", "gamemaster", "moderator", "notice",
                                                   "server", "support",       "system",     "zonehive"};

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

bool is_allowed_name(std::string_view name) {
  if (name.size() < name_size_min || name.size() > name_size_max || !is_letter(name.front()))
    return false;
  if (!std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c); }))
    return false;
  return std::ranges::find(reserved, msg::client::fold_name(name)) == reserved.end();
}

} // namespace actors
