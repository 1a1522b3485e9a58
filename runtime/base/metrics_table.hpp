// Every metric of the server, declared once. A new one is one declaration and
// one line in `all`, which a test compares with this file.

#pragma once

#include "runtime/base/metrics.hpp"

#include <array>

namespace runtime::metric {

// -- the edge: TCP connections of clients ----------------------------------------

inline constexpr metric_info edge_connections{"edge_connections", metric_kind::gauge, "",
                                              "Client connections that are open."};
inline constexpr metric_info edge_connections_total{"edge_connections_total", metric_kind::counter, "",
                                                    "Client connections accepted."};
inline constexpr metric_info edge_closed_total{"edge_closed_total", metric_kind::counter, "reason",
                                               "Client connections closed, by reason."};
inline constexpr metric_info edge_frames_total{"edge_frames_total", metric_kind::counter, "direction",
                                               "Frames received (in) and sent (out)."};
inline constexpr metric_info edge_bytes_total{"edge_bytes_total", metric_kind::counter, "direction",
                                              "Bytes received (in) and sent (out)."};
inline constexpr metric_info edge_batches_total{
  "edge_batches_total", metric_kind::counter, "",
  "Messages with frames for many clients: at most one for each tick of each zone that they see."};
inline constexpr metric_info edge_batch_bytes_total{"edge_batch_bytes_total", metric_kind::counter, "",
                                                    "Bytes of frames in them, each frame once."};
inline constexpr metric_info edge_frames_refused_total{"edge_frames_refused_total", metric_kind::counter, "reason",
                                                       "Frames the edge refused, by reason."};

// -- sessions, accounts, tickets -------------------------------------------------

inline constexpr metric_info session_packets_refused_total{"session_packets_refused_total", metric_kind::counter,
                                                           "packet,reason",
                                                           "Packets of clients not acted on, by name and reason."};
inline constexpr metric_info login_attempts_total{"login_attempts_total", metric_kind::counter, "outcome",
                                                  "Attempts to log in, by outcome."};
inline constexpr metric_info tickets_total{"tickets_total", metric_kind::counter, "outcome",
                                           "Login tickets issued, redeemed and refused."};
inline constexpr metric_info session_drifts_total{
  "session_drifts_total", metric_kind::counter, "outcome",
  "Sessions that lost touch with their zone (lost), and what came of it: went-on, attached, anew, given-up."};
inline constexpr metric_info session_retries_total{"session_retries_total", metric_kind::counter, "reason",
                                                   "Questions a session asked a zone again, by reason."};
inline constexpr metric_info session_inputs_resent_total{
  "session_inputs_resent_total", metric_kind::counter, "",
  "Inputs of players sent again, to a zone that went on elsewhere."};

// -- zones -----------------------------------------------------------------------

inline constexpr metric_info zone_players{"zone_players", metric_kind::gauge, "map", "Players in the zone."};
inline constexpr metric_info zone_tick_duration_us_sum{"zone_tick_duration_us_sum", metric_kind::counter, "map",
                                                       "Microseconds spent in ticks of the zone."};
inline constexpr metric_info zone_tick_duration_us_count{"zone_tick_duration_us_count", metric_kind::counter, "map",
                                                         "Ticks of the zone."};
inline constexpr metric_info zone_ticks_late_total{"zone_ticks_late_total", metric_kind::counter, "map",
                                                   "Ticks that began a whole tick or more too late."};
inline constexpr metric_info zone_inputs_refused_total{"zone_inputs_refused_total", metric_kind::counter, "reason",
                                                       "Inputs of players a zone refused, by reason."};
inline constexpr metric_info zone_checkpoint_total{"zone_checkpoint_total", metric_kind::counter, "outcome",
                                                   "Checkpoints of characters, by outcome."};

// -- the store -------------------------------------------------------------------

inline constexpr metric_info store_requests_total{"store_requests_total", metric_kind::counter, "outcome",
                                                  "Requests to the database, by outcome."};
inline constexpr metric_info store_retries_total{"store_retries_total", metric_kind::counter, "reason",
                                                 "Requests to the database tried again, by reason."};
inline constexpr metric_info store_queue{"store_queue", metric_kind::gauge, "",
                                         "Requests that wait for a database connection."};

// -- directory, chat, cluster, log -----------------------------------------------

inline constexpr metric_info directory_sessions{"directory_sessions", metric_kind::gauge, "",
                                                "Sessions the directory knows."};
inline constexpr metric_info directory_evictions_total{
  "directory_evictions_total", metric_kind::counter, "outcome",
  "Zones asked to save a player whose session is gone: saved, not-there, again, given-up."};
inline constexpr metric_info whispers_total{"whispers_total", metric_kind::counter, "outcome", "Whispers, by outcome."};
inline constexpr metric_info cluster_peers{"cluster_peers", metric_kind::gauge, "",
                                           "Other nodes this one is connected to."};
inline constexpr metric_info cluster_dials_total{"cluster_dials_total", metric_kind::counter, "outcome",
                                                 "Attempts to connect to another node, by outcome."};
inline constexpr metric_info cluster_unseen{"cluster_unseen", metric_kind::gauge, "",
                                            "Nodes that are alive and that this one cannot reach."};
inline constexpr metric_info cluster_nodes_refused_total{"cluster_nodes_refused_total", metric_kind::counter, "reason",
                                                         "Nodes that this one refused, by reason."};
inline constexpr metric_info cluster_handshakes_total{
  "cluster_handshakes_total", metric_kind::counter, "outcome",
  "TLS handshakes with other nodes, or with whoever knocked: done, stranger, broken, ended, late."};
inline constexpr metric_info cluster_beats_total{"cluster_beats_total", metric_kind::counter, "outcome",
                                                 "Beats in the database, by outcome."};
inline constexpr metric_info cluster_coordinator{"cluster_coordinator", metric_kind::gauge, "",
                                                 "1 while this node coordinates the cluster."};
inline constexpr metric_info cluster_moves_total{"cluster_moves_total", metric_kind::counter, "outcome",
                                                 "Moves of zones away from this node, by outcome."};
inline constexpr metric_info cluster_move_pause_us_sum{"cluster_move_pause_us_sum", metric_kind::counter, "",
                                                       "Microseconds that zones stood still while they moved."};
inline constexpr metric_info cluster_zones_started_total{"cluster_zones_started_total", metric_kind::counter, "how",
                                                         "Zones that began here: fresh, or moved."};
inline constexpr metric_info cluster_zones_ended_total{"cluster_zones_ended_total", metric_kind::counter, "why",
                                                       "Zones that ended here, by reason."};
inline constexpr metric_info cluster_decisions_total{"cluster_decisions_total", metric_kind::counter,
                                                     "decision,outcome",
                                                     "Decisions of the coordinator of this node, by outcome."};
inline constexpr metric_info cluster_orders_total{"cluster_orders_total", metric_kind::counter, "order,outcome",
                                                  "Orders of operators to the coordinator of this node, by outcome."};
inline constexpr metric_info admin_commands_total{"admin_commands_total", metric_kind::counter, "outcome",
                                                  "Commands of operators, by outcome."};
inline constexpr metric_info admin_requests_refused_total{
  "admin_requests_refused_total", metric_kind::counter, "reason",
  "HTTP requests of operators that did not become a command, by reason."};
inline constexpr metric_info admin_audit_lost_total{"admin_audit_lost_total", metric_kind::counter, "",
                                                    "Commands whose outcome could not be noted in the audit table."};
inline constexpr metric_info log_dropped_total{"log_dropped_total", metric_kind::counter, "",
                                               "Log lines dropped because the writer was too slow."};

inline constexpr std::array all{
  &edge_connections,
  &edge_connections_total,
  &edge_closed_total,
  &edge_frames_total,
  &edge_bytes_total,
  &edge_batches_total,
  &edge_batch_bytes_total,
  &edge_frames_refused_total,
  &session_packets_refused_total,
  &login_attempts_total,
  &tickets_total,
  &session_drifts_total,
  &session_retries_total,
  &session_inputs_resent_total,
  &zone_players,
  &zone_tick_duration_us_sum,
  &zone_tick_duration_us_count,
  &zone_ticks_late_total,
  &zone_inputs_refused_total,
  &zone_checkpoint_total,
  &store_requests_total,
  &store_retries_total,
  &store_queue,
  &directory_sessions,
  &directory_evictions_total,
  &whispers_total,
  &cluster_peers,
  &cluster_dials_total,
  &cluster_unseen,
  &cluster_nodes_refused_total,
  &cluster_handshakes_total,
  &cluster_beats_total,
  &cluster_coordinator,
  &cluster_moves_total,
  &cluster_move_pause_us_sum,
  &cluster_zones_started_total,
  &cluster_zones_ended_total,
  &cluster_decisions_total,
  &cluster_orders_total,
  &admin_commands_total,
  &admin_requests_refused_total,
  &admin_audit_lost_total,
  &log_dropped_total,
};

} // namespace runtime::metric
