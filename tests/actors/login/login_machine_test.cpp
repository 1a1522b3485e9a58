#include "actors/login/login_machine.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using kind = login_action::kind;
using testing::HasSubstr;

class LoginMachine : public testing::Test {
protected:
  LoginMachine() {
    rules.server_name = "Test";
    rules.gate_address = "10.1.2.3";
    rules.gate_port = 9860;
    rules.welcome = "Hello";
  }

  login_action log_in(std::string_view name = "Tester") {
    return machine.on(c2ls_login{msg::wire::fixed_text<21>{name}, msg::wire::fixed_text<21>{"secret"}, {}}, rules,
                      is_refused);
  }
  login_action select(uint8_t id) { return machine.on(c2ls_select_server{id}, rules, is_refused); }

  std::vector<msg::login_answer> answers() {
    std::vector<msg::login_answer> result;
    auto bytes = machine.take_frames();
    for (size_t at = 0; at < bytes.size();) {
      auto rest = msg::wire::byte_view{bytes}.subspan(at);
      auto head = read_head(rest);
      EXPECT_TRUE(msg::decode(head.select, rest.first(head.size).subspan(head.head_size()), result.emplace_back()));
      at += head.size;
    }
    return result;
  }

  /// The one line that was said.
  std::string said() {
    auto all = answers();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? "" : std::string{std::get<ls2c_say>(all[0]).words.str()};
  }

  login_rules rules;
  login_machine machine;
  bool is_refused = false;
};

} // namespace

TEST_F(LoginMachine, ALoginAsksForTheAccountAndWaits) {
  auto what = log_in();
  EXPECT_EQ(what.what, kind::authenticate);
  EXPECT_EQ(what.name, "Tester");
  EXPECT_EQ(what.password, "secret");
  EXPECT_TRUE(machine.is_busy());
  EXPECT_TRUE(machine.take_frames().empty());
}

TEST_F(LoginMachine, AGoodLoginIsWelcomedWithTheServerList) {
  log_in();
  machine.accepted({5}, rules);
  EXPECT_FALSE(machine.is_busy());
  auto all = answers();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(std::get<ls2c_say>(all[0]).words.str(), "Hello");
  const auto& list = std::get<ls2c_server_list>(all[1]);
  ASSERT_EQ(list.entries.size(), 1u);
  EXPECT_EQ(list.entries[0].server_id, rules.server_id);
  EXPECT_EQ(list.entries[0].name.str(), "Test");
  EXPECT_EQ(list.entries[0].status.str(), "ONLINE");
}

TEST_F(LoginMachine, SelectingTheServerGetsATicketAndTheWay) {
  log_in();
  machine.accepted({5}, rules);
  answers();
  auto what = select(rules.server_id);
  EXPECT_EQ(what.what, kind::issue_ticket);
  EXPECT_TRUE(machine.is_busy());
  machine.ticket_issued(0xABCD, rules);
  auto all = answers();
  ASSERT_EQ(all.size(), 1u);
  const auto& way = std::get<ls2c_gate_info>(all[0]);
  EXPECT_EQ(way.pcid, 0xABCDu);
  EXPECT_EQ(way.gate_address.str(), "10.1.2.3");
  EXPECT_EQ(way.gate_port, 9860u);
}

TEST_F(LoginMachine, NoServerIsSelectedBeforeTheLogin) {
  EXPECT_EQ(select(rules.server_id).what, kind::none);
  EXPECT_TRUE(is_refused);
  EXPECT_TRUE(machine.take_frames().empty());
}

TEST_F(LoginMachine, ARefusedLoginForgetsAnEarlierGoodOne) {
  log_in();
  machine.accepted({5}, rules);
  log_in("Other");
  machine.refused(login_refusal::wrong_password, rules);
  EXPECT_EQ(select(rules.server_id).what, kind::none);
  EXPECT_TRUE(is_refused);
}

TEST_F(LoginMachine, AnotherServerIsNotAvailable) {
  log_in();
  machine.accepted({5}, rules);
  answers();
  EXPECT_EQ(select(rules.server_id + 1).what, kind::none);
  EXPECT_THAT(said(), HasSubstr("cannot"));
}

TEST_F(LoginMachine, TheLastTryClosesTheConnection) {
  for (uint32_t i = 1; i < rules.tries_max; ++i) {
    log_in();
    EXPECT_EQ(machine.refused(login_refusal::wrong_password, rules).what, kind::none) << i;
    EXPECT_THAT(said(), HasSubstr("Wrong"));
    EXPECT_FALSE(machine.is_busy());
  }
  log_in();
  EXPECT_EQ(machine.refused(login_refusal::wrong_password, rules).what, kind::close);
  EXPECT_THAT(said(), HasSubstr("Wrong")) << "he still learns why";
}

TEST_F(LoginMachine, MaintenanceAsksNobody) {
  rules.is_in_maintenance = true;
  EXPECT_EQ(log_in().what, kind::none);
  EXPECT_FALSE(machine.is_busy());
  EXPECT_THAT(said(), HasSubstr("maintenance"));
}

TEST_F(LoginMachine, EveryRefusalHasWordsOfItsOwn) {
  std::set<std::string> words;
  for (auto why :
       {login_refusal::wrong_password, login_refusal::banned, login_refusal::pending, login_refusal::locked,
        login_refusal::already_online, login_refusal::full, login_refusal::maintenance, login_refusal::unavailable}) {
    rules.tries_max = 100;
    machine.refused(why, rules);
    words.insert(said());
  }
  EXPECT_EQ(words.size(), 8u);
}

} // namespace actors
