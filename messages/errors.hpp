// What can be refused or fail between actors. A code exists only where somebody
// reacts to it differently; codes are never renumbered.

#pragma once

#include <caf/atom.hpp>
#include <caf/error.hpp>
#include <caf/make_message.hpp>

#include <string>
#include <string_view>

namespace msg {

enum class errc : uint8_t {
  none = 0,
  store_unavailable = 1,
  account_unknown = 2,
  account_exists = 3,
  account_banned = 4,
  account_pending = 5,
  account_locked = 6,
  wrong_password = 7,
  already_online = 8,
  ticket_invalid = 9,
  name_taken = 10,
  name_invalid = 11,
  slots_full = 12,
  character_unknown = 13,
  zone_unknown = 14,
  zone_refused = 15,
  not_ready = 16,
  overloaded = 17,
  stale_visit = 18,
  bad_request = 19,
  not_online = 20,
  lease_held = 21,
  fenced = 22,
  wrong_cluster = 23,
  incompatible = 24,
  declared_dead = 25,
  zone_moved = 26,
  node_unknown = 27,
};

constexpr std::string_view to_string(errc code) {
  switch (code) {
  case errc::none:
    return "none";
  case errc::store_unavailable:
    return "the database does not answer";
  case errc::account_unknown:
    return "no such account";
  case errc::account_exists:
    return "an account of this name exists";
  case errc::account_banned:
    return "the account is banned";
  case errc::account_pending:
    return "the account is not activated yet";
  case errc::account_locked:
    return "too many wrong passwords; the account is locked for a while";
  case errc::wrong_password:
    return "wrong password";
  case errc::already_online:
    return "the account is already logged in";
  case errc::ticket_invalid:
    return "the login ticket is unknown, used or expired";
  case errc::name_taken:
    return "the name is taken";
  case errc::name_invalid:
    return "the name is not allowed";
  case errc::slots_full:
    return "no free character slot";
  case errc::character_unknown:
    return "no such character";
  case errc::zone_unknown:
    return "no node runs this zone";
  case errc::zone_refused:
    return "the zone does not admit this character";
  case errc::not_ready:
    return "the cluster is still starting";
  case errc::overloaded:
    return "too many requests are waiting";
  case errc::stale_visit:
    return "the character has left this zone since";
  case errc::bad_request:
    return "the request makes no sense";
  case errc::not_online:
    return "the player is not online";
  case errc::lease_held:
    return "another holder's lease has not expired";
  case errc::fenced:
    return "the lease has another epoch by now";
  case errc::wrong_cluster:
    return "the database belongs to another cluster";
  case errc::incompatible:
    return "the versions of the nodes do not understand each other";
  case errc::declared_dead:
    return "this life of the node is over";
  case errc::zone_moved:
    return "the zone has moved to another node";
  case errc::node_unknown:
    return "no such node is alive";
  }
  return "invalid error code";
}

inline caf::atom_value error_category() { return caf::atom("zonehive"); }

inline caf::error make_error(errc code) { return {static_cast<uint8_t>(code), error_category()}; }

/// `detail` is for people: it goes to logs, never into a decision.
inline caf::error make_error(errc code, std::string detail) {
  return {static_cast<uint8_t>(code), error_category(), caf::make_message(std::move(detail))};
}

/// The code of an error of ours; what CAF itself reports (time-outs, dead
/// receivers) counts as `other`.
inline errc code_of(const caf::error& err, errc other = errc::not_ready) {
  return err.category() == error_category() ? static_cast<errc>(err.code()) : other;
}

} // namespace msg
