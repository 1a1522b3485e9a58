// Entering and leaving the world, and what stands around in it.

#pragma once

#include "messages/client/item.hpp"
#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// `class_id` of a running_effect place that is empty.
inline constexpr uint8_t class_of_no_effect = 0xFF;

/// Learned skills.
struct skill_set {
  static constexpr wire::group_info about{
    "skill_set", "Learned skills. The executable of the 562-era main server reads and writes six u32 here and six more "
                 "for passive skills elsewhere in its record. How the levels are packed is not documented. The class "
                 "skill files have 63 rows with three level sections and skill_delay_info has 32 entries, so one bit "
                 "per skill in one word per level (three words for skills 0 to 31, three for 32 to 63) fits best; "
                 "unverified, treat the words as opaque until tested with a client."};

  std::array<uint32_t, 3> normal_skills{};
  std::array<uint32_t, 3> extended_skills{};

  static constexpr auto fields = wire::fields(
    wire::field("normal_skills", &skill_set::normal_skills, "bit fields of the learned skill levels of the own class"),
    wire::field("extended_skills", &skill_set::extended_skills, "second set (\"SKILLEX\" in old character bodies)"));
  friend bool operator==(const skill_set&, const skill_set&) = default;
};
static_assert(wire::size_of<skill_set>() == 24);

/// Nation, rank in the clan and clan number.
struct social_info_packed_bits {
  static constexpr wire::bit_range nation{"nation", 0, 8};
  static constexpr wire::bit_range rank{"rank", 8, 8};
  static constexpr wire::bit_range clan_index{"clan_index", 16, 16};
  static constexpr wire::bit_range all[] = {nation, rank, clan_index};
};

struct social_info {
  static constexpr wire::group_info about{"social_info", "Nation, rank in the clan and clan number."};

  uint32_t packed = 0;

  static constexpr auto fields =
    wire::fields(wire::field("packed", &social_info::packed).with_bits(social_info_packed_bits::all));
  friend bool operator==(const social_info&, const social_info&) = default;
};
static_assert(wire::size_of<social_info>() == 4);

/// Identity and progress of the own character.
struct character_info {
  static constexpr wire::group_info about{
    "character_info", "Identity and progress of the own character. Total 84 agrees in four sources. Two emulators "
                      "split the interior differently (12 bytes of skills, then pk count, penalty time, rank, clan and "
                      "nation as u32 each); the layout here follows the executable of the 562-era main server and the "
                      "younger utility library (28 bytes after the cell, then nation byte)."};

  wire::fixed_text<21> name;
  uint8_t class_id = 0;
  uint16_t level = 0;
  uint32_t experience = 0;
  uint16_t map_index = 0;
  std::array<std::byte, 2> padding1{};
  uint32_t cell = 0;
  skill_set skills;
  uint8_t pk_count = 0;
  std::array<std::byte, 1> padding2{};
  uint16_t penalty_time = 0;
  social_info social;
  uint32_t money = 0;
  uint32_t stored_health = 0;
  uint32_t stored_mana = 0;
  uint32_t lore = 0;

  static constexpr auto fields = wire::fields(
    wire::field("name", &character_info::name), wire::field("class", &character_info::class_id).only(character_classes),
    wire::field("level", &character_info::level), wire::field("experience", &character_info::experience),
    wire::field("map_index", &character_info::map_index),
    wire::field("padding1", &character_info::padding1, "alignment padding, send zero"),
    wire::field("cell", &character_info::cell), wire::field("skills", &character_info::skills),
    wire::field("pk_count", &character_info::pk_count),
    wire::field("padding2", &character_info::padding2, "alignment padding, send zero"),
    wire::field("penalty_time", &character_info::penalty_time), wire::field("social_info", &character_info::social),
    wire::field("money", &character_info::money),
    wire::field("stored_health", &character_info::stored_health, "u16 in the PDB"),
    wire::field("stored_mana", &character_info::stored_mana, "u16 in the PDB"),
    wire::field("lore", &character_info::lore));
  friend bool operator==(const character_info&, const character_info&) = default;
};
static_assert(wire::size_of<character_info>() == 84);

