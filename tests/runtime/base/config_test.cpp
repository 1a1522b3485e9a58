#include "runtime/base/config.hpp"

#include "runtime/base/config_explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace runtime;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

namespace {

struct sample {
  uint16_t login_port = 3550;
  int32_t zone_offset = -1;
  uint32_t edge_key = 0x04C478BD;
  uint64_t seed = 0;
  bool account_auto_create = false;
  std::string log_level = "info";
  std::vector<std::string> roles{"login", "zone"};
  std::vector<uint16_t> maps;
  std::string url = "postgresql://localhost/z";
};

std::string_view check_url(std::string_view text) { return text.empty() ? "must not be empty" : ""; }

const config_option<sample> table[] = {
  {.key = "login.port", .at = &sample::login_port, .doc = "The port.", .unit = "port", .min = 1},
  {.key = "zone.offset", .at = &sample::zone_offset, .doc = "The offset.", .min = -10, .max = 10},
  {.key = "edge.key", .at = &sample::edge_key, .doc = "The key.", .hex = true},
  {.key = "random.seed", .at = &sample::seed, .doc = "The seed."},
  {.key = "account.auto_create", .at = &sample::account_auto_create, .doc = "Create.", .alias = "auto-create"},
  {.key = "log.level", .at = &sample::log_level, .doc = "The level.", .words = "debug|info|warn"},
  {.key = "node.roles", .at = &sample::roles, .doc = "The roles.", .words = "login|edge|zone"},
  {.key = "zone.maps", .at = &sample::maps, .doc = "The maps.", .max = 300},
  {.key = "database.url", .at = &sample::url, .doc = "The database.", .secret = true, .check = check_url},
};

const auto specs = specs_of(std::span<const config_option<sample>>{table});

config_text flag(std::string key, std::string value) { return {key, std::move(value), "--" + key}; }
config_text variable(std::string name, std::string value) { return {name, std::move(value), name}; }
config_text line(std::string key, std::string value, int number) {
  return {std::move(key), std::move(value), "z.toml:" + std::to_string(number)};
}

std::vector<std::string> errors_of(const config_inputs& inputs) { return resolve_config(specs, inputs).errors; }

sample read(const config_inputs& inputs) {
  auto result = resolve_config(specs, inputs);
  EXPECT_THAT(result.errors, IsEmpty());
  return options_of(std::span<const config_option<sample>>{table}, result);
}

std::string value_error(std::string_view key, std::string_view value) {
  return check_value(*find_option(specs, key), value).complaint;
}

} // namespace

// -- precedence ------------------------------------------------------------------

TEST(Config, WithoutSourcesTheInitialisersAreTheDefaults) {
  auto out = read({});
  EXPECT_EQ(out.login_port, 3550);
  EXPECT_EQ(out.zone_offset, -1);
  EXPECT_EQ(out.edge_key, 0x04C478BDu);
  EXPECT_THAT(out.roles, ElementsAre("login", "zone"));
  EXPECT_THAT(out.maps, IsEmpty());
}

TEST(Config, FlagsBeatEnvironmentBeatsFileBeatsDefault) {
  config_inputs inputs;
  inputs.file = {line("login.port", "1001", 3)};
  EXPECT_EQ(read(inputs).login_port, 1001);
  inputs.environment = {variable("ZONEHIVE_LOGIN_PORT", "1002")};
  EXPECT_EQ(read(inputs).login_port, 1002);
  inputs.flags = {flag("login.port", "1003")};
  EXPECT_EQ(read(inputs).login_port, 1003);
  inputs.environment.clear();
  EXPECT_EQ(read(inputs).login_port, 1003);
}

TEST(Config, TheLosersAreKeptStrongestFirst) {
  auto result = resolve_config(
    specs, {{flag("login.port", "1003")}, {variable("ZONEHIVE_LOGIN_PORT", "1002")}, {line("login.port", "1001", 3)}});
  auto& setting = result.settings[0];
  EXPECT_EQ(setting.current.where, "--login.port");
  ASSERT_EQ(setting.overruled.size(), 2u);
  EXPECT_EQ(setting.overruled[0].where, "ZONEHIVE_LOGIN_PORT");
  EXPECT_EQ(setting.overruled[1].where, "z.toml:3");
  EXPECT_EQ(setting.overruled[1].value, "1001");
}

