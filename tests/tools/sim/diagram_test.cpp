#include "tools/sim/event_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tools::simulator;
using testing::HasSubstr;
using testing::Not;

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

std::string last_line(const diagram& x) {
  auto text = x.text();
  text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

} // namespace

TEST(Diagram, DrawsArrowsBetweenLanes) {
  diagram drawn{2};
  drawn.add(message(actor(0, "session", 14), actor(1, "zone", 9), "zone_leave"));
  EXPECT_THAT(last_line(drawn), HasSubstr("12.345s #678         |         |-------->|         |    "));
  EXPECT_THAT(last_line(drawn), HasSubstr("session > zone:9 zone_leave"));
  drawn.add(message({party::where::database, 0, "memory_store", 3}, actor(0, "zone", 9), "character_record"));
  EXPECT_THAT(last_line(drawn), HasSubstr("|         |<------------------|"));
  drawn.add(message(actor(1, "session", 1), actor(1, "zone", 2), "zone_enter"));
  EXPECT_THAT(last_line(drawn), HasSubstr("|         |         o         |"));
  EXPECT_THAT(drawn.text(), HasSubstr("clients      a         b     database\n"));
}

TEST(Diagram, ShowsClientsWhereTheirFramesAre) {
  diagram drawn{1};
  auto event = message(actor(0, "tcp-edge", 5), actor(0, "session", 14), "client_frames");
  event.frames = {"c2s_say", "c2s_say"};
  drawn.add(event);
  EXPECT_THAT(last_line(drawn), HasSubstr("|-------->|         |"));
  EXPECT_THAT(last_line(drawn), HasSubstr("c2s_say and 1 more"));
  event = message(actor(0, "session", 14), actor(0, "tcp-edge", 5), "edge_output");
  event.frames = {"s2c_say"};
  drawn.add(event);
  EXPECT_THAT(last_line(drawn), HasSubstr("|<--------|         |"));
}

TEST(Diagram, LeavesOutTheRoutineAndKeepsTheLast) {
  diagram drawn{1, 3};
  for (auto i = 0; i < 10; ++i)
    drawn.add(message(actor(0, "session", 1), actor(0, "zone", 2), "number" + std::to_string(i)));
  drawn.add(message({}, actor(0, "zone", 2), "tick 44"));
  drawn.add(message(actor(0, "session", 1), actor(0, "tcp-edge", 3), "edge_output")); // nothing but credit
  EXPECT_THAT(drawn.text(), Not(HasSubstr("number6")));
  EXPECT_THAT(drawn.text(), HasSubstr("number7"));
  EXPECT_THAT(last_line(drawn), HasSubstr("number9"));
}

TEST(Diagram, ShowsFaultsLinesOfTheLogAndLostFrames) {
  diagram drawn{2};
  trace_event event;
  event.what = trace_event::kind::fault;
  event.name = "node b is killed";
  drawn.add(event);
  EXPECT_THAT(last_line(drawn), HasSubstr("== node b is killed =="));
  event.what = trace_event::kind::log;
  event.note = "warn";
  event.name = "node-lost: b";
  drawn.add(event);
  EXPECT_THAT(last_line(drawn), HasSubstr("-- warn node-lost: b"));
  event = message(actor(0, "node", 0), actor(1, "node", 0), "zone_leave");
  event.what = trace_event::kind::frame;
  drawn.add(event); // its receiver shows it
  EXPECT_THAT(last_line(drawn), HasSubstr("node-lost"));
  event.note = "lost";
  drawn.add(event);
  EXPECT_THAT(last_line(drawn), HasSubstr("|--------x|"));
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
