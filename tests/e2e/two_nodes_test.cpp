// Goal: a world on two nodes plays as one on a single node does, and survives the loss of an edge.

#include "tests/e2e/stage.hpp"

using namespace msg::client;

namespace test::e2e {

namespace {

node_settings without_clients(node_settings settings) {
  settings["login.port"] = "0";
  settings["game.port"] = "0";
  return settings;
}

/// Nodes a and b, which find each other through their database; b holds the clients.
class two_nodes : public ::testing::Test {
protected:
  /// Roles and maps of each; no maps = all of them.
  two_nodes(const node_settings& a_has, const node_settings& b_has) {
    inner = std::make_unique<server_process>(without_clients(settings_of("a", a_has)));
    outer = joined("b", b_has);
  }

  node_settings settings_of(const std::string& name, const node_settings& has) const {
    auto settings = default_settings(database);
    settings["node.name"] = name;
    settings["cluster.port"] = any_port;
    settings["admin.port"] = any_port;
    settings.insert(has.begin(), has.end());
    return settings;
  }

  /// One more node.
  std::unique_ptr<server_process> joined(const std::string& name, const node_settings& has) const {
    return std::make_unique<server_process>(settings_of(name, has));
  }

  /// The nodes have found each other once somebody can log in.
  std::unique_ptr<game_client> player(uint8_t nation = 0) { return player_through(*outer, nation); }
  static std::unique_ptr<game_client> player_through(server_process& edge, uint8_t nation = 0) {
    auto result = std::make_unique<game_client>(edge.where(), fresh_name("acc"));
    result->log_in_when_free(seconds{30});
    result->enter(fresh_name(), nation);
    return result;
  }

  void play_together();
  void warp_and_return();

