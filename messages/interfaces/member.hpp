// MEMBER: this node's place in the cluster. Joins, beats, learns from every beat
// how the cluster stands, and tells the other actors of its node.

#pragma once

#include "messages/cluster_records.hpp"

#include <caf/all.hpp>

namespace msg {

/// From the router: which nodes it cannot reach of those that are alive.
struct reach_news {
  std::vector<std::string> unseen; // names
  static constexpr auto fields = wire::fields(wire::field("unseen", &reach_news::unseen));
};

/// What this node makes of the cluster, for its operators.
struct member_status {
  node_key self;
  cluster_view view;        // of the last beat that was answered
  uint32_t view_age_ms = 0; // since then
  bool has_database = false;
  std::vector<std::string> unseen;
  static constexpr auto fields = wire::fields(
    wire::field("self", &member_status::self), wire::field("view", &member_status::view),
    wire::field("view_age_ms", &member_status::view_age_ms), wire::field("has_database", &member_status::has_database),
    wire::field("unseen", &member_status::unseen));
};

struct get_member_status {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &get_member_status::unused));
};

struct member_stop {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &member_stop::unused));
};

using member_actor = caf::typed_actor<
  // not_ready before it has joined.
  caf::replies_to<get_member_status>::with<member_status>,
  // From the router of its node.
  caf::reacts_to<reach_news>,
  // Leaves the cluster: done when the database knows.
  caf::replies_to<member_stop>::with<caf::ok_atom>,
  // INTERNAL: time for a beat.
  caf::reacts_to<caf::tick_atom>>;

} // namespace msg
