// What every store must do with characters, their items and their places.

#include "tests/contract/store_harness.hpp"

namespace {

using msg::character_record;
using msg::errc;
using test::refusal;
using test::text;
using characters = std::vector<character_record>;

/// A value of its own in every field, the largest where a column could be too narrow.
character_record hero(msg::account_id account, const std::string& name) {
  character_record what;
  what.account = account;
  what.name = name;
  what.location.map = {65535};
  what.location.cell = 65535;
  what.location.revision = 3;
  what.location.chat_masks = {0, 0x1F, 65535};
  what.class_id = 255;
  what.nation = 254;
  what.level = 65535;
  what.experience = 4294967295;
  what.woonz = 4294967294;
  what.lore = 4294967293;
  what.stats = {1, 2, 3, 4, 5, 6, 7, 65535, 9, 4294967295};
  what.items = {{0, 4294967295, 1, msg::item_container::bag, 29},
                {0, 2, 4294967295, msg::item_container::worn, 9},
                {0, 3, 4, msg::item_container::bag, 0}};
  return what;
}

msg::operation_id operation(uint64_t number) { return {0xFEDCBA9876543210, number}; }

class StoreCharacters : public test::StoreContract {
protected:
  test::outcome<character_record> create(uint64_t number, const character_record& what) {
    return ask<character_record>(msg::create_character{operation(number), what});
  }
  character_record created(uint64_t number, const character_record& what) {
    return get<character_record>(msg::create_character{operation(number), what});
  }
  character_record created(uint64_t number, const std::string& name) { return created(number, hero(alice_, name)); }
  test::outcome<caf::ok_atom> remove(uint64_t number, msg::account_id account, const std::string& name) {
    return ask<caf::ok_atom>(msg::delete_character{operation(number), account, name});
  }
  characters list(msg::account_id account) { return get<characters>(msg::list_characters{account}); }
  character_record begin(msg::account_id account, msg::character_id who) {
    return get<character_record>(msg::begin_stay{account, who});
  }
  void save(std::vector<msg::character_location> rows) { get<caf::ok_atom>(msg::save_locations{std::move(rows), {}}); }
  msg::character_location saved(msg::character_id id) {
    for (const auto& one : list(alice_))
      if (one.id() == id)
        return one.location;
    ADD_FAILURE() << "no such character";
    return {};
  }

