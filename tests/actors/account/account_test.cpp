// The account actor against the store in memory: who is let in, who is locked
// out, and what tickets are good for.

#include "actors/account/account.hpp"

#include "tests/actors/stand_ins.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

using namespace std::chrono_literals;
using msg::account_status;
using msg::errc;

class Account : public testing::Test {
protected:
  Account() {
    store = sim.own(sim::spawn_memory_store(sim.system()));
    options.store = store;
    options.passwords = test::spawn_passwords(sim, passwords);
    options.metrics = std::make_shared<runtime::metrics>();
    options.draw_ticket = [this] { return next_ticket++; };
    start();
  }

  void start() { account = sim.own(caf::actor_cast<msg::account_actor>(sim.system().spawn<class account>(options))); }

  msg::account_id create(const std::string& name, account_status status = account_status::active) {
    return sim.get<msg::account_record>(store, msg::create_account{name, test::plain_hash("right"), status}).id;
  }

  /// none when he is let in.
  errc log_in(const std::string& name, const std::string& password = "right") {
    auto result = sim.ask<msg::account_id>(account, msg::authenticate{name, password});
    EXPECT_TRUE(result->is_done());
    last = result->value.value_or(msg::account_id{});
    return result->why ? msg::code_of(*result->why) : errc::none;
  }

  uint32_t issue(const std::string& address = "10.0.0.1") {
    return sim.get<uint32_t>(account, msg::issue_ticket{{5}, "Tester", address});
  }
  bool redeem(uint32_t ticket, const std::string& name = "Tester", const std::string& address = "10.0.0.1") {
    auto result = sim.ask<msg::account_id>(account, msg::redeem_ticket{ticket, name, address});
    EXPECT_TRUE(!result->why || msg::code_of(*result->why) == errc::ticket_invalid);
    return result->value == msg::account_id{5};
  }

  sim::sim_system sim{1};
  account_options options;
  std::shared_ptr<test::password_counts> passwords = std::make_shared<test::password_counts>();
  uint32_t next_ticket = 1;
  msg::account_id last;
  msg::store_actor store;
  msg::account_actor account;
};

} // namespace

TEST_F(Account, TheRightPasswordLetsIn) {
  auto id = create("Tester");
  EXPECT_EQ(log_in("Tester"), errc::none);
  EXPECT_EQ(last, id);
  EXPECT_EQ(log_in("TESTER"), errc::none) << "in any case";
}

TEST_F(Account, AWrongPasswordIsRefusedAndCounted) {
  create("Tester");
  EXPECT_EQ(log_in("Tester", "wrong"), errc::wrong_password);
  EXPECT_EQ(log_in("Tester", "wrong"), errc::wrong_password);
  EXPECT_EQ(sim.get<msg::account_record>(store, msg::find_account{"Tester"}).failed_attempts, 2);
  EXPECT_EQ(log_in("Tester"), errc::none);
  EXPECT_EQ(sim.get<msg::account_record>(store, msg::find_account{"Tester"}).failed_attempts, 0);
}

TEST_F(Account, TooManyWrongPasswordsLockForAWhile) {
  create("Tester");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(log_in("Tester", "wrong"), errc::wrong_password) << i;
  EXPECT_EQ(log_in("Tester"), errc::account_locked) << "even with the right one";
  sim.advance(299s, 1s);
  EXPECT_EQ(log_in("Tester"), errc::account_locked);
  sim.advance(2s, 1s);
  EXPECT_EQ(log_in("Tester"), errc::none);
}

TEST_F(Account, BannedAndPendingAccountsAreToldSoOnlyWithTheRightPassword) {
  create("Banned", account_status::banned);
  create("Pending", account_status::pending);
  EXPECT_EQ(log_in("Banned"), errc::account_banned);
  EXPECT_EQ(log_in("Pending"), errc::account_pending);
  EXPECT_EQ(log_in("Banned", "wrong"), errc::wrong_password);
}

TEST_F(Account, AnUnknownNameCostsOnePasswordCheckToo) {
  EXPECT_EQ(log_in("Nobody"), errc::account_unknown);
  EXPECT_EQ(passwords->verified, 1u);
}

TEST_F(Account, AnUnknownNameBecomesAnAccountWhenAllowed) {
  options.creates_unknown = true;
  start();
  EXPECT_EQ(log_in("Newcomer"), errc::none);
  auto made = sim.get<msg::account_record>(store, msg::find_account{"Newcomer"});
  EXPECT_EQ(made.id, last);
  EXPECT_EQ(made.password_hash, test::plain_hash("right"));
  EXPECT_EQ(log_in("Newcomer", "wrong"), errc::wrong_password);
  EXPECT_EQ(log_in("Newcomer"), errc::none);
}

TEST_F(Account, NamesNoAccountCanHaveAskNobody) {
  options.creates_unknown = true;
  start();
  for (auto name : {"", "ab", "with space", "much-too-long-for-a-name", "n\xE4me", "a;b"})
    EXPECT_EQ(log_in(name), errc::account_unknown) << name;
  EXPECT_EQ(log_in("Tester", ""), errc::account_unknown);
  EXPECT_EQ(passwords->verified + passwords->hashed, 0u);
}

TEST_F(Account, AStoreThatIsGoneIsNotAWrongPassword) {
  create("Tester");
  caf::anon_send_exit(store, caf::exit_reason::kill);
  sim.settle();
  EXPECT_EQ(log_in("Tester"), errc::store_unavailable);
}

TEST_F(Account, ATicketIsGoodOnceFromItsAddressForItsAccount) {
  auto ticket = issue();
  EXPECT_FALSE(redeem(ticket, "Tester", "10.0.0.2"));
  EXPECT_FALSE(redeem(ticket, "Other"));
  EXPECT_FALSE(redeem(ticket + 1));
  EXPECT_TRUE(redeem(ticket));
  EXPECT_FALSE(redeem(ticket));
}

TEST_F(Account, ATicketIsGoodForThirtySeconds) {
  auto early = issue();
  auto late = issue();
  sim.advance(29'999ms, 1s);
  EXPECT_TRUE(redeem(early));
  sim.advance(1ms, 1ms);
  EXPECT_FALSE(redeem(late));
}

TEST_F(Account, ANumberInUseIsDrawnAgain) {
  EXPECT_EQ(issue(), 1u);
  next_ticket = 0; // 0 is never a ticket, 1 is taken
  EXPECT_EQ(issue(), 2u);
}

TEST_F(Account, DiceThatAlwaysFallTheSameEndInARefusal) {
  issue();
  options.draw_ticket = [] { return 7u; };
  start();
  issue();
  auto result = sim.ask<uint32_t>(account, msg::issue_ticket{{5}, "Tester", "10.0.0.1"});
  ASSERT_TRUE(result->why);
  EXPECT_EQ(msg::code_of(*result->why), errc::overloaded);
}

TEST_F(Account, AllowedNames) {
  for (auto name : {"abc", "A-b_9", "twenty-letters-00000"})
    EXPECT_TRUE(is_allowed_account_name(name)) << name;
}

} // namespace actors
