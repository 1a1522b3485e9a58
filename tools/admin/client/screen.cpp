#include "tools/admin/client/screen.hpp"

#include "tools/console/table.hpp"

#include <ostream>
#include <sstream>

namespace tools::admin {

using nlohmann::json;

namespace {

/// What players call themselves must not move the cursor.
std::string visible(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      c = '?';
  return text;
}

} // namespace

std::string cell_text(const json& cell) { return cell.is_string() ? visible(cell.get<std::string>()) : cell.dump(); }

int exit_code_of(const reply& x) {
  if (x.status == 0)
    return exit_unreachable;
  if (x.status == 400 || x.status == 415)
    return exit_bad_usage;
  if (x.status == 503)
    return exit_not_ready;
  if (!x.is_ok())
    return exit_failed;
  return x.is_good() ? exit_ok : exit_not_ready;
}

std::string text_of(const json& tables) {
  std::ostringstream out;
  auto has_titles = tables.size() > 1;
  auto is_first = true;
  for (const auto& table : tables) {
    if (!std::exchange(is_first, false))
      out << '\n';
    if (has_titles)
      out << table.value("title", "") << ":\n";
    std::vector<table_row> rows(1);
    for (const auto& column : table.at("columns"))
      rows.front().push_back(column.get<std::string>());
    for (const auto& row : table.at("rows")) {
      auto& cells = rows.emplace_back();
      for (const auto& cell : row)
        cells.push_back(cell_text(cell));
    }
    print_table(out, rows);
  }
  return out.str();
}

void print(const reply& x, const screen& to) {
  if (to.is_json) {
    to.io.out << x.body.dump(to.is_json_line ? -1 : 2, ' ', false, json::error_handler_t::replace) << std::endl;
    if (x.is_ok())
      return;
  }
  if (!x.is_ok()) {
    to.io.err << "zonehive: " << visible(x.error()) << '\n';
    return;
  }
  auto text = text_of(x.body.value("tables", json::array()));
  to.io.out << text;
  if (!x.sentence().empty())
    to.io.out << (text.empty() ? "" : "\n") << visible(x.sentence()) << '\n';
  if (!x.undo().empty())
    to.io.out << "undo: zonehive " << visible(x.undo()) << '\n';
}

} // namespace tools::admin
