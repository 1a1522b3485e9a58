// npc_roles.json: what the people of the towns do. Our own format: the legacy
// files do not say it.

#pragma once

#include "loaders/result.hpp"

#include <map>

namespace loaders {

enum class npc_role : uint8_t {
  armory,
  healer,
  identifier,
  teleporter,
  general_store,
  storage,
  crafter,
  quest_giver,
};

/// As in the file: "general_store".
std::string_view to_string(npc_role role);

/// By id of the NPC.
using npc_roles = std::map<uint16_t, npc_role>;

/// {"1001": "armory", ...}. Lenient mode leaves out roles it does not know.
result<npc_roles> load_npc_roles(std::string_view file, byte_view in, load_options options);

byte_buffer save_npc_roles(const npc_roles& x);

} // namespace loaders
