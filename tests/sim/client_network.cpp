#include "tests/sim/client_network.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace sim {

namespace {

constexpr uint64_t retransmission_max = 1'000'000'000; // ns after a link has healed
constexpr uint64_t slow_gap_max = 1'000'000;           // ns between two bytes of a slow client
constexpr uint64_t gap_max = 100'000;                  // ns between two segments of a burst
constexpr size_t segment_max = 1460;
constexpr size_t small_segment_max = 16;

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument("client network: " + why); }

} // namespace

// -- hosts ------------------------------------------------------------------------

server_sockets& client_network::add_host(const std::string& name) {
  auto [i, is_new] = hosts_.emplace(name, nullptr);
  if (!is_new)
    refuse("there is a host " + name + " already");
  i->second = std::make_unique<server_sockets>(*this, name);
  return *i->second;
}

server_sockets& client_network::host(const std::string& name) {
  auto i = hosts_.find(name);
  if (i == hosts_.end())
    refuse("there is no host " + name);
  return *i->second;
}

void client_network::host_down(const std::string& name, host_loss how) {
  auto& lost = host(name);
  lost.is_paused_ = false;
  lost.lose_process();
  if (how == host_loss::power_lost)
    lost.is_on_ = false;
  for (auto i = connections_.begin(); i != connections_.end();) {
    auto& c = (i++)->second;
    if (c.host != &lost)
      continue;
    auto is_known = c.server != server_state::unknown && c.server != server_state::lost;
    if (how == host_loss::power_lost) {
      c.server = is_known ? server_state::lost : c.server;
      c.to_server.unread.clear(); // nobody holds the window closed any more
      transmit(c);
      unschedule(c, way::to_server);
      drop_orphans(c);
    } else if (c.has_server() || c.server == server_state::answered) {
      c.server = server_state::closed;
      if (!c.is_reset)
        reset(c, way::to_client);
    }
    c.fd = -1;
    reap(c);
  }
}

void client_network::host_paused(const std::string& name, bool is_paused) { host(name).is_paused_ = is_paused; }

void client_network::cut(const std::string& name, bool is_cut) {
  auto& where = host(name);
  if (std::exchange(where.is_cut_, is_cut) == is_cut)
    return;
  for (auto i = connections_.begin(); i != connections_.end();) {
    auto& c = (i++)->second;
    if (c.host != &where)
      continue;
    for (auto which : {way::to_server, way::to_client}) {
      if (is_cut)
        unschedule(c, which);
      else
        release(c, which);
    }
    drop_orphans(c);
    reap(c);
  }
}

void client_network::set_latency(const std::string& name, uint64_t min, uint64_t max) {
  if (max < min)
    refuse("a latency of at least " + std::to_string(min) + " and at most " + std::to_string(max) + " ns");
  auto& where = host(name);
  where.latency_min_ = min;
  where.latency_max_ = max;
}

void client_network::limit_descriptors(const std::string& name, size_t max) { host(name).descriptors_max_ = max; }

size_t client_network::open_connections(const std::string& name) { return host(name).open_connections(); }

// -- clients ----------------------------------------------------------------------

client_network::connection* client_network::find(client_id who) {
  return const_cast<connection*>(std::as_const(*this).find(who));
}

const client_network::connection* client_network::find(client_id who) const {
  if (who == 0 || who >= next_client_)
    refuse("there never was a client " + std::to_string(who));
  auto i = connections_.find(who);
  return i == connections_.end() ? nullptr : &i->second;
}

client_id client_network::open(const std::string& name, uint16_t port, uint32_t address, client_events events) {
  auto& to = host(name);
  auto id = next_client_++;
  auto& c = connections_[id];
  c.id = id;
  c.host = &to;
  c.port = port;
  c.address = address;
  c.events = std::move(events);
  push(c, way::to_server, segment_kind::opens);
  return id;
}

void client_network::send(client_id who, std::span<const uint8_t> bytes) {
  auto* c = find(who);
  if (!c || c->to_server.is_reset || (c->client != client_state::opening && c->client != client_state::open))
    return;
  c->to_server.unsent.push(bytes);
  transmit(*c);
}

void client_network::close(client_id who, bool is_rough) {
  auto* c = find(who);
  if (!c)
    return;
  if (c->client == client_state::opening) {
    c->client = client_state::gone;
    c->to_server.unsent.clear();
    unschedule(*c, way::to_server);
    c->to_server.flight.clear();
  } else if (c->client == client_state::open && (is_rough || !c->to_client.unread.empty() || c->to_server.is_reset)) {
    c->client = client_state::gone; // as a kernel does when what it has was not read
    reset(*c, way::to_server);
  } else if (c->client == client_state::open) {
    c->client = client_state::leaving;
    transmit(*c);
  }
  reap(*c);
}

void client_network::half_open(client_id who) {
  auto* c = find(who);
  if (!c)
    return;
  c->client = client_state::vanished;
  c->to_server.unsent.clear();
  drop_orphans(*c);
  reap(*c);
}

