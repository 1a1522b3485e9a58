// What the author of a test writes with: a simulated cluster whose nodes, bots,
// cables and database are told in words what to do and what goes wrong.
//
//   sim::stage x{{.seed = 1, .nodes = 2, .bots = 2}};
//   x.everybody_logs_in();
//   x.node("b").kill();
//   x.run_for(5s);
//   x.node("b").restart();
//   EXPECT_TRUE(x.run_until([&] { return x.bot(1).is_in_world(); }, 60s));
//
// Every checker watches. Whatever one of them finds fails the test when the stage
// ends, with the seed, the options, the last events and how to run it again. What
// is caused here stops what the bots expect of time (players::disturbed) for as
// long as it lasts and `recovery` longer.

#pragma once

#include "tests/sim/arena.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>

namespace sim {

struct stage_options {
  uint64_t seed = 1;
  uint32_t nodes = 2; // "a", "b", ...
  uint32_t bots = 0;
  uint16_t maps = 0; // 0: two a node; map i + 1 is run by node i % nodes
  /// The bots live by themselves from the start; otherwise each waits until it is told what to do.
  bool are_free = false;
  /// The bots know nothing of walls and run into them.
  bool are_blind = false;
  /// Settings of a node that differ from the simulator's.
  std::function<void(node_index, runtime::boot::serve_options&)> tweak{};
};

class stage {
public:
  using duration = std::chrono::nanoseconds;

  explicit stage(stage_options options);
  ~stage();
  stage(const stage&) = delete;
  stage& operator=(const stage&) = delete;

  class bot_verbs {
  public:
    /// It tries until it is there.
    void log_in() const { stage_.who().log_in(i_); }
    void log_out() const { stage_.who().log_out(i_); }
    /// Through warps when it has to.
    void walk_to(uint16_t map, loaders::cell at) const { stage_.who().walk_to(i_, map, at); }
    // The test fails when the bot is not in the world.
    void say(std::string_view words) const;
    void whisper(std::string_view name, std::string_view words) const;
    void shout(std::string_view words) const;

    /// Its connection is reset.
    void cut() const;
    /// Its machine vanishes without a word; `log_in` brings it back on another.
    void half_open() const;
    void one_byte_at_a_time(bool on) const;
    void stop_reading(bool on) const;

    bool is_in_world() const { return stage_.who().is_in_world(i_); }
    bool has_arrived() const { return stage_.who().bots().has_arrived(i_); }
    /// Whether somebody, the bot itself included, said so within its hearing, or to it alone.
    bool has_heard(std::string_view words) const;
    /// Of its character; empty before the first login.
    const std::string& name() const { return stage_.who().bots().name(i_); }
    uint16_t map() const { return stage_.who().bots().place(i_).first; }
    loaders::cell cell() const { return loaders::cell::from_index(stage_.who().bots().place(i_).second); }
    /// Where the database has its character; nothing when it has none.
    std::optional<msg::character_location> saved() const;
    /// Characters of its account in the database.
    size_t characters() const;
    /// The node whose edge has its connection; nothing outside the world.
    std::optional<node_index> edge_node() const;

  private:
    friend class stage;
    bot_verbs(stage& on, bot_index i) : stage_(on), i_(i) {}
    std::optional<msg::account_id> account() const;

    stage& stage_;
    bot_index i_;
  };

  class node_verbs {
  public:
    // Until `restart`.
    void kill() const;
    void power_off() const;
    void stop() const;
    /// Also one that is down, or up.
    void restart() const;
    /// Until `resume`.
    void pause() const;
    void resume() const;
    /// From every other node, until `stage::heal`.
    void isolate() const;
    /// From the database; `stage::heal` ends it, too.
    void cut_off_from_database(bool on) const;
    /// So much faster, or slower, than true time; 0 mends it. -90 to 100.
    void skew_clock(int percent) const;
    /// Clients and it cannot reach each other.
    void unreachable_for_clients(bool on) const;

    bool is_up() const { return stage_.world().is_up(n_); }
    bool is_down() const { return stage_.world().state(n_) == node_state::down; }
    node_index index() const { return n_; }

