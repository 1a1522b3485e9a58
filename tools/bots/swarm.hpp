// Drives a group of bots over TCP: one thread, one epoll, non-blocking sockets,
// the wall clock and signals. It moves bytes and time and decides nothing itself.

#pragma once

#include "tools/bots/bot_group.hpp"
#include "tools/bots/command.hpp"
#include "tools/bots/orders.hpp"
#include "tools/bots/report.hpp"
#include "tools/tcp/connection.hpp"
#include "tools/tcp/signals.hpp"

namespace tools::bots {

class swarm {
public:
  /// `logins` are those of `options.logins`, resolved; `orders` is read and closed, -1 for none.
  swarm(const bots_options& options, std::vector<tcp::endpoint> logins, int orders,
        std::shared_ptr<const world_mesh> mesh, std::ostream& err);
  ~swarm();
  swarm(const swarm&) = delete;
  swarm& operator=(const swarm&) = delete;

  /// Until the time is over or somebody stops it, and everybody has left.
  run_summary run();
  const oracle& judge() const { return group_.judge(); }

private:
  struct line {
    tcp::connection wire;
    uint32_t generation = 0; // of the socket, so that a late event of an old one is recognised
    size_t login = 0;        // where it logs in
    uint32_t refusals = 0;   // before the last attempt
  };

  static constexpr time_ms leave_ms_max = 15'000;

  transport wires();
  time_ms now() const;
  bool open(bot_index i, const connect_to& where);
  void send(bot_index i, msg::wire::byte_view sealed);
  void close(bot_index i, bool is_rough);
  /// The other side is gone: tells the group.
  void lost(bot_index i, close_cause cause);
  void watch(bot_index i, bool is_new);
  void handle(bot_index i, uint32_t events);
  void read(bot_index i);
  /// The next of the login listeners from now on.
  void go_elsewhere(bot_index i);
  void read_orders();
  void obey(const order_mark& x);
  void obey(const order_failover& x);
  void obey(const order_sever& x);
  void obey(const order_tell& x);
  void begin_leaving();
  bool wants_stop();
  void tell(bool is_last);
  void wait();

  const bots_options& options_;
  std::vector<tcp::endpoint> logins_;
  std::vector<time_ms> severable_until_; // by login listener
  int orders_ = -1;
  order_lines order_lines_;
  std::ostream& err_;
  bool is_terminal_ = false;
  bot_group group_;
  std::vector<line> lines_; // by bot
  int epoll_ = -1;
  tcp::stop_signals signals_;
  time_ms began_ = 0;
  std::optional<time_ms> leaving_since_;
  bool is_given_up_ = false;
  time_ms told_ = 0;
  uint64_t moves_told_ = 0;
  msg::wire::byte_buffer input_;
};

} // namespace tools::bots
