// Goal: a line is an order or nothing, and lines survive being cut anywhere.

#include "tools/bots/orders.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

namespace {

template <class T>
void expect_order(std::string_view line, const T& expected) {
  auto found = parse_order(line);
  ASSERT_TRUE(found) << line;
  ASSERT_TRUE(std::holds_alternative<T>(*found)) << line;
  EXPECT_EQ(std::get<T>(*found), expected) << line;
}

TEST(Orders, EachIsUnderstood) {
  expect_order("mark move-1", order_mark{"move-1"});
  expect_order("failover", order_failover{order_seconds_default});
  expect_order("failover 30", order_failover{30});
  expect_order("sever 127.0.0.1:3551", order_sever{"127.0.0.1:3551", order_seconds_default});
  expect_order(" sever  127.0.0.1:3551\t7 \r", order_sever{"127.0.0.1:3551", 7});
  expect_order("tell", order_tell{});
}

TEST(Orders, AnythingElseIsNone) {
  for (auto line : {"", " ", "mark", "mark a b", "failover x", "failover 1 2", "failover 3601", "failover -1", "sever",
                    "sever a 1 2", "sever a 1x", "tell me", "kill"})
    EXPECT_FALSE(parse_order(line)) << line;
}

TEST(Orders, LinesAreWholeHoweverTheyCome) {
  order_lines lines;
  EXPECT_TRUE(lines.feed("te").empty());
  EXPECT_EQ(lines.feed("ll\nmark a\nma"), (std::vector<std::string>{"tell", "mark a"}));
  EXPECT_EQ(lines.feed("rk b\n"), (std::vector<std::string>{"mark b"}));
}

TEST(Orders, ALineWithoutEndIsDropped) {
  order_lines lines;
  for (int i = 0; i < 100; ++i)
    EXPECT_TRUE(lines.feed(std::string(1000, 'x')).empty());
  EXPECT_EQ(lines.feed("\ntell\n"), (std::vector<std::string>{"tell"}));
}

} // namespace

} // namespace tools::bots
