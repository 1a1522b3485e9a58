#include "loaders/spawn.hpp"

#include "loaders/record.hpp"

namespace loaders {

namespace {

namespace wire = msg::wire;

struct spawn_record {
  uint16_t npc = 0;
  uint32_t cell = 0;
  uint8_t direction = 0;
  uint8_t step = 0;

  static constexpr auto fields = wire::fields(
    wire::field("npc", &spawn_record::npc), wire::field("cell", &spawn_record::cell, "cell index; the upper half is 0"),
    wire::field("direction", &spawn_record::direction), wire::field("step", &spawn_record::step));
};
static_assert(wire::size_of<spawn_record>() == spawn_record_size);

} // namespace

result<std::vector<spawn>> load_spawns(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_records(in, spawn_record_size))
    return *found;
  std::vector<spawn> result;
  result.reserve(in.size() / spawn_record_size);
  spawn_record record;
  for (size_t at = 0; read_at(in, at, record); at += spawn_record_size) {
    if (record.cell >= cell_count)
      return file
        .issue(load_errc::range, at + offset_of<spawn_record>("cell"), "cell", std::to_string(record.cell),
               "0 to 65535")
        .in_record(result.size());
    result.push_back({record.npc, cell::from_index(record.cell), record.direction, record.step});
  }
  return {std::move(result), file.take_warnings()};
}

byte_buffer save_spawns(const std::vector<spawn>& xs) {
  byte_buffer out;
  out.reserve(xs.size() * spawn_record_size);
  for (const auto& x : xs)
    wire::encode(out, spawn_record{x.npc, static_cast<uint32_t>(x.at.index()), x.direction, x.step});
  return out;
}

} // namespace loaders
