// The way back: what JSON must keep, and what an edit may not do.

#include "loaders/client_tables.hpp"
#include "loaders/drop.hpp"
#include "loaders/item_set.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/map.hpp"
#include "loaders/message_table.hpp"
#include "loaders/npc.hpp"
#include "loaders/quest.hpp"
#include "loaders/text_lines.hpp"
#include "tools/data/convert.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace tools::data {

namespace {

using loaders::load_mode;
using testing::HasSubstr;

const json_format& format(std::string_view name) {
  auto found = find_json_format(name);
  if (!found)
    throw std::runtime_error{"no such format"};
  return *found;
}

json dumped(std::string_view name, const byte_buffer& bytes, bool raw, text_encoding encoding = text_encoding::ascii) {
  dump_request request{{"file", {load_mode::strict, encoding}}, {encoding, raw}};
  auto outcome = dump_file(format(name), request, bytes);
  EXPECT_TRUE(outcome.is_ok) << outcome.text;
  return outcome.text;
}

byte_buffer built(std::string_view name, const json& from, text_encoding encoding = text_encoding::ascii) {
  auto outcome = build_file(format(name), from, encoding);
  EXPECT_EQ(outcome.error, std::nullopt);
  return outcome.bytes;
}

std::string refusal(std::string_view name, const json& from) {
  auto outcome = build_file(format(name), from, text_encoding::ascii);
  EXPECT_TRUE(outcome.error) << name;
  EXPECT_TRUE(outcome.bytes.empty());
  return outcome.error.value_or("");
}

loaders::it1_item ring(uint16_t row, std::string_view name) {
  loaders::it1_item x;
  x.group = 5;
  x.row = row;
  x.name = name;
  return x;
}

byte_buffer monster() {
  loaders::npc x;
  x.name = "Mole";
  x.id = 9;
  x.growth = 1;
  x.hp_max = 10;
  return save_npc(x);
}

// Files of every format whose bytes are dice as far as the format allows.
TEST(DataBuild, RawJsonKeepsEveryByteOfAnyValidFile) {
  std::mt19937_64 rng{11};
  std::map<std::string_view, int> accepted;
  for (const auto& [name, size] : std::map<std::string_view, size_t>{{"npc", 78},
                                                                     {"spawn", 0},
                                                                     {"drop", 60},
                                                                     {"combination", 96},
                                                                     {"cashitem", 50},
                                                                     {"pc", 28},
                                                                     {"skill", 9891},
                                                                     {"skilldelay", 25},
                                                                     {"hsst", 1440},
                                                                     {"npcskill", 54},
                                                                     {"favindex", 32},
                                                                     {"setitem", 3300},
                                                                     {"presentset", 42}}) {
    for (int round = 0; round < 20; ++round) {
      byte_buffer bytes(size);
      for (auto& byte : bytes)
        byte = rng() % 3 == 0 ? 0 : static_cast<uint8_t>(rng());
      dump_request request{{"file", load_mode::strict}, {text_encoding::ascii, true}};
      auto outcome = dump_file(format(name), request, bytes);
      if (!outcome.is_ok)
        continue;
      ++accepted[name];
      EXPECT_EQ(built(name, outcome.text), bytes) << name;
    }
  }
  EXPECT_GE(accepted.size(), 11u);
  EXPECT_EQ(accepted["skill"], 20);
  EXPECT_EQ(accepted["setitem"], 20);
}

TEST(DataBuild, RawJsonKeepsEveryBitOfAMap) {
  std::mt19937_64 rng{12};
  loaders::map x;
  x.id = 5;
  x.name = std::string_view{"Town\0\0rubbish", 13};
  x.warps = {{7, {1, 2}}};
  for (size_t i = 0; i < loaders::cell_count; i += 1 + rng() % 40)
    x.cells[i] = static_cast<uint32_t>(rng()) & ~1u;
  auto bytes = save_map(x);
  EXPECT_EQ(built("map", dumped("map", bytes, true)), bytes);
  EXPECT_THAT(refusal("map", dumped("map", bytes, false)), HasSubstr("--raw"));
}

TEST(DataBuild, RawJsonKeepsEmptySlotsAndBytesBehindNames) {
  std::vector<loaders::it1_item> items{ring(1, std::string_view{"Ring\0old", 8}), {}, ring(2, "Band"), {}};
  auto bytes = loaders::save_records(items);
  EXPECT_EQ(built("it1", dumped("it1", bytes, true)), bytes);
  auto plain = dumped("it1", bytes, false);
  EXPECT_EQ(plain["value"]["items"].size(), 2u);
  EXPECT_EQ(built("it1", plain), loaders::save_records(std::vector{ring(1, "Ring"), ring(2, "Band")}));
}

TEST(DataBuild, RawJsonKeepsUnusedContentsAndDisabledQuests) {
  loaders::quest x;
  x.head.index = 3;
  x.contents[1].task.map = 77; // unused all the same
  x.contents[2].first_text = std::string{"seen\0unseen", 11};
  auto bytes = save_quest(x);
  EXPECT_EQ(built("quest", dumped("quest", bytes, true)), bytes);
  loaders::quest off;
  off.head = {loaders::quest_index_disabled, 1, 2, 3};
  EXPECT_EQ(built("quest", dumped("quest", save_quest(off), true)), save_quest(off));
  EXPECT_EQ(dumped("quest", save_quest(off), false)["value"].dump(), R"({"disabled":true})");
}

TEST(DataBuild, RawJsonKeepsTextFilesAsTheyWere) {
  for (auto [name, text] : {std::pair{"shop", " 1024\r\n\n\n7"},
                            {"teleport", "1\t2  3\r\n\r\n"},
                            {"mapinfo", "; \xB5\xCE\n[Other]\nx\n[MapZone]\n map1 = 0"}}) {
    auto bytes = loaders::bytes_of(text);
    EXPECT_EQ(built(name, dumped(name, bytes, true)), bytes);
    EXPECT_EQ(dumped(name, built(name, dumped(name, bytes, false)), false), dumped(name, bytes, false));
  }
}

TEST(DataBuild, MessagesThatAreNoTextAreKeptAsBytes) {
  std::vector<loaders::message> xs{{1, 60, "\xFF\xFE"}, {2, 60, std::string{"a\0b", 3}}, {3, 60, "plain"}};
  auto bytes = save_messages(xs);
  auto raw = dumped("message", bytes, true);
  EXPECT_EQ(built("message", raw), bytes);
  EXPECT_TRUE(raw["value"]["messages"][0]["text"].is_null());
  EXPECT_FALSE(raw["value"]["messages"][2].contains("hex"));
  EXPECT_EQ(raw["warnings"], json::array({"WARN_ENCODING"}));
}

TEST(DataBuild, NamesAreTextOfTheirEncoding) {
  loaders::npc x;
  x.name = "\xB5\xCE";
  x.growth = 1;
  x.hp_max = 1;
  auto bytes = save_npc(x);
  auto plain = dumped("npc", bytes, false);
  EXPECT_EQ(plain["value"]["name"].dump(), R"({"hex":"b5ce","text":null})");
  EXPECT_EQ(plain["warnings"], json::array({"WARN_ENCODING"}));
  auto korean = dumped("npc", bytes, false, text_encoding::euc_kr);
  EXPECT_EQ(korean["value"]["name"]["text"], "두");
  EXPECT_EQ(korean["warnings"], json::array());
  korean["value"]["name"] = {{"text", "두두"}};
  auto bytes_again = built("npc", korean, text_encoding::euc_kr);
  EXPECT_EQ(std::string(bytes_again.begin(), bytes_again.begin() + 5), (std::string{"\xB5\xCE\xB5\xCE\0", 5}));
}

TEST(DataBuild, AnEditIsTaken) {
  auto edited = dumped("npc", monster(), false)["value"];
  edited["hp"] = 4'000'000'000;
  edited["defense"] = 4095;
  edited["level"] = 300;
  edited.erase("level_word");
  edited.erase("legacy_exp_u16_at_61");
  auto found = loaders::load_npc("npc/9", 9, built("npc", edited), load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->hp_max, 4'000'000'000u);
  EXPECT_EQ(found->defense(), 4095);
  EXPECT_EQ(found->level(), 300);
}

TEST(DataBuild, AnEditThatWouldBeLostIsRefused) {
  auto edited = dumped("npc", monster(), false);
  edited["value"]["level"] = 300;
  EXPECT_THAT(refusal("npc", edited), HasSubstr("value.level_word is \"0x00000001\", but what it is made from says"));
  edited = dumped("npc", monster(), false);
  edited["value"]["hitpoints"] = 7;
  EXPECT_THAT(refusal("npc", edited), HasSubstr("value.hitpoints means nothing in this format"));
  edited = dumped("it1", loaders::save_records(std::vector{ring(1, "Ring")}), false);
  edited["value"]["items"][0]["code"] = 5122;
  EXPECT_THAT(refusal("it1", edited), HasSubstr("value.items[0].code is 5122, but"));
}

TEST(DataBuild, ValuesThatDoNotFitAreRefusedWithTheirPlace) {
  auto refused = [](std::string_view key, json value) {
    auto edited = dumped("npc", monster(), false);
    edited["value"][std::string{key}] = std::move(value);
    return refusal("npc", edited);
  };
  EXPECT_EQ(refused("defense", 4096), "value.defense is 4096, not a whole number from 0 to 4095.");
  EXPECT_EQ(refused("respawn_s", -1), "value.respawn_s is -1, not a whole number from 0 to 65535.");
  EXPECT_EQ(refused("hp", 4294967296), "value.hp is 4294967296, not a whole number from 0 to 4294967295.");
  EXPECT_EQ(refused("hp", 1.5), "value.hp is 1.5, not a whole number from 0 to 4294967295.");
  EXPECT_EQ(refused("hp", "1"), "value.hp is \"1\", not a whole number from 0 to 4294967295.");
  EXPECT_EQ(refused("elements", {1, 2}), "value.elements has 2 elements instead of 6.");
  EXPECT_EQ(refused("name", {{"text", "a name of far too many letters"}}),
            "value.name takes 30 bytes; at most 20 fit.");
  EXPECT_EQ(refused("name", {{"hex", "4"}}), "value.name.hex is no row of pairs of hexadecimal digits.");
  EXPECT_EQ(refused("name", {{"text", "\u00e4"}}), "value.name.text has characters that ascii lacks.");
  EXPECT_EQ(refused("attacks", json::object()), "value.attacks is no list.");
}

TEST(DataBuild, ASignedNumberKeepsItsSign) {
  auto from = json::parse(R"({"rows": [{"index": -2147483648, "npc": 4294967295}]})");
  EXPECT_EQ(built("favindex", from), (byte_buffer{0, 0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0xFF}));
  from["rows"][0]["index"] = -2147483649;
  EXPECT_THAT(refusal("favindex", from), HasSubstr("from -2147483648 to 2147483647"));
}

TEST(DataBuild, AFileThatNoLoaderWouldTakeIsRefused) {
  auto edited = dumped("npc", monster(), false);
  edited["value"]["attack_count"] = 4;
  EXPECT_THAT(refusal("npc", edited), HasSubstr("RANGE at byte 24: attack_count is 4, expected 0 to 3."));
  auto from = json::parse(R"({"items": [99999]})");
  EXPECT_THAT(refusal("shop", from), HasSubstr("value.items[0] is 99999"));
}

TEST(DataBuild, SlotsAreNumberedUpwards) {
  auto drops = json::parse(R"({"slots": 2, "drops": [{"slot": 0, "kind": "money", "rate": 6},
                                                     {"slot": 1, "kind": "item", "item": 1024,
                                                      "flags": 1, "rate": 5}]})");
  EXPECT_EQ(built("drop", drops), loaders::save_records(std::vector<loaders::drop_slot>{{0, 6}, {0x4400, 5}}));
  drops["drops"][1]["slot"] = 0;
  EXPECT_THAT(refusal("drop", drops), HasSubstr("value.drops[1] has number 0 behind 0; numbers must rise"));
  drops["drops"][1]["slot"] = 2;
  EXPECT_THAT(refusal("drop", drops), HasSubstr("has slot 2, but \"slots\" is 2"));
  auto sets =
    json::parse(R"({"sets": [{"set": 9, "pieces": [{"wear": 1, "item": 2, "at": 9}], "bonus": {"11": []}}]})");
  EXPECT_THAT(refusal("setitem", sets), HasSubstr("value.sets[0].bonus.11 must be named after a number of pieces"));
}

