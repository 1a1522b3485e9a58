#include "tests/runtime/tls/authority.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

using namespace runtime::tls;
using namespace runtime::tls::test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

namespace {

class TlsFiles : public testing::Test {
protected:
  files_report check(int64_t now_s = new_year) const { return check_files(files_, "back-1", now_s); }

  folder home_;
  pem_pair authority_ = authority_of("prod");
  pem_pair node_ = issued(authority_, {"back-1", {"10.0.0.1"}, 90, "", new_year});
  tls_files files_ = home_.write("node", node_, authority_.certificate);
};

} // namespace

TEST_F(TlsFiles, AKeyIsForItsOwnerOnly) {
  auto rights = [](const std::string& path) { return fs::status(path).permissions(); };
  EXPECT_EQ(rights(files_.key), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(rights(files_.certificate) & fs::perms::others_read, fs::perms::others_read);
  fs::permissions(files_.key, fs::perms::all);
  EXPECT_EQ(replace_file(files_.key, node_.key, file_kind::key), "");
  EXPECT_EQ(rights(files_.key), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(TlsFiles, AReplacedFileIsNeverMissingNorHalf) {
  auto other = issued(authority_, {"back-1", {}, 90, node_.key, new_year});
  std::atomic<bool> is_over = false;
  std::thread writer{[&] {
    for (int i = 0; i < 200; ++i)
      EXPECT_EQ(replace_file(files_.certificate, (i % 2 == 0 ? other : node_).certificate, file_kind::certificate), "");
    is_over = true;
  }};
  std::string problem;
  while (!is_over) {
    auto text = read_file(files_.certificate, problem);
    if (!text || (*text != node_.certificate && *text != other.certificate)) {
      ADD_FAILURE() << problem << text.value_or("");
      break;
    }
  }
  writer.join();
  EXPECT_EQ(std::distance(fs::directory_iterator{home_.path()}, fs::directory_iterator{}), 3)
    << "nothing is left behind";
}

TEST_F(TlsFiles, WhatCannotBeWrittenOrReadIsNamed) {
  EXPECT_THAT(replace_file(home_ / "none/x.crt", "x", file_kind::certificate), HasSubstr("none/x.crt: No such file"));
  fs::create_directory(home_ / "taken");
  EXPECT_THAT(replace_file(home_ / "taken", "x", file_kind::key), HasSubstr("taken: "));
  std::string problem;
  EXPECT_FALSE(read_file(home_ / "none", problem));
  EXPECT_THAT(problem, HasSubstr("none: No such file"));
  EXPECT_FALSE(read_file(home_ / "taken", problem));
  EXPECT_THAT(problem, HasSubstr("taken: Is a directory"));
  home_.write("huge", std::string((1 << 20) + 1, 'x'));
  EXPECT_FALSE(read_file(home_ / "huge", problem));
  EXPECT_THAT(problem, HasSubstr("huge: it is too large"));
}

// -- before a node starts --------------------------------------------------------

TEST_F(TlsFiles, GoodOnesLetANodeStart) {
  auto report = check();
  EXPECT_EQ(report.problem, "");
  EXPECT_THAT(report.warnings, IsEmpty());
  EXPECT_EQ(report.facts.name, "back-1");
}

TEST_F(TlsFiles, TheLastTwoWeeksAreAWarningAndWhatFollowsAnError) {
  EXPECT_THAT(check(new_year + 76 * day_s).warnings, IsEmpty());
  auto late = check(new_year + 76 * day_s + 1);
  EXPECT_EQ(late.problem, "");
  EXPECT_THAT(late.warnings, ElementsAre(AllOf(HasSubstr(files_.certificate), HasSubstr("expires in 13 days"),
                                               HasSubstr("zonehive cert issue"))));
  auto too_late = check(new_year + 90 * day_s + 1);
  EXPECT_THAT(too_late.problem, AllOf(HasSubstr(files_.certificate), HasSubstr("has expired on 2026-04-01"),
                                      HasSubstr("zonehive cert issue")));
}

TEST_F(TlsFiles, AnAuthorityThatEndsIsAWarning) {
  auto late = new_year + (authority_days - 10) * day_s;
  home_.write("node.crt", issued(authority_, {"back-1", {}, 5, node_.key, late}).certificate);
  EXPECT_THAT(check(late - 10 * day_s).problem, HasSubstr("not yet valid"));
  EXPECT_THAT(check(late).warnings, testing::Contains(AllOf(HasSubstr(files_.authority), HasSubstr("10 days"))));
}

TEST_F(TlsFiles, EachMissingOneIsNamed) {
  for (const auto& path : {files_.certificate, files_.key, files_.authority}) {
    fs::rename(path, path + ".away");
    EXPECT_THAT(check().problem, HasSubstr(path + ": No such file"));
    fs::rename(path + ".away", path);
  }
  EXPECT_EQ(check().problem, "");
}

TEST_F(TlsFiles, EachDamagedOneIsNamed) {
  for (const auto& path : {files_.certificate, files_.key, files_.authority}) {
    std::string problem;
    auto text = read_file(path, problem);
    EXPECT_EQ(replace_file(path, text->substr(0, text->size() / 2), file_kind::key), "");
    EXPECT_THAT(check().problem, HasSubstr(path));
    EXPECT_EQ(replace_file(path, *text, file_kind::key), "");
  }
  EXPECT_EQ(check().problem, "");
}

TEST_F(TlsFiles, WhatDoesNotBelongTogetherIsRefused) {
  auto other = issued(authority_, {"back-2", {}, 90, "", new_year});
  home_.write("node.key", other.key, file_kind::key);
  EXPECT_THAT(check().problem, AllOf(HasSubstr(files_.key), HasSubstr("not the one of the certificate")));
  home_.write("node.crt", other.certificate);
  EXPECT_THAT(check().problem, HasSubstr("is for node back-2, and this is node back-1"));
  home_.write("node", node_, authority_of("prod").certificate);
  EXPECT_THAT(check().problem, AllOf(HasSubstr(files_.certificate), HasSubstr("not good for the authority in"),
                                     HasSubstr(files_.authority)));
}
