#include "tools/cert/command.hpp"

#include "runtime/tls/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

using namespace tools;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace fs = std::filesystem;
namespace tls = runtime::tls;

namespace {

constexpr int64_t new_year = 1'767'225'600; // 2026

struct outcome {
  int code;
  std::string out;
  std::string err;
};

template <class Order>
outcome call(int (*command)(const Order&, console), const Order& order) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  auto code = command(order, {in, out, err});
  return {code, out.str(), err.str()};
}

class CertCommands : public testing::Test {
protected:
  void SetUp() override {
    auto pattern = (fs::temp_directory_path() / "zonehive-cert-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    home_ = pattern;
    dir_ = home_ / "ca";
  }
  void TearDown() override { fs::remove_all(home_); }

  outcome init(bool force = false, bool dry_run = false) const {
    return call(cert_init, {dir_, "prod", force, dry_run, new_year});
  }
  cert_issue_order order(const std::string& node) const {
    return {.dir = dir_, .node = node, .hosts = {"10.0.0.1"}, .out = {}, .now_s = new_year};
  }
  outcome issue(const cert_issue_order& what) const { return call(cert_issue, what); }
  outcome list(bool json = false, int64_t now_s = new_year) const { return call(cert_ls, {dir_, json, now_s}); }

  static std::string text_of(const fs::path& path) {
    std::string problem;
    auto text = tls::read_file(path, problem);
    EXPECT_TRUE(text) << problem;
    return text.value_or("");
  }
  std::vector<std::string> names(const fs::path& dir) const {
    std::vector<std::string> result;
    if (fs::exists(dir))
      for (const auto& entry : fs::directory_iterator{dir})
        result.push_back(entry.path().filename());
    std::sort(result.begin(), result.end());
    return result;
  }
  /// Does what a command printed behind "Undo: ".
  static void undo(const std::string& out) {
    auto at = out.find("Undo: ");
    ASSERT_NE(at, out.npos) << out;
    auto command = out.substr(at + 6, out.find('\n', at) - at - 6);
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }

  fs::path home_;
  fs::path dir_;
};

} // namespace

// -- init ------------------------------------------------------------------------

