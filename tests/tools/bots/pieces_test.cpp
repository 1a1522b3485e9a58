// The small parts: histories, histogram, names, traces, reports.

#include "tests/tools/bots/stage.hpp"
#include "tools/bots/bot_name.hpp"
#include "tools/bots/mesh_files.hpp"
#include "tools/bots/report.hpp"
#include "tools/tcp/endpoint.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace tools::bots {

using namespace msg;

TEST(Latency, PercentilesAreAtMostAnEighthTooHigh) {
  latency_histogram x;
  for (int64_t i = 1; i <= 1000; ++i)
    x.add(i);
  EXPECT_EQ(x.count(), 1000u);
  EXPECT_EQ(x.max_ms(), 1000);
  EXPECT_GE(x.percentile_ms(500), 500);
  EXPECT_LE(x.percentile_ms(500), 500 * 9 / 8 + 1);
  EXPECT_GE(x.percentile_ms(990), 990);
  EXPECT_EQ(x.percentile_ms(1000), 1000);
}

TEST(Latency, NothingAndHugeValuesAreHarmless) {
  latency_histogram x;
  EXPECT_EQ(x.percentile_ms(500), 0);
  x.add(-5);
  EXPECT_EQ(x.percentile_ms(990), 0);
  x.add(INT64_MAX);
  EXPECT_EQ(x.max_ms(), INT64_MAX);
}

TEST(PlaceHistory, SightIsSureOnlyWhenEveryPlaceOfTheTimeAgrees) {
  place_history a;
  place_history b;
  a.add({100, presence::present, 1, cell_at(10, 10)});
  b.add({100, presence::present, 1, cell_at(30, 10)}); // two blocks away
  b.add({200, presence::present, 1, cell_at(20, 10)}); // next block
  EXPECT_TRUE(surely_out_of_sight(a, b, 120, 180));
  EXPECT_FALSE(surely_out_of_sight(a, b, 120, 220));
  EXPECT_FALSE(surely_in_sight(a, b, 120, 220));
  EXPECT_TRUE(surely_in_sight(a, b, 220, 300));
  EXPECT_FALSE(surely_in_sight(a, b, 50, 300)); // not in the world at 50
  b.add({300, presence::unsure});
  EXPECT_FALSE(surely_in_sight(a, b, 220, 300));
  EXPECT_FALSE(surely_out_of_sight(a, b, 220, 300));
}

TEST(PlaceHistory, TheOldIsForgottenButTheLastPlaceIsNot) {
  place_history a;
  a.add({100, presence::present, 1, cell_at(10, 10)});
  for (time_ms t = 1'000; t <= 100'000; t += 1'000)
    a.add({t, presence::present, 1, cell_at(11, 10)});
  EXPECT_FALSE(a.may_have_stood(1, cell_at(10, 10), 0, 100'000));
  EXPECT_TRUE(a.surely_present(90'000, 200'000));
}

TEST(PlaceHistory, WhatWasDoneSinceABotStoodSomewhereIsCounted) {
  place_history a;
  a.add({100, presence::present, 1, cell_at(10, 10)});
  a.add({300, presence::present, 1, cell_at(11, 10)});
  a.add({500, presence::present, 1, cell_at(12, 10)});
  a.add({600, presence::unsure, 1, cell_at(12, 10)});
  auto since = a.since_stood(1, cell_at(10, 10), 200, 900);
  ASSERT_TRUE(since);
  EXPECT_EQ(since->steps, 2u);
  EXPECT_EQ(since->ms, 600);
  EXPECT_EQ(a.since_stood(1, cell_at(12, 10), 200, 900)->steps, 0u);
  EXPECT_EQ(a.since_stood(1, cell_at(12, 10), 200, 900)->ms, 0);
  EXPECT_FALSE(a.since_stood(1, cell_at(10, 10), 300, 900)) << "it stepped on at 300";
  EXPECT_FALSE(a.since_stood(2, cell_at(11, 10), 200, 900));
  a.add({700, presence::present, 1, cell_at(11, 10)});
  EXPECT_EQ(a.since_stood(1, cell_at(11, 10), 200, 900)->steps, 0u) << "back again";
}

TEST(PauseBook, TheWorstOfEachBotCounts) {
  pause_book x;
  for (bot_index i = 0; i < 100; ++i)
    for (time_ms ms : {1, 2})
      x.waited(i, ms + i);
  x.mark("move");
  x.waited(7, 500);
  auto all = x.all();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "run");
  EXPECT_EQ(all[0].bots, 100u);
  EXPECT_EQ(all[0].p50_ms, 51);
  EXPECT_EQ(all[0].p99_ms, 100);
  EXPECT_EQ(all[0].max_ms, 101);
  EXPECT_EQ(all[1].name, "move");
  EXPECT_EQ(all[1].bots, 1u);
  EXPECT_EQ(all[1].p50_ms, 500);
}

TEST(PauseBook, AnIntervalWithoutAnybodyIsEmpty) {
  auto all = pause_book{"quiet"}.all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].bots, 0u);
  EXPECT_EQ(all[0].max_ms, 0);
}

