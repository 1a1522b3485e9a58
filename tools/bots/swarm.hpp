// Drives the bots of one run: one thread, one epoll, non-blocking sockets. It
// moves bytes and time between sockets, machines and the oracle and decides
// nothing itself.

#pragma once

#include "tools/bots/bot_machine.hpp"
#include "tools/bots/command.hpp"
#include "tools/bots/report.hpp"
#include "tools/tcp/connection.hpp"
#include "tools/tcp/signals.hpp"

namespace tools::bots {

class swarm {
public:
  swarm(const bots_options& options, tcp::endpoint login, std::shared_ptr<const world_mesh> mesh, std::ostream& err);
  ~swarm();
  swarm(const swarm&) = delete;
  swarm& operator=(const swarm&) = delete;

  /// Until the time is over or somebody stops it, and everybody has left.
  run_summary run();
  const oracle& judge() const { return oracle_; }

private:
  struct bot {
    bot(bot_machine x) : machine(std::move(x)) {}
    bot_machine machine;
    tcp::connection wire;
    std::optional<bot_link> link;
    listener target = listener::login;
    uint32_t generation = 0; // of the socket, so that a late event of an old one is recognised
    time_ms due = 0;
    uint32_t refusals_told = 0;
  };

  static constexpr time_ms judge_ms = 200;
  static constexpr time_ms leave_ms_max = 15'000;

  void add_bot(bot_index i, runtime::prng& rng);
  time_ms now() const;
  void apply(bot_index i, std::vector<bot_action>& actions);
  void open(bot_index i, const connect_to& where);
  void send(bot_index i, const client_packet& packet);
  void close(bot_index i, close_cause cause, bool is_rough);
  /// The other side is gone: tells oracle and machine.
  void lost(bot_index i, close_cause cause);
  void watch(bot_index i, bool is_new);
  void settle(bot_index i);
  void handle(bot_index i, uint32_t events);
  void read(bot_index i);
  void drain_link(bot_index i);
  void wake_due();
  void begin_leaving();
  bool wants_stop();
  void tell(bool is_last);
  void wait();

  const bots_options& options_;
  tcp::endpoint login_;
  std::ostream& err_;
  bool is_terminal_ = false;
  std::shared_ptr<std::vector<std::string>> names_;
  std::shared_ptr<const world_mesh> mesh_;
  oracle oracle_;
  std::vector<std::unique_ptr<bot>> bots_;
  std::set<std::pair<time_ms, bot_index>> due_;
  uint32_t finished_ = 0;
  int epoll_ = -1;
  tcp::stop_signals signals_;
  time_ms began_ = 0;
  std::optional<time_ms> leaving_since_;
  bool is_given_up_ = false;
  time_ms judge_due_ = 0;
  time_ms told_ = 0;
  uint64_t moves_told_ = 0;
  std::string refusal_;
  msg::wire::byte_buffer input_;
};

} // namespace tools::bots
