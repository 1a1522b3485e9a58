// The commands over HTTP, without the HTTP: who may ask, what is a command, and
// what the answer looks like.
//
//   GET  /v1/commands       what there is: see command_json.hpp
//   POST /v1/NOUN/VERB      a JSON object of arguments -> {tables, sentence, undo, good} or {error, code}
//
// Every member may be called from any thread, and handle() may wait for as long
// as a command takes.

#pragma once

#include "runtime/admin/command.hpp"
#include "runtime/base/metrics.hpp"

#include <atomic>
#include <functional>
#include <mutex>

namespace runtime::admin {

/// Has a command run and waits for its answer: `who` is for the audit table.
using command_runner = std::function<answer(const command& what, const arguments& with, const std::string& who)>;

struct api_request {
  bool is_post = false;
  std::string path{}; // behind /v1/
  std::string body{};
  // Headers, as they came.
  std::string authorization{};
  std::string content_type{};
  std::string host{};
  std::string who{};    // Zonehive-Who
  std::string remote{}; // address of the other side
};

struct api_answer {
  int status = 200;
  std::string body; // JSON
};

class admin_api {
public:
  /// Without a token everybody is let in who reaches the listener, unless a web page has sent them.
  admin_api(std::string token, std::shared_ptr<runtime::metrics> metrics);

  /// From now on commands are run; null: they are not any more.
  void serve(command_runner runner);
  api_answer handle(const api_request& request);

private:
  /// Why it is not let in; empty: it is.
  std::string objection(const api_request& request) const;
  api_answer run(const command& what, const api_request& request);
  api_answer refuse(int status, std::string code, std::string sentence, std::string_view reason);

  std::string token_;
  std::shared_ptr<runtime::metrics> metrics_;
  std::mutex mutex_; // guards runner_
  command_runner runner_;
  std::atomic<int> running_ = 0;
};

} // namespace runtime::admin
