#include "runtime/base/metrics.hpp"

#include "runtime/base/metrics_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <thread>

using namespace runtime;
using testing::HasSubstr;
using testing::Not;

TEST(Metrics, SingleValuesAreThereBeforeAnythingHappens) {
  auto text = metrics{}.render_prometheus();
  EXPECT_THAT(text, HasSubstr("# HELP zonehive_edge_connections Client connections that are open.\n"
                              "# TYPE zonehive_edge_connections gauge\n"
                              "zonehive_edge_connections 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("edge_closed_total")));
}

TEST(Metrics, LabelledCountersAddUpPerLabel) {
  metrics all;
  all.add(metric::edge_closed_total, "idle");
  all.add(metric::edge_closed_total, "slow", 2);
  all.add(metric::edge_closed_total, "idle", 4);
  EXPECT_THAT(all.render_prometheus(), HasSubstr("# TYPE zonehive_edge_closed_total counter\n"
                                                 "zonehive_edge_closed_total{reason=\"idle\"} 5\n"
                                                 "zonehive_edge_closed_total{reason=\"slow\"} 2\n"));
}

TEST(Metrics, GaugesMayBeNegative) {
  metrics all;
  all.set(metric::store_queue, -3);
  EXPECT_THAT(all.render_prometheus(), HasSubstr("\nzonehive_store_queue -3\n"));
}

TEST(Metrics, LabelValuesCannotBreakALine) {
  metrics all;
  all.add(metric::edge_closed_total, "a\"b\\c\nd");
  EXPECT_THAT(all.render_prometheus(), HasSubstr("{reason=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

TEST(Metrics, AReferenceStaysValidWhileOthersAreAdded) {
  metrics all;
  auto& first = all.counter(metric::zone_players, "1");
  for (int i = 2; i < 500; ++i)
    all.set(metric::zone_players, std::to_string(i), i);
  first = 77;
  EXPECT_THAT(all.render_prometheus(), HasSubstr("zonehive_zone_players{map=\"1\"} 77\n"));
}

TEST(Metrics, ThreadsLoseNoIncrement) {
  metrics all;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&all, i] {
      for (int n = 0; n < 2000; ++n) {
        all.add(metric::edge_closed_total, "idle");
        all.add(metric::zone_ticks_late_total, std::to_string((n + i) % 50));
      }
      all.render_prometheus();
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(all.counter(metric::edge_closed_total, "idle"), 8000u);
}

TEST(MetricsTable, EveryDeclarationIsInTheListAndNamedLikeItsConstant) {
  std::ifstream in{ZONEHIVE_SOURCE_DIR "/runtime/base/metrics_table.hpp"};
  std::stringstream text;
  text << in.rdbuf();
  auto content = text.str();
  std::set<std::string_view> listed;
  for (auto info : metric::all)
    listed.insert(info->name);
  EXPECT_EQ(listed.size(), metric::all.size()) << "a name is used twice";
  // A declaration reads: inline constexpr metric_info NAME{"NAME", ...
  constexpr std::string_view begin = "constexpr metric_info ";
  std::set<std::string> declared;
  for (size_t at = 0; (at = content.find(begin, at)) != content.npos;) {
    at += begin.size();
    auto constant = content.substr(at, content.find('{', at) - at);
    auto quote = content.find('"', at) + 1;
    EXPECT_EQ(constant, content.substr(quote, content.find('"', quote) - quote));
    declared.insert(constant);
  }
  EXPECT_TRUE(std::equal(listed.begin(), listed.end(), declared.begin(), declared.end()));
}

TEST(MetricsTable, EveryMetricHasASentenceAndAPrometheusName) {
  for (auto info : metric::all) {
    EXPECT_EQ(info->name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), info->name.npos) << info->name;
    EXPECT_TRUE(info->doc.ends_with('.')) << info->name;
  }
}

TEST(Metrics, TwoLabelsHaveTheirOwnValues) {
  constexpr metric_info refused{"refused_total", metric_kind::counter, "packet,reason", "Refused."};
  metrics all;
  EXPECT_EQ(all.add(refused, "c2s_say,truncated"), 1u);
  EXPECT_EQ(all.add(refused, "c2s_say,truncated"), 2u);
  EXPECT_EQ(all.add(refused, "c2s_warp,out-of-state"), 1u);
  EXPECT_THAT(all.render_prometheus(),
              HasSubstr("zonehive_refused_total{packet=\"c2s_say\",reason=\"truncated\"} 2\n"
                        "zonehive_refused_total{packet=\"c2s_warp\",reason=\"out-of-state\"} 1\n"));
}
