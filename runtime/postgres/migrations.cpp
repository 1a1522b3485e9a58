#include "runtime/postgres/migrations.hpp"

#include "runtime/postgres/row.hpp"

#include <spdlog/fmt/fmt.h>

namespace runtime::postgres {

namespace {

/// A migration may rewrite large tables; a person waits for it.
constexpr std::chrono::minutes patience{30};
/// To connect, or to look.
constexpr std::chrono::seconds brief{10};
/// "zonehive" in ASCII: the advisory lock that keeps two nodes from migrating at once.
constexpr int64_t lock_key = 0x7A6F6E6568697665;

const statement find_table{"migrations_table", "SELECT to_regclass('schema_migrations') IS NOT NULL"};
const statement list_applied{"migrations_list", "SELECT version, name, checksum, applied_at::text "
                                                "FROM schema_migrations ORDER BY version"};
const statement note_applied{"migrations_note", "INSERT INTO schema_migrations (version, name, checksum) "
                                                "VALUES ($1::integer, $2, $3)"};
const statement take_lock{"migrations_lock", "SELECT pg_advisory_lock($1::bigint)"};

const char* const create_table = "CREATE TABLE IF NOT EXISTS schema_migrations ("
                                 "version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, "
                                 "applied_at timestamptz NOT NULL DEFAULT now())";

std::string sentence(const std::string& url, const problem& why) {
  return fmt::format("The database at {} reports: {}{}.", address_of(url), why.text,
                     why.sqlstate.empty() ? "" : " (SQLSTATE " + why.sqlstate + ")");
}

std::string compare(const migration_report& report, std::span<const migration> all) {
  if (report.database_version > report.program_version)
    return fmt::format("The database has schema version {}, but this program knows versions up to {} only; "
                       "use a newer program.",
                       report.database_version, report.program_version);
  for (size_t i = 0; i < report.applied.size(); ++i) {
    const auto& applied = report.applied[i];
    if (i >= all.size() || applied.version != all[i].version)
      return fmt::format("The database has applied migration {} out of order; restore a backup or repair "
                         "schema_migrations by hand.",
                         applied.version);
    if (applied.checksum != checksum_of(all[i].sql))
      return fmt::format("Migration {} ({}) was applied from another text than the one in this program; "
                         "use the program that applied it.",
                         applied.version, applied.name);
  }
  return {};
}

migration_report inspect_database(connection& on, const std::string& url, std::span<const migration> all) {
  migration_report report;
  report.program_version = all.empty() ? 0 : all.back().version;
  auto table = on.run(find_table);
  if (table.ok() && table.text(0, 0) == "t")
    table = on.run(list_applied);
  else if (table.ok())
    table = result{nullptr};
  if (!table.ok()) {
    report.error = sentence(url, table.why());
    return report;
  }
  for (int row = 0; row < table.size(); ++row) {
    auto version = table.text(row, 0);
    report.applied.push_back({take_number<uint32_t>(version), std::string{table.text(row, 1)},
                              std::string{table.text(row, 2)}, std::string{table.text(row, 3)}});
    report.database_version = report.applied.back().version;
  }
  for (const auto& one : all)
    if (one.version > report.database_version)
      report.outstanding.emplace_back(one.name);
  report.error = compare(report, all);
  return report;
}

problem apply(connection& on, const migration& one) {
  transaction all_or_nothing{on};
  if (auto done = all_or_nothing.begin(); !done.ok())
    return done.why();
  if (auto done = on.run_script(std::string{one.sql}); !done.ok())
    return done.why();
  auto noted = on.run(note_applied, {to_text(one.version), std::string{one.name}, checksum_of(one.sql)});
  return noted.ok() ? all_or_nothing.commit().why() : noted.why();
}

} // namespace

std::string checksum_of(std::string_view sql) {
  uint64_t hash = 0xCBF29CE484222325ull;
  for (unsigned char c : sql)
    hash = (hash ^ c) * 0x100000001B3ull;
  return fmt::format("{:016x}", hash);
}

migration_report migrate(const std::string& url) { return migrate(url, migrations()); }

migration_report migrate(const std::string& url, std::span<const migration> all) {
  connection on{url, patience};
  migration_report report;
  // The lock belongs to the connection and ends with it.
  for (auto step : {+[](connection& c) { return c.run_script("SELECT 1"); },
                    +[](connection& c) { return c.run(take_lock, {to_text(lock_key)}); },
                    +[](connection& c) { return c.run_script(create_table); }}) {
    on.set_deadline(clock::now() + (on.is_open() ? clock::duration{patience} : clock::duration{brief}));
    if (auto done = step(on); !done.ok()) {
      report.error = sentence(url, done.why());
      return report;
    }
  }
  report = inspect_database(on, url, all);
  if (!report.error.empty())
    return report;
  auto outstanding = std::move(report.outstanding);
  for (const auto& one : all) {
    if (one.version <= report.database_version)
      continue;
    if (auto why = apply(on, one); why.kind != failure::none) {
      auto error =
        fmt::format("Migration {} ({}) failed and was undone. {}", one.version, one.name, sentence(url, why));
      report = inspect_database(on, url, all);
      report.error = std::move(error);
      return report;
    }
  }
  report = inspect_database(on, url, all);
  report.outstanding = std::move(outstanding);
  return report;
}

migration_report migration_status(const std::string& url) { return migration_status(url, migrations()); }

migration_report migration_status(const std::string& url, std::span<const migration> all) {
  connection on{url, brief};
  on.set_deadline(clock::now() + brief);
  return inspect_database(on, url, all);
}

} // namespace runtime::postgres
