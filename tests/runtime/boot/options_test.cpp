#include "runtime/boot/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

using namespace runtime;
using namespace runtime::boot;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

loaded_options load(std::vector<std::pair<std::string, std::string>> flags) {
  config_inputs inputs;
  for (auto& [key, value] : flags)
    inputs.flags.push_back({key, value, "--" + key});
  return load_options(inputs);
}

std::vector<std::string> errors_of(std::vector<std::pair<std::string, std::string>> flags) {
  return load(std::move(flags)).result.errors;
}

} // namespace

// -- the table -------------------------------------------------------------------

TEST(ServeOptions, EveryOptionHasASentence) {
  for (auto& spec : serve_specs()) {
    EXPECT_GT(spec.doc.size(), 15u) << spec.key;
    EXPECT_TRUE(spec.doc.ends_with('.')) << spec.key;
  }
}

TEST(ServeOptions, EveryDefaultIsValidAndCanonical) {
  for (auto& spec : serve_specs()) {
    auto checked = check_value(spec, spec.default_value);
    EXPECT_EQ(checked.complaint, "") << spec.key;
    EXPECT_EQ(checked.value, spec.default_value) << spec.key;
  }
}

TEST(ServeOptions, EveryRangeFitsItsMember) {
  auto table = serve_table();
  auto specs = serve_specs();
  for (size_t i = 0; i < table.size(); ++i) {
    EXPECT_LE(specs[i].min, specs[i].max) << specs[i].key;
    auto fits = [&]<class M>(M serve_options::*) { return specs[i].max <= detail::largest<M>(); };
    EXPECT_TRUE(std::visit(fits, table[i].at)) << specs[i].key;
  }
}

TEST(ServeOptions, KeysAliasesVariablesAndMembersAreUnique) {
  std::set<std::string> names;
  std::set<std::string> variables;
  for (auto& spec : serve_specs()) {
    EXPECT_EQ(spec.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."), spec.key.npos) << spec.key;
    EXPECT_EQ(std::count(spec.key.begin(), spec.key.end(), '.'), 1) << spec.key;
    EXPECT_TRUE(names.emplace(spec.key).second) << spec.key;
    if (!spec.alias.empty()) {
      EXPECT_TRUE(names.emplace(spec.alias).second) << spec.alias;
    }
    EXPECT_TRUE(variables.insert(environment_name(spec.key)).second) << spec.key;
    EXPECT_FALSE(is_foreign_variable(environment_name(spec.key))) << spec.key;
  }
  auto table = serve_table();
  for (size_t i = 0; i < table.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      EXPECT_NE(table[i].at, table[j].at) << table[i].key << " and " << table[j].key;
}

TEST(ServeOptions, AnUnitInAKeyIsTheUnitOfTheOption) {
  for (auto& spec : serve_specs()) {
    if (spec.key.ends_with("_ms")) {
      EXPECT_EQ(spec.unit, "ms") << spec.key;
    }
    if (spec.key.ends_with("_s") && !spec.key.ends_with("per_s")) {
      EXPECT_EQ(spec.unit, "s") << spec.key;
    }
  }
}

// -- loading ---------------------------------------------------------------------

TEST(ServeOptions, TheDefaultsContradictNothing) {
  auto loaded = load({});
  EXPECT_THAT(loaded.result.errors, IsEmpty());
  EXPECT_EQ(loaded.options.login_port, 3550);
  EXPECT_EQ(loaded.options.edge_dynamic_key, 0x04C478BDu);
  EXPECT_TRUE(loaded.options.has_role("service"));
}

TEST(ServeOptions, ListsAndAliasesAreRead) {
  auto loaded = load({{"roles", "zone"},
                      {"cluster.port", "9870"},
                      {"cluster.plain", "true"},
                      {"zone.maps", "1,7"},
                      {"auto-create", "true"}});
  EXPECT_THAT(loaded.result.errors, IsEmpty());
  EXPECT_THAT(loaded.options.node_roles, ElementsAre("zone"));
  EXPECT_THAT(loaded.options.zone_maps, ElementsAre(1, 7));
  EXPECT_TRUE(loaded.options.account_auto_create);
}

TEST(ServeOptions, BadValuesAreRefused) {
  for (auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"game.advertise", "example.org"},
                                                                             {"game.advertise", "1.2.3.256"},
                                                                             {"cluster.name", "Zone Hive"},
                                                                             {"start.nation0", "1:256,3"},
                                                                             {"start.nation0", "1,2"},
                                                                             {"server.name", "seventeen letters"},
                                                                             {"server.name", "\xEC\x95\x88"},
                                                                             {"log.components", "zone=loud"},
                                                                             {"zone.checkpoint_ms", "5001"},
                                                                             {"zone.tick_hz", "0"},
                                                                             {"login.bcrypt_cost", "15"},
                                                                             {"login.port", "65536"},
                                                                             {"world.warp_answer", "walk"},
                                                                             {"node.name", "Node 1"},
                                                                             {"login.host", ""}})
    EXPECT_EQ(errors_of({{key, value}}).size(), 1u) << key << " = " << value;
}

