#include "tools/data/lint_baseline.hpp"

#include "tools/data/json_layout.hpp"

#include <algorithm>
#include <set>

namespace tools::data {

namespace {

constexpr int layout_version = 1;

accepted_finding entry_of(const finding& x) { return {std::string{x.rule}, x.place.file, x.sentence}; }

} // namespace

baseline baseline_of(const std::vector<finding>& findings) {
  baseline entries;
  for (const auto& x : findings)
    entries.push_back(entry_of(x));
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::string baseline_text(const baseline& entries) {
  std::string text = "{\"version\": " + std::to_string(layout_version) + ", \"accepted\": [";
  auto separator = "\n";
  for (const auto& x : entries) {
    json row{{"rule", x.rule}, {"file", x.file}, {"sentence", x.sentence}};
    text += separator + row.dump(-1, ' ', false, json::error_handler_t::replace);
    separator = ",\n";
  }
  return text + "\n]}\n";
}

baseline parse_baseline(const std::string& text) {
  json value;
  try {
    value = json::parse(text);
  } catch (const json::parse_error& err) {
    throw build_error{"the baseline is no JSON at byte " + std::to_string(err.byte)};
  } catch (const json::exception&) {
    throw build_error{"the baseline is no JSON: a number is too large"};
  }
  json_source from{value, "baseline"};
  if (from.at("version").number<int>() != layout_version)
    from.at("version").fail("is not 1, the only one this program knows");
  auto rows = from.at("accepted");
  baseline entries;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    entries.push_back({row.at("rule").text(), row.at("file").text(), row.at("sentence").text()});
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

judged_findings judge(const std::vector<finding>& findings, const baseline& known) {
  std::multiset<accepted_finding> left{known.begin(), known.end()};
  judged_findings result;
  for (const auto& x : findings) {
    // As it would be read back, in case its text was mended when it was written.
    auto entry = parse_baseline(baseline_text({entry_of(x)})).front();
    if (auto found = left.find(entry); found != left.end()) {
      left.erase(found);
      ++result.accepted;
    } else {
      result.fresh.push_back(x);
    }
  }
  result.stale.assign(left.begin(), left.end());
  return result;
}

} // namespace tools::data
