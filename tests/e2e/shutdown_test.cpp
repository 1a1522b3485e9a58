// Goal: an ordered stop loses nothing, however busy the world is.

#include "tests/e2e/stage.hpp"

namespace test::e2e {

namespace {

TEST(E2eShutdown, ThirtyWalkersAreSavedWhereTheyStood) {
  auto database = postgres_cluster::shared().new_migrated_database();
  server_process server{default_settings(database)};
  std::vector<std::unique_ptr<game_client>> walkers;
  for (int i = 0; i < 30; ++i)
    walkers.push_back(new_player(server.where(), static_cast<uint8_t>(i % 2)));
  // Each walks to and fro, a step at a time, all at once; the stop comes in the middle.
  std::vector<uint32_t> before(walkers.size());
  for (int round = 0; round < 6; ++round) {
    for (size_t i = 0; i < walkers.size(); ++i) {
      auto& who = *walkers[i];
      before[i] = who.at().cell;
      who.step(round % 2 == 0 ? who.at().cell + 1 : who.at().cell - 1);
    }
  }
  EXPECT_EQ(server.stop(), 0) << "the server tells of what it could not save";
  for (size_t i = 0; i < walkers.size(); ++i) {
    auto saved = saved_place(database, walkers[i]->name());
    EXPECT_TRUE(saved == walkers[i]->at() || saved == (place{walkers[i]->at().map, before[i]}))
      << walkers[i]->name() << " is saved on " << saved << " and stood on " << walkers[i]->at();
  }
}

TEST(E2eShutdown, AClientIsToldByAClosedConnectionAndNewOnesAreRefused) {
  server_process server{default_settings(postgres_cluster::shared().new_migrated_database())};
  auto a = new_player(server.where());
  EXPECT_EQ(server.stop(), 0);
  EXPECT_TRUE(a->link().wait_for_close());
  EXPECT_THROW(client_link(listener::login, server.where().login), not_seen);
}

TEST(E2eShutdown, ConnectionsThatAreHalfWayInDoNotHoldUpTheStop) {
  server_process server{default_settings(postgres_cluster::shared().new_migrated_database())};
  game_client asked{server.where(), "halfway"};
  asked.ask_login();
  game_client listed{server.where(), "listed"};
  listed.log_in();
  game_client silent{server.where(), "silent"};
  silent.connect_game();
  EXPECT_EQ(server.stop(), 0);
  EXPECT_TRUE(listed.link().wait_for_close());
  EXPECT_TRUE(silent.link().wait_for_close());
}

TEST(E2eShutdown, AnIdleServerStopsAtOnce) {
  server_process server{default_settings(postgres_cluster::shared().new_migrated_database())};
  auto begin = wall::now();
  EXPECT_EQ(server.stop(), 0);
  EXPECT_LT(wall::now() - begin, seconds{5});
}

} // namespace

} // namespace test::e2e
