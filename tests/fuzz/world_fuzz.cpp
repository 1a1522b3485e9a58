// A data directory: the first byte chooses the mode, then come files, each as
// one byte for its name, two for the size, and the bytes. With the highest bit
// of the name set, three bytes of an offset come before the bytes, which are
// then written into the small good world that the test starts from; otherwise
// they are the whole file. It ends with a world or with reasons, never both.

#include "tests/loaders/world_files.hpp"

#include <cstdlib>

namespace {

using namespace loaders;

constexpr std::array names{
  "map/MapInfo.ini",
  "map/1",
  "map/1.n_ndt",
  "map/2",
  "map/2.n_ndt",
  "map/3",
  "map/3.ndt",
  "npc/5",
  "npc/1001",
  "npc/5.itm",
  "npc/NPCSkill",
  "npc/FavIndex.dat",
  "npc_roles.json",
  "levels.json",
  "item/0",
  "item/0ex",
  "item/1",
  "item/2",
  "item/3",
  "item/pet",
  "item/ItemCombinationData",
  "item/ShueCombinationData",
  "item/SIT0",
  "item/PresentItemSet.dat",
  "pc/0",
  "skill/0",
  "skill/SkillDelay.dat",
  "skill/PsvSkill.dat",
  "skill/HSST1",
  "shop/1001.txt",
  "shop/CashItemTbl.dat",
  "quest/0001.dat",
  "quest/0002.dat",
  "Teleport.txt",
  "A3Msg_Eng.dat",
};

void expect(bool promise) {
  if (!promise)
    std::abort();
}

class input {
public:
  explicit input(byte_view bytes) : rest_(bytes) {}

  bool is_over() const { return rest_.empty(); }
  size_t number(size_t bytes) {
    size_t result = 0;
    for (auto byte : take(bytes))
      result = result << 8 | byte;
    return result;
  }
  byte_view take(size_t size) {
    auto taken = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

private:
  byte_view rest_;
};

void change_file(test::world_files& files, input& in) {
  auto choice = in.number(1);
  auto size = in.number(2);
  auto& file = files[names[(choice & 0x7F) % names.size()]];
  if ((choice & 0x80) == 0) {
    auto bytes = in.take(size);
    file.assign(bytes.begin(), bytes.end());
    return;
  }
  auto offset = in.number(3);
  for (auto byte : in.take(size))
    if (!file.empty())
      file[offset++ % file.size()] = byte;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto good = test::sample_files();
  auto files = good;
  input in{{data, size}};
  auto choice = in.number(1);
  constexpr size_t files_max = 8;
  for (size_t i = 0; i < files_max && !in.is_over(); ++i)
    change_file(files, in);
  auto mode = (choice & 1) != 0 ? load_mode::lenient : load_mode::strict;
  auto found = test::assemble(files, mode);
  expect(found.world.has_value() == found.errors.empty());
  for (const auto& issue : found.errors)
    expect(!to_string(issue).empty());
  return 0;
}
