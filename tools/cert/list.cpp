#include "tools/cert/command.hpp"

#include "runtime/tls/files.hpp"
#include "tools/console/table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace tools {

namespace fs = std::filesystem;
namespace tls = runtime::tls;

namespace {

struct listed {
  std::string name; // of the file
  std::string state;
  std::optional<tls::certificate_facts> facts;
  int64_t days = 0;
};

std::vector<fs::path> certificates_in(const fs::path& dir) {
  std::vector<fs::path> result;
  for (const auto& entry : fs::directory_iterator{dir})
    if (entry.path().extension() == ".crt")
      result.push_back(entry.path());
  std::sort(result.begin(), result.end());
  return result;
}

listed look_at(const fs::path& path, const std::string& authority, int64_t now_s, std::ostream& err) {
  listed result;
  result.name = path.stem().string();
  std::string problem;
  auto text = tls::read_file(path, problem);
  result.facts = text ? tls::read_certificate(*text, problem) : std::nullopt;
  if (!result.facts) {
    err << (text ? path.string() + ": " : std::string{}) << problem << "\n";
    result.state = "not-ours";
    return result;
  }
  result.days = tls::days_left(result.facts->ends_s, now_s);
  auto is_authority = text == authority;
  if (!is_authority && !tls::check_signature(*text, authority).empty())
    result.state = "not-ours";
  else if (result.days < 0)
    result.state = "expired";
  else
    result.state = result.days < tls::soon_days ? "expires-soon" : "ok";
  return result;
}

void print_json(const std::vector<listed>& all, std::ostream& out) {
  auto rows = nlohmann::json::array();
  for (const auto& x : all) {
    nlohmann::json row{{"name", x.name}, {"state", x.state}};
    if (x.facts) {
      row["expires_in_days"] = x.days;
      row["expires_at"] = tls::time_text(x.facts->ends_s);
      row["subject"] = x.facts->subject;
      row["issuer"] = x.facts->issuer;
      row["hosts"] = x.facts->hosts;
      row["fingerprint"] = x.facts->fingerprint;
    }
    rows.push_back(std::move(row));
  }
  // What others have written into their certificates need not be UTF-8.
  out << rows.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void print_rows(const std::vector<listed>& all, std::ostream& out) {
  std::vector<table_row> rows{{"NAME", "EXPIRES IN DAYS", "STATE"}};
  for (const auto& x : all)
    rows.push_back({x.name, x.facts ? std::to_string(x.days) : "-", x.state});
  print_table(out, rows);
}

} // namespace

int cert_ls(const cert_ls_order& order, console io) try {
  std::string problem;
  auto authority = tls::read_file(order.dir / "ca.crt", problem);
  if (!authority) {
    io.err << problem << "\nThere is no authority in " << order.dir.string() << "; `zonehive cert init` makes one.\n";
    return exit_failed;
  }
  std::vector<listed> all;
  for (const auto& path : certificates_in(order.dir))
    all.push_back(look_at(path, *authority, order.now_s, io.err));
  if (order.json)
    print_json(all, io.out);
  else
    print_rows(all, io.out);
  auto is_bad = [](const listed& x) { return x.state == "expired" || x.state == "not-ours"; };
  return std::any_of(all.begin(), all.end(), is_bad) ? exit_failed : exit_ok;
} catch (const fs::filesystem_error& error) {
  io.err << error.what() << "\n";
  return exit_failed;
}

} // namespace tools