TEST(ServeOptions, ContradictionsAreToldInSentences) {
  EXPECT_THAT(errors_of({{"roles", ""}}), ElementsAre(HasSubstr("at least one role")));
  EXPECT_THAT(errors_of({{"cluster.port", "0"}}), IsEmpty());
  EXPECT_THAT(errors_of({{"cluster.coordinator_ms", "1000"}}), ElementsAre(HasSubstr("three times")));
  EXPECT_THAT(errors_of({{"cluster.lease_ms", "2000"}}), ElementsAre(HasSubstr("cluster.lease_ms")));
  EXPECT_THAT(errors_of({{"cluster.port", "0"}, {"roles", "login,edge"}}), ElementsAre(HasSubstr("zone,service")));
  EXPECT_THAT(errors_of({{"edge.frame_max", "100"}}), ElementsAre(HasSubstr("edge.frame_max must not be less")));
  EXPECT_THAT(errors_of({{"edge.frame_max", "65536"}, {"edge.output_max_kib", "16"}}),
              ElementsAre(HasSubstr("edge.output_max_kib")));
  EXPECT_THAT(errors_of({{"session.silent_s", "5"}}), ElementsAre(HasSubstr("session.silent_s")));
  EXPECT_THAT(errors_of({{"game.port", "3550"}}), ElementsAre(HasSubstr("must differ")));
  EXPECT_THAT(errors_of({{"game.port", "0"}, {"login.port", "0"}}), IsEmpty());
}

TEST(ServeOptions, ANodeForOthersNeedsCertificatesOrTheirAbsenceInWords) {
  auto naked = errors_of({{"cluster.port", "9870"}});
  ASSERT_EQ(naked.size(), 1u);
  for (const auto* word : {"zonehive cert init", "zonehive cert issue", "cluster.plain", "cluster.cert"})
    EXPECT_THAT(naked[0], HasSubstr(word));
  std::vector<std::pair<std::string, std::string>> plain{{"cluster.port", "9870"}, {"cluster.plain", "true"}};
  EXPECT_THAT(errors_of(plain), IsEmpty());
  EXPECT_FALSE(load(plain).options.has_tls());
  std::vector<std::pair<std::string, std::string>> named{
    {"cluster.port", "9870"}, {"cluster.host", "10.0.0.1"}, {"cluster.cert", "a"}, {"cluster.key", "b"}};
  EXPECT_THAT(errors_of(named), ElementsAre(HasSubstr("all three")));
  named.emplace_back("cluster.ca", "c");
  EXPECT_THAT(errors_of(named), IsEmpty());
  EXPECT_TRUE(load(named).options.has_tls());
  named.emplace_back("cluster.plain", "true");
  EXPECT_THAT(errors_of(named), ElementsAre(HasSubstr("leave it out")));
}

