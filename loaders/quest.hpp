// Quests, quest/<nnnn>.dat: one quest a file (format notes, section 5). Signed
// numbers throughout: -1 is "none".

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t quest_content_count = 7;
inline constexpr size_t quest_string_size_max = 63;
/// What `quest_head::index` says of a quest that is switched off; the file ends behind its head.
inline constexpr int32_t quest_index_disabled = -1;

struct quest_head {
  int32_t index = 0;
  int32_t start_npc = 0;
  int32_t end_npc = 0;
  int32_t is_head = 0; // first of its chain

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("index", &quest_head::index), msg::wire::field("start_npc", &quest_head::start_npc),
    msg::wire::field("end_npc", &quest_head::end_npc), msg::wire::field("is_head", &quest_head::is_head));
  friend bool operator==(const quest_head&, const quest_head&) = default;
};
static_assert(msg::wire::size_of<quest_head>() == 16);

/// Who may take it.
struct quest_needs {
  int32_t class_mask = 0;
  int32_t party = 0;
  int32_t item = 0;
  int32_t previous_quest = -1;
  int32_t level_low = 0;
  int32_t level_high = 0;
  int32_t favor = 0;

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("class", &quest_needs::class_mask), msg::wire::field("party", &quest_needs::party),
    msg::wire::field("item", &quest_needs::item), msg::wire::field("prev_quest", &quest_needs::previous_quest),
    msg::wire::field("level_low", &quest_needs::level_low), msg::wire::field("level_high", &quest_needs::level_high),
    msg::wire::field("favor", &quest_needs::favor));
  friend bool operator==(const quest_needs&, const quest_needs&) = default;
};
static_assert(msg::wire::size_of<quest_needs>() == 28);

/// Unused items have code 65535 or -1.
struct quest_reward {
  std::array<int32_t, 3> item_code{};
  std::array<int32_t, 3> item_level{};
  std::array<int32_t, 3> item_count{};
  int32_t experience = 0;
  int32_t money = 0;
  int32_t lore = 0;
  int32_t favor = 0;

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("item_code", &quest_reward::item_code), msg::wire::field("item_level", &quest_reward::item_level),
    msg::wire::field("item_count", &quest_reward::item_count), msg::wire::field("exp", &quest_reward::experience),
    msg::wire::field("money", &quest_reward::money), msg::wire::field("lore", &quest_reward::lore),
    msg::wire::field("favor", &quest_reward::favor));
  friend bool operator==(const quest_reward&, const quest_reward&) = default;
};
static_assert(msg::wire::size_of<quest_reward>() == 52);

enum class quest_type : int32_t { kill, quest_item, bring_npc, drop, find };

/// One thing to do.
struct quest_task {
  int32_t type = -1; // quest_type; a low byte of 0xFF is an unused task
  int32_t map = -1;
  int32_t cell = -257; // cell index; this is "no place"
  int32_t distance = -1;
  int32_t npc = -1;
  int32_t npc_count = -1;
  std::array<int32_t, 4> item_code{-1, -1, -1, -1};
  std::array<int32_t, 4> item_level{-1, -1, -1, -1};
  std::array<int32_t, 4> item_count{-1, -1, -1, -1};
  std::array<int32_t, 4> probability{-1, -1, -1, -1}; // of 10 000 000
  int32_t skill = -1;

  bool is_unused() const { return (type & 0xFF) == 0xFF; }

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("type", &quest_task::type), msg::wire::field("map", &quest_task::map),
    msg::wire::field("cell", &quest_task::cell), msg::wire::field("distance", &quest_task::distance),
    msg::wire::field("npc", &quest_task::npc), msg::wire::field("npc_count", &quest_task::npc_count),
    msg::wire::field("item_code", &quest_task::item_code), msg::wire::field("item_level", &quest_task::item_level),
    msg::wire::field("item_count", &quest_task::item_count), msg::wire::field("probability", &quest_task::probability),
    msg::wire::field("skill", &quest_task::skill));
  friend bool operator==(const quest_task&, const quest_task&) = default;
};
static_assert(msg::wire::size_of<quest_task>() == 92);

/// A task and its two texts, in the encoding of the data set. A text may hold NULs; what people see ends there.
struct quest_content {
  quest_task task;
  std::string first_text;
  std::string second_text;

  friend bool operator==(const quest_content&, const quest_content&) = default;
};

struct quest {
  quest_head head;
  /// Nothing of the rest means anything when the quest is disabled.
  quest_needs needs;
  quest_reward reward;
  std::array<quest_content, quest_content_count> contents;
  std::array<int32_t, 3> next{-1, -1, -1};

  bool is_disabled() const { return head.index == quest_index_disabled; }
  friend bool operator==(const quest&, const quest&) = default;
};

/// `expected_id` is the number in the file's name.
result<quest> load_quest(std::string_view file, std::optional<uint16_t> expected_id, byte_view in,
                         load_options options);

/// Texts longer than 63 bytes are cut.
byte_buffer save_quest(const quest& x);

} // namespace loaders
