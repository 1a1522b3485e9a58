// What every store must do with accounts.

#include "tests/contract/store_harness.hpp"

namespace {

using msg::account_record;
using msg::errc;
using test::refusal;
using test::text;

class StoreAccounts : public test::StoreContract {
protected:
  account_record wrong(msg::account_id id, uint16_t attempts_max, uint32_t lock_s) {
    return get<account_record>(msg::note_login{id, false, attempts_max, lock_s});
  }
  std::vector<std::string> names(const msg::list_accounts& what) {
    std::vector<std::string> listed;
    for (const auto& one : get<std::vector<account_record>>(what))
      listed.push_back(one.name);
    return listed;
  }
};

INSTANTIATE_STORE_CONTRACT(StoreAccounts);

using strings = std::vector<std::string>;

TEST_P(StoreAccounts, CreatedAccountIsAnsweredAndFound) {
  auto created = get<account_record>(msg::create_account{"Alice", "$2b$10$abc", msg::account_status::pending});
  EXPECT_TRUE(created.id);
  EXPECT_EQ(created.name, "Alice");
  EXPECT_EQ(created.password_hash, "$2b$10$abc");
  EXPECT_EQ(created.status, msg::account_status::pending);
  EXPECT_EQ(created.failed_attempts, 0);
  EXPECT_EQ(created.locked_s, 0u);
  EXPECT_EQ(get<account_record>(msg::find_account{"Alice"}), created);
}

TEST_P(StoreAccounts, NameIsFoundInAnyCaseAndKeepsItsOwn) {
  auto created = account("MiXed_1");
  EXPECT_EQ(get<account_record>(msg::find_account{"mixed_1"}), created);
  EXPECT_EQ(get<account_record>(msg::find_account{"MIXED_1"}), created);
}

TEST_P(StoreAccounts, UnknownNameIsAccountUnknown) {
  account("alice");
  for (const auto& name : strings{"alic", "alice2", "", "al%", "alice ", std::string{"alice\0x", 7}, "ali\xC3\xA7",
                                  "\xFF", std::string(5000, 'a')})
    EXPECT_EQ(refusal(ask<account_record>(msg::find_account{name})), text(errc::account_unknown)) << name;
}

TEST_P(StoreAccounts, NameCannotBeCreatedTwiceInAnyCase) {
  account("alice", "one");
  EXPECT_EQ(refusal(ask<account_record>(msg::create_account{"alice", "two"})), text(errc::account_exists));
  EXPECT_EQ(refusal(ask<account_record>(msg::create_account{"ALICE", "one"})), text(errc::account_exists));
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}).password_hash, "one");
}

TEST_P(StoreAccounts, RepeatedCreationWithTheSameHashIsAnsweredAgain) {
  auto first = account("alice", "salted");
  EXPECT_EQ(account("alice", "salted"), first);
  EXPECT_EQ(get<msg::store_status>(msg::get_store_status{}).accounts, 1u);
}

TEST_P(StoreAccounts, NameThatCannotBeStoredIsInvalid) {
  for (const auto& name :
       strings{"", "two words", "tab\t", std::string{"zero\0", 5}, "ali\xC3\xA7", "\x7F", std::string(33, 'a')})
    EXPECT_EQ(refusal(ask<account_record>(msg::create_account{name, "hash"})), text(errc::name_invalid)) << name;
  EXPECT_EQ(account(std::string(32, 'a')).name, std::string(32, 'a'));
}

TEST_P(StoreAccounts, HashThatCannotBeStoredIsABadRequest) {
  auto id = account("alice").id;
  for (const auto& hash : strings{"", std::string{"a\0b", 3}, "a b", std::string(256, 'a')}) {
    EXPECT_EQ(refusal(ask<account_record>(msg::create_account{"bob", hash})), text(errc::bad_request)) << hash;
    EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::set_password{id, hash})), text(errc::bad_request)) << hash;
  }
}

TEST_P(StoreAccounts, PasswordIsReplacedForThatAccountOnly) {
  auto alice = account("alice", "old");
  account("bob", "old");
  get<caf::ok_atom>(msg::set_password{alice.id, "new"});
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}).password_hash, "new");
  EXPECT_EQ(get<account_record>(msg::find_account{"bob"}).password_hash, "old");
}

TEST_P(StoreAccounts, StatusIsChangedForThatAccountOnly) {
  auto alice = account("alice");
  account("bob");
  get<caf::ok_atom>(msg::set_account_status{alice.id, msg::account_status::banned});
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}).status, msg::account_status::banned);
  EXPECT_EQ(get<account_record>(msg::find_account{"bob"}).status, msg::account_status::active);
  get<caf::ok_atom>(msg::set_account_status{alice.id, msg::account_status::active});
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}), alice);
}

TEST_P(StoreAccounts, StatusOutOfRangeIsABadRequest) {
  auto id = account("alice").id;
  auto none = static_cast<msg::account_status>(3);
  EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::set_account_status{id, none})), text(errc::bad_request));
  EXPECT_EQ(refusal(ask<account_record>(msg::create_account{"bob", "hash", none})), text(errc::bad_request));
}