TEST(DataBuild, MapRowsAreHeldToTheirForm) {
  auto good = dumped("map", save_map(loaders::map{}), true);
  for (auto row : {"", "0x00007800*255", "0x00007800*257", "0x00007800*256 ", "0x00007800*256 0x1", "7800*256",
                   "0x123456789*256", "0x00007800*", "0x00007800*0", "0x00007800*256x"}) {
    auto edited = good;
    edited["value"]["cells"][3] = row;
    EXPECT_THAT(refusal("map", edited), HasSubstr("value.cells[3] ")) << row;
  }
}

TEST(DataBuild, TheReportOfAnErrorIsNoFile) {
  EXPECT_THAT(refusal("npc", json::parse(R"({"result": "error", "error": "ERR_RANGE"})")), HasSubstr("has no value"));
  for (auto result : {json("error"), json("OK"), json(), json(1)}) {
    auto report = dumped("npc", monster(), true);
    report["result"] = result;
    EXPECT_THAT(refusal("npc", report), HasSubstr("the report of an error")) << result;
  }
  EXPECT_THAT(refusal("npc", json::parse(R"({"result": "ok"})")), HasSubstr("has no value"));
  EXPECT_THAT(refusal("npc", json::parse("[]")), HasSubstr("value is no object"));
  EXPECT_THAT(refusal("npc", json::parse("{}")), HasSubstr("value lacks the key \"name\""));
}

