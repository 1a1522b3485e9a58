// The protocols of the cluster with something going wrong at every step: not
// drawn, all of them. A run without trouble is counted first; then the same run
// is repeated, once for each of its steps and for each kind of trouble.

#include "tests/sim/stage.hpp"

#include <functional>

namespace {

using namespace std::chrono_literals;
using namespace sim;

/// What goes wrong.
enum class trouble : uint8_t {
  source_killed,
  source_loses_power,
  target_killed,
  coordinator_killed,
  source_paused,
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
                                                         "target killed",
                                                         "coordinator killed",
                                                         "source paused",
                                                         "target paused",
                                                         "source and target parted",
                                                         "source isolated",
                                                         "target isolated",
                                                         "connection reset",
                                                         "store stalled",
                                                         "commits fail",
                                                         "answers of commits lost"};

/// A protocol under test: what is done, by whom, and which steps count.
struct protocol {
  uint64_t seed = 1;
  uint16_t map = 1; // that moves
  /// Prepares the stage; the clock of steps starts after it.
  std::function<void(stage&)> prepare;
  /// Begins what is looked at.
  std::function<void(stage&)> begin;
  /// It is over, one way or the other.
  std::function<bool(stage&)> is_over;
};

/// Steps of those who take part; ticks of the game and the bots' words are everywhere between them.
bool counts(const step_info& step) {
  return step.role == "host" || step.role == "store" || step.role == "keeper" || step.role == "coordinator";
}

class Steps {
public:
  Steps(const protocol& what, trouble which, uint64_t at_step) : what_(what), which_(which), at_step_(at_step) {}

  /// How many steps there were until it was over. `at_step` 0: nothing goes wrong.
  uint64_t run() {
    stage x{{.seed = what_.seed, .nodes = 3, .bots = 4, .maps = 3, .are_free = true}};
    EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
    x.run_for(8s);
    if (what_.prepare)
      what_.prepare(x);
    source_ = x.zone(what_.map).node().value_or(0);
    target_ = (source_ + 1) % 3;
    x.underneath().on_step = [&](const step_info& step) {
      if (!has_begun_ || !counts(step) || is_over_)
        return;
      if (++steps_ == at_step_)
        x.world().at(x.world().now(), [this, &x] { strike(x); });
    };
    has_begun_ = true;
    what_.begin(x);
    x.run_until([&] { return (is_over_ = is_over_ || what_.is_over(x)); }, 10s);
    x.underneath().on_step = {};
    if (at_step_ == 0)
      return steps_;
    x.run_for(10s);
    x.heal();
    EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world() && are_zones_served(x); }, 90s))
      << "step " << at_step_ << ": " << trouble_names[static_cast<size_t>(which_)];
    x.run_for(20s);
    x.come_to_rest();
    return steps_;
  }

private:
  static bool are_zones_served(stage& x) {
    for (uint16_t map : x.world().maps().maps)
      if (!x.zone(map).node())
        return false;
    return true;
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

/// `every`: each how many steps; 1 is all of them.
void try_every_step(const protocol& what, uint64_t every = 1) {
  auto steps = Steps{what, trouble::reset, 0}.run();
  ASSERT_GT(steps, 5u) << "nothing happens";
  for (size_t which = 0; which < trouble_names.size(); ++which)
    for (uint64_t at = 1 + which % every; at <= steps && !testing::Test::HasFailure(); at += every) {
      testing::ScopedTrace trace(__FILE__, __LINE__,
                                 std::string{trouble_names[which]} + " at step " + std::to_string(at) + " of "
                                   + std::to_string(steps));
      Steps{what, static_cast<trouble>(which), at}.run();
    }
}

node_index next_of(stage& x, uint16_t map) { return (x.zone(map).node().value_or(0) + 1) % 3; }

protocol a_move(uint64_t seed) {
  protocol what;
  what.seed = seed;
  auto target = std::make_shared<node_index>();
  what.begin = [target](stage& x) {
    *target = next_of(x, 1);
    EXPECT_TRUE(x.zone(1).move_to(x.world().name(*target)));
  };
  what.is_over = [target](stage& x) { return x.zone(1).node() == *target; };
  return what;
}

TEST(EveryStep, OfAMove) { try_every_step(a_move(101)); }

} // namespace