void client_network::one_byte_at_a_time(client_id who, bool is_slow) {
  if (auto* c = find(who))
    c->is_slow = is_slow;
}

void client_network::stop_reading(client_id who, bool is_stopped) {
  auto* c = find(who);
  if (!c)
    return;
  c->is_stopped = is_stopped;
  if (!is_stopped && c->client == client_state::open && !std::exchange(c->is_read_due, true))
    due_.insert({now_, {who, way::client_reads}});
}

size_t client_network::unsent(client_id who) const {
  auto* c = find(who);
  return c ? c->to_server.unsent.size() : 0;
}

// -- segments leave ---------------------------------------------------------------

bool client_network::is_held(const connection& c, way which) const {
  return c.host->is_cut_ || (which == way::to_server && !c.host->is_on_);
}

uint64_t client_network::draw_latency(const server_sockets& host) {
  return host.latency_min_ + dice_.below(host.latency_max_ - host.latency_min_ + 1);
}

size_t client_network::draw_size(size_t most) {
  auto limit = dice_.chance(1, 4) ? small_segment_max : segment_max;
  return std::min<size_t>(most, 1 + dice_.below(limit));
}

void client_network::push(connection& c, way which, segment_kind kind, std::span<const uint8_t> bytes) {
  auto& pipe = pipe_of(c, which);
  auto is_slow = c.is_slow && which == way::to_server;
  auto gap = is_slow ? 1 + dice_.below(slow_gap_max) : dice_.chance(1, 2) ? dice_.below(gap_max) : 0;
  auto due = std::max(now_ + draw_latency(*c.host), pipe.last_due + gap);
  pipe.last_due = due;
  pipe.flight.push_back({due, kind, {bytes.begin(), bytes.end()}});
  pipe.unacknowledged += bytes.size();
  pipe.is_finished |= kind == segment_kind::fin;
  schedule(c, which);
}

void client_network::reset(connection& c, way which) {
  auto& pipe = pipe_of(c, which);
  pipe.unsent.clear();
  if (std::exchange(pipe.is_reset, true))
    return;
  ++counters_.resets;
  push(c, which, segment_kind::rst);
}

void client_network::transmit(connection& c) {
  auto& pipe = c.to_server;
  auto may_send = c.client == client_state::open || c.client == client_state::leaving;
  if (!may_send || pipe.is_finished || pipe.is_reset)
    return;
  while (!pipe.unsent.empty() && pipe.room() > 0) {
    auto n = c.is_slow ? 1 : draw_size(std::min(pipe.unsent.size(), pipe.room()));
    push(c, way::to_server, segment_kind::data, pipe.unsent.front(n));
    pipe.unsent.pop(n);
  }
  if (c.client == client_state::leaving && pipe.unsent.empty())
    push(c, way::to_server, segment_kind::fin);
}

void client_network::schedule(connection& c, way which) {
  auto& pipe = pipe_of(c, which);
  if (pipe.is_scheduled || pipe.flight.empty() || is_held(c, which))
    return;
  pipe.is_scheduled = true;
  pipe.scheduled = pipe.flight.front().due;
  due_.insert({pipe.scheduled, {c.id, which}});
}

void client_network::unschedule(connection& c, way which) {
  auto& pipe = pipe_of(c, which);
  if (std::exchange(pipe.is_scheduled, false))
    due_.erase({pipe.scheduled, {c.id, which}});
}

void client_network::release(connection& c, way which) {
  auto& pipe = pipe_of(c, which);
  if (pipe.flight.empty() || is_held(c, which))
    return;
  unschedule(c, which);
  auto due = now_ + dice_.below(retransmission_max);
  for (auto& segment : pipe.flight) {
    due = std::max(due, now_ + draw_latency(*c.host));
    segment.due = due;
  }
  pipe.last_due = due;
  schedule(c, which);
}

void client_network::drop_orphans(connection& c) {
  if (c.client == client_state::vanished && is_held(c, way::to_server))
    c.to_server.flight.clear();
  if (c.server == server_state::lost && is_held(c, way::to_client))
    std::erase_if(c.to_client.flight, [](const auto& x) { return x.kind != segment_kind::rst; }); // the new kernel's
}

// -- segments arrive --------------------------------------------------------------

void client_network::advance(uint64_t now) {
  if (is_advancing_ || now < now_)
    refuse(is_advancing_ ? "a client's call cannot let time pass" : "time runs backwards");
  is_advancing_ = true;
  while (!due_.empty() && due_.begin()->first <= now) {
    auto [due, what] = *due_.begin();
    due_.erase(due_.begin());
    now_ = std::max(now_, due);
    auto& c = connections_.find(what.first)->second;
    delivering_ = c.id;
    deliver(c, what.second);
    delivering_ = 0;
    reap(c);
  }
  now_ = now;
  is_advancing_ = false;
}

void client_network::deliver(connection& c, way which) {
  if (which == way::client_reads) {
    c.is_read_due = false;
    return read_on(c);
  }
  auto& pipe = pipe_of(c, which);
  pipe.is_scheduled = false;
  auto what = std::move(pipe.flight.front());
  pipe.flight.pop_front();
  if (which == way::to_server)
    reach_server(c, what);
  else
    reach_client(c, what);
  schedule(c, which);
}