/// Values the server derives from points and gear.
struct derived_stat {
  static constexpr wire::group_info about{
    "derived_stat", "Values the server derives from points and gear. The client shows hit_attack as the lower and "
                    "hit_addition as the upper bound of the physical attack (one 562 source names them so); the "
                    "battle-server PDB is older and has one byte each for the last two."};

  uint16_t hit_attack = 0;
  uint16_t magic_attack = 0;
  uint16_t defense = 0;
  uint16_t fire_attack = 0;
  uint16_t fire_defense = 0;
  uint16_t ice_attack = 0;
  uint16_t ice_defense = 0;
  uint16_t light_attack = 0;
  uint16_t light_defense = 0;
  uint16_t maximum_health = 0;
  uint16_t maximum_mana = 0;
  uint16_t hit_addition = 0;
  uint16_t magic_addition = 0;

  static constexpr auto fields = wire::fields(
    wire::field("hit_attack", &derived_stat::hit_attack), wire::field("magic_attack", &derived_stat::magic_attack),
    wire::field("defense", &derived_stat::defense), wire::field("fire_attack", &derived_stat::fire_attack),
    wire::field("fire_defense", &derived_stat::fire_defense), wire::field("ice_attack", &derived_stat::ice_attack),
    wire::field("ice_defense", &derived_stat::ice_defense), wire::field("light_attack", &derived_stat::light_attack),
    wire::field("light_defense", &derived_stat::light_defense),
    wire::field("maximum_health", &derived_stat::maximum_health),
    wire::field("maximum_mana", &derived_stat::maximum_mana), wire::field("hit_addition", &derived_stat::hit_addition),
    wire::field("magic_addition", &derived_stat::magic_addition));
  friend bool operator==(const derived_stat&, const derived_stat&) = default;
};
static_assert(wire::size_of<derived_stat>() == 26);

/// Stat points and derived values.
struct character_stat {
  static constexpr wire::group_info about{
    "character_stat",
    "Stat points and derived values. The total of 52 is certain (world_login 1068, allot_point 64, retrieve_point 69). "
    "One source places the two spare bytes before the last u16; the compiler rule puts them at the end."};

  uint16_t points = 0;
  uint16_t strength = 0;
  uint16_t magic = 0;
  uint16_t dexterity = 0;
  uint16_t vitality = 0;
  uint16_t mana_stat = 0;
  uint32_t health_capacity = 0;
  uint32_t mana_capacity = 0;
  uint16_t health = 0;
  uint16_t mana = 0;
  derived_stat derived;
  std::array<std::byte, 2> padding1{};

  static constexpr auto fields = wire::fields(
    wire::field("points", &character_stat::points), wire::field("strength", &character_stat::strength),
    wire::field("magic", &character_stat::magic, "called intelligence elsewhere"),
    wire::field("dexterity", &character_stat::dexterity), wire::field("vitality", &character_stat::vitality),
    wire::field("mana_stat", &character_stat::mana_stat),
    wire::field("health_capacity", &character_stat::health_capacity,
                "size of the health potion store (u16 in the PDB)"),
    wire::field("mana_capacity", &character_stat::mana_capacity, "size of the mana potion store (u16 in the PDB)"),
    wire::field("health", &character_stat::health), wire::field("mana", &character_stat::mana),
    wire::field("derived", &character_stat::derived),
    wire::field("padding1", &character_stat::padding1, "alignment padding, send zero"));
  friend bool operator==(const character_stat&, const character_stat&) = default;
};
static_assert(wire::size_of<character_stat>() == 52);

/// An effect running on a creature.
struct running_effect {
  static constexpr wire::group_info about{
    "running_effect", "An effect running on a creature. Captured npc_appear messages fill the empty places with FF CD "
                      "00; the CD is uninitialised memory of the old server, so any value is accepted."};

  uint8_t class_id = 0;
  uint8_t skill_index = 0;
  uint8_t skill_level = 0;

  static constexpr auto fields = wire::fields(wire::field("class", &running_effect::class_id, "0xFF = empty place"),
                                              wire::field("skill_index", &running_effect::skill_index),
                                              wire::field("skill_level", &running_effect::skill_level));
  friend bool operator==(const running_effect&, const running_effect&) = default;
};
static_assert(wire::size_of<running_effect>() == 3);

