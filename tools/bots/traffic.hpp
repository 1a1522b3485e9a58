// What passed in a run, for the status line and the report.

#pragma once

#include <cstdint>

namespace tools::bots {

struct traffic_counts {
  uint64_t logins = 0; // into the world
  uint64_t moves = 0;  // cells walked
  uint64_t walks = 0;  // granted
  uint64_t says = 0;
  uint64_t whispers = 0;
  uint64_t shouts = 0;
  uint64_t gestures = 0;
  uint64_t warps = 0;
  uint64_t logouts = 0;
  uint64_t cuts = 0;        // by the bots
  uint64_t refusals = 0;    // login attempts that ended in a refusal
  uint64_t turned_away = 0; // connections that failed or were closed before a word
  uint64_t corrections = 0; // s2c_fix_move
  uint64_t chat_refused = 0;
  uint64_t put_back = 0; // by a failover that was announced
  uint64_t severed = 0;  // connections that were lost when they might be
  uint64_t packets_sent = 0;
  uint64_t packets_received = 0;
};

} // namespace tools::bots
