// Goal: no bytes whatsoever make a loader read outside its input, which the
// address sanitizer would report. Method: every truncation of every example
// file, every single damaged byte of the small ones, and random bytes.

#include "tests/loaders/vectors.hpp"

#include "loaders/class_data.hpp"
#include "loaders/map.hpp"
#include "loaders/map_info.hpp"
#include "loaders/npc.hpp"
#include "loaders/spawn.hpp"
#include "loaders/teleport.hpp"

#include <functional>
#include <map>
#include <random>

namespace loaders::test {

namespace {

using load_fn = std::function<bool(byte_view, load_mode)>;

const std::map<std::string, load_fn>& loaders_by_format() {
  static const std::map<std::string, load_fn> table{
    {"map", [](byte_view in, load_mode mode) { return bool{load_map("map/900", 900, in, mode)}; }},
    {"npc", [](byte_view in, load_mode mode) { return bool{load_npc("npc/1", 1, in, mode)}; }},
    {"spawn", [](byte_view in, load_mode mode) { return bool{load_spawns("map/900.n_ndt", in, mode)}; }},
    {"pc", [](byte_view in, load_mode mode) { return bool{load_class_data("pc/0", in, mode)}; }},
    {"mapinfo", [](byte_view in, load_mode mode) { return bool{load_map_info("map/MapInfo.ini", in, mode)}; }},
    {"teleport", [](byte_view in, load_mode mode) { return bool{load_teleport_points("Teleport.txt", in, mode)}; }},
  };
  return table;
}

// A copy of exactly the given size, so that reading one byte further is found.
bool load_copy(const load_fn& load, byte_view in, load_mode mode) {
  byte_buffer copy(in.begin(), in.end());
  copy.shrink_to_fit();
  return load(copy, mode);
}

TEST(Damage, EveryTruncationIsSurvived) {
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    const auto& load = loaders_by_format().at(vector.at("format"));
    auto bytes = read_golden(vector.at("file"));
    // Beyond its head a map differs only in how much is missing.
    for (size_t size = 0; size < bytes.size(); size += size < 1024 ? 1 : 4099)
      for (auto mode : {load_mode::strict, load_mode::lenient})
        load_copy(load, byte_view{bytes}.first(size), mode);
  }
}

TEST(Damage, NoTruncatedMapNpcOrClassIsAccepted) {
  for (auto [file, format] : {std::pair{"map/901_warps", "map"}, {"npc/1", "npc"}, {"pc/0", "pc"}}) {
    auto bytes = read_golden(file);
    for (size_t size = 0; size < bytes.size(); ++size)
      for (auto mode : {load_mode::strict, load_mode::lenient})
        ASSERT_FALSE(loaders_by_format().at(format)(byte_view{bytes}.first(size), mode)) << file << " " << size;
  }
}

TEST(Damage, EveryDamagedByteOfSmallFilesIsSurvived) {
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    const auto& load = loaders_by_format().at(vector.at("format"));
    auto bytes = read_golden(vector.at("file"));
    if (bytes.size() > 1024)
      continue;
    for (auto& byte : bytes)
      for (auto damage : {0x00, 0x0A, 0x20, 0x31, 0x3D, 0x5B, 0x80, 0xFF}) {
        auto good = std::exchange(byte, static_cast<uint8_t>(damage));
        for (auto mode : {load_mode::strict, load_mode::lenient})
          load_copy(load, bytes, mode);
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
  for (int round = 0; round < 2000; ++round) {
    byte_buffer bytes(rng() % 200);
    for (auto& byte : bytes)
      byte = static_cast<uint8_t>(rng());
    for (const auto& [format, load] : loaders_by_format())
      for (auto mode : {load_mode::strict, load_mode::lenient})
        load_copy(load, bytes, mode);
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
    for (auto format : {"mapinfo", "teleport"})
      for (auto mode : {load_mode::strict, load_mode::lenient})
        load_copy(loaders_by_format().at(format), bytes, mode);
  }
}

} // namespace

} // namespace loaders::test
