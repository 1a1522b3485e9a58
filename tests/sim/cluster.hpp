// A cluster in a test: nodes that run the production composition root, the
// cables between them, clients, and the database, in one thread on one virtual
// clock that does not begin at zero. Everything is drawn from one seed: equal
// seeds give equal runs, to the last step.
//
// At one moment everything that can run is run, one message at a time, in an
// order that the seed decides; only then does time go on, to the next timer or
// arrival.

#pragma once

#include "tests/sim/client_network.hpp"
#include "tests/sim/memory_store.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/world.hpp"

#include <optional>

namespace sim {

/// How many maps a cluster of so many nodes has when nobody says otherwise.
constexpr uint16_t maps_for(uint32_t nodes) { return static_cast<uint16_t>(std::min<uint32_t>(2 * nodes, 8)); }

struct cluster_options {
  uint64_t seed = 1;
  uint32_t nodes = 2;
  uint16_t maps = 0; // 0: maps_for(nodes)
  /// Settings of `zonehive serve` that differ from the simulator's own; called for every process that starts.
  std::function<void(node_index, runtime::boot::serve_options&)> tweak;
  /// See each input of a player on its way out of a session, and when its zone deals with it; may be empty.
  std::function<void(const msg::player_input&)> watch_sent;
  std::function<void(node_index, const msg::player_input&)> watch_done;
};

/// How a node is lost.
enum class node_loss : uint8_t {
  process, // kill -9: the machine answers with resets
  power,   // silence
};

enum class node_state : uint8_t { down, starting, up, paused, stopping };

/// What one step was, for checkers and traces; handles of actors may be gone after it.
struct step_info {
  enum class kind : uint8_t { job, network, socket } what = kind::job;
  node_index node = 0;
  caf::actor_id actor = 0; // of a job
  std::string_view role;   // name of its class
  size_t waiting = 0;      // messages in its mailbox before it ran
};

class cluster {
public:
  explicit cluster(cluster_options options);
  ~cluster();
  cluster(const cluster&) = delete;
  cluster& operator=(const cluster&) = delete;

  // -- nodes. All have all roles; the cluster decides which of them runs what.

  uint32_t nodes() const { return static_cast<uint32_t>(hosts_.size()); }
  /// "a", "b", ...
  const std::string& name(node_index n) const { return hosts_.at(n).name; }
  std::optional<node_index> find(std::string_view name) const;
  node_state state(node_index n) const { return hosts_.at(n).state; }
  bool is_up(node_index n) const { return state(n) == node_state::up; }
  /// Null while the node is down.
  process* life(node_index n) { return hosts_.at(n).life.get(); }
  const process* life(node_index n) const { return hosts_.at(n).life.get(); }
  /// Where clients reach it.
  const std::string& address(node_index n) const { return hosts_.at(n).address; }
  static constexpr uint16_t login_port = 3550;
  static constexpr uint16_t game_port = 9860;

  void kill(node_index n, node_loss how = node_loss::process);
  /// Starts a node that is down; one that is up is killed first.
  void restart(node_index n);
  /// SIGSTOP and SIGCONT.
  void pause(node_index n);
  void resume(node_index n);
  /// SIGTERM: in order, then it is down.
  void stop(node_index n);
  /// Its clock goes so many millionths faster (or, negative, slower) from now on.
  void skew_clock(node_index n, int32_t ppm);

  // -- between nodes, and between nodes and clients

  void partition(node_index a, node_index b) { cables_.cut(a, b, true); }
  /// From every other node.
  void isolate(node_index n);
  void heal(node_index a, node_index b) { cables_.cut(a, b, false); }
  node_network& cables() { return cables_; }
  client_network& clients() { return clients_; }

  // -- the database

  memory_database& database() { return *database_; }
  const memory_database& database() const { return *database_; }
  store_weather& store() { return *store_weather_; }
  /// Between one node and the database.
  void cut_database(node_index n, bool on) { *hosts_.at(n).is_store_cut = on; }
  /// The clock of the database, which is no node's.
  static memory_database::time_point database_time(instant x) {
    return memory_database::time_point{caf::actor_clock::duration_type{static_cast<int64_t>(x)}};
  }

