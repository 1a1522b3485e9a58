// `zonehive bots run`: true clients over TCP, each of which checks what it sees.

#pragma once

#include "messages/client/cipher.hpp"
#include "messages/client/head.hpp"

#include <atomic>
#include <iosfwd>
#include <string>
#include <vector>

namespace tools {

struct bots_options {
  /// How many bots, 1 to 100000.
  uint32_t count = 20;
  /// How long they play; 0 = until SIGINT or SIGTERM.
  uint32_t seconds = 30;
  /// HOST:PORT of each login listener: bots are spread over them, and one whose connection is lost, or that is not let
  /// in, tries the next.
  std::vector<std::string> logins{"127.0.0.1:3550"};
  /// A connection that the server closes is counted and no violation.
  bool sever_ok = false;
  /// A named pipe from which orders are read (orders.hpp); empty = none.
  std::string orders;
  /// Of all dice.
  uint64_t seed = 1;
  /// "table" or "json".
  std::string output = "table";
  /// Accounts are named <prefix><n>, characters after them; 1 to 12 letters, digits or underscores, a letter first.
  std::string account_prefix = "bot";
  /// Of all accounts, 1 to 20 characters.
  std::string password = "secret";
  /// Dynamic key of the cipher.
  uint32_t key = msg::client::dynamic_key_562;
  /// Heads on each listener, as the server has them (login.dialect, game.dialect): "a3" or "compact".
  std::string login_dialect = "a3";
  std::string game_dialect = "a3";
  /// Bots that begin each second, at least 1.
  uint32_t ramp_per_s = 50;
  /// Data directory of the server, so that the bots know walls and warps; empty = they learn walls and never warp.
  std::string data_dir;
  /// How long a request may wait for its answer, in milliseconds, at least 1.
  uint32_t answer_deadline_ms = 10'000;
  /// Ends the run early when it becomes true; may be null.
  const std::atomic<bool>* stop = nullptr;

  msg::client::dialect dialect_of(msg::wire::listener on) const {
    return msg::client::dialect_of(on == msg::wire::listener::login ? login_dialect : game_dialect)
      .value_or(msg::client::dialect::a3);
  }
};

/// Runs the bots and prints the report to `out`, the status line to `err`.
/// Returns 0, 1 when a check failed or nobody came into the world, 2 when the options are wrong.
int run_bots(const bots_options& options, std::ostream& out, std::ostream& err);

} // namespace tools
