// The formats whose JSON is more than a list of their records.

#pragma once

#include "loaders/drop.hpp"
#include "loaders/item_set.hpp"
#include "loaders/map.hpp"
#include "loaders/map_info.hpp"
#include "loaders/message_table.hpp"
#include "loaders/quest.hpp"
#include "loaders/shop.hpp"
#include "loaders/skill.hpp"
#include "loaders/spawn.hpp"
#include "loaders/teleport.hpp"
#include "tools/data/json_text.hpp"

namespace tools::data {

/// Raw with "cells": a text per row of the map, runs of equal cells as "0x00007801*12".
json map_json(const loaders::map& x, const std::vector<loaders::cell>& samples, const json_style& style);
/// Only from raw JSON: the other kind has no more than digests of the cells.
loaders::map map_from(const json_source& from, const json_style& style);

json spawns_json(const std::vector<loaders::spawn>& xs);
std::vector<loaders::spawn> spawns_from(const json_source& from);

json quest_json(const loaders::quest& x, const json_style& style);
loaders::quest quest_from(const json_source& from, const json_style& style);

/// Without empty slots; raw with those that have a rate.
json drops_json(const std::vector<loaders::drop_slot>& xs, const json_style& style);
std::vector<loaders::drop_slot> drops_from(const json_source& from);

/// Without slots that are all zero.
json skills_json(const std::vector<loaders::skill>& xs, const json_style& style);
std::vector<loaders::skill> skills_from(const json_source& from, const json_style& style);

/// Without what is all zero; raw with "at", the place of each piece and bonus.
json item_sets_json(const std::vector<loaders::item_set>& xs, const json_style& style);
std::vector<loaders::item_set> item_sets_from(const json_source& from);

/// Raw with "hex" where the text alone would not give the bytes back.
json messages_json(const std::vector<loaders::message>& xs, const json_style& style);
std::vector<loaders::message> messages_from(const json_source& from, const json_style& style);

/// Text files; raw with "source", the whole text.
json shop_json(const loaders::shop& x, const json_style& style);
loaders::shop shop_from(const json_source& from);
json teleports_json(const loaders::teleport_list& x, const json_style& style);
loaders::teleport_list teleports_from(const json_source& from);
json map_info_json(const loaders::map_info& x, const json_style& style);
loaders::map_info map_info_from(const json_source& from);

} // namespace tools::data
