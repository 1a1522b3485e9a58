// `packet replay`: clients of a recording against a live server. A step is sent
// when as much time has passed as in the recording and, where the server had
// spoken before it, when the server has spoken again. Two things cannot be sent
// as they were: login tickets, which are good once, are taken from the live
// login of the same account; keepalives answer the live ticks.

#include "messages/client/gate.hpp"
#include "messages/client/login.hpp"
#include "tools/packet/capture.hpp"
#include "tools/packet/commands.hpp"
#include "tools/packet/conversation.hpp"
#include "tools/packet/script.hpp"
#include "tools/packet/traffic.hpp"
#include "tools/tcp/connection.hpp"
#include "tools/tcp/signals.hpp"

#include <poll.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <ostream>

namespace tools::packet {

using namespace msg;
using wire::direction;
using wire::listener;

namespace {

constexpr int poll_ms_max = 100;
constexpr int64_t quiet_us = 500'000; // after which nothing more is expected

int64_t steady_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
    .count();
}

enum class phase : uint8_t { waiting, connecting, playing, done, failed };

/// One connection that is being played again.
struct player {
  player(script what, client::dialect heads, std::optional<uint32_t> key)
      : plan(std::move(what)), talk({heads, key, plan.on, true}) {}

  script plan;
  conversation talk;
  tcp::connection wire;
  phase now = phase::waiting;
  size_t next = 0;      // step
  int64_t since_us = 0; // when the step before was sent, or the phase began
  bool is_answered = false;
  int64_t heard_us = 0; // when something came last
  size_t packets = 0;   // of the server
  std::string problem;
};

/// What a login on the live server gave to an account.
struct ticket {
  uint32_t number = 0;
  std::string address;
  uint32_t port = 0;
};

class player_group {
public:
  player_group(const replay_options& options, client::dialect heads, const console& io)
      : options_(options), heads_(heads), io_(io) {}

  std::string prepare(std::vector<script> scripts);
  int run();

private:
  bool is_over() const {
    return std::ranges::all_of(all_, [](const auto& x) { return x->now >= phase::done; });
  }
  int64_t scaled(int64_t us) const {
    return options_.speed > 0 ? static_cast<int64_t>(static_cast<double>(us) / options_.speed) : 0;
  }
  void advance(player& x, int64_t now);
  void connect(player& x, int64_t now);
  void send_step(player& x, int64_t now);
  wire::byte_buffer live_frame(const player& x, const script_step& step) const;
  void handle(player& x, short events, int64_t now);
  void heard(player& x, const decoded_packet& packet, int64_t now);
  static void fail(player& x, const std::string& why);
  int report() const;

  const replay_options& options_;
  client::dialect heads_;
  const console& io_;
  std::optional<tcp::endpoint> login_;
  std::optional<tcp::endpoint> game_;
  std::vector<std::unique_ptr<player>> all_;
  std::map<std::string, ticket> tickets_; // by account
  int64_t begin_us_ = 0;
  size_t sent_ = 0;
};

std::string player_group::prepare(std::vector<script> scripts) {
  if (!options_.login.empty() && !(login_ = tcp::resolve(options_.login)))
    return "--login '" + options_.login + "' is no HOST:PORT that can be found";
  if (!options_.game.empty() && !(game_ = tcp::resolve(options_.game)))
    return "--game '" + options_.game + "' is no HOST:PORT that can be found";
  for (auto& x : scripts)
    if (options_.only == 0 || options_.only == x.number) {
      if (x.on == listener::login && !login_)
        return "connection " + std::to_string(x.number) + " goes to the login listener: --login tells where that is";
      all_.push_back(std::make_unique<player>(std::move(x), heads_, options_.key));
    }
  if (!all_.empty())
    return {};
  return options_.only != 0 ? "the recording has no client whose connection has number " + std::to_string(options_.only)
                            : "the recording has no connection of a client";
}

int player_group::run() {
  tcp::stop_signals signals;
  begin_us_ = steady_us();
  while (!is_over()) {
    auto now = steady_us();
    for (auto& x : all_)
      advance(*x, now);
    std::vector<pollfd> fds{{signals.fd(), POLLIN, 0}};
    for (const auto& x : all_) {
      auto writes = x->now == phase::connecting || x->wire.has_unsent();
      fds.push_back({x->wire.is_open() ? x->wire.fd() : -1, static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN), 0});
    }
    // Fine enough for the pace of a client; a step that is due is not late by more than this.
    auto wait = options_.speed > 0 ? 2 : poll_ms_max / 20;
    if (::poll(fds.data(), fds.size(), wait) < 0 && errno != EINTR)
      break;
    if (fds[0].revents != 0)
      break;
    for (size_t i = 0; i < all_.size(); ++i)
      if (fds[i + 1].revents != 0)
        handle(*all_[i], fds[i + 1].revents, steady_us());
  }
  return report();
}

