// A real PostgreSQL for tests: a private cluster in a temporary folder, made by
// tools/postgres on a free port when the first test asks for a database, and
// gone when the test program is, however it ends. With
// ZONEHIVE_TEST_DATABASE_URL set, that server is used instead; its user must be
// allowed to create databases.

#pragma once

#include <cstdio>
#include <string>

namespace test {

class postgres_cluster {
public:
  /// The one that all tests of the program share.
  static postgres_cluster& shared();

  /// A cluster of its own, for tests that stop it.
  postgres_cluster();
  ~postgres_cluster();
  postgres_cluster(const postgres_cluster&) = delete;
  postgres_cluster& operator=(const postgres_cluster&) = delete;

  /// URL of a new and empty database.
  std::string new_database();
  /// The same with the current schema.
  std::string new_migrated_database();

  // Only for a cluster of its own; a given server can be neither stopped nor started.

  /// Cuts all connections, as a crash of the server does.
  void stop();
  /// On the same port: URLs stay good.
  void start();
  /// SIGSTOP and SIGCONT for every process of the server: connections stay, nobody answers.
  void freeze();
  void thaw();

private:
  explicit postgres_cluster(const std::string& url);

  std::string tool(const std::string& arguments) const;
  void signal_all(const char* name) const;

  std::string folder_;
  std::string url_;
  int databases_ = 0;
  FILE* cleaner_ = nullptr; // ends the cluster when this pipe closes
};

/// Runs `sql` on the database; fails the test on an error. The first value of the answer.
std::string run_sql(const std::string& url, const std::string& sql);

} // namespace test
