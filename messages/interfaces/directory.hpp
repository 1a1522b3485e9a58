// DIRECTORY: who is online and where. Grants each account to one session at a
// time, and carries what is said beyond one screen.
//
// It runs on the node that holds the lease "services". When it is lost, or moves,
// the sessions look for the next one and claim their accounts again. Until every
// session of the last one has done so, or its node is dead, the next one grants
// nothing to anybody else: it has all nodes count (sum_old_claims).

#pragma once

#include "messages/errors.hpp"
#include "messages/interfaces/session.hpp"

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
  map_id map; // its zone is looked for when it is needed: it may move
  edge_actor edge;
  connection_id connection;
  std::string node; // name of the edge's
  static constexpr auto fields = wire::fields(
    wire::field("account", &announce_presence::account), wire::field("who", &announce_presence::who),
    wire::field("name", &announce_presence::name), wire::field("visit", &announce_presence::visit),
    wire::field("map", &announce_presence::map), wire::field("edge", &announce_presence::edge),
    wire::field("connection", &announce_presence::connection), wire::field("node", &announce_presence::node));
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

/// Of its own node's router: these lives of nodes are over, and with them all their sessions.
struct nodes_dead {
  std::vector<caf::node_id> nodes;
};

/// Players in the world, for operators: by folded name.
struct list_players {
  std::string after;  // names behind this one
  std::string filter; // a part of the name, in any case; empty: all
  uint32_t limit = 100;
  static constexpr auto fields =
    wire::fields(wire::field("after", &list_players::after), wire::field("filter", &list_players::filter),
                 wire::field("limit", &list_players::limit));
};

struct player_entry {
  account_id account;
  character_id who;
  std::string name; // folded
  map_id map;
  std::string node; // whose edge has the connection
  static constexpr auto fields =
    wire::fields(wire::field("account", &player_entry::account), wire::field("who", &player_entry::who),
                 wire::field("name", &player_entry::name), wire::field("map", &player_entry::map),
                 wire::field("node", &player_entry::node));
};

/// Ends the session of a player who is in the world.
struct kick_player {
  std::string name; // in any case
  static constexpr auto fields = wire::fields(wire::field("name", &kick_player::name));
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
  // For operators. ok when the session was told; not_online.
  caf::replies_to<list_players>::with<std::vector<player_entry>>, caf::replies_to<kick_player>::with<caf::ok_atom>,
  // From its node's router.
  caf::reacts_to<nodes_dead>,
  // Grants nothing any more; it ends when it is told to.
  caf::replies_to<directory_stop>::with<caf::ok_atom>,
  // INTERNAL: time to have the nodes count again.
  caf::reacts_to<caf::tick_atom>,
  // INTERNAL: sessions whose node was lost have had their time.
  caf::reacts_to<caf::tick_atom, uint64_t>>;

} // namespace msg

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(msg::nodes_dead)
