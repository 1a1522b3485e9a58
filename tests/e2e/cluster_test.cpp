// Goal: players notice a pause at most, whatever happens to nodes other than the one that holds their connection.
// Method: three processes, thirty bots on two of them, and an operator; the third node is the one that suffers.

#include "tests/e2e/cluster.hpp"

#include <csignal>
#include <iostream>
#include <poll.h>

namespace test::e2e {

namespace {

constexpr uint32_t bots = 30;
constexpr int given_up = 75; // exit code of a node whose life the cluster has given up

class E2eCluster : public ::testing::Test {
public:
  static void SetUpTestSuite() { nodes_ = std::make_unique<cluster>(); }
  static void TearDownTestSuite() { nodes_.reset(); }

protected:
  void SetUp() override { nodes().wait_until_whole(); }

  static cluster& nodes() { return *nodes_; }
  /// Bots whose connections are on b and c.
  static std::unique_ptr<bot_run> players() {
    auto result = std::make_unique<bot_run>(bots, nodes().logins({"b", "c"}));
    result->wait_until_all_play();
    return result;
  }
  /// The world plays on for a while.
  static void let_play(milliseconds time) { ::poll(nullptr, 0, static_cast<int>(time.count())); }

  /// No violation is one of the report's own exit code; here: nobody lost a connection, and who was put back.
  static nlohmann::json expect_kept(bot_run& run, bool may_be_put_back) {
    auto report = run.finish();
    EXPECT_EQ(report["violations"]["total"], 0) << report.dump(2);
    EXPECT_EQ(report["counts"]["severed"], 0);
    if (!may_be_put_back) {
      EXPECT_EQ(report["put_back"]["count"], 0) << "only a failover puts anybody back";
    }
    std::cout << pauses_text(report);
    return report;
  }
  static void wait_until_nothing_is_on(const std::string& name, milliseconds limit) {
    auto is_free = [&] {
      return std::ranges::all_of(cluster::maps(), [&](auto map) {
        auto where = nodes().holder(map);
        return !where.empty() && where != name;
      });
    };
    ASSERT_TRUE(becomes_true(is_free, limit)) << "zones are still on " << name;
  }

private:
  static inline std::unique_ptr<cluster> nodes_;
};

TEST_F(E2eCluster, AMoveIsAPauseAndNothingElse) {
  auto run = players();
  for (auto map : cluster::maps()) {
    for (int i = 0; i < 2; ++i) {
      auto to = nodes().holder(map) == "a" ? "b" : "a";
      run->mark("move-" + std::to_string(map) + "-to-" + to);
      nodes().move(map, to);
      let_play(milliseconds{500});
    }
  }
  run->mark("after");
  let_play(seconds{1});
  expect_kept(*run, false);
}

TEST_F(E2eCluster, PlayersOutliveTheNodeOfTheirZone) {
  auto run = players();
  nodes().move_all("a");
  let_play(seconds{1});
  run->mark("kill");
  run->expect_failover(15);
  auto begin = wall::now();
  nodes().node("a").kill();
  EXPECT_TRUE(becomes_true([] { return nodes().is_dead("a"); }, seconds{10}));
  auto detected = wall::now();
  wait_until_nothing_is_on("a", seconds{15});
  auto assigned = wall::now();
  let_play(seconds{5});
  run->mark("after");
  nodes().node("a").start();
  nodes().wait_until_whole();
  let_play(seconds{1});
  auto report = expect_kept(*run, true);
  EXPECT_GT(report["put_back"]["count"], 0);
  using std::chrono::duration_cast;
  std::cout << "detected after " << duration_cast<milliseconds>(detected - begin).count() << " ms, assigned after "
            << duration_cast<milliseconds>(assigned - begin).count() << " ms; put back " << report["put_back"].dump()
            << "\n";
}

TEST_F(E2eCluster, AProcessThatStoodStillIsDeclaredDeadAndMustStartAgain) {
  auto run = players();
  nodes().move_all("a");
  run->expect_failover(20);
  nodes().node("a").signal(SIGSTOP);
  EXPECT_TRUE(becomes_true([] { return nodes().is_dead("a"); }, seconds{8}));
  let_play(seconds{8});
  nodes().node("a").signal(SIGCONT);
  EXPECT_EQ(nodes().node("a").wait_for_exit(within(seconds{10})), given_up);
  nodes().node("a").start();
  nodes().wait_until_whole();
  let_play(seconds{1});
  auto report = expect_kept(*run, true);
  EXPECT_GT(report["put_back"]["count"], 0);
}

TEST_F(E2eCluster, TheWorldOutlivesItsDatabase) {
  auto run = players();
  run->mark("without-database");
  nodes().postgres().stop();
  let_play(seconds{4});
  nodes().postgres().start();
  let_play(seconds{3});
  expect_kept(*run, false);
  for (const char* name : {"a", "b", "c"})
    EXPECT_TRUE(nodes().node(name).is_running()) << name;
}

TEST_F(E2eCluster, ADrainedNodeIsEmptyAndComesBack) {
  auto run = players();
  nodes().move_all("a");
  run->mark("drain");
  nodes().ask({"node", "drain", "a"});
  wait_until_nothing_is_on("a", seconds{15});
  let_play(seconds{1});
  nodes().ask({"node", "undrain", "a"});
  nodes().move(1, "a");
  let_play(milliseconds{500});
  expect_kept(*run, false);
}

TEST_F(E2eCluster, ANodeThatIsStoppedInOrderTakesNobodyWithIt) {
  auto run = players();
  nodes().move_all("a");
  run->mark("stop");
  nodes().ask({"node", "stop", "a"});
  EXPECT_EQ(nodes().node("a").wait_for_exit(within(seconds{15})), 0);
  wait_until_nothing_is_on("a", seconds{1});
  let_play(seconds{1});
  run->mark("start");
  nodes().node("a").start();
  nodes().wait_until_whole();
  let_play(seconds{1});
  expect_kept(*run, false);
}

} // namespace

} // namespace test::e2e
