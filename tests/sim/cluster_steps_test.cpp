// The protocols of the cluster with something going wrong at every step: not
// drawn, all of them. A run without trouble is counted first; then the same run
// is repeated, once for each of its steps and for each kind of trouble. All of
// that takes minutes: without ZONEHIVE_EVERY_STEP in the environment the kinds of
// trouble share the steps of the longer protocols among themselves.

#include "tests/sim/stage.hpp"

#include <cstdlib>
#include <functional>
#include <iostream>

namespace {

using namespace std::chrono_literals;
using namespace sim;

/// What goes wrong.
enum class trouble : uint8_t {
  source_killed,
  source_loses_power,
  source_paused,
  target_killed,
  coordinator_killed,
  target_paused,
  source_and_target_parted,
  source_isolated,
  target_isolated,
  reset,
  store_stalled,
  commits_fail,
  answers_of_commits_lost,
};
constexpr std::array<std::string_view, 13> trouble_names{"source killed",
                                                         "source loses power",
                                                         "source paused",
                                                         "target killed",
                                                         "coordinator killed",
                                                         "target paused",
                                                         "source and target parted",
                                                         "source isolated",
                                                         "target isolated",
                                                         "connection reset",
                                                         "store stalled",
                                                         "commits fail",
                                                         "answers of commits lost"};

bool are_zones_served(stage& x) {
  return std::ranges::all_of(x.world().maps().maps, [&](uint16_t map) { return x.zone(map).node().has_value(); });
}

/// Steps of those who decide what runs where; ticks of the game and the bots' words are everywhere between them.
bool is_of_the_cluster(const step_info& step) {
  return step.role == "host" || step.role == "store" || step.role == "keeper" || step.role == "coordinator";
}

/// And of those who carry a player.
bool is_of_a_stay(const step_info& step) {
  return step.role == "host" || step.role == "store" || step.role == "session" || step.role == "directory"
         || step.role == "zone";
}

node_index runs(stage& x, uint16_t map) { return x.zone(map).node().value_or(0); }

/// A protocol under test: what is done, by whom, and which steps count.
struct protocol {
  uint64_t seed = 1;
  /// The bots live by themselves; otherwise they stand where they begin.
  bool are_free = true;
  /// Who gives something away, or is lost; the next one is the target.
  std::function<node_index(stage&)> source = [](stage& x) { return runs(x, 1); };
  bool (*counts)(const step_info&) = is_of_the_cluster;
  /// Begins what is looked at.
  std::function<void(stage&, node_index source, node_index target)> begin;
  /// It is over, one way or the other.
  std::function<bool(stage&, node_index source, node_index target)> is_over;
};

class Steps {
public:
  Steps(const protocol& what, trouble which, uint64_t at_step) : what_(what), which_(which), at_step_(at_step) {}

  /// How many steps there were until it was over. `at_step` 0: nothing goes wrong.
  uint64_t run() {
    stage x{{.seed = what_.seed, .nodes = 3, .bots = 4, .maps = 3, .are_free = what_.are_free}};
    EXPECT_TRUE(are_all_back(x));
    x.run_for(2s);
    source_ = what_.source(x);
    target_ = (source_ + 1) % 3;
    x.underneath().on_step = [&](const step_info& step) {
      if (!has_begun_ || !what_.counts(step) || is_over_)
        return;
      if (++steps_ == at_step_)
        x.world().at(x.world().now(), [this, &x] { strike(x); });
    };
    what_.begin(x, source_, target_);
    has_begun_ = true;
    x.run_until([&] { return (is_over_ = is_over_ || what_.is_over(x, source_, target_)); }, 20s);
    x.underneath().on_step = {};
    if (at_step_ == 0) {
      EXPECT_TRUE(is_over_) << "it does not come to its end by itself";
      return steps_;
    }
    x.run_for(10s);
    x.heal();
    EXPECT_TRUE(are_all_back(x) && are_zones_served(x));
    x.run_for(5s);
    EXPECT_TRUE(are_all_back(x));
    x.come_to_rest();
    return steps_;
  }

private:
  /// Those who do not live by themselves are told to.
  bool are_all_back(stage& x) {
    for (int i = 0; i < 90 && !(x.who().are_all_in_world() && are_zones_served(x)); ++i) {
      for (bot_index bot = 0; !what_.are_free && bot < x.who().count(); ++bot)
        if (!x.bot(bot).is_in_world())
          x.bot(bot).log_in();
      x.run_for(1s);
    }
    return x.who().are_all_in_world() && are_zones_served(x);
  }

