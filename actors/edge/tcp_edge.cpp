#include "actors/edge/tcp_edge.hpp"

#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/probes.hpp"

#include <sys/epoll.h>

#include <cerrno>

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;

constexpr uint64_t listener_token = 0; // connection ids have a generation, so none is 0
constexpr size_t read_size = 64 * 1024;
constexpr uint64_t linger_ms = 1'000;     // for the client to close first, after our last byte
constexpr uint64_t accept_pause_ms = 100; // when file descriptors have run out
constexpr uint64_t full_sweep_every_ms = 1'000;
constexpr size_t kept_capacity = 4096; // of an output buffer that is empty

constexpr uint64_t make_id(size_t slot, uint32_t generation) { return uint64_t{generation} << 32 | slot; }
constexpr size_t slot_of(uint64_t id) { return id & 0xFFFFFFFF; }
constexpr uint32_t generation_of(uint64_t id) { return static_cast<uint32_t>(id >> 32); }

/// What a client is told its number is.
constexpr uint32_t pc_id_of(uint64_t id) { return static_cast<uint32_t>(slot_of(id) + 1); }

} // namespace

tcp_edge::tcp_edge(caf::actor_config& cfg, tcp_edge_options options)
    : super(cfg), options_(std::move(options)), input_(read_size),
      frames_in_(options_.metrics->counter(metric::edge_frames_total, "in")),
      frames_out_(options_.metrics->counter(metric::edge_frames_total, "out")),
      bytes_in_(options_.metrics->counter(metric::edge_bytes_total, "in")),
      bytes_out_(options_.metrics->counter(metric::edge_bytes_total, "out")),
      batches_(options_.metrics->counter(metric::edge_batches_total)),
      batch_bytes_(options_.metrics->counter(metric::edge_batch_bytes_total)) {
  set_down_handler([this](const caf::down_msg& down) { on_owner_down(down); });
}

tcp_edge::~tcp_edge() = default;

void tcp_edge::enqueue(caf::mailbox_element_ptr ptr, caf::execution_unit*) {
  super::enqueue(std::move(ptr), options_.loop.get());
}

void tcp_edge::launch(caf::execution_unit*, bool lazy, bool hide) {
  super::launch(options_.loop.get(), lazy, hide);
  options_.loop->watch(options_.listener, listener_token, EPOLLIN);
  // Outside of messages too, what is sent from here goes by way of the loop.
  auto enter = [this] { context(options_.loop.get()); };
  options_.loop->start({[this, enter](uint64_t token, uint32_t events) {
                          enter();
                          on_ready(token, events);
                        },
                        [this, enter] {
                          enter();
                          on_pass();
                        },
                        [this, enter] {
                          enter();
                          on_sweep();
                        }});
}

tcp_edge::behavior_type tcp_edge::make_behavior() {
  return {
    [this](const msg::edge_output& what) { on_output(what); },
    [this](const msg::edge_batch& what) { on_batch(what); },
    [](const msg::edge_fence&) { return caf::ok_atom::value; },
    [this](const msg::edge_stop& what) {
      auto promise = make_response_promise<uint32_t>();
      stopping_.push_back(promise);
      if (!std::exchange(is_stopping_, true)) {
        options_.loop->forget(options_.listener);
        options_.sockets.close(std::exchange(options_.listener, -1));
        for (const auto& slot : slots_)
          if (slot && slot->fd >= 0 && slot->owner)
            post(slot->owner, msg::connection_lost{what.reason});
      }
      finish_stop();
      return promise;
    },
  };
}

void tcp_edge::on_exit() {
  if (options_.listener >= 0)
    options_.sockets.close(std::exchange(options_.listener, -1));
  for (auto& slot : slots_)
    if (slot && slot->fd >= 0)
      options_.sockets.close(std::exchange(slot->fd, -1));
  slots_.clear();
  options_.make_owner = nullptr;
}

uint64_t tcp_edge::now_ms() {
  if (pass_ms_ == 0)
    pass_ms_ = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(clock().now().time_since_epoch()).count());
  return pass_ms_;
}

template <class T>
void tcp_edge::post(const msg::connection_actor& to, T what) {
  caf::actor_cast<caf::abstract_actor*>(to)->enqueue(
    caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, std::move(what)), options_.loop.get());
}

tcp_edge::connection* tcp_edge::find(uint64_t id) {
  auto slot = slot_of(id);
  if (slot >= slots_.size() || !slots_[slot] || slots_[slot]->generation != generation_of(id))
    return nullptr;
  return slots_[slot].get();
}

// -- connections come -------------------------------------------------------------

