#include "tools/admin/db_commands.hpp"

#include "runtime/postgres/connection.hpp"
#include "runtime/postgres/migrations.hpp"
#include "tools/console/console.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace tools {

namespace {

void print_json(const runtime::postgres::migration_report& report, std::ostream& out) {
  auto applied = nlohmann::json::array();
  for (const auto& one : report.applied)
    applied.push_back({{"version", one.version}, {"name", one.name}, {"applied_at", one.applied_at}});
  nlohmann::json all{{"database_version", report.database_version},
                     {"program_version", report.program_version},
                     {"applied", std::move(applied)},
                     {"missing", report.outstanding},
                     {"error", report.error}};
  out << all.dump(2) << '\n';
}

} // namespace

int db_migrate(const std::string& url, std::ostream& out, std::ostream& err) {
  auto report = runtime::postgres::migrate(url);
  if (!report.error.empty()) {
    err << report.error << '\n';
    return exit_failed;
  }
  for (const auto& name : report.outstanding)
    out << "Applied " << name << ".\n";
  out << "The database at " << runtime::postgres::address_of(url) << " has schema version " << report.database_version
      << (report.outstanding.empty() ? "; nothing was missing.\n" : ".\n");
  if (!report.outstanding.empty())
    out << "Undo: migrations have no way back; restore the backup made before with pg_restore.\n";
  return exit_ok;
}

int db_status(const std::string& url, bool json, std::ostream& out, std::ostream& err) {
  auto report = runtime::postgres::migration_status(url);
  const bool fits = report.error.empty() && report.outstanding.empty();
  if (json) {
    print_json(report, out);
    return fits ? exit_ok : exit_failed;
  }
  if (!report.error.empty()) {
    err << report.error << '\n';
    return exit_failed;
  }
  for (const auto& one : report.applied)
    out << "applied  " << one.name << "  " << one.applied_at << '\n';
  for (const auto& name : report.outstanding)
    out << "missing  " << name << '\n';
  if (!fits)
    err << "The database has schema version " << report.database_version << ", this program needs "
        << report.program_version << ": run `zonehive db migrate`.\n";
  return fits ? exit_ok : exit_failed;
}

} // namespace tools
