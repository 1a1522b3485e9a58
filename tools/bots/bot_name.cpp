#include "tools/bots/bot_name.hpp"

#include <algorithm>

namespace tools::bots {

namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

std::string account_name(std::string_view prefix, uint32_t n) { return std::string{prefix} + std::to_string(n); }

std::string character_name(std::string_view prefix, uint32_t n, uint32_t attempt) {
  std::string tail = std::to_string(n);
  if (attempt > 0)
    tail += static_cast<char>('a' + (attempt - 1) % 26);
  std::string head;
  for (auto c : prefix)
    if (is_letter(c) || (is_digit(c) && !head.empty()))
      head += c;
  if (head.empty())
    head = "bot";
  head.resize(std::min(head.size(), character_name_max - std::min(character_name_max - 1, tail.size())));
  while (head.size() + tail.size() < character_name_min)
    head += 'x';
  return head + tail;
}

} // namespace tools::bots