void player_group::advance(player& x, int64_t now) {
  auto deadline = int64_t{options_.answer_ms} * 1000;
  if (x.now == phase::waiting) {
    auto needs_ticket = x.plan.on == listener::game && !x.plan.account.empty() && login_;
    auto has_ticket = tickets_.contains(x.plan.account);
    if (now - begin_us_ < scaled(x.plan.begin_us))
      return;
    if (needs_ticket && !has_ticket) {
      auto may_come = std::ranges::any_of(all_, [&](const auto& y) {
        return y->plan.on == listener::login && y->plan.account == x.plan.account && y->now < phase::failed;
      });
      if (!may_come || now - begin_us_ > scaled(x.plan.begin_us) + deadline)
        fail(x, "no login of account " + x.plan.account + " gave it a ticket");
      return;
    }
    connect(x, now);
  }
  if (x.now != phase::playing)
    return;
  if (x.next == x.plan.steps.size()) {
    // The last answer is waited for, a little: what comes first may still belong to a step before it.
    if ((x.is_answered && now - x.heard_us > quiet_us) || now - x.since_us > deadline) {
      x.now = phase::done;
      x.wire.close(false);
    }
    return;
  }
  const auto& step = x.plan.steps[x.next];
  if (step.waits_for_answer && !x.is_answered) {
    if (now - x.since_us > deadline + scaled(step.after_us))
      fail(x, "no answer before " + std::string{step.name} + " within " + std::to_string(options_.answer_ms) + " ms");
    return;
  }
  if (now - x.since_us >= scaled(step.after_us))
    send_step(x, now);
}

void player_group::connect(player& x, int64_t now) {
  auto to = x.plan.on == listener::login ? login_ : game_;
  if (auto found = tickets_.find(x.plan.account); !to && found != tickets_.end() && login_)
    to = tcp::endpoint_at(found->second.address, static_cast<uint16_t>(found->second.port), *login_);
  if (!to)
    return fail(x, "--game must tell where the game listener is");
  if (!x.wire.open(*to))
    return fail(x, "cannot connect");
  x.now = phase::connecting;
  x.since_us = now;
}

/// The recorded frame, with the live ticket where it carries one.
wire::byte_buffer player_group::live_frame(const player& x, const script_step& step) const {
  auto found = tickets_.find(x.plan.account);
  if (step.name != client::c2g_login::info.name || found == tickets_.end())
    return step.frame;
  auto head = client::read_head(step.frame, heads_);
  client::c2g_login packet;
  if (!wire::decode(wire::byte_view{step.frame}.subspan(head.head_size()), packet))
    return step.frame;
  packet.pcid = found->second.number;
  wire::byte_buffer result;
  client::append_translated(result, client::encode_frame(packet, head.pc_id), client::dialect::a3, heads_);
  return result;
}

void player_group::send_step(player& x, int64_t now) {
  const auto& step = x.plan.steps[x.next++];
  x.since_us = now;
  x.is_answered = false;
  ++sent_;
  if (!x.wire.send(live_frame(x, step)))
    fail(x, "the server closed the connection");
}

