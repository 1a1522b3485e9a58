// The TCP between the clients of a simulated cluster and the edges of its nodes:
// handshakes, segments cut at random places, finite windows, resets, silence.
// The server side has the face of the operating system (socket_calls and
// readiness as epoll reports it), the client side that of a program with
// callbacks. One thread, one seed, virtual time: the same calls give the same
// events. Knows no actors.
//
// A driver alternates between `advance` and the processes:
//
//   network.advance(now);                      // what is due arrives; clients are called
//   host.collect_ready(list);                  // then io_loop::drive_ready for these, in whatever order
//   ... run actors, io_loop::drive_pass ...    // at virtual time `now`
//
// and jumps to `next_due` when everything is at rest. What it leaves out: the
// kernel's own time-outs (about a quarter of an hour), and the latency of
// acknowledgements: a window opens at once when the receiver reads.

#pragma once

#include "runtime/base/prng.hpp"
#include "tests/sim/client_pipe.hpp"
#include "tests/sim/server_sockets.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace sim {

/// Counted from 1, never reused.
using client_id = uint64_t;

/// How a connection ended, as its client sees it.
enum class client_end : uint8_t { by_server, reset, refused };

/// What a client is told; members may be empty. Called within `advance`; each
/// may call anything of the client side, also for its own connection.
struct client_events {
  std::function<void(client_id)> opened;
  std::function<void(client_id, std::span<const uint8_t> bytes)> received;
  /// The last call. Not made for a connection that the client itself has closed.
  std::function<void(client_id, client_end)> closed;
};

enum class host_loss : uint8_t {
  /// The process is gone, its kernel resets what it had.
  killed,
  /// The machine is gone: silence. Once it listens again, it resets connections it does not know.
  power_lost,
};

struct network_counters {
  uint64_t bytes_to_servers = 0; // read by a process
  uint64_t bytes_to_clients = 0; // given to a client
  uint64_t connections = 0;      // whose handshake was finished
  uint64_t resets = 0;           // sent by either side
};

/// A fault in what the network is asked (an unknown host or client, time that runs backwards, a latency range that is
/// none) is a std::invalid_argument. Calls for a client whose connection is over do nothing.
class client_network {
public:
  explicit client_network(runtime::prng dice) : dice_(dice) {}
  client_network(const client_network&) = delete;
  client_network& operator=(const client_network&) = delete;

  // -- hosts; a host stays the same through every loss and restart

  /// Lives as long as the network.
  server_sockets& add_host(const std::string& name);
  server_sockets& host(const std::string& name);
  /// All descriptors and loops of the host's process are gone; what it holds of them is harmless.
  void host_down(const std::string& name, host_loss how);
  /// The process is stopped: its kernel goes on and buffers, but reports nothing ready.
  void host_paused(const std::string& name, bool is_paused);
  /// Between clients and the host: what is sent is held and arrives, in order, after the link has healed.
  void cut(const std::string& name, bool is_cut);
  /// One way, in ns; 0.2 to 20 ms at first. `max` is not below `min`. For what is sent from now on.
  void set_latency(const std::string& name, uint64_t min, uint64_t max);
  /// Listeners and connections of its process together; with more, `accept` fails with EMFILE.
  void limit_descriptors(const std::string& name, size_t max);
  /// Connections a process has accepted and not closed.
  size_t open_connections(const std::string& name);

  // -- clients

  /// `address` is the client's, IPv4 in host byte order.
  client_id open(const std::string& host, uint16_t port, uint32_t address, client_events events);
  /// Any time; waits for the handshake and the window.
  void send(client_id who, std::span<const uint8_t> bytes);
  /// After what was sent, or, `is_rough`, with a reset and without what the window kept back. No calls come any more.
  void close(client_id who, bool is_rough);
  /// The client's machine vanishes: it neither sends nor acknowledges anything again. No calls come any more.
  void half_open(client_id who);
  /// Whatever is sent from now on goes in segments of one byte, up to a millisecond apart.
  void one_byte_at_a_time(client_id who, bool is_slow);
  /// While it does not read, its window fills; afterwards it gets what has waited.
  void stop_reading(client_id who, bool is_stopped);
  /// Bytes that wait for the window, or for the handshake.
  size_t unsent(client_id who) const;

