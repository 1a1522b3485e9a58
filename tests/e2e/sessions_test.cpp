// Goal: one session per account, tickets that cannot be abused, and refusals a player can read.

#include "tests/e2e/stage.hpp"

#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace msg::client;

namespace test::e2e {

namespace {

class E2eSessions : public one_node {
protected:
  static std::string account_of_new() { return fresh_name("acc"); }
  static void expect_refused(game_client& who) {
    EXPECT_EQ(who.get<s2c_error>().error_code, error_login_failed);
    EXPECT_TRUE(who.link().wait_for_close());
  }
};

TEST_F(E2eSessions, ASecondLoginIsRefusedWhileTheFirstLives) {
  auto a = player();
  game_client second{server().where(), a->account()};
  EXPECT_EQ(second.ask_login(), "This account is already logged in.");
  EXPECT_TRUE(a->is_served());
}

TEST_F(E2eSessions, ATicketOfBeforeIsRefusedWhileTheAccountPlays) {
  game_client early{server().where(), account_of_new()};
  early.ask_login();
  auto leaked = early.select_server();
  game_client a{server().where(), early.account()};
  a.play(fresh_name());
  early.show_ticket(leaked.pcid);
  expect_refused(early);
  EXPECT_TRUE(a.is_served());
}

TEST_F(E2eSessions, ATicketIsGoodOnce) {
  game_client a{server().where(), account_of_new()};
  a.ask_login();
  auto ticket = a.select_server().pcid;
  a.show_ticket(ticket);
  a.get<s2c_char_list>();
  a.log_out();
  a.show_ticket(ticket);
  expect_refused(a);
}

TEST_F(E2eSessions, AWrongTicketAndAnothersTicketAreRefused) {
  game_client a{server().where(), account_of_new()};
  a.ask_login();
  auto ticket = a.select_server().pcid;
  game_client guesser{server().where(), a.account()};
  guesser.show_ticket(ticket ^ 1);
  expect_refused(guesser);
  game_client other{server().where(), account_of_new()};
  other.show_ticket(ticket);
  expect_refused(other);
}

TEST_F(E2eSessions, TheTicketNamesTheGamePort) {
  game_client a{server().where(), account_of_new()};
  a.ask_login();
  auto info = a.select_server();
  EXPECT_EQ(info.gate_port, server().where().game);
  EXPECT_EQ(info.gate_address.str(), "127.0.0.1");
}

TEST_F(E2eSessions, AResetConnectionFreesTheAccount) {
  auto witness = player();
  auto a = player();
  witness->see_appear(*a);
  a->link().reset();
  witness->see_disappear(*a);
  EXPECT_TRUE(again(*a)->is_served());
}

TEST_F(E2eSessions, AKilledClientFreesTheAccount) {
  auto witness = player();
  auto a = player();
  witness->see_appear(*a);
  // The child alone keeps the connection open, until it is killed.
  auto child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::pause();
    ::_exit(0);
  }
  game_client then{server().where(), a->account()};
  auto name = a->name();
  auto id = a->id();
  a.reset();
  EXPECT_EQ(then.ask_login(), "This account is already logged in.");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  witness->get<s2c_pc_disappear>([&](const s2c_pc_disappear& x) { return x.player_id == id; });
  then.log_in_when_free();
  then.enter(name);
  EXPECT_TRUE(then.is_served());
}

TEST_F(E2eSessions, AReturnAfterACutIsRefusedAtTheLoginOrNotAtAll) {
  auto a = player();
  auto name = a->name();
  for (int round = 0; round < 20; ++round) {
    a->step(cell_at(231, round % 2 == 0 ? 129 : 128)); // something to save
    ASSERT_TRUE(a->is_served());
    a->link().reset();
    game_client back{server().where(), a->account()};
    auto answer = back.ask_login();
    if (answer == "Welcome to Zonehive.") {
      back.show_ticket(back.select_server().pcid);
      EXPECT_TRUE(back.link().wait_for<s2c_char_list>({}, within())) << "round " << round << back.link().history();
      back.link().reset();
    } else {
      EXPECT_EQ(answer, "This account is already logged in.");
    }
    a = again(*a);
  }
}

TEST_F(E2eSessions, AWrongPasswordIsToldAndTheRightOneIsTakenNext) {
  game_client a{server().where(), account_of_new()};
  a.log_in();
  a.log_out();
  game_client wrong{server().where(), a.account(), "wrong"};
  EXPECT_EQ(wrong.ask_login(), "Wrong account or password.");
  EXPECT_FALSE(wrong.login_link().wait_for_close(within(milliseconds{200}))) << "the connection must stay open";
  auto again = wrong.ask_login(); // on the same connection
  EXPECT_EQ(again, "Wrong account or password.");
  game_client right{server().where(), a.account()};
  right.log_in_when_free();
}

TEST_F(E2eSessions, TooManyWrongPasswordsLockTheAccount) {
  game_client a{server().where(), account_of_new()};
  a.log_in();
  a.log_out();
  game_client wrong{server().where(), a.account(), "wrong"};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(wrong.ask_login(), "Wrong account or password.") << i;
  EXPECT_TRUE(wrong.login_link().wait_for_close()) << "five tries are all a connection has";
  game_client right{server().where(), a.account()};
  EXPECT_EQ(right.ask_login(), "Too many wrong passwords. Try again later.");
  EXPECT_FALSE(right.login_link().wait_for_close(within(milliseconds{200})));
}

TEST_F(E2eSessions, ABannedAccountIsToldAndAnUnbannedOneIsLetIn) {
  game_client a{server().where(), account_of_new()};
  a.log_in();
  a.log_out();
  auto command = [&](const std::string& verb) {
    return run_to_end({ZONEHIVE_BINARY, "account", verb, a.account(), "--database.url=" + database()});
  };
  auto done = command("ban");
  EXPECT_EQ(done.code, 0) << done.output;
  game_client banned{server().where(), a.account()};
  EXPECT_EQ(banned.ask_login(), "This account is banned.");
  EXPECT_FALSE(banned.login_link().wait_for_close(within(milliseconds{200})));
  EXPECT_EQ(command("unban").code, 0);
  banned.log_in_when_free();
}

TEST(E2ePorts, AGamePortThatTheSystemPicksIsTheOneInTheTicket) {
  auto settings = default_settings(postgres_cluster::shared().new_migrated_database());
  settings["game.port"] = "0";
  server_process server{settings};
  game_client a{server.where(), "someone"};
  a.ask_login();
  auto port = static_cast<uint16_t>(a.select_server().gate_port);
  ASSERT_NE(port, 0);
  new_player({server.where().login, port})->log_out();
}

TEST(E2eRefusals, MaintenanceIsToldAndTheConnectionStaysOpen) {
  auto settings = default_settings(postgres_cluster::shared().new_migrated_database());
  settings["login.maintenance"] = "true";
  server_process server{settings};
  game_client a{server.where(), "someone"};
  EXPECT_EQ(a.ask_login(), "The server is in maintenance. Try again later.");
  EXPECT_FALSE(a.login_link().wait_for_close(within(milliseconds{200})));
  EXPECT_EQ(a.ask_login(), "The server is in maintenance. Try again later.");
}

TEST(E2eRefusals, AFullServerIsToldAndHasRoomOnceSomebodyLeaves) {
  auto settings = default_settings(postgres_cluster::shared().new_migrated_database());
  settings["login.sessions_max"] = "1";
  server_process server{settings};
  auto a = new_player(server.where());
  game_client b{server.where(), "someone"};
  EXPECT_EQ(b.ask_login(), "The server is full. Try again later.");
  EXPECT_FALSE(b.login_link().wait_for_close(within(milliseconds{200})));
  a->log_out();
  b.log_in_when_free();
}

} // namespace

} // namespace test::e2e
