// The cables between nodes. Nodes exchange CAF's real bytes; this class takes
// them out of one node's buffers and puts them into another's, later, never, or
// twice. A cable is a TCP connection: bytes arrive in order or the connection
// breaks. What may get lost or repeated by itself is a request or its answer,
// as happens to whoever tries again after a connection broke.

#pragma once

#include "runtime/base/prng.hpp"
#include "tests/sim/rolling_hash.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>
#include <caf/io/network/test_multiplexer.hpp>

#include <deque>
#include <map>
#include <memory>
#include <set>

namespace sim {

/// Nanoseconds of the one virtual clock that no node sees.
using instant = uint64_t;
inline constexpr instant never = UINT64_MAX;
inline constexpr instant ms = 1'000'000;
inline constexpr instant second = 1'000 * ms;

using node_index = uint32_t;

/// What the cables do; may be changed at any time.
struct cable_weather {
  instant latency_min = ms / 10;
  instant latency_max = ms;
  /// Of a thousand requests and answers each.
  uint32_t lost = 0;
  uint32_t repeated = 0;
};

/// One frame between nodes, for whoever listens.
struct node_frame {
  node_index from = 0;
  node_index to = 0;
  std::string_view types; // names of what is in the message, as on the wire
  size_t size = 0;
  bool is_request = false;
  bool is_answer = false;
  enum class fate : uint8_t { sent, lost, repeated } how = fate::sent;
};

class node_network {
public:
  using multiplexer = caf::io::network::test_multiplexer;

  explicit node_network(runtime::prng dice) : dice_(dice) {}

  cable_weather weather;
  /// Called for every frame that leaves a node; may be empty.
  std::function<void(const node_frame&)> on_frame;

  /// A process begins: it can be dialled at `host` and `port` once it publishes there.
  void join(node_index n, caf::actor_system& system, multiplexer& mpx, std::string host, uint16_t port);
  /// The process is gone. Its peers see a reset, or nothing at all when the power went.
  void leave(node_index n, bool silently);
  /// The process stands still: nothing reaches it.
  void pause(node_index n, bool on) { hosts_.at(n).is_paused = on; }

  // Faults. Bytes on a cut or clogged cable are kept, as TCP does, until it is whole again.
  void cut(node_index a, node_index b, bool on);
  bool is_cut(node_index a, node_index b) const { return cuts_.contains(pair_of(a, b)); }
  /// So much later than otherwise; 0 ends it.
  void clog(node_index a, node_index b, instant by);
  void reset(node_index a, node_index b);
  void heal();

  /// After node `n` has run something of its multiplexer.
  void pump(node_index n);
  /// Moves what is due at `now`; returns the nodes that got something to do.
  void deliver(instant now, std::vector<node_index>& woken);
  instant next_due() const;

  void set_now(instant now) { now_ = now; }
  uint64_t bytes() const { return bytes_; }
  uint64_t frames() const { return frames_; }
  uint64_t lost() const { return lost_; }
  uint64_t repeated() const { return repeated_; }
  size_t open_cables() const { return cables_.size(); }

private:
  using handle = caf::io::connection_handle;

  struct host {
    caf::actor_system* system = nullptr; // null: down
    multiplexer* mpx = nullptr;
    std::string name;
    uint16_t port = 0;
    caf::io::accept_handle door;
    bool is_paused = false;
    std::map<node_index, handle> offered; // where it may connect to, and with what
  };
  struct parcel {
    instant at = 0;
    std::vector<char> bytes;
  };
  struct end {
    node_index node = 0;
    handle at;
    std::deque<parcel> arriving;
    bool is_dead = false; // its process is gone
  };
  struct cable {
    end ends[2]; // the one that dialled first
    bool is_open = true;
  };

  static std::pair<node_index, node_index> pair_of(node_index a, node_index b) { return std::minmax(a, b); }
  void offer_connections(node_index n);
  void take(cable& x, int from);
  std::vector<char> sort_out(node_index from, node_index to, std::vector<char> bytes);
  node_frame::fate decide(node_frame& frame);
  bool give(cable& x, int to);
  /// Null when the process that had this end is gone.
  multiplexer* process_of(const end& x) const { return x.is_dead ? nullptr : hosts_.at(x.node).mpx; }
  bool is_ready(const end& x) const;
  void hang_up(cable& x);
  void sweep();

  runtime::prng dice_;
  instant now_ = 0;
  std::map<node_index, host> hosts_;
  std::vector<std::unique_ptr<cable>> cables_;
  std::set<std::pair<node_index, node_index>> cuts_;
  std::map<std::pair<node_index, node_index>, instant> clogs_;
  int64_t next_handle_ = 1;
  uint64_t bytes_ = 0;
  uint64_t frames_ = 0;
  uint64_t lost_ = 0;
  uint64_t repeated_ = 0;
};

} // namespace sim