  void strike(stage& x) {
    auto third = x.coordinator().value_or((source_ + 2) % 3);
    auto name = [&](node_index n) { return x.world().name(n); };
    constexpr auto a_while = 6 * second;
    auto cause = [&](fault_kind kind, node_index first, node_index second_node, instant lasts, uint32_t amount = 0) {
      fault f;
      f.kind = kind;
      f.first = first;
      f.second = second_node;
      f.amount = amount;
      f.lasts = lasts;
      x.underneath().cause(f);
    };
    if (x.node(name(source_)).is_down() && which_ <= trouble::source_paused) // that it is lost is what is looked at
      return which_ == trouble::source_killed ? x.node(name(source_)).restart() : void();
    switch (which_) {
    case trouble::source_killed:
      return x.node(name(source_)).kill();
    case trouble::source_loses_power:
      return x.node(name(source_)).power_off();
    case trouble::target_killed:
      return x.node(name(target_)).kill();
    case trouble::coordinator_killed:
      return x.node(name(third)).kill();
    case trouble::source_paused:
      return cause(fault_kind::pause, source_, 0, a_while);
    case trouble::target_paused:
      return cause(fault_kind::pause, target_, 0, a_while);
    case trouble::source_and_target_parted:
      return cause(fault_kind::partition, source_, target_, a_while);
    case trouble::source_isolated:
      return cause(fault_kind::isolate, source_, 0, a_while);
    case trouble::target_isolated:
      return cause(fault_kind::isolate, target_, 0, a_while);
    case trouble::reset:
      return cause(fault_kind::reset, source_, target_, 0);
    case trouble::store_stalled:
      return cause(fault_kind::store_stall, 0, 0, a_while);
    case trouble::commits_fail:
      return cause(fault_kind::store_fail_before_commit, 0, 0, second, 1'000);
    case trouble::answers_of_commits_lost:
      return cause(fault_kind::store_fail_after_commit, 0, 0, second, 1'000);
    }
  }

  const protocol& what_;
  trouble which_;
  uint64_t at_step_;
  node_index source_ = 0;
  node_index target_ = 0;
  uint64_t steps_ = 0;
  bool has_begun_ = false;
  bool is_over_ = false;
};

/// Each how many steps.
uint64_t stride_of(uint64_t steps) {
  constexpr uint64_t runs_max = 250;
  auto all = steps * trouble_names.size();
  return std::getenv("ZONEHIVE_EVERY_STEP") ? 1 : std::max<uint64_t>((all + runs_max - 1) / runs_max, 1);
}

void try_every_step(const protocol& what) {
  auto steps = Steps{what, trouble::reset, 0}.run();
  ASSERT_GT(steps, 5u) << "nothing happens";
  auto stride = stride_of(steps);
  std::cout << steps << " steps, every " << stride << ". of them, " << trouble_names.size() << " kinds of trouble\n";
  for (size_t which = 0; which < trouble_names.size(); ++which)
    for (uint64_t at = 1 + which % stride; at <= steps && !testing::Test::HasFailure(); at += stride) {
      testing::ScopedTrace trace(__FILE__, __LINE__,
                                 std::string{trouble_names[which]} + " at step " + std::to_string(at) + " of "
                                   + std::to_string(steps));
      Steps{what, static_cast<trouble>(which), at}.run();
    }
}

/// Somebody stands frozen on a warp of that map.
bool is_leaving(stage& x, uint16_t map) {
  bool result = false;
  each_zone(x.world(), [&](node_index, const actors::zone& zone) {
    if (zone.world().map() != map)
      return;
    zone.world().each_player(
      [&](const msg::character_record& who) { result = result || zone.world().departure_of(who.id()).has_value(); });
  });
  return result;
}

bool runs_nothing(stage& x, node_index n) {
  return std::ranges::none_of(x.world().maps().maps, [&](uint16_t map) { return x.zone(map).node() == n; });
}

TEST(EveryStep, OfAMove) {
  protocol what;
  what.seed = 101;
  what.begin = [](stage& x, node_index, node_index target) { EXPECT_TRUE(x.zone(1).move_to(x.world().name(target))); };
  what.is_over = [](stage& x, node_index, node_index target) { return x.zone(1).node() == target; };
  try_every_step(what);
}

TEST(EveryStep, OfADrain) {
  protocol what;
  what.seed = 102;
  what.source = [](stage& x) { return x.coordinator().value_or(0); }; // it gives away a zone, and its lease
  what.begin = [](stage& x, node_index source, node_index) { EXPECT_TRUE(x.drain(x.world().name(source))); };
  what.is_over = [](stage& x, node_index source, node_index) {
    return runs_nothing(x, source) && are_zones_served(x) && x.coordinator() && x.coordinator() != source;
  };
  try_every_step(what);
}

TEST(EveryStep, OfAFailover) {
  protocol what;
  what.seed = 103;
  what.source = [](stage& x) { return (x.coordinator().value_or(0) + 1) % 3; };
  what.begin = [](stage& x, node_index source, node_index) { x.node(x.world().name(source)).kill(); };
  what.is_over = [](stage& x, node_index, node_index) { return are_zones_served(x); };
  try_every_step(what);
}

/// With the node that coordinated a zone is lost, too.
TEST(EveryStep, OfAChangeOfCoordinators) {
  protocol what;
  what.seed = 104;
  what.source = [](stage& x) { return x.coordinator().value_or(0); };
  what.begin = [](stage& x, node_index source, node_index) { x.node(x.world().name(source)).kill(); };
  what.is_over = [](stage& x, node_index source, node_index) {
    return are_zones_served(x) && x.coordinator() && x.coordinator() != source;
  };
  try_every_step(what);
}

/// The source goes on, reaches everybody but the database, and is given up.
TEST(EveryStep, OfALeaseThatExpires) {
  protocol what;
  what.seed = 105;
  what.begin = [](stage& x, node_index source, node_index) {
    x.node(x.world().name(source)).cut_off_from_database(true);
    x.run_for(28s); // as long as everybody sees that it lives
  };
  what.is_over = [](stage& x, node_index source, node_index) {
    return is_given_up(x.world(), source) && are_zones_served(x);
  };
  try_every_step(what);
}

/// A player is between two zones, and one of them moves.
protocol a_warp_while_a_zone_moves(uint64_t seed, uint16_t moving) {
  protocol what;
  what.seed = seed;
  what.are_free = false;
  what.counts = is_of_a_stay;
  what.source = [moving](stage& x) { return runs(x, moving); };
  what.begin = [moving](stage& x, node_index, node_index target) {
    x.bot(0).walk_to(2, start_cell);
    EXPECT_TRUE(x.run_until([&] { return is_leaving(x, 1); }, 60s));
    EXPECT_TRUE(x.zone(moving).move_to(x.world().name(target)));
  };
  what.is_over = [moving](stage& x, node_index, node_index target) {
    return x.bot(0).map() == 2 && x.zone(moving).node() == target;
  };
  return what;
}

TEST(EveryStep, OfAWarpOutOfAZoneThatMoves) { try_every_step(a_warp_while_a_zone_moves(106, 1)); }

TEST(EveryStep, OfAWarpIntoAZoneThatMoves) { try_every_step(a_warp_while_a_zone_moves(107, 2)); }

size_t sessions(stage& x) {
  size_t result = 0;
  each_session(x.world(), [&](node_index, const actors::session&) { ++result; });
  return result;
}

/// Who leaves is saved, also when his zone, his node or the database are lost meanwhile.
TEST(EveryStep, OfASave) {
  protocol what;
  what.seed = 108;
  what.are_free = false;
  what.counts = is_of_a_stay;
  what.begin = [](stage& x, node_index source, node_index) {
    for (bot_index i = 0; i < x.who().count(); ++i)
      if (x.bot(i).edge_node() != source)
        return x.bot(i).log_out();
    ADD_FAILURE() << "nobody's session is on another node than his zone";
  };
  what.is_over = [](stage& x, node_index, node_index) { return sessions(x) < x.who().count(); };
  try_every_step(what);
}

TEST(EveryStep, OfAnOutageOfTheDatabase) {
  protocol what;
  what.seed = 109;
  auto ends = std::make_shared<instant>();
  what.begin = [ends](stage& x, node_index, node_index) {
    fault away;
    away.kind = fault_kind::store_down;
    away.lasts = 2 * second;
    x.underneath().cause(away);
    *ends = x.world().now() + 3 * second;
  };
  what.is_over = [ends](stage& x, node_index, node_index) { return x.world().now() >= *ends; };
  try_every_step(what);
}

} // namespace
