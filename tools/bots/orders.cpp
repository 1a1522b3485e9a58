#include "tools/bots/orders.hpp"

#include <charconv>

namespace tools::bots {

namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> result;
  while (true) {
    auto begin = line.find_first_not_of(" \t\r");
    if (begin == line.npos)
      return result;
    line.remove_prefix(begin);
    result.push_back(line.substr(0, line.find_first_of(" \t\r")));
    line.remove_prefix(result.back().size());
  }
}

std::optional<uint32_t> seconds_at(const std::vector<std::string_view>& words, size_t at) {
  if (words.size() <= at)
    return order_seconds_default;
  uint32_t result = 0;
  auto end = words[at].data() + words[at].size();
  auto read = std::from_chars(words[at].data(), end, result);
  if (read.ec != std::errc{} || read.ptr != end || result > order_seconds_max)
    return std::nullopt;
  return result;
}

} // namespace

std::optional<order> parse_order(std::string_view line) {
  auto words = words_of(line);
  if (words.empty())
    return std::nullopt;
  auto what = words.front();
  if (what == "tell" && words.size() == 1)
    return order_tell{};
  if (what == "mark" && words.size() == 2)
    return order_mark{std::string{words[1]}};
  if (what == "failover" && words.size() <= 2) {
    if (auto seconds = seconds_at(words, 1))
      return order_failover{*seconds};
  } else if (what == "sever" && (words.size() == 2 || words.size() == 3)) {
    if (auto seconds = seconds_at(words, 2))
      return order_sever{std::string{words[1]}, *seconds};
  }
  return std::nullopt;
}

std::vector<std::string> order_lines::feed(std::string_view bytes) {
  std::vector<std::string> result;
  for (char c : bytes) {
    if (c != '\n') {
      begun_ += c;
      continue;
    }
    if (begun_.size() <= line_size_max)
      result.push_back(begun_);
    begun_.clear();
  }
  if (begun_.size() > line_size_max)
    begun_.resize(line_size_max + 1); // it will be dropped
  return result;
}

} // namespace tools::bots
