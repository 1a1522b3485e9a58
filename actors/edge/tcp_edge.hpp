// The edge over TCP: owns one listener and its connections, moves bytes between
// sockets and the actor behind each connection, and decides nothing about
// packets. It lives on its own I/O thread, as do the actors it wakes, so that a
// request and its answer change no thread. The loop outlives the actor: stop it
// before the last handle to the edge goes away.

#pragma once

#include "actors/edge/edge_link.hpp"
#include "messages/interfaces/edge.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/net/io_loop.hpp"
#include "runtime/net/socket.hpp"

#include <map>
#include <memory>

namespace actors {

struct tcp_edge_options {
  std::shared_ptr<runtime::net::io_loop> loop; // not started; the edge starts it
  int listener = -1;                           // listening socket, owned by the edge from now on
  runtime::net::socket_calls sockets = runtime::net::system_sockets();
  std::string label; // "login" or "game", for logs
  link_wire wire;    // cipher and heads of its clients
  link_limits limits;
  std::chrono::milliseconds login_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};
  size_t connections_max = 20'000;
  size_t connections_per_address = 64; // 0 is unlimited
  size_t output_max = 1024 * 1024;     // bytes that wait for a slow client
  /// Makes the actor behind a new connection; `address` is the client's, dotted.
  std::function<msg::connection_actor(msg::edge_actor, msg::connection_id, std::string address)> make_owner;
  std::shared_ptr<runtime::metrics> metrics;
};

class tcp_edge final : public msg::edge_actor::base {
public:
  using super = msg::edge_actor::base;

  tcp_edge(caf::actor_config& cfg, tcp_edge_options options);
  ~tcp_edge() override;

  const char* name() const override { return "tcp-edge"; }
  subtype_t subtype() const override { return io_actor; }
  using super::enqueue;
  void enqueue(caf::mailbox_element_ptr ptr, caf::execution_unit*) override;
  void launch(caf::execution_unit*, bool lazy, bool hide) override;
  void on_exit() override;

  // For whoever watches from the same thread, as the simulator does.
  uint64_t connections() const { return open_count_; }
  /// The actor behind each connection, dead sockets included, and the bytes that wait for its client.
  template <class Fn>
  void each_owner(Fn&& fn) const {
    for (const auto& slot : slots_)
      if (slot && slot->owner)
        fn(slot->owner, slot->out.size() - slot->written);
  }

protected:
  behavior_type make_behavior() override;

private:
  struct connection {
    int fd = -1; // -1: closed, but the owner still lives
    uint32_t generation = 0;
    uint32_t address = 0;
    uint64_t opened_ms = 0; // or answered last, before the login: the log-in time-out counts from here
    uint64_t heard_ms = 0;
    uint64_t close_at_ms = 0; // 0: not closing, or still writing
    edge_link link;
    msg::wire::byte_buffer out;
    size_t written = 0; // of `out`
    msg::connection_actor owner;
    msg::close_reason reason = msg::close_reason::client_left;
    bool is_throttled = false;
    bool waits_to_write = false;
    bool is_dirty = false;
    bool is_closing = false; // after `out` is written
  };

  // From the loop.
  void on_ready(uint64_t token, uint32_t events);
  void on_pass();
  void on_sweep();

  void accept_all();
  bool admit(uint32_t address);
  void open(int fd, uint32_t address);
  void read(uint64_t id, connection& who);
  void take(uint64_t id, connection& who, msg::wire::byte_view bytes);
  /// Whole frames with a3 heads, in the clear.
  void send_frames(uint64_t id, connection& who, msg::wire::byte_view frames);
  void append(uint64_t id, connection& who, msg::wire::byte_view bytes);
  void seal_last(connection& who, size_t size, uint32_t pc_id);
  void mark_dirty(uint64_t id, connection& who);
  void flush(uint64_t id, connection& who);
  void watch(uint64_t id, connection& who);
  void close_socket(uint64_t id, connection& who, msg::close_reason reason);
  void release(uint64_t id);
  void check_times(uint64_t id, connection& who);

  void on_output(const msg::edge_output& what);
  void on_batch(const msg::edge_batch& what);
  void on_owner_down(const caf::down_msg& down);
  void finish_stop();

  connection* find(uint64_t id);
  /// The same for everything within one pass of the loop: reading a clock is not free.
  uint64_t now_ms();
  template <class T>
  void post(const msg::connection_actor& to, T what);

  tcp_edge_options options_;
  std::vector<std::unique_ptr<connection>> slots_;
  std::vector<uint32_t> free_slots_;
  std::map<caf::actor_id, uint64_t> by_owner_;
  std::map<uint32_t, size_t> per_address_;
  std::vector<uint64_t> dirty_;
  std::vector<uint64_t> throttled_;
  std::vector<uint8_t> input_; // of one read
  msg::wire::byte_buffer scratch_;
  uint64_t open_count_ = 0;
  uint64_t accept_again_ms_ = 0; // no file descriptors left: not before then
  uint64_t full_sweep_ms_ = 0;
  uint64_t pass_ms_ = 0; // 0: not read in this pass yet
  std::vector<caf::typed_response_promise<uint32_t>> stopping_;
  bool is_stopping_ = false;

  std::atomic<uint64_t>& frames_in_;
  std::atomic<uint64_t>& frames_out_;
  std::atomic<uint64_t>& bytes_in_;
  std::atomic<uint64_t>& bytes_out_;
  std::atomic<uint64_t>& batches_;
  std::atomic<uint64_t>& batch_bytes_;
};

} // namespace actors
