#include "tools/data/lint_command.hpp"

#include "loaders/text_lines.hpp"
#include "tools/data/data_tree.hpp"
#include "tools/data/json_layout.hpp"
#include "tools/data/lint_baseline.hpp"
#include "tools/data/lint_checks.hpp"

#include <fstream>
#include <iterator>
#include <limits>
#include <ostream>

namespace tools::data {

namespace {

std::pair<uint16_t, loaders::cell> start_in(const std::string& text) {
  auto colon = text.find(':');
  auto comma = text.find(',');
  if (colon != text.npos && comma != text.npos && colon < comma) {
    auto map = loaders::parse_decimal(text.substr(0, colon), std::numeric_limits<uint16_t>::max());
    auto x = loaders::parse_decimal(text.substr(colon + 1, comma - colon - 1), loaders::map_side - 1);
    auto y = loaders::parse_decimal(text.substr(comma + 1), loaders::map_side - 1);
    if (map && x && y)
      return {static_cast<uint16_t>(*map), {static_cast<uint8_t>(*x), static_cast<uint8_t>(*y)}};
  }
  throw build_error{"--start " + text + " is not MAP:X,Y such as 1:113,138"};
}

lint_options options_of(const lint_request& request) {
  lint_options options;
  options.lenient = request.lenient;
  if (!request.encoding.empty()) {
    auto encoding = loaders::parse_text_encoding(request.encoding);
    if (!encoding)
      throw build_error{"no encoding is called \"" + request.encoding + "\""};
    options.encoding = *encoding;
  }
  if (!request.starts.empty())
    options.starts.clear();
  for (const auto& text : request.starts)
    options.starts.push_back(start_in(text));
  return options;
}

baseline baseline_in(const std::filesystem::path& path) {
  if (path.empty())
    return {};
  std::ifstream file{path, std::ios::binary};
  if (!file)
    throw build_error{"cannot read " + path.string()};
  return parse_baseline({std::istreambuf_iterator<char>{file}, {}});
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  file.close();
  if (!file)
    throw build_error{"cannot write " + path.string()};
}

std::string shown_place(const lint_place& place) {
  if (place.line)
    return place.file + ":" + std::to_string(*place.line);
  return place.file + (place.offset ? " at byte " + std::to_string(*place.offset) : "");
}

void print_json(const judged_findings& found, size_t file_count, std::ostream& out) {
  auto rows = json::array();
  for (const auto& x : found.fresh) {
    json row{{"rule", x.rule}, {"file", x.place.file}};
    if (x.place.offset)
      row["offset"] = *x.place.offset;
    if (x.place.line)
      row["line"] = *x.place.line;
    row["sentence"] = x.sentence;
    row["fix"] = x.fix;
    rows.push_back(std::move(row));
  }
  auto stale = json::array();
  for (const auto& x : found.stale)
    stale.push_back({{"rule", x.rule}, {"file", x.file}, {"sentence", x.sentence}});
  json result{{"files", file_count}, {"findings", std::move(rows)}, {"accepted", found.accepted}};
  result["stale"] = std::move(stale);
  out << laid_out(result);
}

void print_text(const judged_findings& found, std::ostream& out) {
  for (const auto& x : found.fresh)
    out << for_terminal(shown_place(x.place) + ": " + x.sentence) << " [" << x.rule << "]\n    " << x.fix << "\n";
  for (const auto& x : found.stale)
    out << for_terminal(x.file + ": no longer found: " + x.sentence + " [" + x.rule)
        << "]\n    Remove it from the baseline, or write the baseline again.\n";
}

void print_summary(const judged_findings& found, size_t file_count, std::ostream& err) {
  err << counted(file_count, "file", "files")
      << " checked: " << (found.fresh.empty() ? "nothing found" : counted(found.fresh.size(), "finding", "findings"));
  if (found.accepted > 0)
    err << ", " << found.accepted << " accepted by the baseline";
  if (!found.stale.empty())
    err << ", " << counted(found.stale.size(), "entry", "entries") << " of the baseline no longer found";
  err << ".\n";
}

/// Files that were not even read.
void add_too_large(const data_tree& tree, std::vector<finding>& findings) {
  for (const auto& [path, size] : tree.too_large)
    findings.push_back(make_finding("file-too-large", {path},
                                    "The file has " + std::to_string(size) + " bytes; at most "
                                      + std::to_string(loaders::file_size_max) + " can be loaded."));
}

} // namespace

int run_data_lint(const lint_request& request, std::ostream& out, std::ostream& err, progress& shown) {
  try {
    auto options = options_of(request);
    auto known = baseline_in(request.baseline);
    auto tree = read_data_tree(request.directory, shown);
    for (const auto& sentence : tree.errors) {
      shown.finish();
      err << "zonehive: " << for_terminal(sentence) << "\n";
    }
    if (!tree.errors.empty())
      return exit_bad_usage;
    options.encoding = tree.encoding.value_or(options.encoding);
    auto set = load_set(tree.files, options, shown);
    shown.begin("Checking", 0);
    auto findings = lint(set);
    add_too_large(tree, findings);
    sort_findings(findings);
    shown.finish();
    if (set.file_count == 0 && tree.too_large.empty()) {
      err << "zonehive: " << request.directory.string() << " holds no data file.\n";
      return exit_bad_usage;
    }
    if (!request.write_baseline.empty()) {
      write_text(request.write_baseline, baseline_text(baseline_of(findings)));
      err << request.write_baseline.string() << ": " << counted(findings.size(), "finding", "findings")
          << " accepted from now on.\n";
      return exit_ok;
    }
    auto found = judge(findings, known);
    if (request.as_json)
      print_json(found, set.file_count, out);
    else
      print_text(found, out);
    print_summary(found, set.file_count, err);
    return found.fresh.empty() ? exit_ok : exit_failed;
  } catch (const build_error& reason) {
    shown.finish();
    err << "zonehive: " << for_terminal(reason.what()) << ".\n";
    return exit_bad_usage;
  }
}

int run_lint_rules(bool as_json, std::ostream& out) {
  auto rows = json::array();
  for (const auto& rule : lint_rules()) {
    if (as_json)
      rows.push_back({{"rule", rule.id}, {"meaning", rule.meaning}, {"fix", rule.fix}});
    else
      out << rule.id << "\n    " << rule.meaning << " " << rule.fix << "\n";
  }
  if (as_json)
    out << laid_out(rows);
  return exit_ok;
}

} // namespace tools::data