  msg::account_id alice_ = account("alice").id;
  msg::account_id bob_ = account("bob").id;
};

INSTANTIATE_STORE_CONTRACT(StoreCharacters);

TEST_P(StoreCharacters, EveryFieldComesBackAsCreated) {
  auto wanted = hero(alice_, "Hero");
  auto made = created(1, wanted);
  EXPECT_TRUE(made.id());
  EXPECT_EQ(list(alice_), characters{made});
  // Ids and serials are given; items come by container and slot.
  std::swap(wanted.items[0], wanted.items[1]);
  std::swap(wanted.items[1], wanted.items[2]);
  wanted.location.id = made.id();
  ASSERT_EQ(made.items.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_GT(made.items[i].serial, i == 0 ? 0 : made.items[i - 1].serial);
    wanted.items[i].serial = made.items[i].serial;
  }
  EXPECT_EQ(made, wanted);
}

TEST_P(StoreCharacters, DefaultsAreStorable) {
  character_record plain;
  plain.account = alice_;
  plain.name = "plain";
  auto made = created(1, plain);
  plain.location.id = made.id();
  EXPECT_EQ(made, plain);
  EXPECT_EQ(list(alice_), characters{plain});
}

TEST_P(StoreCharacters, GivenIdsAndSerialsAreIgnored) {
  auto first = created(1, "first");
  auto what = hero(alice_, "second");
  what.location.id = first.id();
  what.items[0].serial = first.items[0].serial;
  auto second = created(2, what);
  EXPECT_NE(second.id(), first.id());
  for (const auto& a : first.items)
    for (const auto& b : second.items)
      EXPECT_NE(a.serial, b.serial);
}

TEST_P(StoreCharacters, ListIsOldestFirstAndOnlyOfThatAccount) {
  auto zed = created(1, "zed");
  created(2, hero(bob_, "other"));
  auto abe = created(3, "abe");
  EXPECT_EQ(list(alice_), (characters{zed, abe}));
  EXPECT_EQ(list(bob_).size(), 1u);
}

TEST_P(StoreCharacters, AccountWithoutCharactersOrUnknownHasNone) {
  EXPECT_EQ(list(alice_), characters{});
  EXPECT_EQ(list({4711}), characters{});
  EXPECT_EQ(list({0}), characters{});
}

TEST_P(StoreCharacters, NameIsTakenInAnyCaseAndByAnyAccount) {
  created(1, "Hero");
  EXPECT_EQ(refusal(create(2, hero(alice_, "Hero"))), text(errc::name_taken));
  EXPECT_EQ(refusal(create(3, hero(bob_, "hERO"))), text(errc::name_taken));
  EXPECT_EQ(list(alice_).size(), 1u);
  EXPECT_EQ(list(bob_), characters{});
}

TEST_P(StoreCharacters, SixthCharacterIsRefused) {
  for (uint64_t i = 1; i <= 5; ++i)
    created(i, "hero" + std::to_string(i));
  EXPECT_EQ(refusal(create(6, hero(alice_, "hero6"))), text(errc::slots_full));
  EXPECT_EQ(refusal(create(7, hero(alice_, "hero1"))), text(errc::slots_full));
  EXPECT_EQ(list(alice_).size(), 5u);
  created(8, hero(bob_, "hero6"));
}

TEST_P(StoreCharacters, DeletedCharacterFreesItsSlotButNotItsName) {
  for (uint64_t i = 1; i <= 5; ++i)
    created(i, "hero" + std::to_string(i));
  EXPECT_EQ(refusal(remove(6, alice_, "hero3")), "not refused");
  EXPECT_EQ(list(alice_).size(), 4u);
  EXPECT_EQ(refusal(create(7, hero(alice_, "Hero3"))), text(errc::name_taken));
  EXPECT_EQ(refusal(create(8, hero(bob_, "hero3"))), text(errc::name_taken));
  created(9, "hero6");
  EXPECT_EQ(list(alice_).back().name, "hero6");
}

TEST_P(StoreCharacters, RepeatedCreationIsAnsweredAgainAndHappensOnce) {
  auto first = created(1, "hero");
  EXPECT_EQ(created(1, "hero"), first);
  EXPECT_EQ(list(alice_), characters{first});
}

TEST_P(StoreCharacters, RepeatedRefusalStaysOne) {
  created(1, "hero");
  EXPECT_EQ(refusal(create(2, hero(alice_, "hero"))), text(errc::name_taken));
  EXPECT_EQ(refusal(create(2, hero(alice_, "hero"))), text(errc::name_taken));
  for (uint64_t i = 3; i <= 6; ++i)
    created(i, "hero" + std::to_string(i));
  EXPECT_EQ(refusal(create(7, hero(alice_, "late"))), text(errc::slots_full));
  EXPECT_EQ(refusal(remove(8, alice_, "hero")), "not refused");
  EXPECT_EQ(refusal(create(7, hero(alice_, "late"))), text(errc::slots_full));
  created(9, "late");
}

TEST_P(StoreCharacters, CreationRepeatedAfterTheDeletionDoesNotBringBack) {
  auto first = created(1, "hero");
  EXPECT_EQ(refusal(remove(2, alice_, "hero")), "not refused");
  EXPECT_EQ(created(1, "hero").id(), first.id());
  EXPECT_EQ(list(alice_), characters{});
}

TEST_P(StoreCharacters, OperationIdOfSomethingElseIsABadRequest) {
  created(1, "hero");
  EXPECT_EQ(refusal(remove(1, alice_, "hero")), text(errc::bad_request));
  EXPECT_EQ(refusal(create(1, hero(bob_, "hero2"))), text(errc::bad_request));
  EXPECT_EQ(refusal(remove(2, alice_, "hero")), "not refused");
  EXPECT_EQ(refusal(create(2, hero(alice_, "hero2"))), text(errc::bad_request));
  EXPECT_EQ(refusal(ask<character_record>(msg::create_character{{}, hero(alice_, "x")})), text(errc::bad_request));
  EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::delete_character{{}, alice_, "hero"})), text(errc::bad_request));
}

TEST_P(StoreCharacters, OperationIdsDifferInEitherHalf) {
  msg::create_character what{{1, 2}, hero(alice_, "one")};
  auto first = get<character_record>(what);
  what = {{2, 2}, hero(alice_, "two")};
  EXPECT_NE(get<character_record>(what).id(), first.id());
  what = {{1, 3}, hero(alice_, "three")};
  EXPECT_NE(get<character_record>(what).id(), first.id());
}