TEST_F(CertCommands, AnAuthorityIsMadeAndUndone) {
  auto made = init();
  EXPECT_EQ(made.code, exit_ok) << made.err;
  EXPECT_THAT(made.out, AllOf(HasSubstr("authority of cluster prod, good until 2036-01-01"), HasSubstr("ca.key"),
                              HasSubstr("Next: zonehive cert issue")));
  EXPECT_EQ(fs::status(dir_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(dir_ / "ca.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  undo(made.out);
  EXPECT_THAT(names(dir_), IsEmpty());
}

TEST_F(CertCommands, AnAuthorityIsReplacedByForceOnlyAndCanComeBack) {
  init();
  auto old = text_of(dir_ / "ca.crt");
  auto refused = init();
  EXPECT_EQ(refused.code, exit_failed);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("ca.crt exists"), HasSubstr("--force")));
  EXPECT_EQ(text_of(dir_ / "ca.crt"), old);
  fs::rename(dir_ / "ca.crt", home_ / "ca.crt");
  EXPECT_EQ(init().code, exit_failed) << "the key alone is worth keeping";
  fs::rename(home_ / "ca.crt", dir_ / "ca.crt");
  auto forced = init(true);
  EXPECT_EQ(forced.code, exit_ok) << forced.err;
  EXPECT_NE(text_of(dir_ / "ca.crt"), old);
  undo(forced.out);
  EXPECT_EQ(text_of(dir_ / "ca.crt"), old);
  EXPECT_EQ(tls::check_key(old, text_of(dir_ / "ca.key")), "");
}

TEST_F(CertCommands, ADryRunWritesNothing) {
  EXPECT_THAT(init(false, true).out, HasSubstr("Would make the authority of cluster prod"));
  EXPECT_THAT(names(home_), IsEmpty());
  init();
  EXPECT_THAT(init(true, true).out, HasSubstr("Would move " + (dir_ / "ca.key").string() + " to"));
  auto what = order("back-1");
  what.out = home_ / "out";
  what.dry_run = true;
  EXPECT_THAT(issue(what).out, HasSubstr("Would issue a certificate for node back-1"));
  EXPECT_THAT(names(dir_), testing::ElementsAre("ca.crt", "ca.key"));
  EXPECT_FALSE(fs::exists(home_ / "out"));
}

// -- issue -----------------------------------------------------------------------

TEST_F(CertCommands, ANodeGetsThreeFilesWithWhichItStarts) {
  init();
  auto what = order("back-1");
  what.out = home_ / "out";
  auto issued = issue(what);
  EXPECT_EQ(issued.code, exit_ok) << issued.err;
  EXPECT_THAT(issued.out, HasSubstr("for node back-1, good until 2026-04-01 00:00:00 UTC, for back-1 10.0.0.1."));
  EXPECT_THAT(names(what.out), testing::ElementsAre("back-1.crt", "back-1.key", "ca.crt"));
  auto report =
    tls::check_files({what.out / "back-1.crt", what.out / "back-1.key", what.out / "ca.crt"}, "back-1", new_year);
  EXPECT_EQ(report.problem, "");
  EXPECT_EQ(fs::status(what.out / "back-1.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(names(dir_), testing::ElementsAre("back-1.crt", "ca.crt", "ca.key")) << "for the list, without the key";
}

TEST_F(CertCommands, RenewingKeepsTheKeyAndCanBeUndone) {
  init();
  undo(issue(order("back-1")).out);
  EXPECT_THAT(names(dir_), testing::ElementsAre("ca.crt", "ca.key"));
  issue(order("back-1"));
  auto certificate = text_of(dir_ / "back-1.crt");
  auto key = text_of(dir_ / "back-1.key");
  auto later = order("back-1");
  later.now_s += 60 * tls::day_s;
  auto renewed = issue(later);
  EXPECT_THAT(renewed.out, HasSubstr("as it was"));
  EXPECT_NE(text_of(dir_ / "back-1.crt"), certificate);
  EXPECT_EQ(text_of(dir_ / "back-1.key"), key);
  undo(renewed.out);
  EXPECT_EQ(text_of(dir_ / "back-1.crt"), certificate);
}

TEST_F(CertCommands, AnotherKeyIsMadeWhenAskedForAndCanBeUndone) {
  init();
  issue(order("back-1"));
  auto key = text_of(dir_ / "back-1.key");
  auto what = order("back-1");
  what.new_key = true;
  auto changed = issue(what);
  EXPECT_THAT(changed.out, HasSubstr("stop the node"));
  EXPECT_NE(text_of(dir_ / "back-1.key"), key);
  EXPECT_EQ(tls::check_key(text_of(dir_ / "back-1.crt"), text_of(dir_ / "back-1.key")), "");
  undo(changed.out);
  EXPECT_EQ(tls::check_key(text_of(dir_ / "back-1.crt"), key), "");
  EXPECT_EQ(text_of(dir_ / "back-1.key"), key);
}

TEST_F(CertCommands, MisuseIsToldFromFailure) {
  EXPECT_THAT(issue(order("back-1")).err, HasSubstr("zonehive cert init"));
  EXPECT_EQ(issue(order("back-1")).code, exit_failed);
  init();
  for (const auto* name : {"ca", "", "../x", "Back"})
    EXPECT_EQ(issue(order(name)).code, exit_bad_usage) << name;
  auto what = order("back-1");
  what.hosts = {"10.0.0.1,DNS:x"};
  EXPECT_EQ(issue(what).code, exit_bad_usage);
  EXPECT_EQ(call(cert_init, {dir_, "Prod", true, false, new_year}).code, exit_bad_usage);
  EXPECT_EQ(call(cert_init, {"/dev/null/ca", "prod", false, false, new_year}).code, exit_failed);
}

TEST_F(CertCommands, DamageIsToldByTheNameOfTheFile) {
  init();
  issue(order("back-1"));
  std::ofstream{dir_ / "back-1.key"} << "no key";
  EXPECT_THAT(issue(order("back-1")).err, AllOf(HasSubstr("back-1.key"), HasSubstr("--new-key")));
  std::ofstream{dir_ / "ca.key"} << "no key";
  EXPECT_THAT(issue(order("back-1")).err, HasSubstr("ca.key: there is no key"));
  fs::remove(dir_ / "ca.key");
  EXPECT_THAT(issue(order("back-1")).err, HasSubstr("ca.key: No such file"));
}

TEST_F(CertCommands, AFolderWithAnotherAuthorityIsLeftAlone) {
  init();
  auto what = order("back-1");
  what.out = home_ / "out";
  issue(what);
  auto certificate = text_of(what.out / "back-1.crt");
  init(true);
  auto refused = issue(what);
  EXPECT_EQ(refused.code, exit_failed);
  EXPECT_THAT(refused.err, HasSubstr((what.out / "ca.crt").string() + " is another authority"));
  EXPECT_EQ(text_of(what.out / "back-1.crt"), certificate);
  // Both authorities while one replaces the other.
  EXPECT_EQ(tls::replace_file(what.out / "ca.crt", text_of(what.out / "ca.crt") + text_of(dir_ / "ca.crt"),
                              tls::file_kind::certificate),
            "");
  EXPECT_EQ(issue(what).code, exit_ok);
}

// -- ls --------------------------------------------------------------------------

TEST_F(CertCommands, TheListTellsHowEachStands) {
  init();
  issue(order("back-1"));
  auto late = order("back-2");
  late.days = 200;
  issue(late);
  EXPECT_EQ(list().out, "NAME    EXPIRES IN DAYS  STATE\n"
                        "back-1  90               ok\n"
                        "back-2  200              ok\n"
                        "ca      3652             ok\n");
  EXPECT_EQ(list().code, exit_ok);
  auto soon = list(false, new_year + 80 * tls::day_s);
  EXPECT_THAT(soon.out, HasSubstr("back-1  10               expires-soon\n"));
  EXPECT_EQ(soon.code, exit_ok);
  auto expired = list(false, new_year + 91 * tls::day_s);
  EXPECT_THAT(expired.out, HasSubstr("back-1  -1               expired\n"));
  EXPECT_EQ(expired.code, exit_failed);
}

TEST_F(CertCommands, TheListAsJsonHasTheFacts) {
  init();
  issue(order("back-1"));
  auto rows = nlohmann::json::parse(list(true).out);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["name"], "back-1");
  EXPECT_EQ(rows[0]["state"], "ok");
  EXPECT_EQ(rows[0]["expires_in_days"], 90);
  EXPECT_EQ(rows[0]["hosts"], nlohmann::json::array({"back-1", "10.0.0.1"}));
  EXPECT_THAT(list(true).out, Not(HasSubstr("PRIVATE")));
}

TEST_F(CertCommands, WhatTheAuthorityDidNotSignIsNotOurs) {
  init();
  issue(order("back-1"));
  init(true);
  std::ofstream{dir_ / "junk.crt"} << "junk";
  auto listed = list();
  EXPECT_EQ(listed.code, exit_failed);
  EXPECT_THAT(listed.out,
              AllOf(HasSubstr("back-1  90               not-ours"), HasSubstr("junk    -                not-ours"),
                    HasSubstr("ca      3652             ok")));
  EXPECT_THAT(listed.err, HasSubstr("junk.crt: there is no certificate"));
}

TEST_F(CertCommands, AFolderWithoutAnAuthorityIsAFailure) {
  auto listed = list();
  EXPECT_EQ(listed.code, exit_failed);
  EXPECT_THAT(listed.err, HasSubstr("zonehive cert init"));
}
