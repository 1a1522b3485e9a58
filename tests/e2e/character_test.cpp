// Goal: accounts and characters as a client meets them. Method: one real server, real sockets.

#include "tests/e2e/stage.hpp"

using namespace msg::client;
using msg::wire::fixed_text;

namespace test::e2e {

namespace {

class E2eCharacters : public one_node {
protected:
  static std::unique_ptr<game_client> chooser() {
    auto result = std::make_unique<game_client>(server().where(), fresh_name("acc"));
    result->log_in();
    return result;
  }
  /// The code of the error that the creation is refused with.
  static uint16_t refusal_of(game_client& who, const std::string& name, uint8_t class_id = 0, uint8_t nation = 0) {
    who.send(msg::game_request{c2s_ask_create_player{class_id, nation, fixed_text<21>{name}}});
    return who.get<s2c_error>().error_code;
  }
};

TEST_F(E2eCharacters, AnUnknownAccountIsMadeAndItsPasswordIsKept) {
  auto name = fresh_name("acc");
  game_client first{server().where(), name};
  first.log_in();
  for (const auto& slot : first.characters().slots)
    EXPECT_EQ(slot.class_id, class_of_empty_slot);
  EXPECT_EQ(run_sql(database(), "SELECT count(*) FROM accounts WHERE name = '" + name + "'"), "1");
  first.log_out();
  game_client other{server().where(), name, "different"};
  EXPECT_EQ(other.ask_login(), "Wrong account or password.");
}

TEST_F(E2eCharacters, EachClassCanBeMadeAndIsListedAtTheNextLogin) {
  auto who = chooser();
  std::vector<std::string> names;
  for (uint8_t class_id = 0; class_id < 4; ++class_id) {
    names.push_back(fresh_name());
    who->create(names.back(), class_id, class_id % 2);
  }
  who->log_out();
  game_client later{server().where(), who->account()};
  later.log_in_when_free();
  for (uint8_t i = 0; i < 4; ++i) {
    const auto& slot = later.characters().slots[i];
    EXPECT_EQ(slot.name.str(), names[i]);
    EXPECT_EQ(slot.class_id, i);
    EXPECT_EQ(slot.nation, i % 2);
    EXPECT_EQ(slot.is_used, 1);
    EXPECT_EQ(slot.level, 1u);
  }
  EXPECT_EQ(later.characters().slots[4].class_id, class_of_empty_slot);
}

TEST_F(E2eCharacters, WorldLoginCarriesWhatTheDatabaseHas) {
  auto who = player();
  who->log_out();
  run_sql(database(),
          "UPDATE characters SET level = 37, experience = 123456, woonz = 4000000001, lore = 99, points = 5, "
          "strength = 61, magic = 62, dexterity = 63, vitality = 64, mana_stat = 65, health = 71, mana = 72, "
          "stored_health = 81, stored_mana = 82 WHERE name = '"
            + who->name() + "'");
  auto back = again(*who);
  const auto& info = back->state().character;
  EXPECT_EQ(info.name.str(), who->name());
  EXPECT_EQ(info.level, 37);
  EXPECT_EQ(info.experience, 123456u);
  EXPECT_EQ(info.money, 4000000001u);
  EXPECT_EQ(info.lore, 99u);
  EXPECT_EQ(info.stored_health, 81u);
  EXPECT_EQ(info.stored_mana, 82u);
  const auto& stat = back->state().stat;
  EXPECT_EQ((std::array{stat.points, stat.strength, stat.magic, stat.dexterity, stat.vitality, stat.mana_stat,
                        stat.health, stat.mana}),
            (std::array<uint16_t, 8>{5, 61, 62, 63, 64, 65, 71, 72}));
  EXPECT_EQ(back->at(), (place{1, cell_at(231, 128)}));
  auto worn = run_sql(database(), "SELECT count(*) FROM items i JOIN characters c ON i.owner = c.id WHERE c.name = '"
                                    + who->name() + "' AND container = 0");
  auto shown = std::ranges::count_if(back->state().wear_items, [](const auto& x) { return x.what.id.unique_id != 0; });
  EXPECT_EQ(std::to_string(shown), worn);
}

TEST_F(E2eCharacters, WorldLoginIs1068BytesLong) {
  EXPECT_EQ(game_head_size + msg::wire::size_of<s2c_world_login>(), 1068u);
  auto who = player(); // decoding refuses missing and left-over bytes
  EXPECT_EQ(who->link().damage(), "");
}

TEST_F(E2eCharacters, ADeletedCharactersNameStaysTaken) {
  auto who = chooser();
  auto name = fresh_name();
  who->create(name);
  who->send(msg::game_request{c2s_ask_delete_player{fixed_text<21>{name}}});
  EXPECT_EQ(who->get<s2c_ans_delete_player>().character_name.str(), name);
  EXPECT_EQ(refusal_of(*who, name), error_name_taken);
  EXPECT_EQ(
    run_sql(database(), "SELECT count(*) FROM characters WHERE deleted_at IS NOT NULL AND name = '" + name + "'"), "1");
  who->log_out();
  game_client later{server().where(), who->account()};
  later.log_in_when_free();
  EXPECT_EQ(later.characters().slots[0].class_id, class_of_empty_slot);
}

TEST_F(E2eCharacters, NamesOutsideTheRulesAreRefusedAndNothingIsMade) {
  auto who = chooser();
  for (const char* bad : {"", "abc", "abcdefghijklm", "1abc", "ab cd", "abc-d",
                          "ab\xC3\xA9"
                          "de",
                          "system", "ADMIN", "Zonehive"})
    EXPECT_EQ(refusal_of(*who, bad), error_name_taken) << bad;
  EXPECT_EQ(refusal_of(*who, fresh_name(), 4), error_failed) << "class 4";
  EXPECT_EQ(refusal_of(*who, fresh_name(), 0, 2), error_failed) << "nation 2";
  EXPECT_EQ(run_sql(database(), "SELECT count(*) FROM characters c JOIN accounts a ON c.account = a.id WHERE a.name = '"
                                  + who->account() + "'"),
            "0");
}

TEST_F(E2eCharacters, ANameIsTakenWhateverItsCase) {
  auto first = chooser();
  first->create("MixedCase");
  auto second = chooser();
  EXPECT_EQ(refusal_of(*second, "mIXEDcASE"), error_name_taken);
}

TEST_F(E2eCharacters, ASixthCharacterIsRefused) {
  auto who = chooser();
  for (int i = 0; i < 5; ++i)
    who->create(fresh_name());
  EXPECT_EQ(refusal_of(*who, fresh_name()), error_login_failed);
}

TEST_F(E2eCharacters, AStrangersCharacterCannotBeChosenOrDeleted) {
  auto owner = chooser();
  auto name = fresh_name();
  owner->create(name);
  auto thief = chooser();
  thief->send(msg::game_request{c2s_char_login{fixed_text<21>{name}, 562}});
  EXPECT_EQ(thief->get<s2c_error>().error_code, error_not_found);
  thief->send(msg::game_request{c2s_ask_delete_player{fixed_text<21>{name}}});
  EXPECT_EQ(thief->get<s2c_error>().error_code, error_not_found);
}

TEST_F(E2eCharacters, ChatMasksAreKeptOverARestartOfTheServer) {
  server_process own{default_settings(postgres_cluster::shared().new_migrated_database())};
  auto who = new_player(own.where());
  const std::array<uint16_t, 3> masks{0x0102, 0x0304, 0xFFFF};
  who->send(msg::game_request{c2s_chat_window_opt{masks}});
  who->get<s2c_chat_window_opt>([&](const s2c_chat_window_opt& x) { return x.tab_masks == masks; });
  EXPECT_EQ(own.stop(), 0);
  own.start();
  game_client back{own.where(), who->account()};
  back.play(who->name());
  EXPECT_EQ(back.get<s2c_chat_window_opt>().tab_masks, masks);
}

} // namespace

} // namespace test::e2e
