// STORE: what lasts. The PostgreSQL store and the one of the simulator answer
// alike; tests/contract holds both to it. Everything may also be answered
// errc::store_unavailable or errc::overloaded, and then has not happened or is
// safe to repeat.

#pragma once

#include "messages/errors.hpp"
#include "messages/records.hpp"

#include <caf/all.hpp>

namespace msg {

struct find_account {
  std::string name;
  static constexpr auto fields = wire::fields(wire::field("name", &find_account::name));
};

struct create_account {
  std::string name;
  std::string password_hash;
  account_status status = account_status::active;
  static constexpr auto fields = wire::fields(wire::field("name", &create_account::name),
                                              wire::field("password_hash", &create_account::password_hash),
                                              wire::field("status", &create_account::status));
};

struct set_password {
  account_id account;
  std::string password_hash;
  static constexpr auto fields = wire::fields(wire::field("account", &set_password::account),
                                              wire::field("password_hash", &set_password::password_hash));
};

struct set_account_status {
  account_id account;
  account_status status = account_status::active;
  static constexpr auto fields = wire::fields(wire::field("account", &set_account_status::account),
                                              wire::field("status", &set_account_status::status));
};

struct list_accounts {
  std::string after; // names behind this one, in the order of the case-folded name
  uint32_t limit = 100;
  static constexpr auto fields =
    wire::fields(wire::field("after", &list_accounts::after), wire::field("limit", &list_accounts::limit));
};

/// A password was tried. Wrong ones are counted; after `attempts_max` of them
/// the account is locked for `lock_s` seconds and the count begins again.
struct note_login {
  account_id account;
  bool succeeded = false;
  uint16_t attempts_max = 0;
  uint32_t lock_s = 0;
  static constexpr auto fields =
    wire::fields(wire::field("account", &note_login::account), wire::field("succeeded", &note_login::succeeded),
                 wire::field("attempts_max", &note_login::attempts_max), wire::field("lock_s", &note_login::lock_s));
};

struct list_characters {
  account_id account;
  static constexpr auto fields = wire::fields(wire::field("account", &list_characters::account));
};

/// `what` holds everything but ids and serials, which the store gives.
struct create_character {
  operation_id operation;
  character_record what;
  static constexpr auto fields =
    wire::fields(wire::field("operation", &create_character::operation), wire::field("what", &create_character::what));
};

struct delete_character {
  operation_id operation;
  account_id account;
  std::string name;
  static constexpr auto fields =
    wire::fields(wire::field("operation", &delete_character::operation),
                 wire::field("account", &delete_character::account), wire::field("name", &delete_character::name));
};

/// Saves where characters are. A row whose stored revision is not lower is
/// left alone, so that repeating and reordering do no harm.
struct save_locations {
  std::vector<character_location> rows;
  static constexpr auto fields = wire::fields(wire::field("rows", &save_locations::rows));
};

/// What there is one of in the whole cluster is run by whoever holds its lease. Taking it again before it expires keeps
/// it; the database's clock decides.
struct take_lease {
  std::string name;   // of what is leased: 1 to 64 visible ASCII bytes
  std::string holder; // of one life of one node: likewise
  uint32_t ttl_ms = 0;
  static constexpr auto fields =
    wire::fields(wire::field("name", &take_lease::name), wire::field("holder", &take_lease::holder),
                 wire::field("ttl_ms", &take_lease::ttl_ms));
};

/// Of a lease that is held: `epoch` grows with every change of the holder and never falls.
struct lease {
  uint64_t epoch = 0;
  static constexpr auto fields = wire::fields(wire::field("epoch", &lease::epoch));
};

/// Gives it back early. The epoch stays.
struct release_lease {
  std::string name;
  std::string holder;
  static constexpr auto fields =
    wire::fields(wire::field("name", &release_lease::name), wire::field("holder", &release_lease::holder));
};

struct store_status {
  uint32_t schema_version = 0;
  uint32_t accounts = 0;
  uint32_t characters = 0; // without deleted ones
  static constexpr auto fields = wire::fields(wire::field("schema_version", &store_status::schema_version),
                                              wire::field("accounts", &store_status::accounts),
                                              wire::field("characters", &store_status::characters));
};

struct get_store_status {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &get_store_status::unused));
};

using store_actor = caf::typed_actor<
  // The account of this name, in any case. account_unknown.
  caf::replies_to<find_account>::with<account_record>,
  // A new account. account_exists, name_invalid (not 1 to 32 visible ASCII bytes).
  caf::replies_to<create_account>::with<account_record>,
  // account_unknown.
  caf::replies_to<set_password>::with<caf::ok_atom>, caf::replies_to<set_account_status>::with<caf::ok_atom>,
  // Some accounts, without their password hashes.
  caf::replies_to<list_accounts>::with<std::vector<account_record>>,
  // The account as it is afterwards. account_unknown.
  caf::replies_to<note_login>::with<account_record>,
  // All characters that are not deleted, oldest first, with their items.
  caf::replies_to<list_characters>::with<std::vector<character_record>>,
  // The new character. slots_full (more than five), name_taken, name_invalid, account_unknown, and bad_request for an
  // operation id that was used for something else; a repeated operation gets the first answer.
  caf::replies_to<create_character>::with<character_record>,
  // Marks it deleted; the name stays taken. character_unknown; a repeated operation gets the first answer.
  caf::replies_to<delete_character>::with<caf::ok_atom>,
  // Done when committed.
  caf::replies_to<save_locations>::with<caf::ok_atom>,
  // The lease, new or prolonged. lease_held while another holder's has not expired; name_invalid; bad_request for a
  // time of 0.
  caf::replies_to<take_lease>::with<lease>,
  // Done also when somebody else holds it, or nobody.
  caf::replies_to<release_lease>::with<caf::ok_atom>,
  // For health checks.
  caf::replies_to<get_store_status>::with<store_status>>;

} // namespace msg
