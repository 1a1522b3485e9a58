#include "loaders/npc_role.hpp"

#include "loaders/json_file.hpp"
#include "loaders/text_lines.hpp"

#include <limits>

namespace loaders {

namespace {

// In order of declaration.
constexpr std::array<std::string_view, 8> names{"armory",        "healer",  "identifier", "teleporter",
                                                "general_store", "storage", "crafter",    "quest_giver"};

} // namespace

std::string_view to_string(npc_role role) { return names[static_cast<size_t>(role)]; }

result<npc_roles> load_npc_roles(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  auto parsed = parse_json_object(file, in);
  if (!parsed)
    return parsed.error();
  npc_roles x;
  for (const auto& [key, value] : parsed->items()) {
    auto id = parse_decimal(key, std::numeric_limits<uint16_t>::max());
    if (!id)
      return file.issue(load_errc::range, 0, "NPC", loaders::quoted(key), "an id of 0 to 65535");
    auto found =
      value.is_string() ? std::find(names.begin(), names.end(), value.get_ref<const std::string&>()) : names.end();
    if (found == names.end()) {
      auto issue = file.issue(load_errc::range, 0, "role of NPC " + key, shown(value), "a role this server knows");
      if (auto refused = file.refuse_if_strict(std::move(issue)))
        return *refused;
      continue;
    }
    if (!x.emplace(static_cast<uint16_t>(*id), static_cast<npc_role>(found - names.begin())).second)
      return file.issue(load_errc::duplicate, 0, "NPC", loaders::quoted(key), "each only once");
  }
  return {std::move(x), file.take_warnings()};
}

byte_buffer save_npc_roles(const npc_roles& x) {
  std::string text = "{";
  std::string_view separator = "\n";
  for (auto [id, role] : x) {
    text += separator;
    text += "  \"" + std::to_string(id) + "\": \"" + std::string{to_string(role)} + "\"";
    separator = ",\n";
  }
  return bytes_of(text + "\n}\n");
}

} // namespace loaders