void tcp_edge::accept_all() {
  constexpr int batch = 64;
  for (int i = 0; i < batch; ++i) {
    auto next = options_.sockets.accept(options_.listener);
    if (next.fd < 0) {
      if (next.error == EMFILE || next.error == ENFILE || next.error == ENOMEM) {
        log::error(log::component::edge, "accept-failed", "the {} edge cannot accept: no file descriptors left",
                   options_.label);
        options_.loop->change(options_.listener, listener_token, 0);
        accept_again_ms_ = now_ms() + accept_pause_ms;
      }
      return;
    }
    if (admit(next.address))
      open(next.fd, next.address);
    else
      options_.sockets.close(next.fd);
  }
}

bool tcp_edge::admit(uint32_t address) {
  if (open_count_ >= options_.connections_max) {
    options_.metrics->add(metric::edge_closed_total, "too-many-connections");
    return false;
  }
  auto& from_here = per_address_[address];
  if (options_.connections_per_address != 0 && from_here >= options_.connections_per_address) {
    options_.metrics->add(metric::edge_closed_total, "too-many-from-address");
    return false;
  }
  ++from_here;
  return true;
}

void tcp_edge::open(int fd, uint32_t address) {
  size_t slot = slots_.size();
  if (free_slots_.empty()) {
    slots_.push_back(std::make_unique<connection>());
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  auto& who = *slots_[slot];
  auto generation = who.generation + 1;
  who = connection{};
  who.fd = fd;
  who.generation = generation;
  who.address = address;
  who.opened_ms = who.heard_ms = now_ms();
  auto id = make_id(slot, generation);
  who.owner = options_.make_owner(caf::actor_cast<msg::edge_actor>(caf::strong_actor_ptr{ctrl()}), {id},
                                  runtime::net::to_text(address));
  by_owner_[who.owner.id()] = id;
  monitor(who.owner);
  ++open_count_;
  options_.metrics->add(metric::edge_connections_total);
  options_.loop->watch(fd, id, EPOLLIN | EPOLLRDHUP);
}

// -- bytes come -------------------------------------------------------------------

void tcp_edge::on_ready(uint64_t token, uint32_t events) {
  if (token == listener_token) {
    if (options_.listener >= 0)
      accept_all();
    return;
  }
  auto* who = find(token);
  if (!who || who->fd < 0)
    return;
  if (events & EPOLLOUT)
    flush(token, *who);
  if (who->fd >= 0 && (events & (EPOLLIN | EPOLLERR | EPOLLHUP | EPOLLRDHUP)))
    read(token, *who);
}

void tcp_edge::read(uint64_t id, connection& who) {
  auto [n, error] = options_.sockets.receive(who.fd, input_);
  if (n < 0 && (error == EAGAIN || error == EINTR))
    return;
  if (n <= 0)
    return close_socket(id, who, who.is_closing ? who.reason : msg::close_reason::client_left);
  if (who.is_closing)
    return;
  who.heard_ms = now_ms();
  bytes_in_.fetch_add(static_cast<uint64_t>(n), std::memory_order_relaxed);
  take(id, who, {input_.data(), static_cast<size_t>(n)});
}

void tcp_edge::take(uint64_t id, connection& who, msg::wire::byte_view bytes) {
  msg::client_frames frames;
  auto result = who.link.feed(bytes, now_ms(), options_.wire, options_.limits, frames.bytes);
  frames.count = result.frames;
  if (result.frames > 0) {
    frames_in_.fetch_add(result.frames, std::memory_order_relaxed);
    post(who.owner, std::move(frames));
  }
  if (result.error != link_errc::none) {
    auto times = options_.metrics->add(metric::edge_frames_refused_total, to_string(result.error));
    log::sampled(log::component::edge, times, "bad-frame", "the {} edge cuts off {}: {}; {} so far", options_.label,
                 runtime::net::to_text(who.address), to_string(result.error), times);
    return close_socket(id, who, msg::close_reason::bad_frame);
  }
  if (result.is_throttled && !who.is_throttled) {
    options_.metrics->add(metric::edge_frames_refused_total, "throttled");
    throttled_.push_back(id);
  }
  if (std::exchange(who.is_throttled, result.is_throttled) != result.is_throttled)
    watch(id, who);
}

void tcp_edge::watch(uint64_t id, connection& who) {
  uint32_t events = 0;
  if (!who.is_throttled)
    events |= EPOLLIN | EPOLLRDHUP;
  if (who.waits_to_write)
    events |= EPOLLOUT;
  options_.loop->change(who.fd, id, events);
}

// -- bytes go ---------------------------------------------------------------------

/// Seals the frames that make up the last `size` bytes of the output.
void tcp_edge::seal_last(connection& who, size_t size, uint32_t pc_id) {
  if (who.fd < 0)
    return;
  uint64_t frames = 0;
  for (auto rest = std::span{who.out}.last(size); rest.size() >= msg::client::link_head_size; ++frames) {
    auto frame = std::min<size_t>(msg::client::size_at(rest, options_.wire.heads), rest.size());
    if (frame < msg::client::link_head_size)
      break;
    seal(rest.first(frame), pc_id, options_.wire);
    rest = rest.subspan(frame);
  }
  frames_out_.fetch_add(frames, std::memory_order_relaxed);
}

void tcp_edge::send_frames(uint64_t id, connection& who, msg::wire::byte_view frames) {
  if (options_.wire.heads != msg::client::dialect::a3) {
    scratch_.clear();
    append_in_dialect(scratch_, frames, options_.wire.heads);
    frames = scratch_;
  }
  append(id, who, frames);
  seal_last(who, frames.size(), pc_id_of(id));
}

void tcp_edge::append(uint64_t id, connection& who, msg::wire::byte_view bytes) {
  if (who.out.size() - who.written + bytes.size() > options_.output_max) {
    log::info(log::component::edge, "slow-consumer", "the {} edge cuts off {}: it does not read what it is sent",
              options_.label, runtime::net::to_text(who.address));
    return close_socket(id, who, msg::close_reason::slow_consumer);
  }
  who.out.insert(who.out.end(), bytes.begin(), bytes.end());
  mark_dirty(id, who);
}

void tcp_edge::mark_dirty(uint64_t id, connection& who) {
  if (!std::exchange(who.is_dirty, true))
    dirty_.push_back(id);
}

void tcp_edge::on_pass() {
  for (size_t i = 0; i < dirty_.size(); ++i) {
    auto* who = find(dirty_[i]);
    if (!who)
      continue;
    who->is_dirty = false;
    if (who->fd >= 0 && !who->waits_to_write)
      flush(dirty_[i], *who);
  }
  dirty_.clear();
  pass_ms_ = 0;
}

void tcp_edge::flush(uint64_t id, connection& who) {
  while (who.written < who.out.size()) {
    auto [n, error] = options_.sockets.send(who.fd, std::span{who.out}.subspan(who.written));
    if (n < 0 && error == EINTR)
      continue;
    if (n < 0 && error != EAGAIN)
      return close_socket(id, who, msg::close_reason::client_left);
    if (n < 0)
      break;
    who.written += static_cast<size_t>(n);
    bytes_out_.fetch_add(static_cast<uint64_t>(n), std::memory_order_relaxed);
  }
  auto is_done = who.written == who.out.size();
  if (is_done) {
    who.written = 0;
    who.out.clear();
    if (who.out.capacity() > kept_capacity)
      msg::wire::byte_buffer{}.swap(who.out);
  }
  if (std::exchange(who.waits_to_write, !is_done) == is_done)
    watch(id, who);
  if (is_done && who.is_closing && who.close_at_ms == 0) {
    options_.sockets.end_output(who.fd);
    who.close_at_ms = now_ms() + linger_ms;
  }
}

void tcp_edge::on_output(const msg::edge_output& what) {
  auto* who = find(what.to.value);
  if (!who || who->fd < 0)
    return;
  who->link.consumed(what.consumed);
  if (what.authenticated)
    who->link.authenticate();
  if (!what.frames.empty()) {
    who->opened_ms = now_ms(); // an answer gives a person time for the next try
    send_frames(what.to.value, *who, what.frames);
  }
  if (what.close && who->fd >= 0) {
    who->is_closing = true;
    who->reason = what.reason;
    mark_dirty(what.to.value, *who);
  }
  if (who->is_throttled && who->fd >= 0 && !who->is_closing)
    take(what.to.value, *who, {});
}

void tcp_edge::on_batch(const msg::edge_batch& what) {
  batches_.fetch_add(1, std::memory_order_relaxed);
  batch_bytes_.fetch_add(what.bytes.size(), std::memory_order_relaxed);
  uint32_t frame_begin = 0;
  uint32_t receiver_begin = 0;
  if (what.receiver_ends.size() != what.frame_ends.size())
    return log::error(log::component::edge, "bad-batch", "the {} edge drops a batch that contradicts itself",
                      options_.label);
  for (size_t i = 0; i < what.frame_ends.size(); ++i) {
    auto frame_end = what.frame_ends[i];
    auto receiver_end = what.receiver_ends[i];
    if (frame_end > what.bytes.size() || receiver_end > what.receivers.size()
        || frame_end < frame_begin + msg::client::link_head_size || receiver_end < receiver_begin)
      return log::error(log::component::edge, "bad-batch", "the {} edge drops a batch that contradicts itself",
                        options_.label);
    scratch_.clear();
    append_in_dialect(scratch_, msg::wire::byte_view{what.bytes}.subspan(frame_begin, frame_end - frame_begin),
                      options_.wire.heads);
    if (scratch_.size() < msg::client::link_head_size)
      return log::error(log::component::edge, "bad-batch", "the {} edge drops a batch that contradicts itself",
                        options_.label);
    encipher_frame(scratch_, options_.wire);
    for (auto k = receiver_begin; k < receiver_end; ++k) {
      auto id = what.receivers[k];
      auto* who = find(id);
      if (!who || who->fd < 0 || who->is_closing)
        continue;
      stamp_frame(scratch_, pc_id_of(id), options_.wire);
      append(id, *who, scratch_);
    }
    frames_out_.fetch_add(receiver_end - receiver_begin, std::memory_order_relaxed);
    frame_begin = frame_end;
    receiver_begin = receiver_end;
  }
}

// -- connections go ---------------------------------------------------------------

void tcp_edge::close_socket(uint64_t id, connection& who, msg::close_reason reason) {
  if (who.fd < 0)
    return;
  options_.loop->forget(who.fd);
  options_.sockets.close(std::exchange(who.fd, -1));
  msg::wire::byte_buffer{}.swap(who.out);
  who.written = 0;
  --open_count_;
  if (auto i = per_address_.find(who.address); i != per_address_.end() && --i->second == 0)
    per_address_.erase(i);
  options_.metrics->add(metric::edge_closed_total, to_string(reason));
  log::debug(log::component::edge, "connection-closed", "the {} edge closed the connection of {}: {}", options_.label,
             runtime::net::to_text(who.address), to_string(reason));
  if (who.owner)
    post(who.owner, msg::connection_lost{reason});
  else
    release(id);
}

void tcp_edge::release(uint64_t id) {
  free_slots_.push_back(static_cast<uint32_t>(slot_of(id)));
  auto& who = *slots_[slot_of(id)];
  ++who.generation; // nobody finds it any more
  finish_stop();
}

void tcp_edge::on_owner_down(const caf::down_msg& down) {
  auto i = by_owner_.find(down.source.id());
  if (i == by_owner_.end())
    return;
  auto id = i->second;
  by_owner_.erase(i);
  auto* who = find(id);
  if (!who)
    return;
  who->owner = nullptr;
  if (who->fd < 0)
    return release(id);
  if (!who->is_closing) {
    log::error(log::component::edge, "owner-died", "the actor behind a connection of the {} edge ended: {}",
               options_.label, system().render(down.reason));
    close_socket(id, *who, msg::close_reason::internal);
  }
}

void tcp_edge::check_times(uint64_t id, connection& who) {
  auto now = now_ms();
  if (who.is_closing) {
    if (who.close_at_ms != 0 ? now >= who.close_at_ms : now >= who.heard_ms + 10 * linger_ms)
      close_socket(id, who, who.reason);
  } else if (!who.link.is_authenticated()) {
    if (now >= who.opened_ms + static_cast<uint64_t>(options_.login_timeout.count()))
      close_socket(id, who, msg::close_reason::login_timeout);
  } else if (now >= who.heard_ms + static_cast<uint64_t>(options_.idle_timeout.count())) {
    close_socket(id, who, msg::close_reason::idle);
  }
}

void tcp_edge::on_sweep() {
  pass_ms_ = 0;
  auto now = now_ms();
  pass_ms_ = 0; // what follows the next wait reads its own
  std::vector<uint64_t> throttled;
  throttled.swap(throttled_);
  for (auto id : throttled) {
    auto* who = find(id);
    if (!who || who->fd < 0 || !who->is_throttled || who->is_closing)
      continue; // one that is closing may have no owner any more
    who->is_throttled = false;
    take(id, *who, {});
    if (who->fd >= 0 && !who->is_throttled)
      watch(id, *who);
  }
  if (accept_again_ms_ != 0 && now >= accept_again_ms_ && options_.listener >= 0) {
    accept_again_ms_ = 0;
    options_.loop->change(options_.listener, listener_token, EPOLLIN);
  }
  if (now < full_sweep_ms_)
    return;
  full_sweep_ms_ = now + full_sweep_every_ms;
  for (size_t i = 0; i < slots_.size(); ++i)
    if (slots_[i] && slots_[i]->fd >= 0)
      check_times(make_id(i, slots_[i]->generation), *slots_[i]);
  options_.metrics->set(metric::edge_connections, static_cast<int64_t>(open_count_));
}

void tcp_edge::finish_stop() {
  if (!is_stopping_ || !by_owner_.empty())
    return;
  for (auto& promise : stopping_)
    promise.deliver(static_cast<uint32_t>(open_count_));
  stopping_.clear();
}

} // namespace actors
