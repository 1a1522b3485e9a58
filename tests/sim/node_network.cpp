#include "tests/sim/node_network.hpp"

#include <caf/binary_deserializer.hpp>

#include <algorithm>

namespace sim {

namespace {

namespace basp = caf::io::basp;

/// Requests that may reach their receiver twice: their promises say that repeating them does no harm.
constexpr std::string_view repeatable[] = {"@<>+ssl", "@<>+zl"};

/// The names of the types of a message, which precede it in the payload; empty when there are none of ours.
std::string_view types_in(const char* payload, size_t size) {
  constexpr std::string_view mark = "@<>";
  std::string_view text{payload, size};
  auto at = text.find(mark);
  if (at == text.npos || at == 0)
    return {};
  auto length = static_cast<uint8_t>(text[at - 1]); // shorter than 128, so its length is one byte
  return length < 128 ? text.substr(at, length) : std::string_view{};
}

} // namespace

void node_network::join(node_index n, caf::actor_system& system, multiplexer& mpx, std::string name, uint16_t port) {
  for (auto& old : cables_) // what the last process had: the machine answers with a reset now
    if (old->is_open && (old->ends[0].node == n || old->ends[1].node == n))
      hang_up(*old);
  sweep();
  host x;
  x.system = &system;
  x.mpx = &mpx;
  x.name = std::move(name);
  x.port = port;
  x.door = caf::io::accept_handle::from_int(next_handle_++);
  mpx.provide_acceptor(port, x.door);
  hosts_[n] = std::move(x);
  for (const auto& [i, other] : hosts_)
    offer_connections(i);
}

void node_network::leave(node_index n, bool silently) {
  auto& gone = hosts_.at(n);
  gone.system = nullptr;
  gone.mpx = nullptr;
  gone.offered.clear();
  gone.is_paused = false;
  for (auto& x : cables_) {
    if (!x->is_open || (x->ends[0].node != n && x->ends[1].node != n))
      continue;
    auto peer = x->ends[0].node == n ? x->ends[1].node : x->ends[0].node;
    auto& dead = x->ends[x->ends[0].node == n ? 0 : 1];
    dead.is_dead = true;
    dead.arriving.clear();
    if (!silently && !is_cut(n, peer))
      hang_up(*x); // otherwise the other side finds out by itself
  }
  sweep();
}

void node_network::cut(node_index a, node_index b, bool on) {
  if (a == b)
    return;
  if (on)
    cuts_.insert(pair_of(a, b));
  else
    cuts_.erase(pair_of(a, b));
}

void node_network::clog(node_index a, node_index b, instant by) {
  if (by == 0)
    clogs_.erase(pair_of(a, b));
  else
    clogs_[pair_of(a, b)] = by;
}

void node_network::reset(node_index a, node_index b) {
  for (auto& x : cables_)
    if (x->is_open && pair_of(x->ends[0].node, x->ends[1].node) == pair_of(a, b))
      hang_up(*x);
  sweep();
}

void node_network::heal() {
  cuts_.clear();
  clogs_.clear();
  weather = {};
}

/// CAF's test backend connects at once, to whatever was provided before: a way to each node that is up.
void node_network::offer_connections(node_index n) {
  auto& from = hosts_.at(n);
  if (!from.mpx)
    return;
  for (auto& [i, to] : hosts_) {
    if (i == n)
      continue;
    auto offered = from.offered.find(i);
    if (offered == from.offered.end()) {
      if (!to.mpx || is_cut(n, i))
        continue;
      auto at = handle::from_int(next_handle_++);
      from.mpx->provide_scribe(to.name, to.port, at);
      from.offered[i] = at;
    } else if (!from.mpx->has_pending_scribe(to.name, to.port)) {
      cables_.push_back(std::make_unique<cable>());
      auto& x = *cables_.back();
      x.ends[0] = {n, offered->second, {}};
      x.ends[1] = {i, handle::from_int(next_handle_++), {}};
      from.offered.erase(offered);
      if (to.mpx) {
        to.mpx->add_pending_connect(to.door, x.ends[1].at);
      } else {
        x.ends[1].is_dead = true;
        hang_up(x);
      }
    }
  }
}

void node_network::pump(node_index n) {
  offer_connections(n);
  for (size_t i = 0; i < cables_.size(); ++i) {
    auto& x = *cables_[i];
    for (int from : {0, 1})
      if (x.is_open && x.ends[from].node == n && process_of(x.ends[from])) {
        take(x, from);
        if (hosts_.at(n).mpx->stopped_reading(x.ends[from].at))
          hang_up(x);
      }
  }
  sweep();
}

void node_network::take(cable& x, int from) {
  auto& here = x.ends[from];
  auto& there = x.ends[1 - from];
  auto& out = process_of(here)->output_buffer(here.at);
  if (out.empty())
    return;
  std::vector<char> bytes;
  bytes.swap(out);
  bytes = sort_out(here.node, there.node, std::move(bytes));
  if (bytes.empty())
    return;
  bytes_ += bytes.size();
  auto latency = weather.latency_min + dice_.below(weather.latency_max - weather.latency_min + 1);
  if (auto clogged = clogs_.find(pair_of(here.node, there.node)); clogged != clogs_.end())
    latency += clogged->second;
  auto at = now_ + latency;
  if (!there.arriving.empty())
    at = std::max(at, there.arriving.back().at); // in order
  there.arriving.push_back({at, std::move(bytes)});
}

/// Buffers hold whole frames: each is passed on, lost or repeated.
std::vector<char> node_network::sort_out(node_index from, node_index to, std::vector<char> bytes) {
  std::vector<char> result;
  result.reserve(bytes.size());
  size_t at = 0;
  auto& system = *hosts_.at(from).system;
  while (at + basp::header_size <= bytes.size()) {
    basp::header head;
    caf::binary_deserializer source{system, bytes.data() + at, basp::header_size};
    if (source(head) || head.payload_len > bytes.size() - at - basp::header_size)
      break;
    auto size = basp::header_size + head.payload_len;
    node_frame frame{from, to, {}, size};
    if (head.operation == basp::message_type::direct_message) {
      auto id = caf::make_message_id(head.operation_data);
      frame.types = types_in(bytes.data() + at + basp::header_size, head.payload_len);
      frame.is_request = id.is_request();
      frame.is_answer = id.is_response();
    }
    auto times = decide(frame) == node_frame::fate::lost ? 0 : frame.how == node_frame::fate::repeated ? 2 : 1;
    for (int i = 0; i < times; ++i)
      result.insert(result.end(), bytes.begin() + static_cast<ptrdiff_t>(at),
                    bytes.begin() + static_cast<ptrdiff_t>(at + size));
    ++frames_;
    if (on_frame)
      on_frame(frame);
    at += size;
  }
  result.insert(result.end(), bytes.begin() + static_cast<ptrdiff_t>(at), bytes.end());
  return result;
}

node_frame::fate node_network::decide(node_frame& frame) {
  if (frame.types.empty() || !(frame.is_request || frame.is_answer))
    return frame.how;
  if (weather.lost != 0 && dice_.chance(weather.lost, 1000)) {
    ++lost_;
    frame.how = node_frame::fate::lost;
  } else if (weather.repeated != 0 && frame.is_request && std::ranges::count(repeatable, frame.types) != 0
             && dice_.chance(weather.repeated, 1000)) {
    ++repeated_;
    frame.how = node_frame::fate::repeated;
  }
  return frame.how;
}

bool node_network::is_ready(const end& x) const {
  auto* mpx = process_of(x);
  return mpx && !hosts_.at(x.node).is_paused && mpx->impl_ptr(x.at) != nullptr;
}

bool node_network::give(cable& x, int to) {
  auto& here = x.ends[to];
  auto is_given = false;
  while (x.is_open && !here.arriving.empty() && here.arriving.front().at <= now_ && is_ready(here)) {
    auto bytes = std::move(here.arriving.front().bytes);
    here.arriving.pop_front();
    auto& mpx = *process_of(here);
    auto& input = mpx.virtual_network_buffer(here.at);
    input.insert(input.end(), bytes.begin(), bytes.end());
    mpx.read_data(here.at);
    is_given = true;
  }
  return is_given;
}

void node_network::deliver(instant now, std::vector<node_index>& woken) {
  now_ = now;
  for (size_t i = 0; i < cables_.size(); ++i) {
    auto& x = *cables_[i];
    if (!x.is_open || is_cut(x.ends[0].node, x.ends[1].node))
      continue;
    for (int to : {0, 1})
      if (give(x, to))
        woken.push_back(x.ends[to].node);
  }
  sweep();
}

instant node_network::next_due() const {
  auto result = never;
  for (const auto& x : cables_) {
    if (!x->is_open || is_cut(x->ends[0].node, x->ends[1].node))
      continue;
    for (const auto& here : x->ends)
      if (!here.arriving.empty() && here.arriving.front().at < result && is_ready(here))
        result = here.arriving.front().at;
  }
  return result;
}

void node_network::hang_up(cable& x) {
  x.is_open = false;
  for (auto& here : x.ends) {
    here.arriving.clear();
    auto* mpx = process_of(here);
    if (!mpx)
      continue;
    if (auto scribe = mpx->impl_ptr(here.at))
      scribe->io_failure(mpx, caf::io::network::operation::read);
  }
}

void node_network::sweep() {
  std::erase_if(cables_, [](const auto& x) { return !x->is_open; });
}

} // namespace sim
