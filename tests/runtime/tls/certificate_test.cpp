#include "tests/runtime/tls/authority.hpp"

#include <gmock/gmock.h>

using namespace runtime::tls;
using namespace runtime::tls::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::string refusal(const pem_pair& authority, const node_order& order) {
  std::string problem;
  EXPECT_FALSE(issue(authority, order, problem));
  return problem;
}

} // namespace

TEST(Certificate, AnAuthorityIsGoodForTenYearsAndSignsItself) {
  auto authority = authority_of("prod");
  auto facts = facts_of(authority.certificate);
  EXPECT_EQ(facts.subject, "O = prod, CN = authority of prod");
  EXPECT_EQ(facts.issuer, facts.subject);
  EXPECT_EQ(time_text(facts.ends_s), "2036-01-01 00:00:00 UTC");
  EXPECT_LT(facts.begins_s, new_year) << "another node's clock may be behind";
  EXPECT_EQ(check_key(authority.certificate, authority.key), "");
}

TEST(Certificate, ANodesCertificateSaysWhoItIsAndWhere) {
  auto authority = authority_of("prod");
  auto node =
    issued(authority, {"back-1", {"10.0.0.1", "back-1.example.org", "2001:db8::7", "back-1"}, 90, "", new_year});
  auto facts = facts_of(node.certificate);
  EXPECT_EQ(facts.name, "back-1");
  EXPECT_EQ(facts.subject, "O = prod, CN = back-1");
  EXPECT_EQ(facts.issuer, "O = prod, CN = authority of prod");
  EXPECT_THAT(facts.hosts, ElementsAre("back-1", "10.0.0.1", "back-1.example.org", "2001:db8::7"));
  EXPECT_EQ(facts.ends_s, new_year + 90 * day_s);
  EXPECT_EQ(facts.fingerprint.size(), 95u);
  EXPECT_EQ(check_signature(node.certificate, authority.certificate), "");
  EXPECT_EQ(check_key(node.certificate, node.key), "");
}

TEST(Certificate, EachIsAnotherOneAndARenewedOneKeepsItsKey) {
  auto authority = authority_of("prod");
  auto first = issued(authority, {"a", {}, 90, "", new_year});
  auto second = issued(authority, {"a", {}, 90, "", new_year});
  auto renewed = issued(authority, {"a", {}, 90, first.key, new_year});
  EXPECT_NE(first.key, second.key);
  EXPECT_EQ(first.key, renewed.key);
  EXPECT_NE(facts_of(first.certificate).fingerprint, facts_of(renewed.certificate).fingerprint);
  EXPECT_EQ(check_key(renewed.certificate, first.key), "");
  EXPECT_THAT(check_key(second.certificate, first.key), HasSubstr("not the one"));
}

TEST(Certificate, AnotherAuthorityOfTheSameNameHasNotSignedIt) {
  auto ours = authority_of("prod");
  auto theirs = authority_of("prod");
  auto node = issued(theirs, {"a", {}, 90, "", new_year});
  EXPECT_NE(check_signature(node.certificate, ours.certificate), "");
  EXPECT_EQ(check_signature(node.certificate, ours.certificate + theirs.certificate), "")
    << "while one replaces the other";
}

TEST(Certificate, ACertificateOfANodeSignsNothing) {
  auto authority = authority_of("prod");
  auto node = issued(authority, {"a", {}, 90, "", new_year});
  auto forged = issued(node, {"b", {}, 1, "", new_year});
  EXPECT_NE(check_signature(forged.certificate, authority.certificate), "");
  EXPECT_NE(check_signature(forged.certificate, authority.certificate + node.certificate), "");
}

TEST(Certificate, ItIsGoodFromIssueToItsEnd) {
  auto authority = authority_of("prod");
  auto node = issued(authority, {"a", {}, 2, "", new_year});
  auto at = [&](int64_t time_s) { return check_signature_at(node.certificate, authority.certificate, time_s); };
  EXPECT_EQ(at(new_year), "");
  EXPECT_EQ(at(new_year + 2 * day_s - 1), "");
  EXPECT_THAT(at(new_year + 2 * day_s), HasSubstr("expired"));
  EXPECT_THAT(at(new_year - 3600), HasSubstr("not yet valid"));
  EXPECT_EQ(check_signature(node.certificate, authority.certificate), "");
}

TEST(Certificate, OrdersThatCannotBeFulfilledAreRefused) {
  auto authority = authority_of("prod");
  for (const auto* name : {"", "A", "a/b", "../a", "a b", "a,DNS:b", "123456789012345678901234567890123"})
    EXPECT_THAT(refusal(authority, {name, {}, 90, "", new_year}), HasSubstr("a node's name")) << name;
  for (const auto* host : {"", "a b", "a,IP:1.2.3.4", "critical:a", "a\nb", "1:2"})
    EXPECT_THAT(refusal(authority, {"a", {host}, 90, "", new_year}), HasSubstr("neither an address")) << host;
  EXPECT_THAT(refusal(authority, {"a", {}, 0, "", new_year}), HasSubstr("1 to 3650 days"));
  EXPECT_THAT(refusal(authority, {"a", {}, 90, "", new_year + 3600 * day_s}), HasSubstr("outlive"));
  EXPECT_THAT(refusal(authority, {"a", {}, 90, "", new_year + 3700 * day_s}), HasSubstr("expired"));
  EXPECT_THAT(refusal(authority, {"a", {}, 90, "no key", new_year}), HasSubstr("the key to keep"));
  EXPECT_THAT(refusal({authority.certificate, authority_of("x").key}, {"a", {}, 90, "", new_year}),
              HasSubstr("not the one"));
  EXPECT_THAT(refusal({"", ""}, {"a", {}, 90, "", new_year}), HasSubstr("no certificate"));
  std::string problem;
  EXPECT_FALSE(make_authority({"No Name", new_year}, problem));
  EXPECT_THAT(problem, HasSubstr("a cluster's name"));
}

TEST(Certificate, DaysLeftAreRoundedDown) {
  EXPECT_EQ(days_left(10 * day_s, 0), 10);
  EXPECT_EQ(days_left(10 * day_s, 1), 9);
  EXPECT_EQ(days_left(0, 0), 0);
  EXPECT_EQ(days_left(0, 1), -1);
  EXPECT_EQ(days_left(0, day_s), -1);
  EXPECT_EQ(days_left(0, day_s + 1), -2);
}
