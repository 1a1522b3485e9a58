// The self-test of the simulator: every bug of runtime/base/planted.hpp is caught
// by the checker that it names, and every checker is proven by a bug.

#include "runtime/base/planted.hpp"
#include "tests/sim/run.hpp"
#include "tests/sim/stage.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace runtime::planted {

void PrintTo(const entry& x, std::ostream* out) { *out << x.name; }

} // namespace runtime::planted

namespace {

using namespace std::chrono_literals;
using namespace sim;
namespace planted = runtime::planted;
using planted::bug;

constexpr uint64_t seeds_max = 40;

/// While it lives, the bug is on.
struct infested {
  explicit infested(bug which) { planted::switch_on(which); }
  ~infested() { planted::all_off(); }
};

using violations = std::vector<violation>;

run_plan plan_of(uint64_t seed) {
  auto plan = draw_plan({.seed = seed, .nodes = {}, .bots = {}, .faults_for = {}, .kinds = {}});
  if (seed % 2 == 0)
    plan.faults.clear();
  return plan;
}

violations drawn(uint64_t seed) { return run(plan_of(seed)).violations; }

/// The bots do not say what they miss, so that whoever looks later is asked.
violations drawn_with_patient_bots(uint64_t seed) {
  run_watch watch;
  watch.begin = [](arena& x) { x.who().disturbed(x.world().now() + 3'600 * second); };
  return run(plan_of(seed), watch).violations;
}

/// Bots that know nothing of walls run into them.
violations blind(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 1, .bots = 8, .are_free = true, .are_blind = true}};
  x.run_for(60s);
  return x.expect_violations();
}

/// A bot says something that nobody deals with, and then nobody says anything more.
violations last_words(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 1, .bots = 1}};
  x.everybody_logs_in();
  x.run_for(40s);
  x.who().disturbed(x.world().now() + 60 * second);
  x.bot(0).say("Is anybody there?");
  x.come_to_rest();
  return x.expect_violations();
}

/// Somebody comes into sight with the last steps he makes.
violations late_appearance(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 1, .bots = 2}};
  x.everybody_logs_in();
  x.who().disturbed(x.world().now() + 3'600 * second);
  auto walk = [&](bot_index i, loaders::cell to) {
    x.bot(i).walk_to(1, to);
    x.run_until([&] { return x.bot(i).has_arrived(); }, 60s);
  };
  walk(1, {122, 102});
  walk(0, {102, 102}); // two blocks away
  walk(1, {119, 102});
  x.come_to_rest();
  return x.expect_violations();
}

/// Everybody logs in and out once.
violations in_and_out(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 2, .bots = 3}};
  x.everybody_logs_in();
  x.everybody_leaves();
  return x.expect_violations();
}

/// A node stands still, and the bots of another talk to its zones as fast as nothing hinders them.
violations flood(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 2, .bots = 2, .tweak = [](node_index, runtime::boot::serve_options& options) {
             options.edge_frames_per_s = options.edge_move_frames_per_s = options.edge_chat_frames_per_s = 0;
             options.chat_lines_max = 60'000;
             options.zone_input_max = 16;
           }}};
  x.everybody_logs_in();
  for (auto name : {"a", "b"}) {
    x.node(name).pause();
    for (int i = 0; i < 16; ++i) { // not so long that the others give the node up
      for (bot_index bot : {0u, 1u})
        for (int line = 0; line < 20 && x.bot(bot).is_in_world(); ++line)
          x.bot(bot).say("and another thing");
      x.run_for(100ms);
    }
    x.node(name).resume();
    x.run_for(2s);
  }
  return x.expect_violations();
}

/// A node that reaches neither the others nor the database.
violations minority(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 3, .bots = 3}};
  x.everybody_logs_in();
  x.node("c").isolate();
  x.node("c").cut_off_from_database(true);
  x.run_for(60s);
  return x.expect_violations();
}

/// A node does not reach the database until just after it is given up.
violations late_beat(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 3, .bots = 3}};
  x.everybody_logs_in();
  x.node("c").cut_off_from_database(true);
  x.run_until([&] { return is_given_up(x.world(), 2); }, 60s);
  x.node("c").cut_off_from_database(false);
  x.run_for(40s);
  return x.expect_violations();
}

/// Zones move under players who do not stand still.
violations moves(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 3, .bots = 9, .are_free = true}};
  x.run_until([&] { return x.who().are_all_in_world(); }, 60s);
  for (int i = 0; i < 20; ++i)
    for (uint16_t map : x.world().maps().maps) {
      x.zone(map).move_to(x.world().name((x.zone(map).node().value_or(0) + 1) % 3));
      x.run_for(300ms);
    }
  return x.expect_violations();
}

