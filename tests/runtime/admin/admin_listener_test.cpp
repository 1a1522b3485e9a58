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
  admin::listener listener{{"127.0.0.1", 0, metrics, [this] { return obstacle; }, ""}};

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
  admin::listener second{{"127.0.0.1", listener.port(), metrics, [] { return std::string{}; }, ""}};
  EXPECT_THAT(second.start(), HasSubstr(std::to_string(listener.port())));
}

TEST_F(AdminListener, CommandsAreAskedForWithPost) {
  std::string who;
  listener.serve_commands([&](const admin::command& what, const admin::arguments&, const std::string& asked_by) {
    who = asked_by;
    return admin::outcome{.sentence = "this is " + what.name()};
  });
  httplib::Client client{"127.0.0.1", listener.port()};
  auto answer = client.Post("/v1/node/ls", {{"Zonehive-Who", "ada@desk"}}, "{}", "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body, HasSubstr("this is node ls"));
  EXPECT_EQ(who, "ada@desk from 127.0.0.1");
  EXPECT_EQ(client.Get("/v1/node/ls")->status, 404);
  EXPECT_THAT(client.Get("/v1/commands")->body, HasSubstr("\"undrain\""));
}

TEST_F(AdminListener, ABodyBeyondTheLimitIsRefused) {
  listener.serve_commands([](const auto&, const auto&, const auto&) { return admin::outcome{}; });
  httplib::Client client{"127.0.0.1", listener.port()};
  auto largest = client.Post("/v1/node/ls", "{" + std::string(64 * 1024 - 2, ' ') + "}", "application/json");
  ASSERT_TRUE(largest);
  EXPECT_EQ(largest->status, 200);
  auto larger = client.Post("/v1/node/ls", "{" + std::string(64 * 1024 - 1, ' ') + "}", "application/json");
  EXPECT_TRUE(!larger || larger->status == 413);
}

TEST_F(AdminListener, ATokenIsForCommandsOnly) {
  admin::listener closed{{"127.0.0.1", 0, metrics, [] { return std::string{}; }, "0123456789abcdef"}};
  ASSERT_EQ(closed.start(), "");
  httplib::Client client{"127.0.0.1", closed.port()};
  for (auto path : {"/livez", "/readyz", "/metrics"})
    EXPECT_EQ(client.Get(path)->status, 200) << path;
  EXPECT_EQ(client.Get("/v1/commands")->status, 401);
  EXPECT_EQ(client.Get("/v1/commands", {{"Authorization", "Bearer 0123456789abcdef"}})->status, 200);
}

} // namespace
