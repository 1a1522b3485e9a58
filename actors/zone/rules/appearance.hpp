// How a character looks in packets: to himself, and to others.

#pragma once

#include "messages/client/character.hpp"
#include "messages/client/warp.hpp"
#include "messages/client/world.hpp"
#include "messages/records.hpp"

namespace actors {

/// The whole own character, at world login.
msg::client::s2c_world_login make_world_login(const msg::character_record& who);

/// The same on arrival in another zone, for clients that want it.
msg::client::s2c_warp_login make_warp_login(const msg::character_record& who);

/// What others see of him.
msg::client::s2c_pc_appear make_pc_appear(const msg::character_record& who);

} // namespace actors
