#include "runtime/postgres/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace runtime::postgres {

namespace {

std::string without_line_ends(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text;
}

/// libpq quotes what it could not use; a password must not get into a log that way.
std::string last_error(PGconn* handle) {
  auto text = without_line_ends(PQerrorMessage(handle));
  const char* password = PQpass(handle);
  std::string_view secret = password == nullptr ? "" : password;
  for (auto at = text.find(secret); !secret.empty() && at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
  return text;
}

std::string field(const PGresult* rows, int code) {
  const char* text = PQresultErrorField(rows, code);
  return text == nullptr ? std::string{} : std::string{text};
}

bool is_failed(const PGresult* rows) {
  auto status = PQresultStatus(rows);
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
}

problem problem_of(const PGresult* rows) {
  auto sqlstate = field(rows, PG_DIAG_SQLSTATE);
  auto text = field(rows, PG_DIAG_MESSAGE_PRIMARY);
  if (text.empty())
    text = without_line_ends(PQresultErrorMessage(rows));
  auto kind = classify(sqlstate);
  return {kind, std::move(sqlstate), field(rows, PG_DIAG_CONSTRAINT_NAME), std::move(text)};
}

/// libpq would send what precedes the zero byte, which is another value.
problem refuse_zero_bytes(const std::vector<std::string>& parameters) {
  for (const auto& text : parameters)
    if (text.find('\0') != std::string::npos)
      return {failure::refused, "22021", {}, "a parameter holds a zero byte"};
  return {};
}

} // namespace

failure classify(std::string_view sqlstate) {
  if (sqlstate == "23505")
    return failure::duplicate;
  if (sqlstate == "55P03")
    return failure::conflict;
  // The schema changed under a prepared statement, the statement is gone, or
  // the server became a standby: a new connection helps.
  if (sqlstate == "0A000" || sqlstate == "26000" || sqlstate == "25006")
    return failure::unavailable;
  auto group = sqlstate.substr(0, 2);
  if (group.empty() || group == "08" || group == "53" || group == "57" || group == "58")
    return failure::unavailable;
  if (group == "40")
    return failure::conflict;
  if (group == "22" || group == "23")
    return failure::refused;
  return failure::bug;
}

std::string address_of(const std::string& url) {
  struct options_free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  };
  std::unique_ptr<PQconninfoOption, options_free> options{PQconninfoParse(url.c_str(), nullptr)};
  if (!options)
    return "an unreadable URL";
  std::string host = "the local socket", port, name;
  for (auto* option = options.get(); option->keyword != nullptr; ++option) {
    std::string_view keyword = option->keyword;
    if (option->val == nullptr)
      continue;
    if (keyword == "host")
      host = option->val;
    else if (keyword == "port")
      port = std::string{":"} + option->val;
    else if (keyword == "dbname")
      name = std::string{", database "} + option->val;
  }
  return host + port + name;
}

std::string_view result::text(int row, int column) const {
  return {PQgetvalue(rows_.get(), row, column), static_cast<size_t>(PQgetlength(rows_.get(), row, column))};
}

interrupt::interrupt() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0)
    std::abort();
}

interrupt::~interrupt() { ::close(fd_); }

void interrupt::raise() {
  const uint64_t one = 1;
  while (::write(fd_, &one, sizeof(one)) < 0 && errno == EINTR) {
  }
}

connection::connection(std::string url, std::chrono::milliseconds statement_timeout,
                       std::shared_ptr<const interrupt> stop)
    : url_(std::move(url)), statement_timeout_(std::max(statement_timeout, std::chrono::milliseconds{1})),
      stop_(std::move(stop)) {}

void connection::close() {
  handle_.reset();
  prepared_.clear();
}

problem connection::lost(std::string_view doing) {
  std::string text{doing};
  if (handle_) {
    auto detail = last_error(handle_.get());
    text += ": " + (detail.empty() ? std::string{"no answer in time"} : detail);
  }
  close();
  return {failure::unavailable, {}, {}, std::move(text)};
}

bool connection::wait(short events) {
  for (;;) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - clock::now()).count();
    if (left <= 0)
      return false;
    pollfd fds[] = {{PQsocket(handle_.get()), events, 0}, {stop_ ? stop_->descriptor() : -1, POLLIN, 0}};
    auto ready = ::poll(fds, 2, static_cast<int>(std::min<int64_t>(left, 60'000)));
    if (ready > 0)
      return fds[1].revents == 0;
    if (ready < 0 && errno != EINTR)
      return false;
  }
}

problem connection::open() {
  const char* keywords[] = {"dbname", "client_encoding", "fallback_application_name", nullptr};
  const char* values[] = {url_.c_str(), "UTF8", "zonehive", nullptr};
  handle_.reset(PQconnectStartParams(keywords, values, 1));
  if (!handle_ || PQstatus(handle_.get()) == CONNECTION_BAD)
    return lost("cannot connect");
  for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = PQconnectPoll(handle_.get())) {
    if (state == PGRES_POLLING_FAILED || !wait(state == PGRES_POLLING_READING ? POLLIN : POLLOUT))
      return lost("cannot connect");
  }
  PQsetNoticeReceiver(
    handle_.get(), [](void*, const PGresult*) {}, nullptr);
  if (PQsetnonblocking(handle_.get(), 1) != 0)
    return lost("cannot connect");
  return start_session();
}

