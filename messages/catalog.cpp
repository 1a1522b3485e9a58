#include "messages/catalog.hpp"

#include "messages/client/battle.hpp"
#include "messages/client/battle_request.hpp"
#include "messages/client/battle_room.hpp"
#include "messages/client/clan.hpp"
#include "messages/client/clan_hall.hpp"
#include "messages/client/combat.hpp"
#include "messages/client/deal.hpp"
#include "messages/client/derby.hpp"
#include "messages/client/friend.hpp"
#include "messages/client/growth.hpp"
#include "messages/client/inventory.hpp"
#include "messages/client/lottery.hpp"
#include "messages/client/mark.hpp"
#include "messages/client/mercenary.hpp"
#include "messages/client/named_only_c2s.hpp"
#include "messages/client/named_only_s2c.hpp"
#include "messages/client/nation.hpp"
#include "messages/client/npc.hpp"
#include "messages/client/party.hpp"
#include "messages/client/pet.hpp"
#include "messages/client/quest.hpp"
#include "messages/client/skill.hpp"
#include "messages/client/storage.hpp"
#include "messages/client/system.hpp"
#include "messages/client/trade.hpp"
#include "messages/client/war.hpp"
#include "messages/client/wear.hpp"
#include "messages/handled.hpp"

namespace msg {

using namespace client;

namespace {

/// Every packet with a layout. A new domain is a line here.
using typed_packets = decltype(login_packets{} + gate_packets{} + character_packets{} + world_packets{} + warp_packets{}
                               + move_packets{} + chat_packets{} + npc_packets{} + combat_packets{} + skill_packets{}
                               + growth_packets{} + inventory_packets{} + wear_packets{} + trade_packets{}
                               + storage_packets{} + deal_packets{} + pet_packets{} + party_packets{} + clan_packets{}
                               + mark_packets{} + friend_packets{} + nation_packets{} + clan_hall_packets{}
                               + quest_packets{} + mercenary_packets{} + war_packets{} + battle_packets{}
                               + lottery_packets{} + derby_packets{} + system_packets{} + battle_request_packets{}
                               + battle_room_packets{});

template <class T>
wire::decode_result recode(wire::byte_view body, wire::byte_buffer& out) {
  T value;
  auto result = wire::decode(body, value);
  if (result)
    wire::encode(out, value);
  return result;
}

template <class T, class... Ts>
constexpr bool is_in(wire::type_list<Ts...>) {
  return (std::is_same_v<T, Ts> || ...);
}

template <class T>
constexpr handling handling_of() {
  if (is_in<T>(login_requests{}))
    return handling::login;
  if (is_in<T>(session_requests{}))
    return handling::session;
  if (is_in<T>(zone_requests{}))
    return handling::zone;
  return is_in<T>(login_answers{} + game_answers{}) ? handling::sent : handling::none;
}

/// Whoever has no number comes last.
struct key {
  bool is_numberless = false;
  wire::listener on = wire::listener::login;
  wire::direction to = wire::direction::c2s;
  wire::selector which;
  std::string_view name;
  friend constexpr auto operator<=>(const key&, const key&) = default;
};

constexpr key key_of(const catalog_entry& x) {
  return {!x.info.has_number, wire::listener_of(x.info.on), x.info.to, x.info.select, x.info.name};
}

constexpr size_t named_only_count = std::size(named_only_c2s) + std::size(named_only_s2c);

template <class... Ts>
consteval auto make_catalog(wire::type_list<Ts...>) {
  std::array<catalog_entry, sizeof...(Ts) + named_only_count> result{
    catalog_entry{Ts::info, &wire::shape_of<Ts>(), recode<Ts>, handling_of<Ts>()}...};
  auto i = sizeof...(Ts);
  for (const auto& x : named_only_c2s)
    result[i++].info = x.info(wire::direction::c2s);
  for (const auto& x : named_only_s2c)
    result[i++].info = x.info(wire::direction::s2c);
  std::ranges::sort(result, {}, key_of);
  for (size_t k = 1; k < result.size(); ++k) {
    auto a = key_of(result[k - 1]);
    auto b = key_of(result[k]);
    if (!b.is_numberless && a.on == b.on && a.to == b.to && a.which == b.which)
      throw "two packets share a selector";
  }
  return result;
}

constexpr auto entries = make_catalog(typed_packets{});

/// Indices of the entries by name.
consteval auto make_name_index() {
  std::array<uint16_t, entries.size()> result{};
  for (size_t i = 0; i < result.size(); ++i)
    result[i] = static_cast<uint16_t>(i);
  std::ranges::sort(result, {}, [](uint16_t i) { return entries[i].info.name; });
  if (std::ranges::adjacent_find(result, {}, [](uint16_t i) { return entries[i].info.name; }) != result.end())
    throw "two packets share a name";
  return result;
}

constexpr auto by_name = make_name_index();

} // namespace

size_t catalog_entry::head_size() const { return head_size_of(dialect::a3, info.select.ctrl); }

std::optional<size_t> catalog_entry::size() const {
  if (!shape || shape->is_open_ended)
    return std::nullopt;
  return head_size() + shape->size;
}

size_t catalog_entry::usual_size() const {
  auto result = head_size();
  if (!shape)
    return result;
  for (const auto& f : shape->fields)
    if (f.kind == wire::shape_kind::open_text)
      result += f.size;
  return result + shape->size;
}

std::span<const catalog_entry> catalog() { return entries; }

const catalog_entry* find_packet(wire::listener on, wire::direction to, wire::selector which) {
  key wanted{false, on, to, which, {}};
  auto found = std::ranges::lower_bound(entries, wanted, {}, key_of);
  if (found == entries.end())
    return nullptr;
  wanted.name = found->info.name;
  return key_of(*found) == wanted ? &*found : nullptr;
}

const catalog_entry* find_packet(std::string_view name) {
  auto found = std::ranges::lower_bound(by_name, name, {}, [](uint16_t i) { return entries[i].info.name; });
  return found != by_name.end() && entries[*found].info.name == name ? &entries[*found] : nullptr;
}

refusal_note note_refusal(wire::listener on, wire::direction to, wire::selector which, wire::byte_view body,
                          const wire::decode_result& result) {
  const auto* entry = find_packet(on, to, which);
  if (!entry)
    return {"unknown", to_string(wire::decode_errc::unknown_packet)};
  if (result)
    return {entry->info.name, "out-of-state"};
  if (result.code != wire::decode_errc::unknown_packet)
    return {entry->info.name, to_string(result.code)};
  if (!entry->shape)
    return {entry->info.name, "known-by-name"};
  if (auto damage = wire::find_damage(*entry->shape, body))
    return {entry->info.name, to_string(damage->code)};
  if (auto bad = wire::find_bad_values(*entry->shape, body); !bad.empty())
    return {entry->info.name, to_string(bad.front().code)};
  return {entry->info.name, "unhandled"};
}

} // namespace msg
