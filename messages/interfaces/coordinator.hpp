// COORDINATOR: decides which node runs what. Every node has one; only that of
// the node which holds the lease "coordinator" acts, and every change it makes
// carries that lease's epoch, so that two of them cannot both act.

#pragma once

#include "messages/interfaces/host.hpp"

namespace msg {

/// What the router of this node sees, which the database does not know.
struct coordinator_news {
  cluster_view view;
  node_key self;
  uint64_t epoch = 0;              // of the coordinator's lease when this node holds it; else 0
  std::vector<std::string> unseen; // names of nodes this one cannot reach now
  static constexpr auto fields =
    wire::fields(wire::field("view", &coordinator_news::view), wire::field("self", &coordinator_news::self),
                 wire::field("epoch", &coordinator_news::epoch), wire::field("unseen", &coordinator_news::unseen));
};

/// One place where a zone could run, and how it scores: less is better.
struct placement_option {
  std::string node;
  bool is_possible = true;
  bool is_now = false; // it runs there
  int64_t score = 0;
  std::string why; // the parts of the score, or what speaks against it
  static constexpr auto fields = wire::fields(
    wire::field("node", &placement_option::node), wire::field("is_possible", &placement_option::is_possible),
    wire::field("is_now", &placement_option::is_now), wire::field("score", &placement_option::score),
    wire::field("why", &placement_option::why));
};

struct explain_zone {
  map_id map;
  static constexpr auto fields = wire::fields(wire::field("map", &explain_zone::map));
};

struct zone_explanation {
  map_id map;
  std::string verdict;                   // a sentence
  std::vector<placement_option> options; // best first
  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_explanation::map), wire::field("verdict", &zone_explanation::verdict),
                 wire::field("options", &zone_explanation::options));
};

/// `to` empty: wherever placement wants it, or an error when it is best where it is.
struct order_move {
  map_id map;
  std::string to;
  bool is_dry_run = false; // only says what it would do
  static constexpr auto fields = wire::fields(wire::field("map", &order_move::map), wire::field("to", &order_move::to),
                                              wire::field("is_dry_run", &order_move::is_dry_run));
};

/// Moves everything off a node, and keeps everything off it until it is ordered back.
struct order_drain {
  std::string node;
  bool is_draining = true;
  bool is_dry_run = false;
  static constexpr auto fields =
    wire::fields(wire::field("node", &order_drain::node), wire::field("is_draining", &order_drain::is_draining),
                 wire::field("is_dry_run", &order_drain::is_dry_run));
};

struct get_drain {
  std::string node;
  static constexpr auto fields = wire::fields(wire::field("node", &get_drain::node));
};

struct drain_status {
  std::string node;
  bool is_draining = false;
  bool is_done = false;           // nothing is left on it
  std::vector<move_report> moved; // since the drain began, failed ones included
  std::vector<map_id> left;       // zones that are still there
  std::string sentence;           // "drained: 6 zones, 412 players, 0 disconnects, worst pause 61 ms"
  static constexpr auto fields =
    wire::fields(wire::field("node", &drain_status::node), wire::field("is_draining", &drain_status::is_draining),
                 wire::field("is_done", &drain_status::is_done), wire::field("moved", &drain_status::moved),
                 wire::field("left", &drain_status::left), wire::field("sentence", &drain_status::sentence));
};

/// Stops a zone, lets it run again, or says which node is to run it.
struct order_zone {
  zone_order order;
  bool is_dry_run = false;
  static constexpr auto fields =
    wire::fields(wire::field("order", &order_zone::order), wire::field("is_dry_run", &order_zone::is_dry_run));
};

struct order_answer {
  std::string sentence; // what was done, or would be
  std::string undo;     // arguments of `zonehive` that take it back; empty: nothing does
  static constexpr auto fields =
    wire::fields(wire::field("sentence", &order_answer::sentence), wire::field("undo", &order_answer::undo));
};

using coordinator_actor = caf::typed_actor<
  // Everybody is answered not_ready when this is not the one that acts.
  // zone_unknown.
  caf::replies_to<explain_zone>::with<zone_explanation>,
  // The report of the move, or of what it would be. zone_unknown, node_unknown, bad_request (with a sentence).
  caf::replies_to<order_move>::with<move_report>,
  // node_unknown, bad_request (with a sentence), as when it is the last node that can run a zone.
  caf::replies_to<order_drain>::with<order_answer>,
  // node_unknown.
  caf::replies_to<get_drain>::with<drain_status>,
  // zone_unknown, node_unknown.
  caf::replies_to<order_zone>::with<order_answer>,
  // From its own node, after every beat.
  caf::reacts_to<coordinator_news>,
  // INTERNAL: time to look again.
  caf::reacts_to<caf::tick_atom>>;

} // namespace msg
