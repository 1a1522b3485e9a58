// STORE: what lasts. The PostgreSQL store and the one of the simulator answer
// alike; tests/contract holds both to it. Everything may also be answered
// errc::store_unavailable or errc::overloaded, and then has not happened or is
// safe to repeat.

#pragma once

#include "messages/errors.hpp"
#include "messages/interfaces/cluster_store.hpp"
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

/// A character is about to be in the world. Whatever an earlier stay still has on its way to the store is outranked
/// from now on: the revision grows by more than any stay uses.
struct begin_stay {
  account_id account;
  character_id who;
  static constexpr auto fields =
    wire::fields(wire::field("account", &begin_stay::account), wire::field("who", &begin_stay::who));
};

/// Revisions of one stay, at most.
inline constexpr uint64_t revisions_of_a_stay = uint64_t{1} << 20;

/// Saves where characters are. A row whose stored revision is not lower is
/// left alone, so that repeating and reordering do no harm.
struct save_locations {
  std::vector<character_location> rows;
  zone_fence fence; // of the zone that saves
  static constexpr auto fields =
    wire::fields(wire::field("rows", &save_locations::rows), wire::field("fence", &save_locations::fence));
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
  // The character as it is, with the revision its stay begins with. character_unknown, also for another account's.
  caf::replies_to<begin_stay>::with<character_record>,
  // Done when committed. fenced: the zone's lease has another epoch, and nothing was saved.
  caf::replies_to<save_locations>::with<caf::ok_atom>,
  // The cluster as it is then. wrong_cluster when the database is another cluster's; incompatible when a node that is
  // alive speaks no protocol of this one; name_taken while another life of that name with another address has beaten
  // within 5 s; declared_dead when the incarnation is not newer than one that is over. Also for a node that has joined
  // and asks again.
  caf::replies_to<join_cluster>::with<cluster_view>,
  // The cluster as it is then. declared_dead when this life of the node is over, or never joined.
  caf::replies_to<beat>::with<cluster_view>, caf::replies_to<get_cluster_view>::with<cluster_view>,
  // Done also when that life is over already.
  caf::replies_to<leave_cluster>::with<caf::ok_atom>,
  // Done also when that life is over already. fenced when the coordinator's epoch is not the current one.
  caf::replies_to<declare_dead>::with<caf::ok_atom>,
  // The lease, also when it is the effect of this very request. lease_held when it has not this epoch, or a holder who
  // is alive has not let it expire; node_unknown when the new holder is not alive; fenced as above; name_invalid;
  // bad_request for a time of 0.
  caf::replies_to<assign_lease>::with<lease>,
  // Done also when it is another's, or nobody's, or has another epoch.
  caf::replies_to<release_lease>::with<caf::ok_atom>,
  // The lease, also when it is the effect of this very request. fenced when it has not this epoch and holder;
  // node_unknown when the new holder is not alive.
  caf::replies_to<hand_over>::with<lease>,
  // Orders of operators. node_unknown.
  caf::replies_to<set_zone_order>::with<caf::ok_atom>, caf::replies_to<set_draining>::with<caf::ok_atom>,
  // The record with its id and time.
  caf::replies_to<note_audit>::with<audit_record>, caf::replies_to<list_audit>::with<std::vector<audit_record>>,
  // For health checks.
  caf::replies_to<get_store_status>::with<store_status>>;

} // namespace msg