/// Which requests a player accepts; wear_flag shows or hides the helmet look (inferred).
struct game_option_flags_bits {
  static constexpr wire::bit_range deal{"deal", 0, 1};
  static constexpr wire::bit_range private_say{"private_say", 1, 1};
  static constexpr wire::bit_range party{"party", 2, 1};
  static constexpr wire::bit_range given{"given", 3, 1};
  static constexpr wire::bit_range wear_flag{"wear_flag", 4, 1};
  static constexpr wire::bit_range reserved{"reserved", 5, 3};
  static constexpr wire::bit_range all[] = {deal, private_say, party, given, wear_flag, reserved};
};

struct game_option {
  static constexpr wire::group_info about{
    "game_option", "Which requests a player accepts; wear_flag shows or hides the helmet look (inferred)."};

  uint8_t flags = 0;

  static constexpr auto fields =
    wire::fields(wire::field("flags", &game_option::flags).with_bits(game_option_flags_bits::all));
  friend bool operator==(const game_option&, const game_option&) = default;
};
static_assert(wire::size_of<game_option>() == 1);

struct c2s_world_login {
  static constexpr auto info =
    wire::game_packet("c2s_world_login", wire::channel::zone, wire::direction::c2s, 0x1107,
                      "Client has loaded the map and asks to be placed in the world.", wire::confidence::high,
                      "Older builds: rule: player_name: player name 13 -> 21.");

  wire::fixed_text<21> player_name;

  static constexpr auto fields = wire::fields(wire::field("player_name", &c2s_world_login::player_name));
  friend bool operator==(const c2s_world_login&, const c2s_world_login&) = default;
};
static_assert(wire::size_of<c2s_world_login>() == 33 - 12);

struct s2c_world_login {
  static constexpr auto info =
    wire::game_packet("s2c_world_login", wire::channel::zone, wire::direction::s2c, 0x1107,
                      "Full state of the own character (identity, stats, gear, inventory, pets).",
                      wire::confidence::high, "Older builds: 1038 in the PDB; see the two structs.");

  character_info character;
  character_stat stat;
  std::array<item_in_wear, 10> wear_items{};
  std::array<item_in_inventory, 30> inventory_items{};
  pet_info active_pet;
  std::array<pet_info, 5> pets{};

  static constexpr auto fields =
    wire::fields(wire::field("character", &s2c_world_login::character), wire::field("stat", &s2c_world_login::stat),
                 wire::field("wear_items", &s2c_world_login::wear_items),
                 wire::field("inventory_items", &s2c_world_login::inventory_items),
                 wire::field("active_pet", &s2c_world_login::active_pet), wire::field("pets", &s2c_world_login::pets));
  friend bool operator==(const s2c_world_login&, const s2c_world_login&) = default;
};
static_assert(wire::size_of<s2c_world_login>() == 1068 - 12);

struct c2s_char_logout {
  static constexpr auto info = wire::game_packet("c2s_char_logout", wire::channel::zone, wire::direction::c2s, 0x1108,
                                                 "Leave the world or the account.", wire::confidence::high,
                                                 "The gate sets the reason of the following disconnect to 0 (logout). "
                                                 "An emulator answers with the 12-byte s2c_char_logout.");

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_char_logout&, const c2s_char_logout&) = default;
};
static_assert(wire::size_of<c2s_char_logout>() == 12 - 12);

struct s2c_char_logout {
  static constexpr auto info = wire::game_packet("s2c_char_logout", wire::channel::zone, wire::direction::s2c, 0x1108,
                                                 "Logout is done; client may close or return.", wire::confidence::high);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const s2c_char_logout&, const s2c_char_logout&) = default;
};
static_assert(wire::size_of<s2c_char_logout>() == 12 - 12);

struct s2c_pskill_list {
  static constexpr auto info =
    wire::game_packet("s2c_pskill_list", wire::channel::zone, wire::direction::s2c, 0x1610,
                      "List of learned passive skills, sent at world login.", wire::confidence::medium)
      .partial();

  std::array<std::byte, 25> body{};

  static constexpr auto fields =
    wire::fields(wire::field("body", &s2c_pskill_list::body,
                             "zeros are accepted; one byte of points and six u32 of passive skills is likely (the main "
                             "server keeps six such words)"));
  friend bool operator==(const s2c_pskill_list&, const s2c_pskill_list&) = default;
};
static_assert(wire::size_of<s2c_pskill_list>() == 37 - 12);

