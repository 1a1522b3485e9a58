// What `zonehive data lint` can find: every rule with its meaning and its remedy.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tools::data {

struct lint_rule {
  std::string_view id;
  /// What is wrong, as a sentence.
  std::string_view meaning;
  /// What to do about it, as a sentence.
  std::string_view fix;
};

/// In the order in which they are explained to people.
std::span<const lint_rule> lint_rules();

/// Where in a file: a byte, a line, or neither.
struct lint_place {
  std::string file;
  std::optional<size_t> offset = {}; // bytes from the start
  std::optional<size_t> line = {};   // from 1
};

struct finding {
  std::string_view rule;
  lint_place place;
  /// Says who and what by names and cells, never by the number of a record, so that it stays the same when others are
  /// inserted: a baseline knows findings by rule, file and sentence.
  std::string sentence;
  std::string_view fix;
};

/// `rule` is one of lint_rules(); anything else is a mistake of ours and throws std::logic_error.
finding make_finding(std::string_view rule, lint_place place, std::string sentence);

/// By file, then place, then rule.
void sort_findings(std::vector<finding>& findings);

} // namespace tools::data
