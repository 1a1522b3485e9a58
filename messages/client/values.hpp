// The values that fields may have, as far as the protocol table knows them.

#pragma once

#include "messages/wire/bits.hpp"

namespace msg::client {

inline constexpr wire::value_name character_classes_list[] = {
  {0, "warrior"}, {1, "holy knight (paladin)"}, {2, "mage"}, {3, "archer"}, {255, "empty character slot"},
};
inline constexpr wire::value_set character_classes{"class", "Character class.", character_classes_list};

inline constexpr wire::value_name nations_list[] = {
  {0, "Temoz"},
  {1, "Quanato"},
};
inline constexpr wire::value_set nations{
  "nation", "Nation (home town). Further values (none, criminal) are not known from the sources.", nations_list};

inline constexpr wire::value_name wear_places_list[] = {
  {0, "shield or quiver"},
  {1, "sword or mace of the holy knight"},
  {2, "two-hand weapon, spear, axe or staff"},
  {3, "helmet"},
  {4, "armour"},
  {5, "trousers"},
  {6, "gloves"},
  {7, "boots"},
  {8, "necklace"},
  {9, "ring"},
};
inline constexpr wire::value_set wear_places{"wear_index", "Slot of a worn item.", wear_places_list};

/// say_type of c2s_say and s2c_say.
enum class say_kind : uint8_t {
  system = 0x00,
  general = 0x01,
  whisper = 0x03,
  party = 0x04,
  clan = 0x05,
  nation = 0x06,
  league = 0x08,
  notice = 0x0C, // in the bar at the top
  shout = 0xF1,
  world_shout = 0xF5,
};

constexpr wire::value_name name_say_kind(say_kind value, std::string_view name) {
  return {static_cast<uint8_t>(value), name};
}

inline constexpr wire::value_name say_kinds_list[] = {
  name_say_kind(say_kind::system, "system line"),
  name_say_kind(say_kind::general, "general (people in view)"),
  name_say_kind(say_kind::whisper, "whisper"),
  name_say_kind(say_kind::party, "party"),
  name_say_kind(say_kind::clan, "clan"),
  name_say_kind(say_kind::nation, "nation"),
  name_say_kind(say_kind::league, "league (alliance)"),
  name_say_kind(say_kind::notice, "notice in the bar at the top"),
  name_say_kind(say_kind::shout, "shout"),
  name_say_kind(say_kind::world_shout, "world shout or announcement"),
};
inline constexpr wire::value_set say_kinds{
  "say_type", "Kind of chat. 0x02 and 0x07 are not documented. 0xF5 comes from the announcement tools only.",
  say_kinds_list};

inline constexpr wire::value_name npc_states_list[] = {
  {0, "default"},        {1, "regenerating"},    {2, "died"},
  {3, "moving forward"}, {4, "moving backward"}, {5, "boss ready to attack"},
};
inline constexpr wire::value_set npc_states{
  "npc_state",
  "State of a monster (s2c_npc_state npc_state; same numbers inside the server). The numbers are the AI states of the "
  "server; that the message carries the same numbers is inferred.",
  npc_states_list};

/// error_code of s2c_error.
inline constexpr uint16_t error_name_taken = 0x1104;
inline constexpr uint16_t error_character_invalid = 0x1106;
inline constexpr uint16_t error_failed = 0x1107;
inline constexpr uint16_t error_login_failed = 0x1201; // also: no free slot
inline constexpr uint16_t error_not_found = 0x1202;

inline constexpr wire::value_name error_codes_list[] = {
  {error_name_taken, "character name is taken (or not allowed)"},
  {error_character_invalid, "character is invalid"},
  {error_failed, "request failed"},
  {error_login_failed, "character login failed, also: no free slot"},
  {error_not_found, "character not found"},
};
inline constexpr wire::value_set error_codes{
  "error_code",
  "Codes of s2c_error and m2s_error. Only 0x1104 was seen in a capture (with a Chinese text). 0x2F7E was used by an "
  "emulator to show any text after login.",
  error_codes_list};

inline constexpr wire::value_name login_message_types_list[] = {
  {0, "wrong password, general message"},
  {1, "account message"},
  {2, "duplicate login, or empty text"},
  {3, "other"},
};
inline constexpr wire::value_set login_message_types{
  "login_message_type", "Type byte of ls2c_say. Sources disagree; the client shows the text for every value seen.",
  login_message_types_list};

} // namespace msg::client