struct s2c_skill_slot_info {
  static constexpr auto info =
    wire::game_packet("s2c_skill_slot_info", wire::channel::zone, wire::direction::s2c, 0x1461,
                      "Saved quick-slot assignment, sent at world login.", wire::confidence::high);

  std::array<std::byte, 13> slots{};

  static constexpr auto fields =
    wire::fields(wire::field("slots", &s2c_skill_slot_info::slots, "what the client stored last"));
  friend bool operator==(const s2c_skill_slot_info&, const s2c_skill_slot_info&) = default;
};
static_assert(wire::size_of<s2c_skill_slot_info>() == 25 - 12);

struct c2s_option {
  static constexpr auto info = wire::game_packet(
    "c2s_option", wire::channel::zone, wire::direction::c2s, 0x1900,
    "Set which requests (trade, whisper, party, gift) are accepted; also sent once a warp has finished loading.",
    wire::confidence::high,
    "After a warp the client sends its options; emulators take it as \"map loaded\" and describe the surroundings.");

  game_option options;

  static constexpr auto fields = wire::fields(wire::field("options", &c2s_option::options));
  friend bool operator==(const c2s_option&, const c2s_option&) = default;
};
static_assert(wire::size_of<c2s_option>() == 13 - 12);

struct s2c_option {
  static constexpr auto info = wire::game_packet("s2c_option", wire::channel::zone, wire::direction::s2c, 0x1900,
                                                 "Echo of the options.", wire::confidence::high);

  game_option options;

  static constexpr auto fields = wire::fields(wire::field("options", &s2c_option::options));
  friend bool operator==(const s2c_option&, const s2c_option&) = default;
};
static_assert(wire::size_of<s2c_option>() == 13 - 12);

struct s2c_pc_appear_pose_bits {
  static constexpr wire::bit_range direction{"direction", 0, 4};
  static constexpr wire::bit_range action{"action", 4, 4};
  static constexpr wire::bit_range all[] = {direction, action};
};

struct s2c_pc_appear {
  static constexpr auto info = wire::game_packet(
    "s2c_pc_appear", wire::channel::zone, wire::direction::s2c, 0x1100,
    "A player comes into view: identity, look, position, running effects, clan.", wire::confidence::medium,
    "Total 153 and the fields up to the effects agree with a 562 source that calls the last 43 bytes unknown: six "
    "bytes more than clan_name, mark_id and wear_flag. They are placed behind the effects as in npc_appear; if a "
    "client shows a shifted clan name they belong to the end. Older builds: 121 in the PDB: name +8, and 36 instead of "
    "12 bytes of running effects (+24).");

  uint32_t player_id = 0;
  wire::fixed_text<21> player_name;
  uint8_t class_id = 0;
  uint8_t penalty_level = 0;
  uint8_t pose = 0;
  uint32_t cell = 0;
  social_info social;
  item_appearance head_item;
  item_appearance upper_item;
  item_appearance lower_item;
  item_appearance hand_item;
  item_appearance foot_item;
  item_appearance left_item;
  item_appearance right_item;
  pet_appearance active_pet;
  std::array<running_effect, 10> running_effects{};
  std::array<std::byte, 6> effects_tail{};
  wire::fixed_text<32> clan_name;
  uint32_t mark_id = 0;
  uint8_t wear_flag = 0;

  static constexpr auto fields = wire::fields(
    wire::field("player_id", &s2c_pc_appear::player_id), wire::field("player_name", &s2c_pc_appear::player_name),
    wire::field("class", &s2c_pc_appear::class_id).only(character_classes),
    wire::field("penalty_level", &s2c_pc_appear::penalty_level),
    wire::field("pose", &s2c_pc_appear::pose).with_bits(s2c_pc_appear_pose_bits::all),
    wire::field("cell", &s2c_pc_appear::cell), wire::field("social_info", &s2c_pc_appear::social),
    wire::field("head_item", &s2c_pc_appear::head_item), wire::field("upper_item", &s2c_pc_appear::upper_item),
    wire::field("lower_item", &s2c_pc_appear::lower_item), wire::field("hand_item", &s2c_pc_appear::hand_item),
    wire::field("foot_item", &s2c_pc_appear::foot_item), wire::field("left_item", &s2c_pc_appear::left_item),
    wire::field("right_item", &s2c_pc_appear::right_item), wire::field("active_pet", &s2c_pc_appear::active_pet),
    wire::field("running_effects", &s2c_pc_appear::running_effects),
    wire::field("effects_tail", &s2c_pc_appear::effects_tail,
                "two more effects by all appearance; send zero (see notes)"),
    wire::field("clan_name", &s2c_pc_appear::clan_name), wire::field("mark_id", &s2c_pc_appear::mark_id),
    wire::field("wear_flag", &s2c_pc_appear::wear_flag));
  friend bool operator==(const s2c_pc_appear&, const s2c_pc_appear&) = default;
};
static_assert(wire::size_of<s2c_pc_appear>() == 153 - 12);

