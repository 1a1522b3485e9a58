#include "loaders/npc.hpp"

namespace loaders {

namespace {

// Records of the generation before, which have one word for the attack speed and no mercenary experience.
constexpr size_t older_record_size = 72;

std::optional<load_issue> check_attacks(const inspection& file, const npc& x) {
  if (x.attack_count() > npc_attack_count_max)
    return file.issue(load_errc::range, offset_of<npc>("behaviour"), "attack_count", std::to_string(x.attack_count()),
                      "0 to 3");
  for (size_t i = 0; i < x.attack_count(); ++i)
    if (const auto& attack = x.attacks[i]; attack.range_min() > attack.range_max())
      return file.issue(load_errc::range, offset_of<npc>("attacks") + i * msg::wire::size_of<npc_attack>(),
                        "least range of attack " + std::to_string(i), std::to_string(attack.range_min()),
                        "at most its greatest range, " + std::to_string(attack.range_max()));
  return std::nullopt;
}

} // namespace

result<npc> load_npc(std::string_view name, std::optional<uint16_t> expected_id, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_size(in, msg::wire::size_of<npc>(),
                                   in.size() == older_record_size ? "72 is the older generation, which is not read"
                                                                  : "one record"))
    return *found;
  npc x;
  if (!read_at(in, 0, x))
    return file.issue(load_errc::truncated, in.size(), "file size", std::to_string(in.size()) + " bytes", "one record");
  if (auto found = file.check_id(offset_of<npc>("id"), x.id, expected_id))
    return *found;
  if (auto found = check_attacks(file, x))
    return *found;
  if (x.is_monster() && x.hp_max == 0)
    file.warn(file.issue(load_errc::range, offset_of<npc>("hp"), "hp_max", "0", "at least 1 for a monster"));
  if (x.is_monster() && x.level() == 0)
    file.warn(file.issue(load_errc::range, offset_of<npc>("growth"), "level", "0", "at least 1 for a monster"));
  file.check_names(x, 0);
  return {x, file.take_warnings()};
}

byte_buffer save_npc(const npc& x) { return save_record(x); }

} // namespace loaders