// Every value of good JSON replaced by each of a few others: an answer, never an exception or a crash.
TEST(DataBuild, DamagedJsonIsSurvived) {
  std::vector<loaders::item_set> sets(10);
  sets[2].pieces[3] = {3, 3272};
  sets[2].bonus[1][4] = {9, 15};
  std::map<std::string_view, byte_buffer> files{
    {"npc", monster()},
    {"setitem", loaders::save_records(sets)},
    {"quest", save_quest(loaders::quest{})},
    {"message", loaders::save_messages({{1, 60, "Hi"}})},
    {"drop", loaders::save_records(std::vector<loaders::drop_slot>{{0, 6}, {0x4400, 5}})},
    {"client_mon", loaders::save_client_table(std::vector<loaders::client_monster>(1))},
    {"shop", loaders::bytes_of("1024\n")},
    {"teleport", loaders::bytes_of("1 2 3\n")},
    {"mapinfo", loaders::bytes_of("[MapZone]\nMap1=0\n")}};
  for (const auto& [name, bytes] : files) {
    auto flat = dumped(name, bytes, true).flatten();
    for (const auto& [path, value] : flat.items())
      for (const auto& other : {json(), json(-1), json(1e99), json(18446744073709551615u), json("x"), json::array(),
                                json::object(), json(true)}) {
        auto damaged = flat.unflatten();
        damaged[json::json_pointer{path}] = other;
        auto outcome = build_file(format(name), damaged, text_encoding::ascii);
        EXPECT_TRUE(outcome.error || !outcome.bytes.empty() || name == "shop") << name << " " << path << " " << other;
      }
  }
}

} // namespace

} // namespace tools::data