TEST(Config, EveryTypeIsRead) {
  auto out = read(
    {{flag("zone.offset", "-7"), flag("edge.key", "0xDEADBEEF"), flag("auto-create", "on"), flag("log.level", "warn"),
      flag("node.roles", " edge , zone "), flag("zone.maps", "1,7"), flag("random.seed", "9223372036854775807")},
     {},
     {}});
  EXPECT_EQ(out.zone_offset, -7);
  EXPECT_EQ(out.edge_key, 0xDEADBEEFu);
  EXPECT_TRUE(out.account_auto_create);
  EXPECT_EQ(out.log_level, "warn");
  EXPECT_THAT(out.roles, ElementsAre("edge", "zone"));
  EXPECT_THAT(out.maps, ElementsAre(1, 7));
  EXPECT_EQ(out.seed, 9223372036854775807u);
}

TEST(Config, AnEmptyListCanBeSaid) { EXPECT_THAT(read({{flag("node.roles", "")}, {}, {}}).roles, IsEmpty()); }

// -- errors ----------------------------------------------------------------------

TEST(Config, OutOfRangeIsRefusedWithTheRange) {
  EXPECT_EQ(value_error("login.port", "0"), "must be a whole number from 1 to 65535");
  EXPECT_EQ(value_error("login.port", "1"), "");
  EXPECT_EQ(value_error("login.port", "65535"), "");
  for (auto bad : {"65536", "-1", "", "12x", "1.5", "0x", "99999999999999999999", "--1", "+1", "1 2"})
    EXPECT_NE(value_error("login.port", bad), "") << bad;
  EXPECT_EQ(value_error("zone.offset", "-10"), "");
  EXPECT_EQ(value_error("zone.offset", "-11"), "must be a whole number from -10 to 10");
  EXPECT_EQ(value_error("edge.key", "0x100000000"), "must be a whole number from 0x00000000 to 0xFFFFFFFF");
}

TEST(Config, WordsAndListsAreRefusedByElement) {
  EXPECT_EQ(value_error("log.level", "loud"), "must be one of debug, info, warn");
  EXPECT_EQ(value_error("log.level", ""), "must be one of debug, info, warn");
  EXPECT_EQ(value_error("node.roles", "login,cook"),
            "must be a list whose every element must be one of login, edge, zone");
  EXPECT_EQ(value_error("node.roles", "zone,zone"), "must not name \"zone\" twice");
  EXPECT_EQ(value_error("zone.maps", "1,301"),
            "must be a list whose every element must be a whole number from 0 to 300");
  EXPECT_EQ(value_error("account.auto_create", "maybe"), "must be true or false");
  EXPECT_EQ(value_error("database.url", " "), "must not be empty");
}

TEST(Config, EachSourceNamesItselfInItsErrors) {
  EXPECT_THAT(
    errors_of({{flag("login.port", "x")}, {variable("ZONEHIVE_LOGIN_PORT", "y")}, {line("login.port", "0", 12)}}),
    ElementsAre("z.toml:12: login.port must be a whole number from 1 to 65535, not \"0\"",
                "ZONEHIVE_LOGIN_PORT: login.port must be a whole number from 1 to 65535, not \"y\"",
                "--login.port: login.port must be a whole number from 1 to 65535, not \"x\""));
}

TEST(Config, AnInvalidValueIsAnErrorEvenIfItIsOverruled) {
  EXPECT_EQ(errors_of({{flag("login.port", "5")}, {}, {line("login.port", "0", 1)}}).size(), 1u);
}

TEST(Config, TheSameSettingTwiceInOneSourceIsAnError) {
  EXPECT_THAT(errors_of({{}, {}, {line("login.port", "1", 2), line("login.port", "2", 9)}}),
              ElementsAre("z.toml:9: login.port is set already by z.toml:2"));
  EXPECT_THAT(errors_of({{flag("account.auto_create", "1"), flag("auto-create", "0")}, {}, {}}),
              ElementsAre("--auto-create: account.auto_create is set already by --account.auto_create"));
}