TEST_P(StoreAccounts, ChangesToAnUnknownAccountAreRefused) {
  for (auto id : {msg::account_id{0}, msg::account_id{7}, msg::account_id{0xFFFFFFFF}}) {
    EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::set_password{id, "hash"})), text(errc::account_unknown));
    EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::set_account_status{id, {}})), text(errc::account_unknown));
    EXPECT_EQ(refusal(ask<account_record>(msg::note_login{id, true})), text(errc::account_unknown));
    EXPECT_EQ(refusal(ask<account_record>(msg::note_login{id, false, 3, 60})), text(errc::account_unknown));
  }
}

TEST_P(StoreAccounts, AccountsAreListedByFoldedNameWithoutHashes) {
  for (const auto* name : {"bob", "Alice", "carol", "Zed", "_x"})
    account(name);
  EXPECT_EQ(names({"", 100}), (strings{"_x", "Alice", "bob", "carol", "Zed"}));
  for (const auto& one : get<std::vector<account_record>>(msg::list_accounts{"", 100}))
    EXPECT_EQ(one.password_hash, "");
}

TEST_P(StoreAccounts, ListGoesOnBehindANameUpToTheLimit) {
  for (const auto* name : {"a", "B", "c", "D"})
    account(name);
  EXPECT_EQ(names({"", 2}), (strings{"a", "B"}));
  EXPECT_EQ(names({"b", 2}), (strings{"c", "D"}));
  EXPECT_EQ(names({"bx", 1}), (strings{"c"}));
  EXPECT_EQ(names({"d", 2}), strings{});
  EXPECT_EQ(names({"", 0}), strings{});
  EXPECT_EQ(names({"", 0xFFFFFFFF}).size(), 4u);
}

TEST_P(StoreAccounts, EmptyStoreListsNothing) { EXPECT_EQ(names({"", 100}), strings{}); }

TEST_P(StoreAccounts, WrongPasswordsAreCountedAndTheLastOneLocks) {
  auto id = account("alice").id;
  EXPECT_EQ(wrong(id, 3, 60).failed_attempts, 1);
  EXPECT_EQ(wrong(id, 3, 60).failed_attempts, 2);
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}).locked_s, 0u);
  auto locked = wrong(id, 3, 60);
  EXPECT_EQ(locked.failed_attempts, 0);
  EXPECT_GT(locked.locked_s, 50u);
  EXPECT_LE(locked.locked_s, 60u);
  EXPECT_GT(get<account_record>(msg::find_account{"alice"}).locked_s, 50u);
}

TEST_P(StoreAccounts, LockEndsByTimeAndTheCountBeginsAgain) {
  auto id = account("alice").id;
  EXPECT_GT(wrong(id, 1, 60).locked_s, 0u);
  harness_->pass_time(std::chrono::seconds{61});
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}).locked_s, 0u);
  EXPECT_EQ(wrong(id, 2, 60).failed_attempts, 1);
}

TEST_P(StoreAccounts, LockOfNoSecondsIsOverAtOnce) {
  auto id = account("alice").id;
  EXPECT_EQ(wrong(id, 1, 0).locked_s, 0u);
}

TEST_P(StoreAccounts, LongestLockIsKept) {
  auto id = account("alice").id;
  EXPECT_GT(wrong(id, 1, 0xFFFFFFFF).locked_s, 0xFFFFFF00u);
}

TEST_P(StoreAccounts, NoLimitOfAttemptsNeverLocks) {
  auto id = account("alice").id;
  for (uint16_t attempt = 1; attempt <= 5; ++attempt) {
    auto now = wrong(id, 0, 60);
    EXPECT_EQ(now.failed_attempts, attempt);
    EXPECT_EQ(now.locked_s, 0u);
  }
}

TEST_P(StoreAccounts, LoweredLimitLocksAtTheNextWrongPassword) {
  auto id = account("alice").id;
  for (int i = 0; i < 4; ++i)
    wrong(id, 10, 60);
  EXPECT_GT(wrong(id, 2, 60).locked_s, 0u);
}

TEST_P(StoreAccounts, SuccessClearsTheCountAndTheLock) {
  auto created = account("alice");
  wrong(created.id, 3, 60);
  EXPECT_EQ(get<account_record>(msg::note_login{created.id, true, 3, 60}), created);
  wrong(created.id, 1, 60);
  EXPECT_EQ(get<account_record>(msg::note_login{created.id, true, 3, 60}), created);
  EXPECT_EQ(get<account_record>(msg::find_account{"alice"}), created);
}

TEST_P(StoreAccounts, LockOfOneAccountLeavesOthersAlone) {
  auto bob = account("bob");
  wrong(account("alice").id, 1, 60);
  EXPECT_EQ(get<account_record>(msg::find_account{"bob"}), bob);
}

TEST_P(StoreAccounts, StatusOfAnEmptyStoreCountsNothing) {
  auto status = get<msg::store_status>(msg::get_store_status{});
  EXPECT_GT(status.schema_version, 0u);
  EXPECT_EQ(status.accounts, 0u);
  EXPECT_EQ(status.characters, 0u);
}

} // namespace
