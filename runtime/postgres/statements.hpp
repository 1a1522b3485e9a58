// What each request of the store means in SQL: one function each, on an open or
// closed connection, in one round trip where logins depend on it. All of them
// may be repeated after an unknown outcome.

#pragma once

#include "messages/interfaces/store.hpp"
#include "runtime/postgres/connection.hpp"

#include <variant>

namespace runtime::postgres {

/// The answer, a refusal, or why the database could not say.
template <class T>
using answer = std::variant<T, msg::errc, problem>;

answer<msg::account_record> execute(connection& on, const msg::find_account& what);
answer<msg::account_record> execute(connection& on, const msg::create_account& what);
answer<caf::ok_atom> execute(connection& on, const msg::set_password& what);
answer<caf::ok_atom> execute(connection& on, const msg::set_account_status& what);
answer<std::vector<msg::account_record>> execute(connection& on, const msg::list_accounts& what);
answer<msg::account_record> execute(connection& on, const msg::note_login& what);
answer<std::vector<msg::character_record>> execute(connection& on, const msg::list_characters& what);
answer<msg::character_record> execute(connection& on, const msg::create_character& what);
answer<caf::ok_atom> execute(connection& on, const msg::delete_character& what);
answer<msg::character_record> execute(connection& on, const msg::begin_stay& what);
answer<caf::ok_atom> execute(connection& on, const msg::save_locations& what);
answer<msg::cluster_view> execute(connection& on, const msg::join_cluster& what);
answer<msg::cluster_view> execute(connection& on, const msg::beat& what);
answer<msg::cluster_view> execute(connection& on, const msg::get_cluster_view& what);
answer<caf::ok_atom> execute(connection& on, const msg::leave_cluster& what);
answer<caf::ok_atom> execute(connection& on, const msg::declare_dead& what);
answer<msg::lease> execute(connection& on, const msg::assign_lease& what);
answer<caf::ok_atom> execute(connection& on, const msg::release_lease& what);
answer<msg::lease> execute(connection& on, const msg::hand_over& what);
answer<caf::ok_atom> execute(connection& on, const msg::set_zone_order& what);
answer<caf::ok_atom> execute(connection& on, const msg::set_draining& what);
answer<msg::audit_record> execute(connection& on, const msg::note_audit& what);
answer<std::vector<msg::audit_record>> execute(connection& on, const msg::list_audit& what);
answer<msg::store_status> execute(connection& on, const msg::get_store_status& what);

} // namespace runtime::postgres
