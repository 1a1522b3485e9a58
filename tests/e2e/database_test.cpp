// Goal: the world outlives its database. Method: a cluster of its own that is stopped as by a crash.

#include "tests/e2e/stage.hpp"

namespace test::e2e {

namespace {

TEST(E2eDatabase, TheWorldGoesOnWithoutItAndSavesOnceItIsBack) {
  postgres_cluster cluster;
  auto database = cluster.new_migrated_database();
  auto settings = default_settings(database);
  settings["database.deadline_ms"] = "2000"; // a login is told soon
  server_process server{settings};
  auto a = new_player(server.where());
  auto b = new_player(server.where());
  a->walk_to(231, 130);

  cluster.stop();
  a->walk_to(228, 131);
  a->say(say_kind::general, "is it dark?");
  b->hear(say_kind::general, "is it dark?");
  b->say(say_kind::whisper, "it is", a->name());
  a->hear(say_kind::whisper, "it is");
  game_client late{server.where(), "latecomer"};
  EXPECT_EQ(late.ask_login(), "The server cannot log you in right now. Try again in a moment.");
  EXPECT_FALSE(late.login_link().is_closed());
  a->walk_to(226, 131);
  auto reached = a->at();
  EXPECT_TRUE(a->is_served());

  cluster.start();
  EXPECT_TRUE(is_saved_within(seconds{20}, database, a->name(), reached));
  late.log_in_when_free(seconds{20});
  late.enter("Latecomer");
  EXPECT_TRUE(b->is_served());
  a->log_out();
  game_client back{server.where(), a->account()};
  back.log_in_when_free();
  back.enter(a->name());
  EXPECT_EQ(back.at(), reached);
  EXPECT_EQ(server.stop(), 0);
}

TEST(E2eDatabase, AFrozenDatabaseDelaysNobodyWhoPlays) {
  postgres_cluster cluster;
  auto database = cluster.new_migrated_database();
  server_process server{default_settings(database)};
  auto a = new_player(server.where());
  auto b = new_player(server.where());
  cluster.freeze();
  a->walk_to(231, 131);
  a->say(say_kind::general, "slow?");
  b->hear(say_kind::general, "slow?");
  EXPECT_TRUE(b->is_served(seconds{2}));
  cluster.thaw();
  EXPECT_TRUE(is_saved_within(seconds{20}, database, a->name(), a->at()));
}

} // namespace

} // namespace test::e2e
