// What the server itself says about a set: a set without findings is one that it loads in strict mode.

#include "loaders/text_lines.hpp"
#include "loaders/world_data.hpp"
#include "tools/data/lint_checks.hpp"

namespace tools::data {

using loaders::load_errc;
using loaders::load_issue;

namespace {

/// Whether `text` holds `part`, and not as the beginning of a longer number.
bool says(std::string_view text, std::string_view part) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
    if (auto end = at + part.size(); end == text.size() || !is_digit(text[end]))
      return true;
  return false;
}

/// What a rule of ours would say in its sentence of the same fault: "item 6200", "(3,4)". Empty when none would.
std::string subject_of(const load_issue& issue) {
  if (auto cell = issue.value.find('('); cell != issue.value.npos && issue.value.ends_with(')'))
    return issue.value.substr(cell);
  for (std::string_view noun : {"item", "NPC", "quest", "map"})
    if (issue.expected.starts_with("a " + std::string{noun}) || issue.expected.starts_with("an " + std::string{noun}))
      return std::string{noun} + " " + issue.value;
  return {};
}

bool is_at_same_place(const lint_place& place, const load_issue& issue) {
  return issue.line ? place.line == issue.line : place.offset == issue.offset;
}

/// A file the server misses is named by whoever lists or names it in our rules.
bool is_known_as_missing(const load_issue& issue, const finding& x) {
  if (issue.value != "missing" || issue.code != load_errc::reference)
    return false;
  auto number = issue.file.substr(issue.file.rfind('/') + 1);
  return (x.rule == "map-missing" && says(x.sentence, "Map " + number))
         || (x.rule == "spawn-npc" && says(x.sentence, "NPC " + number));
}

bool is_about(const load_issue& issue, const std::string& lower_file, const finding& x) {
  if (is_known_as_missing(issue, x))
    return true;
  if (loaders::to_lower(x.place.file) != lower_file)
    return false;
  if (is_at_same_place(x.place, issue))
    return true;
  if (issue.code == load_errc::reference) {
    auto subject = subject_of(issue);
    return !subject.empty() && says(x.sentence, subject);
  }
  // Strict loading stops at the first fault of a kind, ours tells of all.
  return x.rule == rule_of(issue.code) || (issue.code == load_errc::duplicate && x.rule == "duplicate-id")
         || (issue.code == load_errc::trailing && x.rule == rule_of(load_errc::misaligned));
}

} // namespace

std::vector<load_issue> world_issues_of(const file_tree& files, const lint_options& options) {
  loaders::world_source source;
  for (const auto& [path, bytes] : files)
    source.names.push_back(path);
  source.read = [&](const std::string& name) { return loaders::result<byte_view>{byte_view{files.at(name)}}; };
  auto mode = options.lenient ? loaders::load_mode::lenient : loaders::load_mode::strict;
  auto outcome = loaders::assemble_world(source, {mode, options.encoding});
  auto issues = std::move(outcome.errors);
  issues.insert(issues.end(), outcome.warnings.begin(), outcome.warnings.end());
  return issues;
}

void check_world_load(const lint_set& set, std::vector<finding>& findings) {
  auto own = findings; // two issues at one place are two findings
  for (const auto& issue : set.world_issues) {
    auto file = loaders::to_lower(issue.file);
    if (std::any_of(own.begin(), own.end(), [&](const finding& x) { return is_about(issue, file, x); }))
      continue;
    lint_place place{issue.file};
    (issue.line ? place.line : place.offset) = issue.line.value_or(issue.offset);
    findings.push_back(make_finding("world-load", std::move(place), sentence_of(issue)));
  }
}

} // namespace tools::data