void client_network::reach_server(connection& c, const segment& what) {
  if (what.kind == segment_kind::opens) {
    if (c.host->listener_at(c.port) < 0)
      return reset(c, way::to_client);
    c.server = server_state::answered;
    return push(c, way::to_client, segment_kind::accepts);
  }
  if (what.kind == segment_kind::accepts)
    return reach_queue(c);
  if (what.kind == segment_kind::data)
    c.to_server.unacknowledged -= what.bytes.size();
  if (!c.has_server()) {
    auto is_normal =
      what.kind == segment_kind::rst || (what.kind == segment_kind::fin && c.server == server_state::closed);
    if (!is_normal)
      reset(c, way::to_client);
    return;
  }
  if (what.kind == segment_kind::data) {
    c.to_server.unread.push(what.bytes);
  } else if (what.kind == segment_kind::fin) {
    c.has_end = true;
  } else {
    c.error = c.has_end ? EPIPE : ECONNRESET;
    c.is_reset = true;
  }
  c.host->refresh(c.fd);
}

void client_network::reach_queue(connection& c) {
  auto listener = c.host->listener_at(c.port);
  if (c.server != server_state::answered || listener < 0) {
    c.server = c.server == server_state::answered ? server_state::closed : c.server;
    return reset(c, way::to_client);
  }
  c.server = server_state::queued;
  ++counters_.connections;
  c.host->find(listener)->pending.push_back(c.id);
  c.host->refresh(listener);
}

void client_network::reach_client(connection& c, const segment& what) {
  if (c.client == client_state::vanished || c.client == client_state::gone)
    return;
  if (c.client == client_state::opening) {
    if (what.kind == segment_kind::rst)
      return end_for_client(c, client_end::refused);
    c.client = client_state::open;
    push(c, way::to_server, segment_kind::accepts);
    transmit(c);
    mix(c.id, {});
    if (auto call = c.events.opened)
      call(c.id);
    return;
  }
  if (what.kind == segment_kind::data)
    c.to_client.unacknowledged -= what.bytes.size();
  if (c.client == client_state::leaving) {
    if (what.kind == segment_kind::fin)
      return;
    c.client = client_state::gone;
    if (what.kind == segment_kind::data)
      reset(c, way::to_server);
    return;
  }
  if (what.kind == segment_kind::rst) {
    c.to_server.is_reset = true;
    c.to_server.unsent.clear();
  }
  auto must_wait = c.is_stopped || !c.to_client.unread.empty();
  if (what.kind != segment_kind::data) {
    c.end = what.kind == segment_kind::fin ? client_end::by_server : client_end::reset;
    if (!must_wait)
      end_for_client(c, *c.end);
  } else if (must_wait) {
    c.to_client.unread.push(what.bytes);
  } else {
    hand_to_client(c, what.bytes);
  }
}

void client_network::hand_to_client(connection& c, std::span<const uint8_t> bytes) {
  counters_.bytes_to_clients += bytes.size();
  mix(c.id, bytes);
  c.host->refresh(c.fd); // its window is open again
  if (auto call = c.events.received)
    call(c.id, bytes);
}

void client_network::read_on(connection& c) {
  if (c.client != client_state::open || c.is_stopped)
    return;
  if (!c.to_client.unread.empty()) {
    auto waiting = std::exchange(c.to_client.unread, {});
    hand_to_client(c, waiting.front(waiting.size()));
  }
  if (c.end && c.client == client_state::open && !c.is_stopped)
    end_for_client(c, *c.end);
}

void client_network::end_for_client(connection& c, client_end how) {
  c.client = how == client_end::by_server ? client_state::leaving : client_state::gone;
  if (how == client_end::by_server)
    transmit(c);
  else
    c.to_server.unsent.clear();
  mix(c.id, {});
  mix(static_cast<uint64_t>(how));
  if (auto call = std::move(c.events.closed))
    call(c.id, how);
}

void client_network::reap(connection& c) {
  auto is_client_done = c.client == client_state::gone || c.client == client_state::vanished
                        || (c.client == client_state::leaving && c.to_server.is_finished);
  if (!is_client_done || c.has_server() || c.id == delivering_ || c.is_read_due || !c.to_server.flight.empty()
      || !c.to_client.flight.empty())
    return;
  connections_.erase(c.id);
}

// -- what happened ----------------------------------------------------------------

void client_network::mix(uint64_t value) {
  digest_ = (digest_ ^ value) * 0x9E3779B97F4A7C15ull;
  digest_ ^= digest_ >> 32;
}

void client_network::mix(uint64_t who, std::span<const uint8_t> bytes) {
  mix(now_);
  mix(who);
  mix(bytes.size());
  while (!bytes.empty()) {
    uint64_t word = 0;
    auto n = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), n);
    mix(word);
    bytes = bytes.subspan(n);
  }
}

} // namespace sim
