// What monsters leave, shops sell and crafters make in the demo world; no dice.

#pragma once

#include "loaders/drop.hpp"
#include "loaders/recipe.hpp"

#include <map>

namespace tools {

/// Ten slots each, by id of the monster. The rates of a table add up to at most one roll.
std::map<uint16_t, std::vector<loaders::drop_slot>> make_drops();

/// Item codes by id of the NPC.
std::map<uint16_t, std::vector<uint16_t>> make_shops();

/// From two start weapons of a class and a pebble: one that mostly works, one that always does, one that hardly does.
std::vector<loaders::recipe> make_recipes();

} // namespace tools
