// Goal: no bytes whatsoever make a loader read outside its input, which the
// address sanitizer would report. Method: every truncation of every example
// file, every single damaged byte of the small ones, and random bytes.

#include "tests/loaders/vectors.hpp"

#include "loaders/map.hpp"

#include <random>

namespace loaders::test {

namespace {

// A copy of exactly the given size, so that reading one byte further is found.
bool load_copy(const nlohmann::json& vector, byte_view in, load_mode mode) {
  byte_buffer copy(in.begin(), in.end());
  copy.shrink_to_fit();
  auto written = rewrite(vector, copy, mode);
  if (written && mode == load_mode::strict) {
    EXPECT_EQ(*written, copy) << vector.at("file");
  }
  return bool{written};
}

// One example of each format.
std::vector<nlohmann::json> an_example_of_each_format() {
  std::vector<nlohmann::json> result;
  std::set<std::string> known;
  for (const auto& vector : read_golden_list("expected.json", "vectors"))
    if (known.insert(vector.at("format")).second)
      result.push_back(vector);
  return result;
}

TEST(Damage, EveryTruncationIsSurvived) {
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    auto bytes = read_golden(vector.at("file"));
    // Beyond its head a map differs only in how much is missing.
    for (size_t size = 0; size < bytes.size(); size += size < 1024 ? 1 : 4099)
      for (auto mode : {load_mode::strict, load_mode::lenient})
        load_copy(vector, byte_view{bytes}.first(size), mode);
  }
}

TEST(Damage, NoTruncationOfAFileOfFixedSizeIsAccepted) {
  static const std::set<std::string> fixed{"npc/1", "pc/0", "quest/0013.dat", "misc/A3Msg.dat", "client/MON.bin"};
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    if (!fixed.contains(vector.at("file")))
      continue;
    auto bytes = read_golden(vector.at("file"));
    for (size_t size = 0; size < bytes.size(); ++size)
      for (auto mode : {load_mode::strict, load_mode::lenient})
        ASSERT_FALSE(load_copy(vector, byte_view{bytes}.first(size), mode)) << vector.at("file") << " " << size;
  }
}

TEST(Damage, EveryDamagedByteOfSmallFilesIsSurvived) {
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    auto bytes = read_golden(vector.at("file"));
    if (bytes.size() > 1024)
      continue;
    for (auto& byte : bytes)
      for (auto damage : {0x00, 0x0A, 0x20, 0x31, 0x3D, 0x5B, 0x80, 0xFF}) {
        auto good = std::exchange(byte, static_cast<uint8_t>(damage));
        for (auto mode : {load_mode::strict, load_mode::lenient})
          load_copy(vector, bytes, mode);
        byte = good;
      }
  }
}

TEST(Damage, DamagedMapHeadsAndMeshesAreSurvived) {
  std::mt19937_64 rng{1};
  auto good = read_golden("map/901_warps");
  for (int round = 0; round < 60; ++round) {
    auto bytes = good;
    for (int i = 0; i < 8; ++i)
      bytes[rng() % 64] = static_cast<uint8_t>(rng());
    for (size_t i = 64; i < bytes.size(); i += 1 + rng() % 64)
      bytes[i] = static_cast<uint8_t>(rng());
    for (auto mode : {load_mode::strict, load_mode::lenient}) {
      auto found = load_map("map/901", 901, bytes, mode);
      if (!found)
        continue;
      for (size_t i = 0; i < cell_count; ++i)
        ASSERT_LT(found->warp_at(cell::from_index(i)).value_or(0), std::max<size_t>(1, found->warps.size()));
    }
  }
}

TEST(Damage, RandomBytesAreSurvived) {
  std::mt19937_64 rng{2};
  auto examples = an_example_of_each_format();
  for (int round = 0; round < 500; ++round) {
    byte_buffer bytes(rng() % 400);
    for (auto& byte : bytes)
      byte = static_cast<uint8_t>(rng());
    for (const auto& vector : examples)
      for (auto mode : {load_mode::strict, load_mode::lenient})
        load_copy(vector, bytes, mode);
  }
}

TEST(Damage, RandomTextIsSurvived) {
  static constexpr std::string_view alphabet = "0123456789 \t\r\n=;#[]MapZone\x80";
  std::mt19937_64 rng{3};
  for (int round = 0; round < 3000; ++round) {
    std::string text = rng() % 2 ? "[MapZone]\n" : "";
    for (auto size = rng() % 60; size > 0; --size)
      text += alphabet[rng() % alphabet.size()];
    byte_buffer bytes(text.begin(), text.end());
    for (auto format : {"mapinfo", "teleport", "shop"})
      for (auto mode : {load_mode::strict, load_mode::lenient})
        load_copy({{"file", "text"}, {"format", format}, {"context", nlohmann::json::object()}}, bytes, mode);
  }
}

} // namespace

} // namespace loaders::test
