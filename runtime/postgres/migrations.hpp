// The schema and its history: numbered SQL files, embedded in the program,
// applied once each and in order. Applying is safe to repeat and to do from
// several nodes at once.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runtime::postgres {

struct migration {
  uint32_t version; // 1, 2, 3, ...
  std::string_view name;
  std::string_view sql;
};

/// All migrations of this program, in order.
std::span<const migration> migrations();

/// FNV-1a of the text, as 16 hexadecimal digits: shows that a file was changed
/// after it had been applied.
std::string checksum_of(std::string_view sql);

struct applied_migration {
  uint32_t version = 0;
  std::string name;
  std::string checksum;
  std::string applied_at; // as PostgreSQL prints it
};

struct migration_report {
  /// Empty when all went well, otherwise a sentence.
  std::string error;
  uint32_t database_version = 0; // 0: no schema yet
  uint32_t program_version = 0;
  std::vector<applied_migration> applied;
  /// Names: not yet applied, or, as the answer of `migrate`, applied by this call.
  std::vector<std::string> outstanding;
};

/// Brings the database to the version of this program. Refuses one that is
/// newer, or whose history differs. Each migration is one transaction.
migration_report migrate(const std::string& url);
migration_report migrate(const std::string& url, std::span<const migration> all);

/// Changes nothing.
migration_report migration_status(const std::string& url);
migration_report migration_status(const std::string& url, std::span<const migration> all);

} // namespace runtime::postgres