/// The server gives up by itself as well: else the locks of a transaction whose
/// client has vanished would stay.
problem connection::start_session() {
  auto timeout = std::to_string(statement_timeout_.count());
  auto sql = "SET statement_timeout = " + timeout + "; SET idle_in_transaction_session_timeout = " + timeout
             + "; SET client_min_messages = warning";
  if (PQsendQuery(handle_.get(), sql.c_str()) == 0)
    return lost("cannot begin a session");
  return receive().why();
}

bool connection::flush() {
  for (;;) {
    auto left = PQflush(handle_.get());
    if (left <= 0)
      return left == 0;
    if (!wait(POLLIN | POLLOUT) || PQconsumeInput(handle_.get()) == 0)
      return false;
  }
}

bool connection::await_result() {
  while (PQisBusy(handle_.get()) != 0)
    if (!wait(POLLIN) || PQconsumeInput(handle_.get()) == 0)
      return false;
  return true;
}

result connection::receive() {
  if (!flush())
    return result{lost("cannot send")};
  return collect();
}

/// Of one statement or script, all results; the last or the first bad one counts.
result connection::collect() {
  result last{nullptr};
  for (;;) {
    if (!await_result())
      return result{lost("no answer")};
    auto* next = PQgetResult(handle_.get());
    if (next == nullptr)
      break;
    result owner{next};
    if (!last.ok())
      continue;
    last = is_failed(next) ? result{problem_of(next)} : std::move(owner);
  }
  if (last.why().kind == failure::unavailable || PQstatus(handle_.get()) == CONNECTION_BAD) {
    close();
    if (last.ok())
      return result{problem{failure::unavailable, {}, {}, "the connection broke"}};
  }
  return last;
}

problem connection::prepare(const statement& what) {
  if (!handle_)
    if (auto why = open(); why.kind != failure::none)
      return why;
  if (prepared_.contains(what.name))
    return {};
  if (PQsendPrepare(handle_.get(), what.name.c_str(), what.sql.c_str(), 0, nullptr) == 0)
    return lost("cannot prepare");
  auto why = receive().why();
  if (why.kind == failure::none)
    prepared_.insert(what.name);
  return why;
}

problem connection::send(const statement& what, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& text : parameters)
    values.push_back(text.c_str());
  if (PQsendQueryPrepared(handle_.get(), what.name.c_str(), static_cast<int>(values.size()), values.data(), nullptr,
                          nullptr, 0)
      == 0)
    return lost("cannot send");
  return {};
}

result connection::run(const statement& what, const std::vector<std::string>& parameters) {
  if (auto why = refuse_zero_bytes(parameters); why.kind != failure::none)
    return result{std::move(why)};
  if (auto why = prepare(what); why.kind != failure::none)
    return result{std::move(why)};
  if (auto why = send(what, parameters); why.kind != failure::none)
    return result{std::move(why)};
  return receive();
}

problem connection::enter_pipeline(const std::vector<call>& calls) {
  for (const auto& one : calls)
    if (auto why = refuse_zero_bytes(one.parameters); why.kind != failure::none)
      return why;
  for (const auto& one : calls)
    if (auto why = prepare(one.what); why.kind != failure::none)
      return why;
  if (PQenterPipelineMode(handle_.get()) == 0)
    return lost("cannot send");
  for (const auto& one : calls)
    if (auto why = send(one.what, one.parameters); why.kind != failure::none)
      return why;
  if (PQpipelineSync(handle_.get()) == 0 || !flush())
    return lost("cannot send");
  return {};
}

/// Skips what is left up to the end of the pipeline, where the transaction is committed.
problem connection::leave_pipeline() {
  for (bool was_end = false;;) {
    if (!await_result())
      return lost("no answer");
    auto* next = PQgetResult(handle_.get());
    if (next == nullptr) { // the end of one statement; two of them: of everything
      if (std::exchange(was_end, true))
        return lost("the connection broke");
      continue;
    }
    was_end = false;
    result owner{next};
    if (PQresultStatus(next) == PGRES_FATAL_ERROR) {
      auto why = problem_of(next);
      close();
      return why;
    }
    if (PQresultStatus(next) == PGRES_PIPELINE_SYNC)
      break;
  }
  if (PQexitPipelineMode(handle_.get()) == 0)
    return lost("cannot send");
  return {};
}

std::vector<result> connection::run_together(const std::vector<call>& calls) {
  std::vector<result> results;
  if (auto why = enter_pipeline(calls); why.kind != failure::none) {
    results.emplace_back(std::move(why));
    return results;
  }
  while (results.size() < calls.size() && (results.empty() || results.back().ok()))
    results.push_back(collect());
  if (!handle_)
    return results;
  if (auto why = leave_pipeline(); why.kind != failure::none && results.back().ok())
    results.emplace_back(std::move(why));
  return results;
}

result connection::run_script(const std::string& sql) {
  if (!handle_)
    if (auto why = open(); why.kind != failure::none)
      return result{std::move(why)};
  if (PQsendQuery(handle_.get(), sql.c_str()) == 0)
    return result{lost("cannot send")};
  return receive();
}

result transaction::begin() {
  auto done = on_.run_script("BEGIN");
  open_ = done.ok();
  return done;
}

result transaction::commit() {
  open_ = false;
  return on_.run_script("COMMIT");
}

transaction::~transaction() {
  if (open_ && on_.is_open() && !on_.run_script("ROLLBACK").ok())
    on_.close();
}

} // namespace runtime::postgres