TEST_P(StoreCharacters, AccountMustExist) {
  EXPECT_EQ(refusal(create(1, hero({4711}, "hero"))), text(errc::account_unknown));
  EXPECT_EQ(refusal(create(2, hero({0}, "hero"))), text(errc::account_unknown));
}

TEST_P(StoreCharacters, NameThatCannotBeStoredIsInvalid) {
  for (const auto& name :
       std::vector<std::string>{"", "a b", std::string{"a\0b", 3}, "\xEB\xAF\xBC", "line\n", std::string(33, 'x')})
    EXPECT_EQ(refusal(create(1, hero(alice_, name))), text(errc::name_invalid)) << name;
}

TEST_P(StoreCharacters, ValuesOutOfRangeAreABadRequest) {
  auto good = hero(alice_, "hero");
  auto refused = [&](auto change) {
    auto bad = good;
    change(bad);
    EXPECT_EQ(refusal(create(1, bad)), text(errc::bad_request));
  };
  refused([](auto& x) { x.level = 0; });
  refused([](auto& x) { x.location.cell = 65536; });
  refused([](auto& x) { x.location.revision = uint64_t{1} << 63; });
  refused([](auto& x) { x.items[0].slot = 30; });
  refused([](auto& x) { x.items[1].slot = 10; });
  refused([](auto& x) { x.items[0].container = static_cast<msg::item_container>(2); });
  refused([](auto& x) { x.items[0].slot = x.items[2].slot; });
  created(1, good);
}

TEST_P(StoreCharacters, EveryPlaceCanHoldAnItem) {
  auto what = hero(alice_, "hero");
  what.items.clear();
  for (uint8_t slot = 0; slot < 10; ++slot)
    what.items.push_back({0, slot, 1, msg::item_container::worn, slot});
  for (uint8_t slot = 0; slot < 30; ++slot)
    what.items.push_back({0, slot, 2, msg::item_container::bag, slot});
  auto made = created(1, what);
  ASSERT_EQ(made.items.size(), 40u);
  for (size_t i = 0; i < 40; ++i) {
    what.items[i].serial = made.items[i].serial;
    EXPECT_EQ(made.items[i], what.items[i]);
  }
  EXPECT_EQ(list(alice_), characters{made});
}

TEST_P(StoreCharacters, DeletionNeedsTheOwnerAndALivingCharacter) {
  created(1, "Hero");
  EXPECT_EQ(refusal(remove(2, bob_, "Hero")), text(errc::character_unknown));
  EXPECT_EQ(refusal(remove(3, alice_, "nobody")), text(errc::character_unknown));
  EXPECT_EQ(refusal(remove(4, {4711}, "Hero")), text(errc::character_unknown));
  EXPECT_EQ(refusal(remove(5, alice_, std::string{"Hero\0", 5})), text(errc::character_unknown));
  EXPECT_EQ(list(alice_).size(), 1u);
  EXPECT_EQ(refusal(remove(6, alice_, "hERO")), "not refused");
  EXPECT_EQ(refusal(remove(7, alice_, "Hero")), text(errc::character_unknown));
  EXPECT_EQ(list(alice_), characters{});
}

TEST_P(StoreCharacters, RepeatedDeletionIsAnsweredAgain) {
  created(1, "hero");
  EXPECT_EQ(refusal(remove(2, alice_, "hero")), "not refused");
  EXPECT_EQ(refusal(remove(2, alice_, "hero")), "not refused");
}

TEST_P(StoreCharacters, StatusCountsLivingCharacters) {
  created(1, "one");
  created(2, "two");
  EXPECT_EQ(refusal(remove(3, alice_, "one")), "not refused");
  auto status = get<msg::store_status>(msg::get_store_status{});
  EXPECT_EQ(status.accounts, 2u);
  EXPECT_EQ(status.characters, 1u);
}

// -- locations -------------------------------------------------------------------

TEST_P(StoreCharacters, LocationIsReplacedAndNothingElse) {
  auto made = created(1, "hero");
  msg::character_location next{made.id(), {7}, 1234, 4, {65535, 0, 1}};
  save({next});
  made.location = next;
  EXPECT_EQ(list(alice_), characters{made});
}