  // -- orders of operators

  /// The node whose coordinator holds the lease; nothing when none that is up does.
  std::optional<node_index> coordinator() const;
  // By way of the coordinator; false when none acts.
  bool order_move(msg::map_id map, const std::string& to);
  bool order_drain(const std::string& node, bool on);
  /// Even when nobody coordinates.
  void insist_on_undrain(const std::string& node);

  /// Every fault of cables, hosts and database ends, and every drain; nodes that are down, or paused, are up again
  /// soon.
  void heal();

  // -- time

  instant now() const { return now_; }
  /// Since the cluster began.
  instant elapsed() const { return now_ - began_; }
  /// Runs one thing that can run at this moment; false when there is none.
  bool step();
  void run_until(instant when);
  void run_for(instant by) { run_until(now_ + by); }
  /// Until `is_so`, looked at after every moment; false when it is not within `bound`.
  bool run_until(const std::function<bool()>& is_so, instant bound);
  /// Calls `what` at `when`, between two moments.
  void at(instant when, std::function<void()> what) { agenda_.emplace(when, std::move(what)); }

  /// Whoever else lives on this clock: when he is due next, and what he does then.
  struct outsider {
    std::function<instant()> due;
    std::function<void()> wake;
  };
  void set_outside(outsider who) { outside_ = std::move(who); }

  // -- what happens, for whoever listens

  std::function<void(const step_info&)> on_step;
  /// Before a message is run.
  std::function<void(node_index, caf::scheduled_actor&, caf::mailbox_element&)> on_message;
  std::function<void(node_index)> on_started;
  /// A fault or a repair, in words.
  std::function<void(const std::string&)> on_event;

  uint64_t steps() const { return steps_; }
  uint64_t digest() const;
  /// Everything that draws, draws from this.
  runtime::prng& dice() { return dice_; }
  const world& maps() const { return world_; }
  /// Ends every process without a trace, before whoever watches them ends.
  void bury_all();
  /// True while a dead process is taken apart, which nobody is to see.
  bool is_burying() const { return is_burying_; }

private:
  struct host {
    std::string name;
    std::string address;
    server_sockets* sockets = nullptr;
    node_state state = node_state::down;
    std::unique_ptr<process> life;
    std::shared_ptr<bool> is_dead; // of the store of this life
    std::shared_ptr<bool> is_store_cut = std::make_shared<bool>(false);
    std::map<uint32_t, std::shared_ptr<runtime::net::io_loop>> loops;
    node_clock clock{0, 0};
    int32_t ppm = 0;
    bool may_have_network = false; // its multiplexer may have something to do
    instant sweep_at = 0;
  };

  runtime::boot::serve_options options_of(node_index n) const;
  runtime::boot::seams seams_of(node_index n);
  void bury(host& x);
  void end_life(node_index n, const std::shared_ptr<bool>& is_dead);
  bool runs(const host& x) const {
    return x.life && (x.state == node_state::up || x.state == node_state::starting || x.state == node_state::stopping);
  }
  size_t choices(const host& x) const;
  bool run_choice(node_index n, size_t choice);
  void run_job(node_index n, size_t job);
  bool run_socket(node_index n);
  void after_step(node_index n);
  instant next_instant() const;
  void move_to(instant when);
  void tell(const std::string& what) {
    if (on_event)
      on_event(what);
  }

  cluster_options options_;
  runtime::prng dice_;
  const world& world_;
  instant began_;
  instant now_;
  node_network cables_;
  client_network clients_;
  std::shared_ptr<memory_database> database_;
  std::shared_ptr<store_weather> store_weather_;
  std::vector<host> hosts_;
  std::multimap<instant, std::function<void()>> agenda_;
  outsider outside_;
  std::vector<ready_socket> ready_;
  std::vector<node_index> woken_;
  rolling_hash hash_;
  uint64_t steps_ = 0;
  uint64_t wall_ms_ = 0;
  bool is_burying_ = false;
};

} // namespace sim