  private:
    friend class stage;
    node_verbs(stage& on, node_index n) : stage_(on), n_(n) {}
    std::string key(std::string_view what) const;

    stage& stage_;
    node_index n_;
  };

  /// What runs where, and orders of operators.
  class zone_verbs {
  public:
    /// The node that serves it; nothing when none does.
    std::optional<node_index> node() const;
    /// Under which the database has it.
    uint64_t epoch() const;
    /// Asks the coordinator that acts to move it; false when none does.
    bool move_to(std::string_view name) const;
    /// As often as it takes, within `bound`: a failure of the test when it does not get there.
    void must_move_to(std::string_view name, duration bound = std::chrono::seconds{30}) const;

  private:
    friend class stage;
    zone_verbs(stage& on, uint16_t map) : stage_(on), map_(map) {}
    stage& stage_;
    uint16_t map_;
  };

  class store_verbs {
  public:
    /// Answers nothing for so long.
    void stall(duration by) const;
    /// The next `n` requests fail, and nothing has happened.
    void fail_before_commit(uint32_t n) const;
    /// The next `n` that write are committed, and fail all the same.
    void fail_after_commit(uint32_t n) const;
    /// Cannot be reached.
    void down(bool on) const;

  private:
    friend class stage;
    explicit store_verbs(stage& on) : stage_(on) {}
    stage& stage_;
  };

  /// Throws std::out_of_range when there is no such bot, or no node of that name.
  bot_verbs bot(bot_index i);
  node_verbs node(std::string_view name);
  store_verbs store() { return store_verbs{*this}; }
  zone_verbs zone(uint16_t map) { return zone_verbs{*this, map}; }
  /// The node whose coordinator holds the lease; nothing when none that lives does.
  std::optional<node_index> coordinator() { return world().coordinator(); }
  /// By way of the coordinator; false when none acts.
  bool drain(std::string_view name, bool on = true) { return world().order_drain(std::string{name}, on); }

  // Between nodes; until `heal`.
  void partition(std::string_view a, std::string_view b);
  void heal(std::string_view a, std::string_view b);
  /// Bytes between them come so much later; 0 ends it.
  void clog(std::string_view a, std::string_view b, duration by);
  /// The connection between them breaks.
  void reset(std::string_view a, std::string_view b);
  /// Every cable takes up to so long.
  void delay(duration up_to);
  /// Of a thousand requests and answers.
  void drop(uint32_t per_mille);
  /// Of a thousand requests that may be repeated.
  void duplicate(uint32_t per_mille);
  /// Cables are clogged one after the other, and freed in another order, within that time.
  void swizzle(duration within);
  /// Everything: nodes that are down start again.
  void heal();

  void run_for(duration by);
  /// False when it is not so within `bound`, or something was violated before.
  bool run_until(const std::function<bool()>& is_so, duration bound);
  /// Everything is saved and has arrived; then what clients show, zones hold and the database has is compared. A
  /// failure of the test when it does not come to that.
  void come_to_rest(duration bound = std::chrono::seconds{60});
  /// All bots, and waits until they are in the world; a failure of the test when they are not within `bound`.
  void everybody_logs_in(duration bound = std::chrono::seconds{60});
  /// Also out of the server's memory; a failure of the test when something is left.
  void everybody_leaves(duration bound = std::chrono::seconds{60});

  cluster& world() { return arena_.world(); }
  players& who() { return arena_.who(); }
  arena& underneath() { return arena_; }
  bool is_clean() const { return arena_.is_clean(); }
  /// For tests of the checkers: what was violated does not fail the test.
  std::vector<violation> expect_violations();

private:
  static instant instant_of(duration x) { return static_cast<instant>(std::max<int64_t>(x.count(), 0)); }
  /// One that lasts until `end` of the same text.
  void begin_fault(const std::string& what);
  void end_fault(const std::string& what);
  void disturb(instant lasts);
  std::string report() const;

  stage_options options_;
  testing::ScopedTrace trace_;
  std::set<std::string> faults_; // that last
  std::deque<std::string> events_;
  arena arena_; // tells of events to its end
  bool is_judged_ = true;
};

/// A cell anybody can walk to, well away from `start_cell`.
inline constexpr loaders::cell far_cell{126, 128};

} // namespace sim