void player_group::handle(player& x, short events, int64_t now) {
  if (!x.wire.is_open())
    return;
  if (x.now == phase::connecting) {
    if (!x.wire.finish_connecting())
      return fail(x, "cannot connect");
    x.now = phase::playing;
    x.since_us = now;
    return;
  }
  if ((events & POLLOUT) != 0 && !x.wire.flush())
    return fail(x, "the server closed the connection");
  wire::byte_buffer bytes;
  if (x.wire.read(bytes) == tcp::connection::read_result::closed) {
    if (x.next < x.plan.steps.size())
      return fail(x, "the server closed the connection before " + std::string{x.plan.steps[x.next].name});
    x.now = phase::done;
    return x.wire.close(false);
  }
  if (!bytes.empty()) {
    x.is_answered = true;
    x.heard_us = now;
  }
  x.talk.feed(direction::s2c, bytes, [&](direction, const decoded_packet& packet) { heard(x, packet, now); });
}

void player_group::heard(player& x, const decoded_packet& packet, int64_t now) {
  ++x.packets;
  if (options_.prints) {
    auto shown = packet;
    hide_secrets(shown);
    io_.out << line_of("\"connection\":" + std::to_string(x.plan.number) + ",\"direction\":\"s2c\"", shown, {}) << "\n";
  }
  client::ls2c_gate_info where;
  if (packet.name() == client::ls2c_gate_info::info.name && wire::decode(packet.body, where))
    tickets_[x.plan.account] = {where.pcid, std::string{where.gate_address.str()}, where.gate_port};
  client::g2c_time_tick tick;
  if (packet.name() != client::g2c_time_tick::info.name || !wire::decode(packet.body, tick))
    return;
  client::c2g_time_tick echo{tick.tick_count, tick.server_tick, static_cast<uint32_t>((now - begin_us_) / 1000)};
  wire::byte_buffer frame;
  client::append_translated(frame, client::encode_frame(echo), client::dialect::a3, heads_);
  if (!x.wire.send(frame))
    fail(x, "the server closed the connection");
}

void player_group::fail(player& x, const std::string& why) {
  x.now = phase::failed;
  x.problem = why;
  x.wire.close(false);
}

int player_group::report() const {
  size_t failed = 0;
  size_t heard = 0;
  for (const auto& x : all_) {
    heard += x->packets;
    if (x->now == phase::done)
      continue;
    ++failed;
    io_.err << "packet replay: connection " << x->plan.number << ": " << (x->problem.empty() ? "stopped" : x->problem)
            << "; " << x->next << " of " << x->plan.steps.size() << " packets were sent\n";
  }
  io_.err << "packet replay: " << all_.size() << " connections, " << sent_ << " packets sent, " << heard
          << " received, " << failed << " connections did not get to their end\n";
  return failed == 0 ? exit_ok : exit_failed;
}

} // namespace

int replay(const replay_options& options, const console& io) {
  auto fail = [&](const std::string& why) {
    io.err << "packet replay: " << why << "\n";
    return exit_bad_usage;
  };
  auto heads = client::dialect_of(options.dialect);
  if (!heads)
    return fail("--dialect must be a3 or compact");
  script_writer writer{*heads, options.key};
  size_t gaps = 0;
  capture_summary seen;
  auto problem = read_capture(
    options.path,
    {[&](const tcp_flow& flow, int from, wire::byte_view bytes, int64_t at) { writer.data(flow, from, bytes, at); },
     [&](const tcp_flow&, int from, size_t) { gaps += from == 0 ? 1 : 0; }},
    seen);
  if (!problem.empty())
    return fail(problem);
  if (gaps > 0)
    io.err << "packet replay: warning: the recording lacks bytes of " << gaps
           << " clients; they are played to the gap\n";
  player_group players{options, *heads, io};
  if (problem = players.prepare(writer.take()); !problem.empty())
    return fail(problem);
  return players.run();
}

} // namespace tools::packet
