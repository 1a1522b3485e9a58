// Every example file in both modes against expected.json, and back again.

#include "tests/loaders/vectors.hpp"

#include "tools/data/convert.hpp"

namespace tools::data {

namespace {

using loaders::load_mode;
using loaders::test::read_golden;
using loaders::test::read_golden_list;

dump_request request_of(const nlohmann::json& vector, load_mode mode, bool raw) {
  const auto& known = vector.at("context");
  dump_request request{{vector.at("file"), mode}, {text_encoding::ascii, raw}};
  if (known.contains("id"))
    request.context.id = known.at("id").get<uint16_t>();
  if (known.contains("base_rows"))
    request.context.base_rows = known.at("base_rows").get<std::set<uint16_t>>();
  if (known.contains("samples"))
    for (const auto& at : known.at("samples"))
      request.samples.push_back({at[0].get<uint8_t>(), at[1].get<uint8_t>()});
  return request;
}

const json_format& format_of(const nlohmann::json& vector) {
  auto format = find_json_format(vector.at("format").get<std::string>());
  if (!format)
    throw std::runtime_error{"no JSON for " + vector.at("format").dump()};
  return *format;
}

// What the command prints, without the sentence, for which there is no example.
nlohmann::json printed(const nlohmann::json& vector, load_mode mode) {
  auto outcome = dump_file(format_of(vector), request_of(vector, mode, false), read_golden(vector.at("file")));
  auto text = nlohmann::json::parse(outcome.text.dump());
  EXPECT_EQ(outcome.is_ok, text.at("result") == "ok");
  if (!outcome.is_ok) {
    EXPECT_GT(text.at("message").get<std::string>().size(), 20u);
  }
  text.erase("message");
  return text;
}

TEST(DataVectors, StrictJsonIsThatOfTheFormatNotes) {
  auto vectors = read_golden_list("expected.json", "vectors");
  EXPECT_EQ(vectors.size(), 57u);
  for (const auto& vector : vectors)
    EXPECT_EQ(printed(vector, load_mode::strict), vector.at("strict")) << vector.at("file");
}

TEST(DataVectors, LenientJsonIsThatOfTheFormatNotes) {
  for (const auto& vector : read_golden_list("expected.json", "vectors"))
    EXPECT_EQ(printed(vector, load_mode::lenient), vector.at("lenient")) << vector.at("file");
}

TEST(DataVectors, RawJsonBecomesTheSameFileAgain) {
  size_t compared = 0;
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    auto bytes = read_golden(vector.at("file"));
    auto outcome = dump_file(format_of(vector), request_of(vector, load_mode::strict, true), bytes);
    if (!outcome.is_ok)
      continue;
    auto built = build_file(format_of(vector), outcome.text, text_encoding::ascii);
    EXPECT_EQ(built.error, std::nullopt) << vector.at("file");
    EXPECT_EQ(built.bytes, bytes) << vector.at("file");
    ++compared;
  }
  EXPECT_EQ(compared, 33u);
}

TEST(DataVectors, ExpectedJsonBecomesAFileThatSaysTheSame) {
  size_t compared = 0;
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    if (vector.at("lenient").at("result") != "ok" || vector.at("format") == "map")
      continue;
    auto built = build_file(format_of(vector), json::parse(vector.at("lenient").dump()), text_encoding::ascii);
    ASSERT_EQ(built.error, std::nullopt) << vector.at("file");
    auto again = dump_file(format_of(vector), request_of(vector, load_mode::lenient, false), built.bytes);
    EXPECT_EQ(nlohmann::json::parse(again.text.dump()).at("value"), vector.at("lenient").at("value"))
      << vector.at("file");
    ++compared;
  }
  EXPECT_EQ(compared, 39u);
}

TEST(DataVectors, EveryFormatHasJson) {
  auto formats = json_formats();
  ASSERT_EQ(formats.size(), loaders::file_formats().size());
  for (size_t i = 0; i < formats.size(); ++i)
    EXPECT_EQ(formats[i].name, loaders::file_formats()[i].name);
}

} // namespace

} // namespace tools::data
