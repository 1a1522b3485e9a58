// The faults between a node and its database: what happened, what did not, and
// what the caller is told.

#include "tests/sim/memory_store.hpp"

#include "runtime/base/probes.hpp"
#include "tests/sim/sim_system.hpp"

#include <set>

namespace {

using msg::character_record;
using msg::errc;
using std::chrono::milliseconds;
using std::chrono::seconds;

template <class T>
using pending = std::shared_ptr<sim::answer<T>>;

/// `value`, `unanswered`, or the sentence of the error.
template <class T>
std::string text(const pending<T>& from) {
  if (from->value)
    return "value";
  return from->why ? std::string{msg::to_string(msg::code_of(*from->why))} : "unanswered";
}

const std::string unavailable{msg::to_string(errc::store_unavailable)};
const std::string overloaded{msg::to_string(errc::overloaded)};

class MemoryStore : public testing::Test {
protected:
  MemoryStore() {
    runtime::probes::reset();
    store_ = spawn({});
    sim_.get<msg::account_record>(store_, msg::create_account{"alice", "hash"});
    created_ = database_->commits();
  }

  /// A store of another node over the same database and in the same weather.
  msg::store_actor spawn(sim::memory_store_options options) {
    options.database = database_;
    options.weather = weather_;
    options.seed = ++seed_;
    return sim_.own(sim::spawn_memory_store(sim_.system(), std::move(options)));
  }

  pending<character_record> create(uint64_t operation) { return create(store_, operation); }
  pending<character_record> create(const msg::store_actor& in, uint64_t operation) {
    msg::create_character what;
    what.operation = {7, operation};
    what.what.account = {1};
    what.what.name = "Hero" + std::to_string(operation);
    return sim_.ask<character_record>(in, what);
  }
  pending<std::vector<character_record>> list() {
    return sim_.ask<std::vector<character_record>>(store_, msg::list_characters{{1}});
  }
  pending<caf::ok_atom> save(uint64_t revision, uint32_t cell) {
    msg::character_location where;
    where.id = {1};
    where.revision = revision;
    where.cell = cell;
    return sim_.ask<caf::ok_atom>(store_, msg::save_locations{{where}, {}});
  }
  uint32_t saved_cell() { return database_->characters().at({1}).record.location.cell; }

  uint64_t commits() const { return database_->commits() - created_; }
  size_t characters() const { return database_->characters().size(); }
  static uint64_t times(std::string_view probe) {
    for (const auto& one : runtime::probes::hits())
      if (one.name == probe)
        return one.times;
    ADD_FAILURE() << "no probe " << probe;
    return 0;
  }
  static uint64_t lost_replies() { return times("commit-lost-its-reply"); }
  void stall_for(milliseconds time) { weather_->stalled_until = sim_.system().clock().now() + time; }

