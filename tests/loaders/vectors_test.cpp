// Every example file in both modes, without its JSON: how loading ends, and that
// what was loaded is written back byte for byte. tests/tools/data compares values.

#include "tests/loaders/vectors.hpp"

#include <set>

namespace loaders::test {

namespace {

using nlohmann::json;

std::string outcome_of(const result<byte_buffer>& found) {
  if (!found)
    return "ERR_" + std::string{to_string(found.error().code)};
  std::string text = "ok";
  for (const auto& issue : found.warnings())
    text += " WARN_" + std::string{to_string(issue.code)};
  return text;
}

std::string expected_outcome(const json& wanted) {
  if (wanted.at("result") == "error")
    return wanted.at("error");
  std::string text = "ok";
  for (const std::string warning : wanted.at("warnings"))
    text += " " + warning;
  return text;
}

TEST(Vectors, FilesAreTheOnesTheNotesDescribe) {
  auto vectors = read_golden_list("expected.json", "vectors");
  EXPECT_EQ(vectors.size(), 57u);
  for (const auto& vector : vectors) {
    auto bytes = read_golden(vector.at("file"));
    EXPECT_EQ(bytes.size(), vector.at("size")) << vector.at("file");
    EXPECT_EQ(sha256(bytes), vector.at("sha256")) << vector.at("file");
  }
}

TEST(Vectors, LoadingEndsAsTheFormatNotesSay) {
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    auto bytes = read_golden(vector.at("file"));
    for (auto [name, mode] : {std::pair{"strict", load_mode::strict}, {"lenient", load_mode::lenient}})
      EXPECT_EQ(outcome_of(rewrite(vector, bytes, mode)), expected_outcome(vector.at(name)))
        << vector.at("file") << " " << name;
  }
}

TEST(Vectors, FilesThatStrictModeAcceptsAreWrittenBackByteForByte) {
  size_t compared = 0;
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    if (vector.at("strict").at("result") != "ok")
      continue;
    auto bytes = read_golden(vector.at("file"));
    auto written = rewrite(vector, bytes, load_mode::strict);
    ASSERT_TRUE(written) << vector.at("file");
    EXPECT_EQ(*written, bytes) << vector.at("file");
    ++compared;
  }
  EXPECT_EQ(compared, 33u);
}

TEST(Vectors, EveryFormatButOneHasAnExample) {
  std::set<std::string_view> without;
  for (const auto& format : file_formats())
    without.insert(format.name);
  std::set<std::string> names;
  for (const auto& vector : read_golden_list("expected.json", "vectors"))
    names.insert(vector.at("format").get<std::string>());
  for (const auto& name : names)
    EXPECT_EQ(without.erase(name), 1u) << name;
  EXPECT_EQ(without, (std::set<std::string_view>{"hsst"}));
}

} // namespace

} // namespace loaders::test
