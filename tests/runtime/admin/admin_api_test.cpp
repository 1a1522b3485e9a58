// The HTTP interface with a stand-in for the desk, without the HTTP.

#include "runtime/admin/admin_api.hpp"

#include "runtime/base/metrics_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace runtime::admin;
using nlohmann::json;
using testing::HasSubstr;

class AdminApi : public testing::Test {
protected:
  AdminApi() { serve(open_); }

  void serve(admin_api& api) {
    api.serve([this](const command& what, const arguments& with, const std::string& who) {
      asked_ = what.name();
      with_ = with;
      who_ = who;
      return reply_;
    });
  }
  static api_request post(std::string path, std::string body = "{}") {
    return {.is_post = true,
            .path = std::move(path),
            .body = std::move(body),
            .authorization = "",
            .content_type = "application/json",
            .host = "127.0.0.1:9880",
            .who = "ada@desk",
            .remote = "127.0.0.1"};
  }

  std::shared_ptr<runtime::metrics> metrics_ = std::make_shared<runtime::metrics>();
  admin_api open_{"", metrics_};
  answer reply_ = outcome{};
  std::string asked_;
  arguments with_;
  std::string who_;
};

TEST_F(AdminApi, ACommandIsRunAndItsTablesAreJson) {
  reply_ =
    outcome{.tables = {{"move", {"map", "to"}, {{int64_t{7}, "b"}}}}, .sentence = "moved", .undo = "zone move 7 a"};
  auto told = open_.handle(post("zone/move", R"({"map": 7, "node": "b"})"));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(asked_, "zone move");
  EXPECT_EQ(with_.number("map"), 7u);
  EXPECT_EQ(who_, "ada@desk from 127.0.0.1");
  auto body = json::parse(told.body);
  EXPECT_EQ(body["tables"][0]["rows"], json::parse(R"([[7, "b"]])"));
  EXPECT_EQ(body["sentence"], "moved");
  EXPECT_EQ(body["undo"], "zone move 7 a");
  EXPECT_EQ(body["good"], true);
}

TEST_F(AdminApi, ARefusalHasItsStatus) {
  for (auto [code, status] : {std::pair{"zone_unknown", 404}, std::pair{"not_ready", 503}, std::pair{"timeout", 504},
                              std::pair{"wrong_node", 421}, std::pair{"refused", 409}}) {
    reply_ = refusal{code, "because", ""};
    auto told = open_.handle(post("node/ls"));
    EXPECT_EQ(told.status, status) << code;
    EXPECT_EQ(json::parse(told.body), (json{{"error", "because"}, {"code", code}}));
  }
}

TEST_F(AdminApi, WhatIsWrongNeverReachesTheDesk) {
  EXPECT_EQ(open_.handle(post("zone/move", R"({"map": "x"})")).status, 400);
  EXPECT_EQ(open_.handle(post("zone/move", "\xFF")).status, 400);
  auto unknown = open_.handle(post("zone/mvoe"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(json::parse(unknown.body)["error"].get<std::string>(), HasSubstr("did you mean \"zone move\"?"));
  for (auto path : {"", "/", "zone", "zone/", "/move", "zone/move/7"})
    EXPECT_EQ(open_.handle(post(path)).status, 404) << path;
  EXPECT_EQ(asked_, "");
  EXPECT_THAT(metrics_->render_prometheus(), HasSubstr("admin_requests_refused_total{reason=\"bad-request\"} 2"));
}

TEST_F(AdminApi, WithoutATokenFormsAndNamesOfWebPagesAreRefused) {
  auto form = post("node/ls");
  form.content_type = "text/plain";
  EXPECT_EQ(open_.handle(form).status, 415);
  auto rebound = post("node/ls");
  rebound.host = "evil.example.org:9880";
  EXPECT_EQ(open_.handle(rebound).status, 401);
  for (auto host : {"127.0.0.1:9880", "localhost:1", "[::1]:9880"}) {
    auto fine = post("node/ls");
    fine.host = host;
    EXPECT_EQ(open_.handle(fine).status, 200) << host;
  }
}

TEST_F(AdminApi, ATokenIsRequiredWhereThereIsOne) {
  admin_api closed{"0123456789abcdef", metrics_};
  serve(closed);
  auto request = post("node/ls");
  EXPECT_EQ(closed.handle(request).status, 401);
  for (auto wrong : {"0123456789abcdef", "Bearer ", "Bearer 0123456789abcdee", "Bearer 0123456789abcdef0",
                     "Bearer 0123456789abcde", "Basic 0123456789abcdef"}) {
    request.authorization = wrong;
    auto told = closed.handle(request);
    EXPECT_EQ(told.status, 401) << wrong;
    EXPECT_THAT(told.body, Not(HasSubstr("0123456789abcde")));
  }
  EXPECT_EQ(closed.handle({.path = "commands"}).status, 401);
  EXPECT_EQ(asked_, "");
  request.authorization = "Bearer 0123456789abcdef";
  EXPECT_EQ(closed.handle(request).status, 200);
}

TEST_F(AdminApi, TheCommandsAreDescribed) {
  auto request = post("commands");
  request.is_post = false;
  auto told = open_.handle(request);
  EXPECT_EQ(told.status, 200);
  EXPECT_GT(json::parse(told.body)["commands"].size(), 10u);
}

TEST_F(AdminApi, BeforeThereIsADeskItIsNotReady) {
  open_.serve(nullptr);
  EXPECT_EQ(open_.handle(post("node/ls")).status, 503);
}

TEST_F(AdminApi, OnlySoManyCommandsAreWaitedForAtATime) {
  int depth = 0;
  std::vector<int> statuses;
  open_.serve([&](const command&, const arguments&, const std::string&) -> answer {
    ++depth; // a command that takes long: the next one arrives meanwhile
    statuses.push_back(open_.handle(post("node/ls")).status);
    return outcome{};
  });
  EXPECT_EQ(open_.handle(post("node/ls")).status, 200);
  EXPECT_EQ(depth, 4);
  EXPECT_THAT(statuses, testing::ElementsAre(503, 200, 200, 200));
  EXPECT_EQ(open_.handle(post("node/ls")).status, 200) << "the places are free again";
}

TEST_F(AdminApi, WhoAsksIsOneShortVisibleWord) {
  auto request = post("node/ls");
  request.who = "eve\n\"root\" " + std::string(100, 'x');
  open_.handle(request);
  EXPECT_THAT(who_, testing::StartsWith("eve?\"root\"?xx"));
  EXPECT_LE(who_.size(), 64u + std::string{" from 127.0.0.1"}.size());
}

} // namespace
