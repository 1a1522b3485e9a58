// All bots of one run with their oracle, pure: bytes, time and dice in, bytes
// out. Whoever has sockets, real or simulated ones, drives it. The same calls
// give the same calls.

#pragma once

#include "messages/client/cipher.hpp"
#include "tools/bots/bot_machine.hpp"
#include "tools/bots/oracle.hpp"

#include <functional>

namespace tools::bots {

struct group_options {
  uint32_t count = 20;
  /// Of all dice.
  uint64_t seed = 1;
  /// Accounts are named <prefix><n>, characters after them (`character_name`).
  std::string account_prefix = "bot";
  /// Of all accounts, 1 to 20 characters.
  std::string password = "secret";
  /// Bots that begin each second, at least 1.
  uint32_t ramp_per_s = 50;
  /// Dynamic key of the cipher.
  uint32_t key = msg::client::dynamic_key_562;
  /// Heads on each listener.
  dialect login_dialect = dialect::a3;
  dialect game_dialect = dialect::a3;
  /// Of the character that a bot makes; empty: by turns.
  std::function<uint8_t(bot_index)> nation_of;
  /// All begin idle: each waits until it is told what to do.
  bool are_idle = false;
  /// Deadlines of the oracle.
  oracle_options promises;
};

/// What a group wants of its sockets. At most one connection of a bot is open at a time. None of these may call back
/// into the group; a connection that is lost while sending is told of later.
struct transport {
  /// Opens a connection; false when it fails at once. An empty address is that of the login listener.
  std::function<bool(bot_index, const connect_to&)> open;
  /// Sealed bytes for the open connection; they are valid during the call.
  std::function<void(bot_index, msg::wire::byte_view)> send;
  /// Closes it, a rough end is a reset. What it still had to tell is not wanted any more.
  std::function<void(bot_index, bool is_rough)> close;
};

class bot_group {
public:
  /// `mesh` may be null. `options.promises` and all else is taken over.
  bot_group(group_options options, std::shared_ptr<const world_mesh> mesh, transport wires);
  bot_group(const bot_group&) = delete;
  bot_group& operator=(const bot_group&) = delete;

  // What happened. Events of a connection that `close` ended or another `open` replaced are the caller's to drop.

  /// The connection asked for stands.
  void opened(bot_index i, time_ms now);
  /// Bytes it brought, cut anywhere.
  void received(bot_index i, msg::wire::byte_view bytes, time_ms now);
  /// It did not come about (`never_open`) or the other side ended it (`server`); it is closed already.
  void lost(bot_index i, close_cause cause, time_ms now);
  /// Everything that is due.
  void wake(time_ms now);
  /// When `wake` has something to do next.
  time_ms due() const;
  /// The run is over: all log out properly and do not come back.
  void leave_all(time_ms now);

  // What the bots can be told (bot_machine.hpp); `i` is below `size()`.

  void log_in(bot_index i, time_ms now);
  void log_out(bot_index i, time_ms now);
  void hang_up(bot_index i, bool is_rough, time_ms now);
  void walk_to(bot_index i, uint16_t map, uint32_t cell, time_ms now);
  /// These are false outside the world.
  bool say(bot_index i, std::string_view words, time_ms now);
  bool whisper(bot_index i, std::string_view name, std::string_view words, time_ms now);
  bool shout(bot_index i, std::string_view words, time_ms now);
  void live(bot_index i, time_ms now);
  /// All bots: nothing new is begun until they are let go.
  void hold(bool is_held, time_ms now);

  bot_index size() const { return static_cast<bot_index>(bots_.size()); }
  bool is_in_world(bot_index i) const { return bots_[i].machine.is_in_world(); }
  uint32_t in_world() const;
  /// Nobody is on the way in or out, walks, warps or waits for an answer.
  bool is_still() const;
  /// Map and cell, as the bot believes; of its last stay when it is not in the world.
  std::pair<uint16_t, uint32_t> place(bot_index i) const;
  bool has_arrived(bot_index i) const { return bots_[i].machine.life().has_arrived(); }
  /// Why the last `walk_to` was given up; empty while it has not been.
  const std::string& gave_up(bot_index i) const { return bots_[i].machine.life().gave_up(); }
  const std::deque<heard_line>& heard(bot_index i) const { return bots_[i].machine.heard(); }
  /// Name of the character, as far as it is known.
  const std::string& name(bot_index i) const { return (*names_)[i]; }
  const bot_machine& machine(bot_index i) const { return bots_[i].machine; }

  /// Bots that have left for good.
  uint32_t finished() const { return finished_; }
  /// The last words with which a bot was refused; empty when none was.
  const std::string& last_refusal() const { return refusal_; }
  const oracle& judge() const { return oracle_; }
  oracle& judge() { return oracle_; }

private:
  struct bot {
    bot_machine machine;
    std::optional<bot_link> link{}; // while the connection stands
    listener target = listener::login;
    bool is_open = false; // asked for or standing
    uint32_t connections = 0;
    time_ms due = 0;
    bool is_finished = false;
    uint32_t refusals_told = 0;
  };

  static constexpr time_ms judge_ms = 200;

  void add_bot(bot_index i, runtime::prng& rng);
  dialect dialect_of(listener on) const;
  void apply(bot_index i, std::vector<bot_action>& actions, time_ms now);
  void open(bot_index i, const connect_to& where, time_ms now);
  void send(bot_index i, const client_packet& packet, time_ms now);
  void close(bot_index i, bool is_rough, time_ms now);
  void drop(bot_index i, close_cause cause, time_ms now);
  void drain(bot_index i, time_ms now);
  /// Takes over what the machine concluded: its next time, a refusal, its end.
  void settle(bot_index i, time_ms now);
  bool say(bot_index i, msg::client::say_kind kind, std::string_view name, std::string_view words, time_ms now);

  group_options options_;
  transport wires_;
  std::shared_ptr<std::vector<std::string>> names_;
  std::shared_ptr<const world_mesh> mesh_;
  oracle oracle_;
  std::vector<bot> bots_;
  std::set<std::pair<time_ms, bot_index>> due_;
  uint32_t finished_ = 0;
  time_ms judge_due_ = 0;
  std::string refusal_;
};

} // namespace tools::bots
