// The list of admin commands, and what their arguments may be.

#include "runtime/admin/command_json.hpp"
#include "runtime/admin/command_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace {

using namespace runtime::admin;
using nlohmann::json;
using testing::HasSubstr;

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz" + std::string{more}) == text.npos;
}

/// The sentence about what is wrong; empty when it was understood.
std::string complaint(const command& what, const std::string& body) {
  auto parsed = parse_arguments(what, body);
  auto problem = std::get_if<std::string>(&parsed);
  return problem ? *problem : std::string{};
}

arguments understood(const command& what, const std::string& body) {
  auto parsed = parse_arguments(what, body);
  auto found = std::get_if<arguments>(&parsed);
  EXPECT_TRUE(found) << complaint(what, body);
  return found ? *found : arguments{};
}

TEST(AdminCommands, EachHasANameOfItsOwnASentenceAndAHandler) {
  std::set<std::string> names;
  for (auto x : all_commands) {
    EXPECT_TRUE(names.insert(x->name()).second) << x->name();
    EXPECT_TRUE(is_word(x->noun, "") && is_word(x->verb, "-")) << x->name();
    EXPECT_TRUE(x->doc.ends_with('.') && x->doc.size() > 15) << x->name();
    EXPECT_NE(x->run, nullptr) << x->name();
    EXPECT_EQ(find_command(x->noun, x->verb), x);
  }
  EXPECT_EQ(find_command("zone", "fly"), nullptr);
}

TEST(AdminCommands, TheirArgumentsHaveSentencesAndPlacesThatMakeSense) {
  for (auto x : all_commands) {
    std::set<std::string_view> names{dry_run_name};
    auto is_optional_place_seen = false;
    for (const auto& one : x->arguments) {
      auto where = x->name() + ": " + std::string{one.name};
      EXPECT_TRUE(names.insert(one.name).second) << where;
      EXPECT_TRUE(is_word(one.name, "_")) << where;
      EXPECT_TRUE(one.doc.ends_with('.')) << where;
      EXPECT_FALSE(one.is_positional && one.kind == argument_kind::flag) << where;
      EXPECT_EQ(one.kind == argument_kind::number, one.min < one.max) << where;
      EXPECT_FALSE(one.is_positional && one.is_required && is_optional_place_seen) << where;
      is_optional_place_seen |= one.is_positional && !one.is_required;
    }
  }
}

TEST(AdminCommands, ArgumentsAreRead) {
  auto move = understood(zone_move, R"({"map": 7, "node": "b", "dry_run": true})");
  EXPECT_EQ(move.number("map"), 7u);
  EXPECT_EQ(move.text("node"), "b");
  EXPECT_TRUE(move.flag("dry_run"));
  EXPECT_EQ(to_json_text(move), R"({"dry_run":1,"map":7,"node":"b"})");
  EXPECT_FALSE(understood(zone_pin, R"({"map": 0, "none": false})").has("none"));
  EXPECT_TRUE(understood(node_ls, "").all().empty());
}

TEST(AdminCommands, WhatIsWrongIsNamedWithItsValueAndWhatWasExpected) {
  EXPECT_THAT(complaint(zone_move, R"({"map": "seven"})"),
              AllOf(HasSubstr("\"map\" is \"seven\""), HasSubstr("a whole number from 0 to 65535")));
  EXPECT_THAT(complaint(zone_move, "{}"), AllOf(HasSubstr("\"map\" is missing"), HasSubstr("65535")));
  EXPECT_THAT(complaint(zone_move, R"({"map": 7, "nod": "b"})"), HasSubstr("did you mean \"node\"?"));
  EXPECT_THAT(complaint(audit_ls, R"({"limit": 1001})"), HasSubstr("from 1 to 1000"));
  EXPECT_THAT(complaint(node_ls, "[1]"), HasSubstr("the body is [1]; an object"));
  EXPECT_THAT(complaint(node_ls, "{"), HasSubstr("is no JSON"));
}

TEST(AdminCommands, ValuesBeyondTheirKindAreRefused) {
  for (auto body : {R"({"map": 65536})", R"({"map": -1})", R"({"map": 7.0})", R"({"map": true})", R"({"map": null})",
                    R"({"map": 18446744073709551616})", R"({"map": 7, "node": ""})", R"({"map": 7, "node": "B"})",
                    R"({"map": 7, "node": "b c"})", R"({"map": 7, "dry_run": 1})", R"({"map": [[[[[[7]]]]]]})"})
    EXPECT_NE(complaint(zone_move, body), "") << body;
  EXPECT_NE(complaint(player_kick, R"({"name": "a\nb"})"), "");
  EXPECT_NE(complaint(player_kick, json{{"name", std::string(65, 'x')}}.dump()), "");
  EXPECT_NE(complaint(zone_ls, R"({"dry_run": true})"), "") << "a read has nothing to rehearse";
}

TEST(AdminCommands, ABodyThatIsNestedDeeplyIsRefusedLikeAnyOther) {
  EXPECT_NE(complaint(zone_ls, std::string(30'000, '[')), "");
  EXPECT_NE(complaint(zone_ls, std::string(30'000, '[') + std::string(30'000, ']')), "");
}

TEST(AdminCommands, TheDescriptionHasThemAll) {
  auto all = describe(all_commands)["commands"];
  ASSERT_EQ(all.size(), all_commands.size());
  for (const auto& one : all)
    if (one["noun"] == "zone" && one["verb"] == "move") {
      EXPECT_EQ(one["arguments"].size(), 3u);
      EXPECT_EQ(one["arguments"][0]["kind"], "map");
      EXPECT_EQ(one["arguments"][2]["name"], "dry_run");
      EXPECT_EQ(one["is_write"], true);
    }
}

} // namespace
