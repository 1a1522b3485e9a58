// One connection to PostgreSQL. Every call ends by a deadline, also when the
// server accepts bytes and never answers: libpq is used without blocking, and
// the waiting is ours. Failures are values, sorted by how one reacts to them.
// For one thread at a time.

#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace runtime::postgres {

using clock = std::chrono::steady_clock;

enum class failure : uint8_t {
  none,
  unavailable, // no connection, or it broke: whether the statement had an effect is unknown
  conflict,    // serialization failure or deadlock: rolled back, worth repeating
  duplicate,   // a unique constraint
  refused,     // values the tables do not take
  bug,         // the statement does not fit the schema
};

/// Why a statement failed. `text` is for logs and holds no parameter values.
struct problem {
  failure kind = failure::none;
  std::string sqlstate;   // empty when libpq itself reports
  std::string constraint; // name of the violated one, if any
  std::string text;
};

/// The outcome of a statement: rows, or a problem.
class result {
public:
  explicit result(PGresult* rows) : rows_(rows) {}
  explicit result(problem why) : why_(std::move(why)) {}

  bool ok() const { return why_.kind == failure::none; }
  const problem& why() const { return why_; }
  /// Number of rows; 0 unless `ok`.
  int size() const { return rows_ ? PQntuples(rows_.get()) : 0; }
  /// Empty for NULL.
  std::string_view text(int row, int column) const;

private:
  struct clear {
    void operator()(PGresult* rows) const { PQclear(rows); }
  };
  std::unique_ptr<PGresult, clear> rows_;
  problem why_;
};

/// A prepared statement; the name is unique in the program.
struct statement {
  std::string name;
  std::string sql;
};

struct call {
  const statement& what;
  std::vector<std::string> parameters;
};

/// Wakes every connection that waits, from any thread and for good.
class interrupt {
public:
  interrupt();
  ~interrupt();
  interrupt(const interrupt&) = delete;
  interrupt& operator=(const interrupt&) = delete;

  void raise();
  int descriptor() const { return fd_; }

private:
  int fd_;
};

class connection {
public:
  /// Does not connect yet. The server itself gives up a statement after
  /// `statement_timeout`, at least 1 ms. `stop` may be null.
  connection(std::string url, std::chrono::milliseconds statement_timeout,
             std::shared_ptr<const interrupt> stop = nullptr);

  /// By when all following calls return.
  void set_deadline(clock::time_point deadline) { deadline_ = deadline; }

  /// Runs a prepared statement with text parameters; connects and prepares
  /// first where needed. After `unavailable` the connection is closed, and the
  /// next call opens a new one.
  result run(const statement& what, const std::vector<std::string>& parameters = {});
  /// Runs all of them in one round trip and one transaction, each of which sees what the ones before have done. One
  /// result each; when one fails nothing has happened, and its problem is the last result.
  std::vector<result> run_together(const std::vector<call>& calls);
  /// Runs several statements separated by semicolons; the rows are those of the last.
  result run_script(const std::string& sql);

  bool is_open() const { return handle_ != nullptr; }
  void close();

private:
  struct finish {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };

  problem open();
  problem start_session();
  problem prepare(const statement& what);
  problem send(const statement& what, const std::vector<std::string>& parameters);
  problem enter_pipeline(const std::vector<call>& calls);
  problem leave_pipeline();
  result receive();
  result collect();
  /// Until the next result can be had without waiting.
  bool await_result();
  bool flush();
  bool wait(short events);
  problem lost(std::string_view doing);

  std::string url_;
  std::chrono::milliseconds statement_timeout_;
  std::shared_ptr<const interrupt> stop_;
  clock::time_point deadline_{};
  std::unique_ptr<PGconn, finish> handle_;
  std::set<std::string, std::less<>> prepared_;
};

/// BEGIN in the first call, ROLLBACK at the end unless committed.
class transaction {
public:
  explicit transaction(connection& on) : on_(on) {}
  ~transaction();
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

  result begin();
  result commit();

private:
  connection& on_;
  bool open_ = false;
};

/// How one reacts to a five-character SQLSTATE.
failure classify(std::string_view sqlstate);

/// The address in a connection URL, without user and password, for people.
std::string address_of(const std::string& url);

} // namespace runtime::postgres