TEST(Config, UnknownNamesAreErrorsWithTheNearestKey) {
  EXPECT_THAT(errors_of({{flag("login.prot", "1")},
                         {variable("ZONEHIVE_LOGN_PORT", "1")},
                         {line("login.ports", "1", 4), line("auto-create", "1", 5)}}),
              ElementsAre("z.toml:4: unknown setting \"login.ports\"; did you mean login.port?",
                          "z.toml:5: unknown setting \"auto-create\"; did you mean account.auto_create?",
                          "ZONEHIVE_LOGN_PORT: unknown setting \"LOGN_PORT\"; did you mean login.port?",
                          "--login.prot: unknown setting \"login.prot\"; did you mean login.port?"));
}

TEST(Config, SuggestionsUnderstandSwapsStylesAndMissingSections) {
  EXPECT_EQ(nearest_key(specs, "lgoin.port"), "login.port");
  EXPECT_EQ(nearest_key(specs, "Login-Port"), "login.port");
  EXPECT_EQ(nearest_key(specs, "autocreate"), "account.auto_create");
  EXPECT_EQ(nearest_key(specs, "roles"), "node.roles");
  EXPECT_EQ(nearest_key(specs, "something.else.entirely"), "");
  EXPECT_THAT(unknown_key_sentence(specs, "qqqqqq"), HasSubstr("config show"));
}

TEST(Config, VariablesOfTestsAndTheFilesNameAreNoSettings) {
  EXPECT_THAT(errors_of({{},
                         {variable("ZONEHIVE_TEST_DATABASE", "x"), variable("ZONEHIVE_CONFIG", "f"),
                          variable("ZONEHIVE_NODE", "h:1")},
                         {}}),
              IsEmpty());
}

// -- secrets and explanations ----------------------------------------------------

TEST(Config, PasswordsAreNeverShown) {
  auto& spec = *find_option(specs, "database.url");
  EXPECT_EQ(shown_value(spec, "postgresql://u:p@h:5432/db"), "postgresql://u:****@h:5432/db");
  EXPECT_EQ(shown_value(spec, "postgresql://u:p@ss@h/db"), "postgresql://u:****@h/db");
  EXPECT_EQ(shown_value(spec, "postgresql://u@h:5432/db"), "postgresql://u@h:5432/db");
  EXPECT_EQ(shown_value(spec, "postgresql://h/db?password=pw&user=u"), "postgresql://h/db?password=****&user=u");
  EXPECT_EQ(shown_value(spec, "host=h password=pw user=u"), "host=h password=**** user=u");
  EXPECT_EQ(shown_value(spec, "host=h password='p w' user=u"), "host=h password=**** user=u");
  EXPECT_EQ(shown_value(spec, "password=pw"), "password=****");
  EXPECT_EQ(shown_value(specs[0], "password=pw"), "password=pw");
}

TEST(Config, ExplainTellsEverySourceThatSetAnOption) {
  auto result = resolve_config(specs, {{flag("login.port", "1003")}, {}, {line("login.port", "1001", 3)}});
  EXPECT_THAT(explain_option(specs[0], result.settings[0]),
              ElementsAre(Pair("key", "login.port"), Pair("meaning", "The port."), Pair("type", "whole number"),
                          Pair("unit", "port"), Pair("range", "1 .. 65535"), Pair("default", "3550"),
                          Pair("value", "1003"), Pair("from", "--login.port"), Pair("overruled", "1001 from z.toml:3"),
                          Pair("set by", "--login.port, environment ZONEHIVE_LOGIN_PORT, file: [login] port = ...")));
}

TEST(Config, ExplainMasksTheSecretsOfLosers) {
  config_inputs inputs;
  inputs.environment = {variable("ZONEHIVE_DATABASE_URL", "postgresql://a:one@h/d")};
  inputs.file = {line("database.url", "postgresql://a:two@h/d", 1)};
  auto result = resolve_config(specs, inputs);
  for (auto& [name, text] : explain_option(specs.back(), result.settings.back())) {
    EXPECT_EQ(text.find("one"), text.npos) << name;
    EXPECT_EQ(text.find("two"), text.npos) << name;
  }
}
