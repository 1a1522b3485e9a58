// DIRECTORY: who is online and where. Grants each account to one session at a
// time, and carries what is said beyond one screen.
//
// When its node is lost, the sessions of other nodes look for the next directory
// and claim their accounts again. Until every session of the last one has either
// done so or given up, the next one grants nothing to anybody else.

#pragma once

#include "messages/errors.hpp"
#include "messages/interfaces/session.hpp"
#include "messages/interfaces/zone.hpp"

namespace msg {

/// `again`: the session had it already, of a directory that it has lost since.
struct claim_account {
  account_id account;
  session_actor session;
  bool again = false;
  static constexpr auto fields =
    wire::fields(wire::field("account", &claim_account::account), wire::field("session", &claim_account::session),
                 wire::field("again", &claim_account::again));
};

struct release_account {
  account_id account;
  session_actor session;
  static constexpr auto fields =
    wire::fields(wire::field("account", &release_account::account), wire::field("session", &release_account::session));
};

/// The character is about to be in this zone, heard at this connection.
struct announce_presence {
  account_id account;
  character_id who;
  std::string name;
  visit_id visit;
  zone_actor zone;
  edge_actor edge;
  connection_id connection;
  static constexpr auto fields =
    wire::fields(wire::field("account", &announce_presence::account), wire::field("who", &announce_presence::who),
                 wire::field("name", &announce_presence::name), wire::field("visit", &announce_presence::visit),
                 wire::field("zone", &announce_presence::zone), wire::field("edge", &announce_presence::edge),
                 wire::field("connection", &announce_presence::connection));
};

struct ask_presence {
  account_id account;
  static constexpr auto fields = wire::fields(wire::field("account", &ask_presence::account));
};

struct presence {
  bool online = false;   // a live session holds the account
  uint32_t sessions = 0; // of the whole cluster
  static constexpr auto fields =
    wire::fields(wire::field("online", &presence::online), wire::field("sessions", &presence::sessions));
};

struct whisper {
  character_id from;
  std::string from_name;
  std::string to_name; // in any case
  std::string words;
  static constexpr auto fields =
    wire::fields(wire::field("from", &whisper::from), wire::field("from_name", &whisper::from_name),
                 wire::field("to_name", &whisper::to_name), wire::field("words", &whisper::words));
};

/// To everybody in the world. `kind` is a client::say_kind.
struct broadcast {
  uint8_t kind = 0;
  uint32_t from = 0; // player id, or client::nobody
  std::string from_name;
  std::string words;
  static constexpr auto fields =
    wire::fields(wire::field("kind", &broadcast::kind), wire::field("from", &broadcast::from),
                 wire::field("from_name", &broadcast::from_name), wire::field("words", &broadcast::words));
};

struct directory_stop {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &directory_stop::unused));
};

using directory_actor = caf::typed_actor<
  // already_online when a live session holds it. A silent one is told to go, and one that goes is waited for.
  // not_ready while sessions of an earlier directory may still come.
  caf::replies_to<claim_account>::with<caf::ok_atom>,
  // The session is through with the account and everything is saved.
  caf::reacts_to<release_account>,
  // ok before the zone is entered, so that a session that dies can be cleaned up after. stale_visit when the
  // account is not claimed.
  caf::replies_to<announce_presence>::with<caf::ok_atom>,
  // Whether the account may log in. Has a silent session checked. not_ready as above.
  caf::replies_to<ask_presence>::with<presence>,
  // ok when on its way. not_online.
  caf::replies_to<whisper>::with<caf::ok_atom>,
  // Reaches everybody in the world now.
  caf::reacts_to<broadcast>,
  // Grants nothing any more, and lets the next one begin at once when nobody is left who could come to it.
  caf::replies_to<directory_stop>::with<caf::ok_atom>,
  // INTERNAL: time to take the lease, again.
  caf::reacts_to<caf::tick_atom>,
  // INTERNAL: sessions whose node was lost have had their time.
  caf::reacts_to<caf::tick_atom, uint64_t>>;

} // namespace msg