TEST(Cells, BlocksAreTwelveCellsWide) {
  EXPECT_TRUE(in_sight(cell_at(0, 0), cell_at(23, 23)));
  EXPECT_FALSE(in_sight(cell_at(0, 0), cell_at(24, 0)));
  EXPECT_TRUE(in_sight(cell_at(12, 0), cell_at(35, 0)));
  EXPECT_EQ(cell_at(113, 138), 0x8A71u);
}

TEST(BotName, EveryNameObeysTheRuleAndIsUnique) {
  for (auto prefix : {"bot", "b", "verylongprefix", "x_9", "Q"}) {
    std::set<std::string> names;
    for (uint32_t n : {0u, 7u, 42u, 999u, 99'999u}) {
      for (uint32_t attempt = 0; attempt < 6; ++attempt) {
        auto name = character_name(prefix, n, attempt);
        EXPECT_GE(name.size(), character_name_min) << name;
        EXPECT_LE(name.size(), character_name_max) << name;
        EXPECT_TRUE(std::isalpha(static_cast<unsigned char>(name[0]))) << name;
        for (auto c : name)
          EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << name;
        EXPECT_TRUE(names.insert(name).second) << name;
      }
    }
  }
  EXPECT_EQ(account_name("bot", 7), "bot7");
}

TEST(Trace, PasswordsAndTicketsAreNotDescribed) {
  wire::fixed_text<21> word{"hunter2"};
  auto login = frame_of(login_request{client::c2ls_login{word, word, {}}});
  EXPECT_EQ(describe_frame(listener::login, flow::sent, login), "c2ls_login");
  auto gate = frame_of(game_request{client::c2g_login{424242, word, word}});
  EXPECT_EQ(describe_frame(listener::game, flow::sent, gate), "c2g_login");
  auto ticket = client::encode_frame(client::ls2c_gate_info{424242, {}, 1});
  EXPECT_EQ(describe_frame(listener::login, flow::received, ticket), "ls2c_gate_info");
}

TEST(Trace, TheLastTenAreKeptAndLongOnesAreShortened) {
  packet_trace trace;
  for (time_ms t = 0; t < 25; ++t)
    trace.add(t, listener::game, flow::received, client::encode_frame(client::s2c_char_list{}));
  auto lines = trace.describe();
  ASSERT_EQ(lines.size(), packet_trace::packets_max);
  EXPECT_EQ(lines.front().substr(0, 15), "15 ms <- s2c_ch");
  EXPECT_LT(lines.front().size(), 300u);
}

TEST(Requests, TheOldestOfItsKindIsAnswered) {
  waiting_requests x;
  x.asked(request::say, 100);
  x.asked(request::say, 200);
  x.asked(request::walk, 150);
  EXPECT_EQ(x.answered(request::say, 250), 150);
  EXPECT_EQ(x.answered(request::say, 250), 50);
  EXPECT_FALSE(x.answered(request::say, 250));
  EXPECT_TRUE(x.take_overdue(250, 100).empty());
  EXPECT_EQ(x.take_overdue(251, 100).size(), 1u);
  EXPECT_FALSE(x.any());
}

TEST(Requests, WholeKindsAreTaken) {
  waiting_requests x;
  x.asked(request::login, 100);
  x.asked(request::walk, 200);
  x.asked(request::walk, 300);
  x.asked(request::option, 400);
  x.asked(request::log_out, 500);
  auto taken = x.take(request::walk, request::warp_go, 1'000);
  ASSERT_EQ(taken.size(), 3u);
  EXPECT_EQ(taken[1].waited_ms, 700);
  EXPECT_FALSE(x.waits(request::walk));
  EXPECT_TRUE(x.waits(request::login));
  EXPECT_TRUE(x.waits(request::log_out));
}

TEST(Endpoint, WrongAddressesAreRefused) {
  for (auto text : {"", "localhost", ":3550", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:12x"})
    EXPECT_FALSE(tcp::resolve(text)) << text;
  EXPECT_TRUE(tcp::resolve("127.0.0.1:3550"));
}

TEST(Endpoint, AnUnspecifiedGateIsTheLoginHost) {
  auto login = tcp::resolve("127.0.0.1:3550");
  ASSERT_TRUE(login);
  auto gate = tcp::endpoint_at("0.0.0.0", 9860, *login);
  ASSERT_TRUE(gate);
  const auto& address = reinterpret_cast<const sockaddr_in&>(gate->address);
  EXPECT_EQ(ntohs(address.sin_port), 9860);
  EXPECT_EQ(ntohl(address.sin_addr.s_addr), INADDR_LOOPBACK);
  EXPECT_FALSE(tcp::endpoint_at("not-an-address", 9860, *login));
}

TEST(MeshFiles, AMapOfTheLoadersBecomesAMesh) {
  loaders::map map;
  map.id = 1;
  map.warps.push_back({2, {20, 128}});
  auto put = [&](uint8_t x, uint8_t y, uint32_t warp) {
    auto& cell = map.cells[loaders::cell{x, y}.index()];
    cell = loaders::cell_bits::warp.put(loaders::cell_bits::walkable.put(0, 1), warp);
  };
  put(5, 6, loaders::warp_index_none);
  put(7, 6, 0);
  auto mesh = mesh_of(loaders::map_grid{map});
  EXPECT_TRUE(mesh.is_walkable(cell_at(5, 6)));
  EXPECT_FALSE(mesh.is_walkable(cell_at(6, 6)));
  EXPECT_FALSE(mesh.target_at(cell_at(5, 6)));
  ASSERT_TRUE(mesh.target_at(cell_at(7, 6)));
  EXPECT_EQ(mesh.target_at(cell_at(7, 6))->map, 2);
  EXPECT_EQ(mesh.target_at(cell_at(7, 6))->cell, cell_at(20, 128));
}

TEST(Report, JsonHoldsEveryViolationEvenWithForeignBytes) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, cell_at(1, 1));
  s.hear(a, a, client::say_kind::general, "never said \xB0\xA1");
  std::ostringstream out;
  print_json(out, {1, 5, 1'000, 0, {}}, s.judge);
  auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["violations"]["total"], 1);
  EXPECT_EQ(json["violations"]["by_check"]["words-are-true"], 1);
  EXPECT_EQ(json["violations"]["first"][0]["check"], "words-are-true");
  EXPECT_EQ(json["counts"]["logins"], 1);
  EXPECT_EQ(json["latency_ms"]["enter-world"]["count"], 1);
}

TEST(Report, PausesAndFailoversAreInBothForms) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, cell_at(100, 100));
  s.judge.mark("kill", s.now);
  s.send(a, client::c2s_ask_move{cell_at(105, 100), 1});
  s.pass(3'000);
  s.receive(a, client::s2c_say{static_cast<uint8_t>(client::say_kind::system), client::nobody, stage::text("SYSTEM"),
                               wire::open_text<64>{std::string{put_back_words}}});
  s.receive(a, client::s2c_warp{cell_at(100, 100)});
  std::ostringstream json;
  print_json(json, {}, s.judge);
  auto found = nlohmann::json::parse(json.str());
  EXPECT_EQ(found["counts"]["put_back"], 1);
  EXPECT_EQ(found["put_back"]["worst_steps"], 0);
  ASSERT_EQ(found["pauses"].size(), 2u);
  EXPECT_EQ(found["pauses"][1]["name"], "kill");
  EXPECT_EQ(found["pauses"][1]["max_ms"], 3'000);
  std::ostringstream table;
  print_table(table, {}, s.judge);
  EXPECT_NE(table.str().find("put back by a failover: 1"), std::string::npos) << table.str();
  EXPECT_NE(status_line(1, s.judge, 0).find("put back 1"), std::string::npos);
}

TEST(Report, OnlyTheFirstTwentyViolationsAreKeptInDetail) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, cell_at(1, 1));
  for (uint32_t i = 0; i < 50; ++i)
    s.receive(a, client::s2c_pc_disappear{i + 10});
  EXPECT_EQ(s.total(), 50u);
  EXPECT_EQ(s.judge.log().detailed().size(), 20u);
  std::ostringstream out;
  print_table(out, {1, 5, 1'000, 0, {}}, s.judge);
  EXPECT_NE(out.str().find("violations: 50"), std::string::npos);
}

} // namespace tools::bots
