#include "runtime/admin/admin_listener.hpp"

#include "runtime/base/metrics_table.hpp"

#include <gmock/gmock.h>
#include <httplib.h>

namespace {

using namespace runtime;
using testing::HasSubstr;

class AdminListener : public testing::Test {
protected:
  std::string obstacle;
  std::shared_ptr<runtime::metrics> metrics = std::make_shared<runtime::metrics>();
  admin::listener listener{{"127.0.0.1", 0, metrics, [this] { return obstacle; }}};

  void SetUp() override { ASSERT_EQ(listener.start(), ""); }
  httplib::Result get(const char* path) { return httplib::Client{"127.0.0.1", listener.port()}.Get(path); }
};

TEST_F(AdminListener, LivenessIsAnsweredEvenWhenNotReady) {
  obstacle = "the node stops";
  EXPECT_EQ(get("/livez")->status, 200);
}

TEST_F(AdminListener, ReadinessNamesTheObstacle) {
  EXPECT_EQ(get("/readyz")->status, 200);
  obstacle = "the node stops";
  auto answer = get("/readyz");
  EXPECT_EQ(answer->status, 503);
  EXPECT_THAT(answer->body, HasSubstr("the node stops"));
}

TEST_F(AdminListener, MetricsShowWhatWasCounted) {
  metrics->add(metric::edge_closed_total, "bad-frame", 3);
  auto answer = get("/metrics");
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body, HasSubstr("zonehive_edge_closed_total{reason=\"bad-frame\"} 3"));
}

TEST_F(AdminListener, AnUnknownPathIsNotFound) { EXPECT_EQ(get("/secrets")->status, 404); }

TEST_F(AdminListener, ATakenPortIsRefusedWithItsNumber) {
  admin::listener second{{"127.0.0.1", listener.port(), metrics, [] { return std::string{}; }}};
  EXPECT_THAT(second.start(), HasSubstr(std::to_string(listener.port())));
}

} // namespace