/// The database does what it is told, and cannot say so.
violations moves_without_answers(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 3, .bots = 3, .are_free = true}};
  x.run_until([&] { return x.who().are_all_in_world(); }, 60s);
  for (int i = 0; i < 10; ++i) {
    fault lost;
    lost.kind = fault_kind::store_fail_after_commit;
    lost.amount = 1'000;
    lost.lasts = second;
    x.underneath().cause(lost);
    x.zone(1).move_to(x.world().name((x.zone(1).node().value_or(0) + 1) % 3));
    x.run_for(3s);
  }
  return x.expect_violations();
}

struct hunt {
  std::string_view how;
  violations (*go)(uint64_t seed);
};

std::vector<hunt> hunts_of(bug which) {
  switch (which) {
  case bug::walks_through_walls:
    return {{"bots that run into walls", blind}};
  case bug::one_sided_sight:
    return {{"the last steps bring somebody into sight", late_appearance}};
  case bug::session_never_ends:
    return {{"once in and out", in_and_out}};
  case bug::inbox_unbounded:
    return {{"a node stands still while bots talk", flood}};
  case bug::minority_goes_on:
    return {{"a node is alone", minority}};
  case bug::lease_renewed_late:
    return {{"a node beats again too late", late_beat}};
  case bug::sent_again_out_of_order:
    return {{"zones move", moves}};
  case bug::lost_answer_is_a_no:
    return {{"zones move and the database does not answer", moves_without_answers}};
  case bug::zone_goes_deaf:
    return {{"a last word", last_words}};
  default:
    return {{"drawn", drawn}, {"drawn, the bots are patient", drawn_with_patient_bots}};
  }
}

class PlantedBug : public testing::TestWithParam<planted::entry> {};

std::string name_of(const testing::TestParamInfo<planted::entry>& info) {
  std::string result{info.param.name};
  std::ranges::replace(result, '-', '_');
  return result;
}

TEST_P(PlantedBug, IsCaughtByItsChecker) {
  const auto& wanted = GetParam();
  std::map<std::string, uint64_t> others; // who spoke first instead, and in how many runs
  for (const auto& hunt : hunts_of(wanted.which))
    for (uint64_t seed = 1; seed <= seeds_max; ++seed) {
      violations found;
      {
        infested now{wanted.which};
        found = hunt.go(seed);
      }
      if (std::ranges::any_of(found, [&](const violation& x) { return x.invariant == wanted.checker; })) {
        std::cout << wanted.name << ": " << wanted.checker << " at seed " << seed << ", " << hunt.how << "\n";
        for (const auto& [name, times] : others)
          std::cout << "  before that " << name << " in " << times << " runs\n";
        return;
      }
      if (!found.empty())
        ++others[found.front().invariant];
    }
  std::string said;
  for (const auto& [name, times] : others)
    said += "; " + name + " spoke first in " + std::to_string(times) + " runs";
  ADD_FAILURE() << wanted.name << " (" << wanted.what << ") is not caught by " << wanted.checker << said;
}

INSTANTIATE_TEST_SUITE_P(Each, PlantedBug, testing::ValuesIn(planted::table().begin(), planted::table().end()),
                         name_of);

TEST(PlantedBugs, AreCompiledIn) { EXPECT_TRUE(planted::is_compiled_in()); }

TEST(PlantedBugs, ProveEveryChecker) {
  for (const auto& checker : checkers())
    EXPECT_TRUE(std::ranges::any_of(planted::table(), [&](const auto& x) { return x.checker == checker.name; }))
      << "no planted bug proves " << checker.name << ": " << checker.promise;
}

TEST(PlantedBugs, NameCheckersThatExist) {
  for (const auto& bug : planted::table())
    EXPECT_TRUE(std::ranges::any_of(checkers(), [&](const auto& x) { return x.name == bug.checker; })) << bug.name;
}

/// Otherwise the hunts prove nothing.
TEST(PlantedBugs, AreNotSeenWhenTheyAreOff) {
  for (auto go : {drawn, blind, last_words, late_appearance, in_and_out, flood, minority, late_beat, moves,
                  moves_without_answers})
    for (uint64_t seed = 1; seed <= (go == drawn ? seeds_max : 3); ++seed)
      for (const auto& x : go(seed))
        ADD_FAILURE() << "seed " << seed << ": " << x.invariant << ": " << x.what;
}

} // namespace
