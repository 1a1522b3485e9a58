// What the store keeps, as values. The field names are the column names of the
// tables (runtime/postgres/migrations).

#pragma once

#include "messages/inspect.hpp"

#include <caf/meta/type_name.hpp>

#include <array>
#include <string>
#include <vector>

namespace msg {

/// Stored in accounts.status; never renumbered.
enum class account_status : uint8_t { active = 0, banned = 1, pending = 2 };

struct account_record {
  account_id id;
  std::string name;          // as typed when created; unique when case-folded
  std::string password_hash; // crypt(5) string, never logged
  account_status status = account_status::active;
  uint16_t failed_attempts = 0;
  uint32_t locked_s = 0; // seconds until the lock ends, 0 when not locked

  static constexpr auto fields = wire::fields(
    wire::field("id", &account_record::id), wire::field("name", &account_record::name),
    wire::field("password_hash", &account_record::password_hash), wire::field("status", &account_record::status),
    wire::field("failed_attempts", &account_record::failed_attempts),
    wire::field("locked_s", &account_record::locked_s));
  friend bool operator==(const account_record&, const account_record&) = default;
};

/// Where an item lies; stored in items.container, never renumbered.
enum class item_container : uint8_t { worn = 0, bag = 1 };

struct item_record {
  uint32_t serial = 0; // primary key: one row, one owner
  uint32_t code = 0;   // item word of the client, item code in the low 14 bits
  uint32_t info = 0;   // second word: level, option, wear slot, or a count
  item_container container = item_container::bag;
  uint8_t slot = 0; // 0-9 worn, 0-29 in the bag

  static constexpr auto fields =
    wire::fields(wire::field("serial", &item_record::serial), wire::field("code", &item_record::code),
                 wire::field("info", &item_record::info), wire::field("container", &item_record::container),
                 wire::field("slot", &item_record::slot));
  friend bool operator==(const item_record&, const item_record&) = default;
};

/// Points and pools of a character, in the stored order of the old servers.
struct character_stats {
  uint16_t points = 0; // not yet spent
  uint16_t strength = 0;
  uint16_t magic = 0;
  uint16_t dexterity = 0;
  uint16_t vitality = 0;
  uint16_t mana_stat = 0;
  uint16_t health = 0;
  uint16_t mana = 0;
  uint32_t stored_health = 0; // potion store
  uint32_t stored_mana = 0;

  static constexpr auto fields = wire::fields(
    wire::field("points", &character_stats::points), wire::field("strength", &character_stats::strength),
    wire::field("magic", &character_stats::magic), wire::field("dexterity", &character_stats::dexterity),
    wire::field("vitality", &character_stats::vitality), wire::field("mana_stat", &character_stats::mana_stat),
    wire::field("health", &character_stats::health), wire::field("mana", &character_stats::mana),
    wire::field("stored_health", &character_stats::stored_health),
    wire::field("stored_mana", &character_stats::stored_mana));
  friend bool operator==(const character_stats&, const character_stats&) = default;
};

/// What a zone owns of a character and checkpoints.
struct character_location {
  character_id id;
  map_id map;
  uint32_t cell = 0;     // y * 256 + x
  uint64_t revision = 0; // grows with every change; the store keeps the highest
  std::array<uint16_t, 3> chat_masks{0x00FF, 0x001F, 0x00E3};

  static constexpr auto fields =
    wire::fields(wire::field("id", &character_location::id), wire::field("map", &character_location::map),
                 wire::field("cell", &character_location::cell), wire::field("revision", &character_location::revision),
                 wire::field("chat_masks", &character_location::chat_masks));
  friend bool operator==(const character_location&, const character_location&) = default;
};

struct character_record {
  character_location location; // its `id` is the character's
  account_id account;
  std::string name; // unique when case-folded, also among deleted characters
  uint8_t class_id = 0;
  uint8_t nation = 0;
  uint16_t level = 1;
  uint32_t experience = 0; // within the level
  uint32_t woonz = 0;
  uint32_t lore = 0;
  character_stats stats;
  std::vector<item_record> items;

  character_id id() const { return location.id; }

  static constexpr auto fields = wire::fields(
    wire::field("location", &character_record::location), wire::field("account", &character_record::account),
    wire::field("name", &character_record::name), wire::field("class_id", &character_record::class_id),
    wire::field("nation", &character_record::nation), wire::field("level", &character_record::level),
    wire::field("experience", &character_record::experience), wire::field("woonz", &character_record::woonz),
    wire::field("lore", &character_record::lore), wire::field("stats", &character_record::stats),
    wire::field("items", &character_record::items));
  friend bool operator==(const character_record&, const character_record&) = default;
};

/// What a zone knows of a player besides his record; goes with him when the zone moves. Times are ages, because the
/// clocks of two nodes have nothing in common.
struct player_state {
  uint64_t stepped_ago_ms = 0; // since his last step, plus 1; 0: he has made none
  uint64_t credit_ms = 0;      // of his pace
  uint64_t forgiven_ms = 0;
  std::vector<uint32_t> violations_ago_ms; // oldest first
  uint16_t granted_map = 0;
  bool has_grant = false;
  bool is_frozen = false;
  bool is_walking = false;
  bool may_skip_cell = false;

  static constexpr auto fields = wire::fields(
    wire::field("stepped_ago_ms", &player_state::stepped_ago_ms), wire::field("credit_ms", &player_state::credit_ms),
    wire::field("forgiven_ms", &player_state::forgiven_ms),
    wire::field("violations_ago_ms", &player_state::violations_ago_ms),
    wire::field("granted_map", &player_state::granted_map), wire::field("has_grant", &player_state::has_grant),
    wire::field("is_frozen", &player_state::is_frozen), wire::field("is_walking", &player_state::is_walking),
    wire::field("may_skip_cell", &player_state::may_skip_cell));
  friend bool operator==(const player_state&, const player_state&) = default;
};

} // namespace msg