  std::string database = postgres_cluster::shared().new_migrated_database();
  std::unique_ptr<server_process> inner;
  std::unique_ptr<server_process> outer;
};

void two_nodes::play_together() {
  auto a = player(0);
  auto b = player(0);
  auto far = player(1);
  a->see_appear(*b);
  b->see_appear(*a);
  a->walk_to(231, 131);
  b->get<s2c_see_move>([&](const s2c_see_move& x) { return x.moving_player_id == a->id(); });
  a->say(say_kind::whisper, "to another map", far->name());
  far->hear(say_kind::whisper, "to another map");
  far->say(say_kind::whisper, "and back", a->name());
  a->hear(say_kind::whisper, "and back");
  far->say(say_kind::shout, "to all");
  b->hear(say_kind::shout, "to all");
  a->log_out();
  b->see_disappear(*a);
  EXPECT_EQ(saved_place(database, a->name()), a->at());
}

/// Watched from both maps: gone from one before it is on the other, and never gone from both for long.
void two_nodes::warp_and_return() {
  auto on_1 = player();
  auto on_2 = player();
  on_2->walk_to(236, 128);
  on_2->warp(2);
  on_1->see_disappear(*on_2);
  auto goes = player();
  on_1->see_appear(*goes);
  goes->walk_to(236, 128);
  for (int i = 0; i < 2; ++i) {
    goes->warp(2);
    on_2->see_appear(*goes);
    EXPECT_FALSE(on_1->sees(*goes)) << "in two zones";
    goes->walk_to(18, 128);
    goes->warp(1);
    on_1->see_appear(*goes);
    EXPECT_FALSE(on_2->sees(*goes)) << "in two zones";
    goes->walk_to(236, 128);
  }
  on_1->say(say_kind::whisper, "which map?", goes->name());
  goes->hear(say_kind::whisper, "which map?");
  goes->warp(2);
  on_2->see_appear(*goes);
  goes->log_out();
  on_2->see_disappear(*goes);
  EXPECT_EQ(saved_place(database, goes->name()), (place{2, cell_at(20, 128)}));
}

class E2eEdgeApart : public two_nodes {
protected:
  E2eEdgeApart() : two_nodes({{"node.roles", "zone,service"}}, {{"node.roles", "login,edge"}}) {}
};

class E2eZonesApart : public two_nodes {
protected:
  E2eZonesApart()
      : two_nodes({{"node.roles", "service,zone"}, {"zone.maps", "1,7"}},
                  {{"node.roles", "login,edge,zone"}, {"zone.maps", "2"}}) {}
};

TEST_F(E2eEdgeApart, PlayersMeetTalkAndAreSaved) { play_together(); }

TEST_F(E2eEdgeApart, AWarpIsNeverInTwoZonesOrNone) { warp_and_return(); }

TEST_F(E2eZonesApart, PlayersMeetTalkAndAreSaved) { play_together(); }

TEST_F(E2eZonesApart, AWarpAcrossNodesIsNeverInTwoZonesOrNone) { warp_and_return(); }

TEST_F(E2eEdgeApart, CharactersOfAKilledEdgeLeaveAreSavedAndCanPlayAgain) {
  auto other_edge = joined("c", {{"node.roles", "login,edge"}});
  auto witness = player_through(*other_edge);
  auto a = player();
  witness->see_appear(*a);
  a->walk_to(229, 131);
  ASSERT_TRUE(a->is_served());
  outer->kill();
  EXPECT_TRUE(a->link().wait_for_close());
  witness->see_disappear(*a);
  EXPECT_TRUE(witness->is_served());
  EXPECT_TRUE(is_saved_within(seconds{10}, database, a->name(), a->at()));
  outer->start();
  game_client back{outer->where(), a->account()};
  back.log_in_when_free(seconds{30});
  back.enter(a->name());
  EXPECT_EQ(back.at(), a->at());
  witness->see_appear(back);
}

TEST_F(E2eEdgeApart, PlayersGoOnAfterTheRestOfTheirClusterWasKilledAndCameBack) {
  auto a = player();
  auto b = player();
  a->walk_to(229, 131);
  auto reached = a->at();
  ASSERT_TRUE(is_saved_within(seconds{10}, database, a->name(), reached));
  inner->kill();
  inner->start();
  a->wait_until_put_back(seconds{30});
  b->wait_until_put_back(seconds{30});
  EXPECT_EQ(a->at(), reached);
  EXPECT_TRUE(a->is_served());
  a->see_appear(*b);
  b->see_appear(*a);
  a->walk_to(231, 131);
  a->log_out();
  EXPECT_EQ(saved_place(database, a->name()), a->at());
  EXPECT_TRUE(player()->is_served());
}

TEST_F(E2eEdgeApart, WithoutAnyZonePlayersAreSentHomeInTheEnd) {
  auto impatient = joined("c", {{"node.roles", "login,edge"}, {"session.adrift_s", "2"}});
  auto a = player_through(*impatient);
  inner->kill();
  EXPECT_TRUE(a->link().wait_for_close()) << "nobody can run his zone";
  EXPECT_TRUE(impatient->is_running());
  inner->start();
  game_client back{impatient->where(), a->account()};
  back.log_in_when_free(seconds{30});
  back.enter(a->name());
  EXPECT_TRUE(back.is_served());
}

TEST_F(E2eEdgeApart, PlayersOnDifferentEdgesMeetAndOneAccountPlaysOnce) {
  auto other_edge = joined("c", {{"node.roles", "login,edge"}});
  auto a = player();
  auto b = player_through(*other_edge);
  a->see_appear(*b);
  b->see_appear(*a);
  a->say(say_kind::whisper, "over there?", b->name());
  b->hear(say_kind::whisper, "over there?");
  game_client second{other_edge->where(), a->account()};
  EXPECT_EQ(second.ask_login(), "This account is already logged in.");
}

TEST_F(E2eEdgeApart, BothNodesStopCleanlyAndSaveEverybody) {
  auto a = player();
  a->walk_to(229, 131);
  ASSERT_TRUE(a->is_served());
  EXPECT_EQ(outer->stop(), 0);
  EXPECT_EQ(inner->stop(), 0);
  EXPECT_EQ(saved_place(database, a->name()), a->at());
}

TEST_F(E2eEdgeApart, BotsFindNothingWrong) {
  player()->log_out(); // the nodes have found each other
  auto done = run_to_end({ZONEHIVE_BINARY, "bots", "run", "--count", "20", "--seconds", "10", "--data", world_folder(),
                          "--login", "127.0.0.1:" + std::to_string(outer->where().login)},
                         within(seconds{60}));
  EXPECT_EQ(done.code, 0) << done.output;
}

} // namespace

} // namespace test::e2e
