// The players of a simulated cluster: the bots of `zonehive bots run`, with the
// same brain and the same oracle, over simulated TCP.

#pragma once

#include "tests/sim/cluster.hpp"
#include "tools/bots/bot_group.hpp"

namespace sim {

using tools::bots::bot_index;

struct player_options {
  uint32_t count = 0;
  uint64_t seed = 1;
  /// All wait until they are told what to do; otherwise they live by themselves.
  bool are_idle = false;
  /// They know nothing of walls and warps.
  bool are_blind = false;
  tools::bots::oracle_options promises;
};

class players {
public:
  /// `where` must outlive the players, which drive themselves from now on.
  players(cluster& where, player_options options);
  ~players();
  players(const players&) = delete;
  players& operator=(const players&) = delete;

  uint32_t count() const { return count_; }
  tools::bots::bot_group& bots() { return group_; }
  const tools::bots::bot_group& bots() const { return group_; }
  tools::bots::oracle& oracle() { return group_.judge(); }
  const tools::bots::oracle& oracle() const { return group_.judge(); }
  bool is_in_world(bot_index i) const { return group_.is_in_world(i); }
  /// Since its server last said something.
  instant silent_for(bot_index i) const { return where_.now() - wires_[i].heard; }
  bool are_all_in_world() const { return group_.in_world() == count_; }
  /// Milliseconds since the cluster began: the clock of the bots.
  tools::bots::time_ms now() const { return static_cast<tools::bots::time_ms>(where_.elapsed() / ms); }

  // What the bots can be told; see bot_group.
  void log_in(bot_index i) { group_.log_in(i, now()); }
  void log_out(bot_index i) { group_.log_out(i, now()); }
  void walk_to(bot_index i, uint16_t map, loaders::cell at) {
    group_.walk_to(i, map, static_cast<uint32_t>(at.index()), now());
  }
  bool say(bot_index i, std::string_view words) { return group_.say(i, words, now()); }
  void hold(bool is_held) { group_.hold(is_held, now()); }
  void leave_all() { group_.leave_all(now()); }

  // What happens to their machines. The bot comes back by itself if it lives by itself.
  /// The connection is reset.
  void cut(bot_index i);
  /// The client's machine vanishes without a word; the player comes back with another.
  void half_open(bot_index i);
  /// It asks to walk to where it stands, so many times at once.
  void flood(bot_index i, uint32_t packets);
  /// The actor of its session ends as if by a bug.
  void crash_session(bot_index i);
  void one_byte_at_a_time(bot_index i, bool on);
  void stop_reading(bot_index i, bool on);

  /// From now until `until`, promises about time and connections are not judged.
  void disturbed(instant until);

private:
  struct wire {
    client_id connection = 0;
    instant heard = 0;  // when the server last said something
    uint32_t tries = 0; // to log in, over all nodes
    bool is_slow = false;
    bool is_deaf = false;
    bool vanishes = false; // when it is closed next
  };

  tools::bots::transport wires();
  bool open(bot_index i, const tools::bots::connect_to& where);
  void close(bot_index i, bool is_rough);
  /// Hangs up as told by `how`, and goes on living.
  void lose(bot_index i, bool vanishes);

  cluster& where_;
  uint32_t count_;
  bool are_idle_;
  std::vector<wire> wires_;
  tools::bots::bot_group group_;
};

} // namespace sim
