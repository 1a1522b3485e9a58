#include "tools/sim/event_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tools::simulator;
using testing::HasSubstr;

namespace {

party actor(sim::node_index node, std::string role, caf::actor_id id) {
  return {party::where::node, node, std::move(role), id};
}

trace_event message(party from, party to, std::string name) {
  trace_event result;
  result.at = 12'345 * sim::ms;
  result.step = 678;
  result.from = std::move(from);
  result.to = std::move(to);
  result.name = std::move(name);
  return result;
}

std::string line_of(const diagram& drawn, const trace_event& x) { return drawn.line(x).value_or("(left out)"); }

} // namespace

TEST(Diagram, DrawsArrowsBetweenLanes) {
  diagram drawn{2};
  EXPECT_EQ(drawn.heading().substr(18), "  clients      a         b     database");
  auto line = line_of(drawn, message(actor(0, "session", 14), actor(1, "zone", 9), "zone_leave"));
  EXPECT_THAT(line, HasSubstr("12.345s #678         |         |-------->|         |    "));
  EXPECT_THAT(line, HasSubstr("session > zone:9 zone_leave"));
  party store{party::where::database, 0, "store", 3};
  EXPECT_THAT(line_of(drawn, message(store, actor(0, "zone", 9), "character_record")),
              HasSubstr("|         |<------------------|"));
  EXPECT_THAT(line_of(drawn, message(actor(1, "session", 1), actor(1, "zone", 2), "zone_enter")),
              HasSubstr("|         |         o         |"));
}

TEST(Diagram, ShowsClientsWhereTheirFramesAre) {
  diagram drawn{1};
  auto event = message({party::where::client, 0, "", 0}, actor(0, "session", 14), "client_frames");
  event.frames = {"c2s_say", "c2s_say"};
  EXPECT_THAT(line_of(drawn, event), HasSubstr("|-------->|         |"));
  EXPECT_THAT(line_of(drawn, event), HasSubstr("clients > session:14 client_frames c2s_say and 1 more"));
  event = message(actor(0, "session", 14), actor(0, "tcp-edge", 5), "edge_output");
  EXPECT_EQ(line_of(drawn, event), "(left out)"); // nothing but credit
  event.frames = {"s2c_say"};
  EXPECT_THAT(line_of(drawn, event), HasSubstr("|<--------|         |"));
}

TEST(Diagram, LeavesOutTheRoutine) {
  diagram drawn{2};
  EXPECT_EQ(line_of(drawn, message({}, actor(0, "zone", 2), "tick 44")), "(left out)");
  EXPECT_NE(line_of(drawn, message({}, actor(0, "zone", 2), "zone_stop")), "(left out)");
  auto event = message(actor(0, "node", 0), actor(1, "node", 0), "zone_leave");
  event.what = trace_event::kind::frame;
  EXPECT_EQ(line_of(drawn, event), "(left out)"); // its receiver shows it
  event.note = "lost";
  EXPECT_THAT(line_of(drawn, event), HasSubstr("|--------x|"));
}

TEST(Diagram, ShowsFaultsAndLinesOfTheLog) {
  diagram drawn{2};
  trace_event event;
  event.what = trace_event::kind::fault;
  event.name = "node b is killed";
  EXPECT_THAT(line_of(drawn, event), HasSubstr("== node b is killed =="));
  event.what = trace_event::kind::log;
  event.note = "warn";
  event.name = "node-lost: b";
  EXPECT_THAT(line_of(drawn, event), HasSubstr("-- warn node-lost: b"));
}

TEST(TraceText, IsALineAndOneForEachPacket) {
  auto event = message(actor(0, "session", 14), actor(1, "zone", 9), "player_input");
  event.fields = "who 3, visit 1";
  event.frames = {"c2s_say {words \"hi\"}"};
  EXPECT_EQ(trace_lines(event), "  12.345s #678    a/session:14 -> b/zone:9  player_input {who 3, visit 1}\n"
                                "                    | c2s_say {words \"hi\"}\n");
  auto json = trace_json(event);
  EXPECT_EQ(json["from"], "a/session:14");
  EXPECT_EQ(json["packets"].size(), 1u);
  EXPECT_EQ(json["step"], 678);
}

TEST(TraceFilter, TakesAClassANodeAndANumber) {
  auto who = actor(0, "session", 14);
  for (auto filter : {"session", "session:14", "a/session", "a/session:14"})
    EXPECT_TRUE(is_meant(who, filter)) << filter;
  for (auto filter : {"sess", "session:1", "session:140", "b/session", "a/session:4", "zone", "clients", "", "/", ":"})
    EXPECT_FALSE(is_meant(who, filter)) << filter;
  EXPECT_TRUE(is_meant({party::where::client, 0, "", 0}, "clients"));
  EXPECT_FALSE(is_meant({}, "session"));
}
