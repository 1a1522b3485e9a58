// Clients whose bytes come in bits, late, not at all, or that do not read.

#include "tests/sim/stage.hpp"

namespace {

using namespace std::chrono_literals;
using namespace sim;

/// session.silent_s is 15, session.lost_s is 60.
TEST(ClientTrouble, TheAccountOfAClientThatVanishedIsFreeAfterAMinute) {
  stage x{{.seed = 31, .nodes = 2, .bots = 2}};
  x.everybody_logs_in();
  x.bot(0).half_open();
  EXPECT_FALSE(x.bot(0).is_in_world());
  auto sessions = [&] {
    size_t count = 0;
    each_session(x.world(), [&](node_index, const actors::session& session) { count += session.account() ? 1 : 0; });
    return count;
  };
  x.run_for(50s);
  EXPECT_EQ(sessions(), 2u);
  EXPECT_TRUE(x.run_until([&] { return sessions() == 1; }, 25s));
  x.bot(0).log_in();
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).is_in_world(); }, 10s));
}

TEST(ClientTrouble, WhoComesBackAfterVanishingReplacesHisSilentSession) {
  stage x{{.seed = 32, .nodes = 2, .bots = 2}};
  x.everybody_logs_in();
  x.bot(0).half_open();
  x.bot(0).log_in();
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).is_in_world(); }, 40s));
  x.run_for(70s);
  EXPECT_TRUE(x.bot(0).is_in_world());
  x.come_to_rest();
}

TEST(ClientTrouble, WhoseConnectionIsResetComesBackWhereHeStood) {
  stage x{{.seed = 33, .nodes = 2, .bots = 1}};
  x.everybody_logs_in();
  x.bot(0).walk_to(x.bot(0).map(), far_cell);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived(); }, 60s));
  x.bot(0).cut();
  EXPECT_FALSE(x.bot(0).is_in_world());
  x.everybody_logs_in(20s);
  EXPECT_EQ(x.bot(0).cell(), far_cell);
}

TEST(ClientTrouble, OneByteAtATimeIsEnoughToPlay) {
  stage x{{.seed = 34, .nodes = 2, .bots = 3, .are_free = true}};
  x.bot(0).one_byte_at_a_time(true);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  auto since = x.who().now();
  x.run_for(60s);
  EXPECT_GT(x.who().oracle().steps_kept(0, since), 0u);
  EXPECT_GT(x.who().oracle().own_words_heard(0, since), 0u);
  x.bot(0).one_byte_at_a_time(false);
  x.come_to_rest();
  x.everybody_leaves();
}

TEST(ClientTrouble, WhoDoesNotReadIsCutOffAndNobodyElseNotices) {
  stage x{{.seed = 35, .nodes = 2, .bots = 6, .tweak = [](node_index, runtime::boot::serve_options& options) {
             options.edge_output_max_kib = 16;
             options.chat_lines_max = 60'000;
           }}};
  x.everybody_logs_in();
  for (bot_index i = 0; i < 6; ++i)
    x.bot(i).walk_to(1, {static_cast<uint8_t>(106 + i), 106});
  EXPECT_TRUE(x.run_until(
    [&] {
      auto all = true;
      for (bot_index i = 0; i < 6; ++i)
        all = all && x.bot(i).has_arrived();
      return all;
    },
    90s));
  x.bot(5).stop_reading(true);
  auto is_served = [&] {
    auto is_there = false;
    each_session(x.world(), [&](node_index, const actors::session& session) {
      for (const auto& [id, row] : x.world().database().characters())
        is_there |= row.record.name == x.bot(5).name() && session.character() == id;
    });
    return is_there;
  };
  EXPECT_TRUE(is_served());
  std::string words(60, 'x');
  for (int round = 0; round < 400 && is_served(); ++round) {
    for (bot_index i = 0; i < 5; ++i)
      x.bot(i).say(words);
    x.run_for(200ms);
  }
  EXPECT_FALSE(is_served());
  for (bot_index i = 0; i < 5; ++i)
    EXPECT_TRUE(x.bot(i).is_in_world()) << i;
  x.bot(5).stop_reading(false);
  x.everybody_logs_in();
  x.come_to_rest();
}

void out_of_reach_for(uint64_t seed, stage::duration lasts) {
  stage x{{.seed = seed, .nodes = 2, .bots = 4, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("a").unreachable_for_clients(true);
  x.run_for(lasts);
  x.node("a").unreachable_for_clients(false);
  x.run_for(40s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
}

TEST(ClientTrouble, ANodeThatClientsCannotReachForAWhileIsFoundAgain) { out_of_reach_for(36, 20s); }

TEST(ClientTrouble, WordsThatComeTwentySecondsLateAreStillTrue) {
  for (uint64_t seed : {1636, 2136, 2536})
    out_of_reach_for(seed, 20s);
}

} // namespace