struct s2c_pc_disappear {
  static constexpr auto info = wire::game_packet("s2c_pc_disappear", wire::channel::zone, wire::direction::s2c, 0x1101,
                                                 "A player leaves view.", wire::confidence::high);

  uint32_t player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("player_id", &s2c_pc_disappear::player_id));
  friend bool operator==(const s2c_pc_disappear&, const s2c_pc_disappear&) = default;
};
static_assert(wire::size_of<s2c_pc_disappear>() == 16 - 12);

struct s2c_npc_appear {
  static constexpr auto info =
    wire::game_packet("s2c_npc_appear", wire::channel::zone, wire::direction::s2c, 0x1300,
                      "A monster or NPC comes into view (or spawns).", wire::confidence::high,
                      "Captures: npc_id is a memory address of the old server (high word 0x2FF8), any unique number "
                      "will do; shopkeepers carry 500000 health; direction is the orientation byte of the spawn list "
                      "file; ten effect places FF CD 00 and then six zero bytes. Both 562 sources divide the 36 bytes "
                      "at 30, and the same 24 bytes were added to pc_appear, so the tail is most likely effect places "
                      "11 and 12. Older builds: 52 in the PDB: 36 instead of 12 bytes of running effects (+24).");

  uint16_t npc_type = 0;
  uint32_t npc_id = 0;
  uint32_t npc_health = 0;
  uint32_t npc_mana = 0;
  uint32_t cell = 0;
  int32_t direction = 0;
  uint16_t npc_level = 0;
  std::array<running_effect, 10> running_effects{};
  std::array<std::byte, 6> effects_tail{};
  int32_t is_regenerated = 0;

  static constexpr auto fields = wire::fields(
    wire::field("npc_type", &s2c_npc_appear::npc_type), wire::field("npc_id", &s2c_npc_appear::npc_id),
    wire::field("npc_health", &s2c_npc_appear::npc_health), wire::field("npc_mana", &s2c_npc_appear::npc_mana),
    wire::field("cell", &s2c_npc_appear::cell), wire::field("direction", &s2c_npc_appear::direction),
    wire::field("npc_level", &s2c_npc_appear::npc_level),
    wire::field("running_effects", &s2c_npc_appear::running_effects),
    wire::field("effects_tail", &s2c_npc_appear::effects_tail,
                "two more effects by all appearance; zero in the captures"),
    wire::field("is_regenerated", &s2c_npc_appear::is_regenerated, "1 = plays the spawn animation (inferred)"));
  friend bool operator==(const s2c_npc_appear&, const s2c_npc_appear&) = default;
};
static_assert(wire::size_of<s2c_npc_appear>() == 76 - 12);

struct s2c_npc_disappear {
  static constexpr auto info = wire::game_packet("s2c_npc_disappear", wire::channel::zone, wire::direction::s2c, 0x1305,
                                                 "A monster or NPC leaves view.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &s2c_npc_disappear::npc_id));
  friend bool operator==(const s2c_npc_disappear&, const s2c_npc_disappear&) = default;
};
static_assert(wire::size_of<s2c_npc_disappear>() == 16 - 12);

/// In the order of the protocol table.
using world_packets =
  wire::type_list<s2c_pc_appear, s2c_pc_disappear, c2s_world_login, s2c_world_login, c2s_char_logout, s2c_char_logout,
                  s2c_npc_appear, s2c_npc_disappear, s2c_skill_slot_info, s2c_pskill_list, c2s_option, s2c_option>;

} // namespace msg::client
