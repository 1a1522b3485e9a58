#include "runtime/postgres/store_rules.hpp"

#include <algorithm>
#include <limits>

namespace runtime::postgres {

namespace {

using msg::errc;

bool is_visible(char c) { return c > ' ' && c < '\x7F'; }

bool is_storable_hash(std::string_view hash) {
  return !hash.empty() && hash.size() <= password_hash_bytes_max && std::all_of(hash.begin(), hash.end(), is_visible);
}

bool is_status(msg::account_status status) { return status <= msg::account_status::pending; }

bool is_place(const msg::item_record& item) {
  switch (item.container) {
  case msg::item_container::worn:
    return item.slot < 10;
  case msg::item_container::bag:
    return item.slot < 30;
  }
  return false;
}

bool is_location(const msg::character_location& where) {
  return where.cell < cells && is_column_number(where.revision);
}

bool are_locations(const std::vector<msg::character_location>& rows) {
  return std::all_of(rows.begin(), rows.end(), is_location);
}

/// One line of ASCII, or nothing.
bool is_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_visible(c); });
}

/// How many bytes the character at the front of `text` has; 0 when it is none. No zero byte, which no column takes.
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const auto first = byte(0);
  if (first < 0x80)
    return first != 0 ? 1 : 0;
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length)
    return 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80)
      return 0;
  const auto second = byte(1);
  // Longer than needed, a surrogate, or beyond U+10FFFF.
  const auto is_wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)
                        || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return is_wrong ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0)
      return false;
    text.remove_prefix(length);
  }
  return true;
}

auto place(const msg::item_record& item) { return std::pair{item.container, item.slot}; }

} // namespace

std::string fold_name(std::string_view name) {
  std::string folded{name};
  for (auto& c : folded)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

bool is_storable_name(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max && std::all_of(name.begin(), name.end(), is_visible);
}

bool is_lease_name(std::string_view name) {
  return !name.empty() && name.size() <= lease_bytes_max && std::all_of(name.begin(), name.end(), is_visible);
}

errc check(const msg::create_account& what) {
  if (!is_storable_name(what.name))
    return errc::name_invalid;
  return is_storable_hash(what.password_hash) && is_status(what.status) ? errc::none : errc::bad_request;
}

errc check(const msg::set_password& what) {
  return is_storable_hash(what.password_hash) ? errc::none : errc::bad_request;
}

bool is_node_name(std::string_view name) { return is_storable_name(name) && name.find('/') == name.npos; }

bool is_column_number(uint64_t number) { return number <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()); }

bool is_life(const msg::node_key& key) {
  return key.incarnation != 0 && is_column_number(key.incarnation) && is_node_name(key.name);
}

errc check(const msg::join_cluster& what) {
  const auto& node = what.node;
  if (!is_storable_name(what.cluster) || !is_node_name(node.key.name))
    return errc::name_invalid;
  // Lists of names are one column, with blanks between them.
  auto are_names = std::all_of(node.roles.begin(), node.roles.end(), is_storable_name);
  auto are_lines = is_line(node.host) && is_line(node.admin) && is_line(node.version);
  return is_life(node.key) && node.protocol_oldest <= node.protocol_newest && are_names && are_lines
           ? errc::none
           : errc::bad_request;
}

errc check(const msg::beat& what) {
  auto are_names = std::all_of(what.unseen.begin(), what.unseen.end(), is_storable_name);
  auto are_epochs =
    std::all_of(what.zones.begin(), what.zones.end(), [](const auto& x) { return is_column_number(x.epoch); });
  if (what.lease_ms == 0 || what.coordinator_ms == 0 || !are_names || !are_epochs)
    return errc::bad_request;
  return is_life(what.node) ? errc::none : errc::declared_dead;
}

errc check(const msg::assign_lease& what) {
  if (!is_lease_name(what.name))
    return errc::name_invalid;
  return what.lease_ms > 0 && is_column_number(what.from_epoch) ? errc::none : errc::bad_request;
}

errc check(const msg::hand_over& what) {
  if (!is_lease_name(what.name))
    return errc::name_invalid;
  auto is_sane = what.lease_ms > 0 && what.from && is_column_number(what.from_epoch) && are_locations(what.rows);
  return is_sane ? errc::none : errc::bad_request;
}

errc check(const msg::set_zone_order& what) {
  if (!what.order.pin.empty() && !is_node_name(what.order.pin))
    return errc::name_invalid;
  return what.order.map ? errc::none : errc::bad_request;
}

errc check(const msg::note_audit& what) {
  for (const auto* text :
       {&what.what.who, &what.what.node, &what.what.command, &what.what.arguments, &what.what.outcome, &what.what.undo})
    if (!is_utf8(*text))
      return errc::bad_request;
  return errc::none;
}

errc check(const msg::set_account_status& what) { return is_status(what.status) ? errc::none : errc::bad_request; }

errc check(const msg::create_character& what) {
  if (what.operation == msg::operation_id{} || what.what.level == 0 || !is_location(what.what.location))
    return errc::bad_request;
  auto items = what.what.items;
  sort_items(items);
  auto same_place = [](const auto& a, const auto& b) { return place(a) == place(b); };
  if (!std::all_of(items.begin(), items.end(), is_place)
      || std::adjacent_find(items.begin(), items.end(), same_place) != items.end())
    return errc::bad_request;
  return is_storable_name(what.what.name) ? errc::none : errc::name_invalid;
}

errc check(const msg::delete_character& what) {
  return what.operation == msg::operation_id{} ? errc::bad_request : errc::none;
}

errc check(const msg::save_locations& what) {
  return are_locations(what.rows) && is_column_number(what.fence.epoch) ? errc::none : errc::bad_request;
}

std::map<msg::character_id, msg::character_location> newest_rows(const std::vector<msg::character_location>& rows) {
  std::map<msg::character_id, msg::character_location> newest;
  for (const auto& row : rows) {
    auto [at, added] = newest.emplace(row.id, row);
    if (!added && at->second.revision < row.revision)
      at->second = row;
  }
  return newest;
}

void sort_items(std::vector<msg::item_record>& items) {
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return place(a) < place(b); });
}

} // namespace runtime::postgres
