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
  return where.cell < cells && where.revision <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
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

errc check(const msg::join_cluster& what) {
  if (!is_storable_name(what.cluster) || !is_node_name(what.node.key.name))
    return errc::name_invalid;
  return what.node.key && what.node.protocol_oldest <= what.node.protocol_newest ? errc::none : errc::bad_request;
}

errc check(const msg::assign_lease& what) {
  if (!is_lease_name(what.name))
    return errc::name_invalid;
  return what.lease_ms > 0 ? errc::none : errc::bad_request;
}

errc check(const msg::hand_over& what) {
  if (!is_lease_name(what.name))
    return errc::name_invalid;
  auto are_locations = std::all_of(what.rows.begin(), what.rows.end(), is_location);
  return what.lease_ms > 0 && what.from && are_locations ? errc::none : errc::bad_request;
}

errc check(const msg::set_zone_order& what) {
  if (!what.order.pin.empty() && !is_node_name(what.order.pin))
    return errc::name_invalid;
  return what.order.map ? errc::none : errc::bad_request;
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
  return std::all_of(what.rows.begin(), what.rows.end(), is_location) ? errc::none : errc::bad_request;
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