  sim::sim_system sim_{1};
  std::shared_ptr<sim::memory_database> database_ = std::make_shared<sim::memory_database>();
  std::shared_ptr<sim::store_weather> weather_ = std::make_shared<sim::store_weather>();
  msg::store_actor store_;
  uint64_t created_ = 0;
  uint64_t seed_ = 0;
};

// -- fair weather --------------------------------------------------------------------

TEST_F(MemoryStore, InFairWeatherTheAnswerTakesNoTime) {
  EXPECT_EQ(text(create(1)), "value");
  EXPECT_EQ(weather_->happened, sim::store_weather::counts{});
}

TEST_F(MemoryStore, WhatOneNodeWroteIsThereForTheOthersAndOutlivesIt) {
  EXPECT_EQ(text(create(1)), "value");
  caf::anon_send_exit(store_, caf::exit_reason::kill);
  sim_.settle();
  store_ = spawn({});
  auto listed = list();
  ASSERT_TRUE(listed->value);
  EXPECT_EQ(listed->value->size(), 1u);
}

TEST_F(MemoryStore, AnAnswerTakesWhatTheLatenciesOfNodeAndWeatherAddUpTo) {
  sim::memory_store_options far;
  far.latency_min_ms = far.latency_max_ms = 30;
  store_ = spawn(far);
  weather_->latency_min_ms = weather_->latency_max_ms = 20;
  auto made = create(1);
  sim_.advance(milliseconds{49}, milliseconds{1});
  EXPECT_EQ(text(made), "unanswered");
  sim_.advance(milliseconds{1}, milliseconds{1});
  EXPECT_EQ(text(made), "value");
}

TEST_F(MemoryStore, WithLatencyRequestsOvertakeEachOther) {
  create(1);
  weather_->latency_max_ms = 40;
  auto was_overtaken = false;
  for (uint32_t round = 0; round < 30 && !was_overtaken; ++round) {
    auto first = sim_.ask<caf::ok_atom>(store_, msg::set_password{{1}, "first"});
    auto second = sim_.ask<caf::ok_atom>(store_, msg::set_password{{1}, "second"});
    sim_.advance(milliseconds{50}, milliseconds{1});
    EXPECT_TRUE(first->is_done() && second->is_done());
    was_overtaken = database_->accounts().at({1}).record.password_hash == "first";
  }
  EXPECT_TRUE(was_overtaken);
}

TEST_F(MemoryStore, TheLocksOfAccountsFollowTheClockOfTheDatabase) {
  auto now = std::make_shared<sim::memory_database::time_point>(seconds{1000});
  sim::memory_store_options options;
  options.now = [now] { return *now; };
  store_ = spawn(options);
  EXPECT_EQ(sim_.get<msg::account_record>(store_, msg::note_login{{1}, false, 1, 60}).locked_s, 60u);
  sim_.advance(seconds{100});
  EXPECT_EQ(sim_.get<msg::account_record>(store_, msg::find_account{"alice"}).locked_s, 60u);
  *now += seconds{59};
  EXPECT_EQ(sim_.get<msg::account_record>(store_, msg::find_account{"alice"}).locked_s, 1u);
}

// -- before and after the commit -------------------------------------------------------

TEST_F(MemoryStore, AFailureBeforeTheCommitLeavesNothingBehind) {
  weather_->fail_before_next = 1;
  EXPECT_EQ(text(create(1)), unavailable);
  EXPECT_EQ(commits(), 0u);
  EXPECT_EQ(characters(), 0u);
  EXPECT_EQ(database_->operations(), 0u);
  EXPECT_EQ(weather_->happened.failed_before_commit, 1u);
  EXPECT_EQ(text(create(1)), "value") << "only the next one fails";
  EXPECT_EQ(characters(), 1u);
}

TEST_F(MemoryStore, AFailureAfterTheCommitHappenedOnceAndItsRepetitionGetsTheFirstResult) {
  // Half of the answers come at once, the others at the deadline; both are seen.
  std::set<std::string> at_first;
  for (uint64_t operation = 1; operation <= 5; ++operation) {
    weather_->fail_after_next = 1;
    auto lost = create(operation);
    at_first.insert(text(lost));
    EXPECT_EQ(characters(), operation) << "committed all the same";
    sim_.advance(seconds{5});
    EXPECT_EQ(text(lost), unavailable);
    auto again = create(operation);
    ASSERT_EQ(text(again), "value");
    EXPECT_EQ(again->value->id().value, operation);
    EXPECT_EQ(characters(), operation) << "not twice";
    EXPECT_EQ(commits(), operation);
  }
  EXPECT_EQ(at_first, (std::set<std::string>{unavailable, "unanswered"}));
  EXPECT_EQ(weather_->happened.failed_after_commit, 5u);
  EXPECT_EQ(lost_replies(), 5u);
  EXPECT_EQ(times("operation-answered-from-its-id"), 5u);
}

TEST_F(MemoryStore, ARequestOfTheClusterWhoseAnswerIsLostCanBeRepeated) {
  const msg::node_key a{"a", 1};
  msg::join_cluster join;
  join.cluster = "test";
  join.node.key = a;
  msg::beat beat;
  beat.node = a;
  beat.lease_ms = beat.coordinator_ms = 60'000;
  beat.wants_coordinator = true;
  // Asked twice: the first answer is lost, and both times it happened.
  auto twice = [&]<class Answer>(Answer, const auto& what) {
    weather_->fail_after_next = 1;
    auto lost = sim_.ask<Answer>(store_, what);
    sim_.advance(seconds{10});
    EXPECT_EQ(text(lost), unavailable);
    auto commits_before = commits();
    auto again = sim_.ask<Answer>(store_, what);
    EXPECT_EQ(text(again), "value");
    EXPECT_EQ(weather_->fail_after_next, 0u);
    return commits() - commits_before;
  };
  EXPECT_EQ(twice(msg::cluster_view{}, join), 0u);
  EXPECT_EQ(twice(msg::cluster_view{}, beat), 0u);
  EXPECT_EQ(database_->leases().at("coordinator").epoch, 1u);
  join.node.key = {"b", 1};
  EXPECT_EQ(twice(msg::cluster_view{}, join), 0u);
  EXPECT_EQ(twice(msg::lease{}, msg::assign_lease{"zone/7", 0, a, 60'000, 1}), 0u);
  EXPECT_EQ(twice(msg::lease{}, msg::hand_over{"zone/7", 1, a, a, 60'000, {}}), 0u);
  EXPECT_EQ(twice(caf::ok_atom{}, msg::release_lease{"zone/7", a, 2}), 0u);
  EXPECT_EQ(database_->leases().at("zone/7").epoch, 3u);
  EXPECT_EQ(twice(caf::ok_atom{}, msg::declare_dead{{"b", 1}, 1}), 0u);
  EXPECT_EQ(database_->nodes().at("b").state(), msg::node_state::dead);
}

TEST_F(MemoryStore, OnlyARequestThatWritesCanFailAfterItsCommit) {
  weather_->fail_after_next = 1;
  EXPECT_EQ(text(list()), "value");
  EXPECT_EQ(weather_->fail_after_next, 1u);
}

TEST_F(MemoryStore, FailuresByChanceStrikeTheirShareOfTheRequests) {
  weather_->fail_before_per_mille = 250;
  uint32_t failed = 0;
  for (int i = 0; i < 400; ++i)
    failed += text(list()) == unavailable ? 1 : 0;
  EXPECT_GT(failed, 60u);
  EXPECT_LT(failed, 140u);
  EXPECT_EQ(weather_->happened.failed_before_commit, failed);
}

// -- stalls and deadlines --------------------------------------------------------------

TEST_F(MemoryStore, AStallEndsBeforeTheDeadlineAndEverythingIsDone) {
  stall_for(seconds{2});
  auto made = create(1);
  auto listed = list();
  sim_.advance(milliseconds{1900});
  EXPECT_EQ(text(made), "unanswered");
  EXPECT_EQ(commits(), 0u);
  sim_.advance(milliseconds{200});
  EXPECT_EQ(text(made), "value");
  EXPECT_EQ(text(listed), "value");
  EXPECT_EQ(commits(), 1u);
  EXPECT_EQ(weather_->happened.stalled, 2u);
  EXPECT_EQ(weather_->happened.deadlines_passed, 0u);
}

TEST_F(MemoryStore, AStallMayBeProlongedAndCutShort) {
  stall_for(milliseconds{500});
  auto made = create(1);
  sim_.advance(milliseconds{400});
  stall_for(seconds{60});
  sim_.advance(seconds{1});
  EXPECT_EQ(text(made), "unanswered");
  weather_->stalled_until = {};
  sim_.advance(milliseconds{200});
  EXPECT_EQ(text(made), "value");
}

TEST_F(MemoryStore, AtTheDeadlineTheAnswerComesAndTheCommitMayFollowOnce) {
  stall_for(seconds{8});
  std::vector<pending<character_record>> all;
  for (uint64_t operation = 1; operation <= 5; ++operation)
    all.push_back(create(operation));
  sim_.advance(milliseconds{4990});
  EXPECT_EQ(text(all.front()), "unanswered");
  sim_.advance(milliseconds{10});
  for (const auto& one : all)
    EXPECT_EQ(text(one), unavailable);
  EXPECT_EQ(commits(), 0u);
  sim_.advance(seconds{4});
  EXPECT_EQ(commits(), weather_->happened.committed_late);
  EXPECT_GT(commits(), 0u) << "the seed lets some of them arrive";
  EXPECT_LT(commits(), 5u) << "and some not";
  EXPECT_EQ(weather_->happened.deadlines_passed, 5u);
  for (uint64_t operation = 1; operation <= 5; ++operation)
    EXPECT_EQ(text(create(operation)), "value");
  EXPECT_EQ(characters(), 5u);
}

TEST_F(MemoryStore, ASaveThatArrivesLateDoesNotUndoANewerOne) {
  ASSERT_EQ(text(create(1)), "value");
  for (uint64_t round = 1; weather_->happened.committed_late == 0 && round < 100; ++round) {
    stall_for(seconds{6});
    save(2 * round, 1);
    sim_.advance(seconds{5});
    weather_->stalled_until = {};
    EXPECT_EQ(text(save(2 * round + 1, 2)), "value");
    sim_.advance(seconds{2});
    EXPECT_EQ(saved_cell(), 2u);
  }
  EXPECT_EQ(weather_->happened.committed_late, 1u);
}

TEST_F(MemoryStore, MoreThanTheQueueHoldsIsAnsweredOverloaded) {
  sim::memory_store_options options;
  options.queue_max = 2;
  store_ = spawn(options);
  stall_for(seconds{1});
  auto first = list();
  auto second = list();
  EXPECT_EQ(text(list()), overloaded);
  sim_.advance(milliseconds{1100});
  EXPECT_EQ(text(first), "value");
  EXPECT_EQ(text(second), "value");
  EXPECT_EQ(text(list()), "value");
  EXPECT_EQ(weather_->happened.overloaded, 1u);
}

// -- down and dead -----------------------------------------------------------------------

TEST_F(MemoryStore, WhileItIsDownEverythingIsRefusedAtOnce) {
  weather_->is_down = true;
  EXPECT_EQ(text(create(1)), unavailable);
  EXPECT_EQ(text(list()), unavailable);
  EXPECT_EQ(commits(), 0u);
  EXPECT_EQ(weather_->happened.refused_while_down, 2u);
  weather_->is_down = false;
  EXPECT_EQ(text(create(1)), "value");
}

TEST_F(MemoryStore, WhatIsUnderWayWhenItGoesDownIsToldSoWhetherItHappenedOrNot) {
  weather_->latency_min_ms = weather_->latency_max_ms = 100;
  for (uint64_t operation = 1; operation <= 5; ++operation) {
    weather_->is_down = false;
    auto made = create(operation);
    sim_.advance(milliseconds{50}, milliseconds{1});
    weather_->is_down = true;
    auto before = commits();
    sim_.advance(milliseconds{51}, milliseconds{1});
    EXPECT_EQ(text(made), unavailable);
    EXPECT_EQ(commits(), before) << "nothing is committed while it is down";
  }
  EXPECT_GT(commits(), 0u) << "the seed lets some happen";
  EXPECT_LT(commits(), 5u) << "and some not";
  EXPECT_EQ(lost_replies(), commits());
}

TEST_F(MemoryStore, ADeadNodeNeitherCommitsNorAnswers) {
  auto is_dead = std::make_shared<bool>(false);
  sim::memory_store_options options;
  options.is_dead = is_dead;
  auto doomed = spawn(options);
  stall_for(seconds{1});
  auto under_way = create(doomed, 1);
  *is_dead = true;
  auto too_late = create(doomed, 2);
  sim_.advance(seconds{10});
  caf::anon_send_exit(doomed, caf::exit_reason::kill);
  sim_.settle();
  EXPECT_EQ(text(under_way), "unanswered");
  EXPECT_EQ(text(too_late), "unanswered");
  EXPECT_EQ(commits(), 0u);
  EXPECT_GT(weather_->happened.lost_with_node, 0u);
  EXPECT_EQ(text(create(1)), "value") << "the other node works on";
}

TEST_F(MemoryStore, AStoreThatEndsInOrderAnswersWhatWaits) {
  stall_for(seconds{1});
  auto made = create(1);
  caf::anon_send_exit(store_, caf::exit_reason::user_shutdown);
  sim_.settle();
  EXPECT_EQ(text(made), unavailable);
  EXPECT_EQ(commits(), 0u);
}

// -- the same seed -----------------------------------------------------------------------

TEST(MemoryStoreReplay, TheSameSeedHasTheSameFortune) {
  auto play = [](uint64_t seed) {
    sim::sim_system sim{7};
    sim::memory_store_options options;
    options.database = std::make_shared<sim::memory_database>();
    options.weather = std::make_shared<sim::store_weather>();
    options.weather->latency_max_ms = 30;
    options.weather->fail_before_per_mille = options.weather->fail_after_per_mille = 200;
    options.seed = seed;
    auto store = sim.own(sim::spawn_memory_store(sim.system(), options));
    for (int i = 0; i < 50; ++i)
      sim.ask<msg::account_record>(store, msg::create_account{"account" + std::to_string(i), "hash"});
    sim.advance(seconds{10});
    return std::pair{options.database->digest(), options.weather->happened.failed_before_commit};
  };
  EXPECT_EQ(play(1), play(1));
  EXPECT_NE(play(1), play(2));
}

} // namespace
