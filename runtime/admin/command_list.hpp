// Every admin command, in the order in which help shows them.

#pragma once

#include "runtime/admin/command.hpp"

#include <array>

// clang-format off
#define ZONEHIVE_ADMIN_COMMANDS(X) \
  X(cluster_status) \
  X(node_ls) \
  X(node_show) \
  X(node_drain) \
  X(node_drain_status) \
  X(node_undrain) \
  X(node_stop) \
  X(zone_ls) \
  X(zone_show) \
  X(zone_explain) \
  X(zone_move) \
  X(zone_stop) \
  X(zone_spawn) \
  X(zone_pin) \
  X(player_ls) \
  X(player_find) \
  X(player_kick) \
  X(service_ls) \
  X(lease_ls) \
  X(audit_ls)
// clang-format on

namespace runtime::admin {

#define ZONEHIVE_DECLARE(name) extern const command name;
ZONEHIVE_ADMIN_COMMANDS(ZONEHIVE_DECLARE)
#undef ZONEHIVE_DECLARE

#define ZONEHIVE_ADDRESS(name) &name,
inline constexpr std::array all_commands{ZONEHIVE_ADMIN_COMMANDS(ZONEHIVE_ADDRESS)};
#undef ZONEHIVE_ADDRESS

} // namespace runtime::admin
