// What a store refuses before it looks at its rows, and how it compares names:
// shared by the store on PostgreSQL and the one of the simulator, so that they
// cannot differ in it. Pure.

#pragma once

#include "messages/interfaces/store.hpp"

#include <map>

namespace runtime::postgres {

/// Characters of an account that are not deleted.
inline constexpr size_t characters_max = 5;
inline constexpr size_t name_bytes_max = 32;
inline constexpr size_t lease_bytes_max = 64; // of the names of leases
inline constexpr size_t password_hash_bytes_max = 255;
/// Rows that one list_accounts answers at most.
inline constexpr uint32_t accounts_listed_max = 10'000;
inline constexpr uint32_t cells = 256 * 256;

/// ASCII letters in lower case, everything else as it is.
std::string fold_name(std::string_view name);

/// Names have 1 to 32 visible ASCII characters; which of these the game allows
/// is decided by those who ask the store.
bool is_storable_name(std::string_view name);

/// Likewise for leases, with 1 to 64 characters.
bool is_lease_name(std::string_view name);
/// 1 to 32 of them, and no slash.
bool is_node_name(std::string_view name);

/// Whether a column of type bigint can hold it.
bool is_column_number(uint64_t number);
/// A life that can have joined.
bool is_life(const msg::node_key& key);

/// errc::none, or what to answer: name_invalid for a name that cannot be
/// stored, bad_request for values outside the range of a column.
msg::errc check(const msg::create_account& what);
msg::errc check(const msg::set_password& what);
msg::errc check(const msg::set_account_status& what);
msg::errc check(const msg::create_character& what);
msg::errc check(const msg::delete_character& what);
msg::errc check(const msg::save_locations& what);
msg::errc check(const msg::join_cluster& what);
msg::errc check(const msg::beat& what); // also declared_dead, for a life that cannot have joined
msg::errc check(const msg::assign_lease& what);
msg::errc check(const msg::hand_over& what);
msg::errc check(const msg::set_zone_order& what);
msg::errc check(const msg::note_audit& what);

/// One row per character, the one with the highest revision; the first of equal ones.
std::map<msg::character_id, msg::character_location> newest_rows(const std::vector<msg::character_location>& rows);

/// By container and slot: the order in which items get serials and are answered.
void sort_items(std::vector<msg::item_record>& items);

} // namespace runtime::postgres