  // -- time, in ns

  /// When something happens next; UINT64_MAX when nothing will.
  uint64_t next_due() const { return due_.empty() ? ~uint64_t{0} : due_.begin()->first; }
  /// Everything due until then happens. Not from within a client's call.
  void advance(uint64_t now);

  const network_counters& counters() const { return counters_; }
  /// Connections that one side or the network still knows.
  size_t remembered() const { return connections_.size(); }
  /// Over every byte and end that a process or a client got, with whom and when.
  uint64_t digest() const { return digest_; }

private:
  friend class server_sockets;
  static constexpr uint16_t free_port_min = 49'152;

  enum class way : uint8_t { to_server, to_client, client_reads };
  enum class client_state : uint8_t {
    opening,
    open,
    leaving,  // said it is done; its kernel sends what is left
    gone,     // knows nothing of the connection any more
    vanished, // its machine is gone
  };
  enum class server_state : uint8_t {
    unknown,
    answered, // the first packet, not yet the last of the handshake
    queued,   // waits for `accept`
    accepted,
    closed, // by the process; the kernel sends what is left
    lost,   // the machine forgot it
  };
  struct connection {
    client_id id = 0;
    server_sockets* host = nullptr;
    uint16_t port = 0;
    uint32_t address = 0;
    client_events events;
    client_pipe to_server;
    client_pipe to_client;

    client_state client = client_state::opening;
    bool is_slow = false;          // one byte at a time
    bool is_stopped = false;       // does not read
    bool is_read_due = false;      // reads again, but has not been given what waits
    std::optional<client_end> end; // which it learns once it has read what came before

    server_state server = server_state::unknown;
    int fd = -1;                  // once accepted
    int error = 0;                // errno its process learns next
    bool has_end = false;         // the client's fin is here
    bool is_reset = false;        // by the client
    bool is_output_ended = false; // by the process

    bool has_server() const { return server == server_state::queued || server == server_state::accepted; }
  };

  /// Null when it is over.
  connection* find(client_id who);
  const connection* find(client_id who) const;
  static client_pipe& pipe_of(connection& c, way which) { return which == way::to_server ? c.to_server : c.to_client; }
  bool is_held(const connection& c, way which) const;
  uint64_t draw_latency(const server_sockets& host);
  size_t draw_size(size_t most);

  void push(connection& c, way which, segment_kind kind, std::span<const uint8_t> bytes = {});
  /// Once; nothing follows it.
  void reset(connection& c, way which);
  /// What the window allows of what the client wants to send, and its end.
  void transmit(connection& c);
  void schedule(connection& c, way which);
  void unschedule(connection& c, way which);
  /// What was held is sent again.
  void release(connection& c, way which);
  /// What is held and has no sender any more that would send it again.
  void drop_orphans(connection& c);

  void deliver(connection& c, way which);
  void reach_server(connection& c, const segment& what);
  void reach_queue(connection& c);
  void reach_client(connection& c, const segment& what);
  void hand_to_client(connection& c, std::span<const uint8_t> bytes);
  void read_on(connection& c);
  void end_for_client(connection& c, client_end how);
  void reap(connection& c);

  void mix(uint64_t value);
  void mix(uint64_t who, std::span<const uint8_t> bytes);

  runtime::prng dice_;
  uint64_t now_ = 0;
  int next_fd_ = 3;
  uint32_t next_loop_ = 0;
  uint16_t next_port_ = free_port_min;
  client_id next_client_ = 1;
  client_id delivering_ = 0; // whose segment is being dealt with: it must not go away meanwhile
  bool is_advancing_ = false;
  std::map<std::string, std::unique_ptr<server_sockets>> hosts_;
  std::map<client_id, connection> connections_;
  std::set<std::pair<uint64_t, std::pair<client_id, way>>> due_; // the first segment of every pipe that moves
  network_counters counters_;
  uint64_t digest_ = 0;
};

} // namespace sim