TEST(ServeOptions, PlainConnectionsStayOnOneMachine) {
  for (const auto* host : {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
    EXPECT_THAT(errors_of({{"cluster.plain", "true"}, {"cluster.host", host}}), IsEmpty()) << host;
  for (const auto* host : {"10.0.0.1", "0.0.0.0", "127.0.0.1.example.org", "localhost.example.org", "::"})
    EXPECT_THAT(errors_of({{"cluster.plain", "true"}, {"cluster.host", host}}), ElementsAre(HasSubstr("one machine")))
      << host;
}

TEST(ServeOptions, AnAdminListenerThatOthersReachWantsAToken) {
  auto wants_token = ElementsAre(HasSubstr("admin.token_file must be set"));
  EXPECT_THAT(errors_of({{"admin.port", "9880"}, {"admin.host", "0.0.0.0"}}), wants_token);
  EXPECT_THAT(errors_of({{"admin.port", "9880"}, {"admin.host", "10.0.0.1"}}), wants_token);
  EXPECT_THAT(errors_of({{"admin.port", "9880"}, {"admin.host", "127.example.org"}}), wants_token);
  EXPECT_THAT(errors_of({{"admin.port", "9880"}, {"admin.host", "0.0.0.0"}, {"admin.token_file", "token"}}), IsEmpty());
  EXPECT_THAT(errors_of({{"admin.port", "0"}, {"admin.host", "0.0.0.0"}}), IsEmpty());
  for (auto host : {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
    EXPECT_THAT(errors_of({{"admin.port", "9880"}, {"admin.host", host}}), IsEmpty()) << host;
}

// -- texts with a meaning --------------------------------------------------------

TEST(ServeOptions, StartCellsAreParsedExactly) {
  EXPECT_EQ(parse_start_cell("7:127,104"), (start_cell{7, 127, 104}));
  for (auto bad : {"", "7", "7:1", "7:1,", ":1,2", "7:1,2,3", "7:1,2 ", "7,1:2", "65536:1,2", "-1:1,2"})
    EXPECT_EQ(parse_start_cell(bad), std::nullopt) << bad;
}

TEST(ServeOptions, HostsAndPortsAreParsedExactly) {
  EXPECT_EQ(parse_host_port("h:1"), (host_port{"h", 1}));
  EXPECT_EQ(parse_host_port("[::1]:65535"), (host_port{"::1", 65535}));
  for (auto bad : {"", "h", "h:", ":1", "h:0", "h:65536", "::1:5", "h :1", "[]:1"})
    EXPECT_EQ(parse_host_port(bad), std::nullopt) << bad;
}

TEST(ServeOptions, AddressesAreParsedExactly) {
  EXPECT_EQ(parse_ipv4("127.0.0.1"), (std::array<uint8_t, 4>{127, 0, 0, 1}));
  for (auto bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.", "1.2..4", "1.2.3.4 ", "a.b.c.d"})
    EXPECT_EQ(parse_ipv4(bad), std::nullopt) << bad;
}

TEST(ServeOptions, TheLogGetsItsLevels) {
  auto loaded = load({{"log-level", "warn"}, {"log.components", "zone=debug,edge=off"}, {"log.file_mib", "2"}});
  EXPECT_THAT(loaded.result.errors, IsEmpty());
  auto out = log_options_of(loaded.options);
  EXPECT_EQ(out.least, log::level::warn);
  EXPECT_EQ(out.per_component[static_cast<size_t>(log::component::zone)], log::level::debug);
  EXPECT_EQ(out.per_component[static_cast<size_t>(log::component::edge)], log::level::off);
  EXPECT_EQ(out.per_component[static_cast<size_t>(log::component::boot)], std::nullopt);
  EXPECT_EQ(out.rotation_bytes, size_t{2} << 20);
}