TEST_P(StoreCharacters, OlderAndEqualRevisionsAreIgnored) {
  auto id = created(1, "hero").id();
  msg::character_location newest{id, {1}, 10, 100, {1, 2, 3}};
  save({newest});
  save({{id, {2}, 20, 99, {}}});
  save({{id, {3}, 30, 100, {}}});
  EXPECT_EQ(saved(id), newest);
  newest = {id, {4}, 40, 101, {4, 5, 6}};
  save({newest});
  EXPECT_EQ(saved(id), newest);
}

TEST_P(StoreCharacters, AStayOutranksWhatAnEarlierOneStillSaves) {
  auto made = created(1, "hero");
  auto first = begin(alice_, made.id());
  EXPECT_EQ(first.location.revision % msg::revisions_of_a_stay, 0u);
  EXPECT_GT(first.location.revision, made.location.revision);
  auto second = begin(alice_, made.id());
  EXPECT_EQ(second.location.revision, first.location.revision + msg::revisions_of_a_stay)
    << "also when the first one has saved nothing";
  save({{made.id(), {9}, 9, first.location.revision + 1000, {}}});
  EXPECT_EQ(saved(made.id()).map, made.location.map) << "a late save of the first stay";
  msg::character_location newest{made.id(), {4}, 40, second.location.revision + 1, {4, 5, 6}};
  save({newest});
  EXPECT_EQ(saved(made.id()), newest);
}

TEST_P(StoreCharacters, AStayBeginsWithEverythingTheCharacterHas) {
  auto made = created(1, "hero");
  auto stay = begin(alice_, made.id());
  stay.location.revision = made.location.revision;
  EXPECT_EQ(stay, made);
}

TEST_P(StoreCharacters, AStayOfNobodyOrOfAnothersCharacterIsRefused) {
  auto made = created(1, "hero");
  EXPECT_EQ(refusal(ask<character_record>(msg::begin_stay{alice_, {4711}})), text(errc::character_unknown));
  EXPECT_EQ(refusal(ask<character_record>(msg::begin_stay{{alice_.value + 1}, made.id()})),
            text(errc::character_unknown));
}

TEST_P(StoreCharacters, NewestOfOneBatchWins) {
  auto id = created(1, "hero").id();
  msg::character_location newest{id, {1}, 1, 12, {1, 1, 1}};
  save({{id, {2}, 2, 11, {}}, newest, {id, {3}, 3, 10, {}}});
  EXPECT_EQ(saved(id), newest);
}

TEST_P(StoreCharacters, LargestRevisionIsKept) {
  auto id = created(1, "hero").id();
  msg::character_location last{id, {1}, 1, (uint64_t{1} << 63) - 1, {1, 1, 1}};
  save({last});
  EXPECT_EQ(saved(id), last);
}

TEST_P(StoreCharacters, EmptyBatchAndUnknownCharactersAreHarmless) {
  auto made = created(1, "hero");
  save({});
  save({{{4711}, {1}, 1, 9, {}}, {{0}, {1}, 1, 9, {}}});
  EXPECT_EQ(list(alice_), characters{made});
}

TEST_P(StoreCharacters, BatchWithABadRowIsRefusedAsAWhole) {
  auto made = created(1, "hero");
  std::vector<msg::character_location> rows{{made.id(), {1}, 1, 9, {}}, {made.id(), {1}, 65536, 10, {}}};
  EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::save_locations{rows, {}})), text(errc::bad_request));
  rows.back() = {made.id(), {1}, 1, uint64_t{1} << 63, {}};
  EXPECT_EQ(refusal(ask<caf::ok_atom>(msg::save_locations{rows, {}})), text(errc::bad_request));
  EXPECT_EQ(list(alice_), characters{made});
}

TEST_P(StoreCharacters, BigBatchIsSavedWhole) {
  auto id = created(1, "hero").id();
  auto other = created(2, "other").id();
  std::vector<msg::character_location> rows;
  for (uint32_t i = 0; i < 20'000; ++i)
    rows.push_back({{1'000'000 + i}, {1}, i, 1, {}});
  rows.front() = {id, {5}, 5, 50, {5, 5, 5}};
  rows.back() = {other, {6}, 6, 60, {6, 6, 6}};
  save(rows);
  EXPECT_EQ(saved(id), rows.front());
  EXPECT_EQ(saved(other), rows.back());
}

TEST_P(StoreCharacters, DeletedCharacterMayStillBeSaved) {
  auto id = created(1, "hero").id();
  EXPECT_EQ(refusal(remove(2, alice_, "hero")), "not refused");
  save({{id, {1}, 1, 9, {}}});
  EXPECT_EQ(list(alice_), characters{});
}

} // namespace
