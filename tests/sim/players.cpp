#include "tests/sim/players.hpp"

#include "messages/client/cipher.hpp"
#include "tests/sim/census.hpp"

namespace sim {

namespace {

using tools::bots::close_cause;

tools::bots::group_options group_of(const player_options& options) {
  tools::bots::group_options result;
  result.count = options.count;
  result.seed = options.seed;
  result.account_prefix = "sim";
  result.ramp_per_s = 20;
  result.are_idle = options.are_idle;
  result.promises = options.promises;
  return result;
}

uint32_t address_of(bot_index i) { return 0x0A090000 | (i + 1); }

} // namespace

players::players(cluster& where, player_options options)
    : where_(where), count_(options.count), are_idle_(options.are_idle), wires_(options.count),
      group_(group_of(options), options.are_blind ? nullptr : where.maps().mesh, wires()) {
  where_.set_outside({[this] {
                        auto due = group_.due();
                        auto at = where_.now() - where_.elapsed();
                        return due == tools::bots::never ? never
                                                         : at + static_cast<instant>(std::max<int64_t>(due, 0)) * ms;
                      },
                      [this] { group_.wake(now()); }});
}

players::~players() { where_.set_outside({}); }

tools::bots::transport players::wires() {
  return {
    [this](bot_index i, const tools::bots::connect_to& to) { return open(i, to); },
    [this](bot_index i, msg::wire::byte_view bytes) {
      if (wires_[i].connection != 0)
        where_.clients().send(wires_[i].connection, bytes);
    },
    [this](bot_index i, bool is_rough) { close(i, is_rough); },
  };
}

bool players::open(bot_index i, const tools::bots::connect_to& to) {
  auto& x = wires_[i];
  auto is_login = to.on == msg::wire::listener::login;
  // Whoever was refused tries the next node.
  auto host = is_login ? where_.address((i + x.tries++) % where_.nodes()) : to.address;
  auto port = is_login ? cluster::login_port : to.port;
  client_events events;
  events.opened = [this, i](client_id id) {
    if (wires_[i].connection == id)
      group_.opened(i, now());
  };
  events.received = [this, i](client_id id, std::span<const uint8_t> bytes) {
    wires_[i].heard = where_.now();
    if (wires_[i].connection == id)
      group_.received(i, bytes, now());
  };
  events.closed = [this, i](client_id id, client_end how) {
    if (wires_[i].connection != id)
      return;
    wires_[i].connection = 0;
    group_.lost(i, how == client_end::refused ? close_cause::never_open : close_cause::server, now());
  };
  x.connection = where_.clients().open(host, port, address_of(i), std::move(events));
  if (x.is_slow)
    where_.clients().one_byte_at_a_time(x.connection, true);
  if (x.is_deaf)
    where_.clients().stop_reading(x.connection, true);
  return true;
}

void players::close(bot_index i, bool is_rough) {
  auto& x = wires_[i];
  auto id = std::exchange(x.connection, 0);
  if (id == 0)
    return;
  if (std::exchange(x.vanishes, false))
    where_.clients().half_open(id);
  else
    where_.clients().close(id, is_rough);
}

void players::lose(bot_index i, bool vanishes) {
  if (wires_[i].connection == 0)
    return;
  wires_[i].vanishes = vanishes;
  group_.hang_up(i, true, now());
  wires_[i].vanishes = false;
  if (!are_idle_)
    group_.live(i, now());
}

void players::cut(bot_index i) { lose(i, false); }
void players::half_open(bot_index i) { lose(i, true); }

void players::flood(bot_index i, uint32_t packets) {
  if (!is_in_world(i) || wires_[i].connection == 0)
    return;
  auto here = msg::client::c2s_ask_move{group_.place(i).second, 1};
  msg::wire::byte_buffer bytes;
  for (uint32_t k = 0; k < packets; ++k) {
    auto frame = tools::bots::frame_of(msg::game_request{here});
    tools::bots::seal(frame, msg::client::dynamic_key_562);
    bytes.insert(bytes.end(), frame.begin(), frame.end());
  }
  where_.clients().send(wires_[i].connection, bytes);
}

void players::crash_session(bot_index i) {
  auto who = oracle().of(i).player_id;
  each_edge(where_, [&](node_index n, const actors::tcp_edge& edge) {
    if (!where_.is_up(n))
      return;
    edge.each_owner([&](const msg::connection_actor& owner, size_t) {
      const auto* session = look_at<actors::session>(owner);
      if (session && who != 0 && session->character().value == who)
        caf::anon_send_exit(owner, caf::exit_reason::kill);
    });
  });
}

void players::one_byte_at_a_time(bot_index i, bool on) {
  wires_[i].is_slow = on;
  if (wires_[i].connection != 0)
    where_.clients().one_byte_at_a_time(wires_[i].connection, on);
}

void players::stop_reading(bot_index i, bool on) {
  wires_[i].is_deaf = on;
  if (wires_[i].connection != 0)
    where_.clients().stop_reading(wires_[i].connection, on);
}

void players::disturbed(instant until) {
  auto at = where_.now() - where_.elapsed();
  oracle().disturbed(now(), static_cast<tools::bots::time_ms>((until - at) / ms));
}

} // namespace sim
