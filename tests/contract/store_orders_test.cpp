// What every store must do with orders of operators, and with the record of what
// they did.

#include "tests/contract/cluster_contract.hpp"

namespace {

using msg::errc;
using test::refusal;
using test::text;
using audit = std::vector<msg::audit_record>;

class StoreOrders : public test::ClusterContract {
protected:
  void order(const msg::zone_order& what) { get<ok>(msg::set_zone_order{what}); }
  std::string drained(const std::string& name, bool is_draining) {
    return refusal(ask<ok>(msg::set_draining{name, is_draining}));
  }
  bool is_draining(const std::string& name) {
    auto seen = view();
    const auto* found = seen.find(name);
    return found && found->is_draining;
  }
  msg::audit_record note(const std::string& command) {
    return get<msg::audit_record>(msg::note_audit{{0, 0, "who", "a", command, "{}", "done", ""}});
  }
  audit list(uint64_t before, uint32_t limit) { return get<audit>(msg::list_audit{before, limit}); }
};

INSTANTIATE_STORE_CONTRACT(StoreOrders);

TEST_P(StoreOrders, OrdersReplaceEachOtherAndAreForgotten) {
  order({{1}, true, "a"});
  order({{65535}, false, "b"});
  EXPECT_EQ(view().orders, (std::vector<msg::zone_order>{{{1}, true, "a"}, {{65535}, false, "b"}}));
  order({{1}, true, ""});
  order({{65535}, false, "b"});
  EXPECT_EQ(view().orders, (std::vector<msg::zone_order>{{{1}, true, ""}, {{65535}, false, "b"}}));
  order({{1}, false, ""});
  order({{65535}, false, ""});
  order({{7}, false, ""});
  EXPECT_TRUE(view().orders.empty());
}

TEST_P(StoreOrders, OrderOfNonsenseIsRefused) {
  EXPECT_EQ(refusal(ask<ok>(msg::set_zone_order{{{0}, true, ""}})), text(errc::bad_request));
  for (const auto& bad : {std::string{"a/b"}, std::string{"a b"}, std::string(33, 'a'), std::string{"a\0", 2}})
    EXPECT_EQ(refusal(ask<ok>(msg::set_zone_order{{{1}, true, bad}})), text(errc::name_invalid)) << bad;
  EXPECT_TRUE(view().orders.empty());
}

TEST_P(StoreOrders, DrainingIsOrderedAndTakenBack) {
  join("a");
  join("b");
  EXPECT_EQ(drained("a", true), "not refused");
  EXPECT_EQ(drained("a", true), "not refused");
  EXPECT_TRUE(is_draining("a"));
  EXPECT_FALSE(is_draining("b"));
  EXPECT_EQ(drained("a", false), "not refused");
  EXPECT_FALSE(is_draining("a"));
}

TEST_P(StoreOrders, DrainingOutlivesTheLivesOfANode) {
  auto a = join("a");
  drained("a", true);
  beat(a);
  get<ok>(msg::leave_cluster{a});
  EXPECT_TRUE(is_draining("a"));
  join("a", 2);
  EXPECT_TRUE(is_draining("a"));
  join("a", 3);
  EXPECT_TRUE(is_draining("a"));
}

TEST_P(StoreOrders, NodesThatNeverJoinedCannotBeDrained) {
  join("a");
  for (const auto& unknown : {std::string{"b"}, std::string{"A"}, std::string{}, std::string{"a\0", 2}})
    EXPECT_EQ(drained(unknown, true), text(errc::node_unknown)) << unknown;
  EXPECT_FALSE(is_draining("a"));
}

TEST_P(StoreOrders, AuditKeepsEveryFieldAndGivesIdAndTime) {
  msg::audit_record what{77, 88, "\xC3\xA7 o'x", "node", "zone move", R"({"map":7,"to":"\\ \"b\""})", "a\nb", "zone x"};
  auto noted = get<msg::audit_record>(msg::note_audit{what});
  EXPECT_NE(noted.at_ms, 88u);
  what.id = noted.id;
  what.at_ms = noted.at_ms;
  EXPECT_EQ(noted, what);
  EXPECT_EQ(list(0, 100), audit{what});
  if (GetParam() == test::store_kind::postgres) { // 2020 to 2100: milliseconds, and since 1970
    EXPECT_GT(noted.at_ms, 1'577'836'800'000u);
    EXPECT_LT(noted.at_ms, 4'102'444'800'000u);
  }
}

TEST_P(StoreOrders, AuditIsListedFromTheNewestOn) {
  audit noted;
  for (const auto* command : {"1", "2", "3", "4"})
    noted.push_back(note(command));
  for (size_t i = 1; i < noted.size(); ++i)
    EXPECT_GT(noted[i].id, noted[i - 1].id);
  EXPECT_EQ(list(0, 2), (audit{noted[3], noted[2]}));
  EXPECT_EQ(list(noted[2].id, 100), (audit{noted[1], noted[0]}));
  EXPECT_EQ(list(UINT64_MAX, 100).size(), 4u);
  EXPECT_TRUE(list(noted[0].id, 100).empty());
  EXPECT_TRUE(list(0, 0).empty());
}

TEST_P(StoreOrders, AuditOfWhatIsNoTextIsRefused) {
  for (const auto& bad : {std::string{"a\0b", 3}, std::string{"\xFF"}})
    EXPECT_EQ(refusal(ask<msg::audit_record>(msg::note_audit{{0, 0, bad, "", "", "", "", ""}})),
              text(errc::bad_request));
  EXPECT_TRUE(list(0, 100).empty());
}

} // namespace
