// What nodes tell each other, and the database, about the cluster.

#pragma once

#include "messages/interfaces/cluster_store.hpp"
#include "messages/interfaces/coordinator.hpp"
#include "messages/interfaces/keeper.hpp"
#include "messages/interfaces/member.hpp"
#include "messages/wire_lists.hpp"

// Names are at most three characters: they precede every remote message. They
// are never reused for another type.
#define MSG_CLUSTER_TYPES(X)                                                                                           \
  X(msg::join_cluster, "cj")                                                                                           \
  X(msg::beat, "cb")                                                                                                   \
  X(msg::get_cluster_view, "cgv")                                                                                      \
  X(msg::cluster_view, "cv")                                                                                           \
  X(msg::leave_cluster, "cl")                                                                                          \
  X(msg::declare_dead, "cd")                                                                                           \
  X(msg::assign_lease, "cal")                                                                                          \
  X(msg::release_lease, "lr")                                                                                          \
  X(msg::hand_over, "cho")                                                                                             \
  X(msg::lease, "ll")                                                                                                  \
  X(msg::set_zone_order, "cso")                                                                                        \
  X(msg::set_draining, "csd")                                                                                          \
  X(msg::note_audit, "cna")                                                                                            \
  X(msg::audit_record, "car")                                                                                          \
  X(msg::list_audit, "cla")                                                                                            \
  X(std::vector<msg::audit_record>, "cav")                                                                             \
  X(msg::prepare_zone, "kp")                                                                                           \
  X(msg::commit_zone, "kc")                                                                                            \
  X(msg::discard_zone, "kd")                                                                                           \
  X(msg::lease_news, "kn")                                                                                             \
  X(msg::move_zone, "km")                                                                                              \
  X(msg::move_report, "kmr")                                                                                           \
  X(msg::stop_zone, "ks")                                                                                              \
  X(msg::list_zone_loads, "kl")                                                                                        \
  X(std::vector<msg::zone_load>, "klv")                                                                                \
  X(msg::explain_zone, "oe")                                                                                           \
  X(msg::zone_explanation, "oze")                                                                                      \
  X(msg::order_move, "om")                                                                                             \
  X(msg::order_drain, "od")                                                                                            \
  X(msg::get_drain, "ogd")                                                                                             \
  X(msg::drain_status, "ods")                                                                                          \
  X(msg::order_zone, "oz")                                                                                             \
  X(msg::order_answer, "oa")                                                                                           \
  X(msg::get_member_status, "mg")                                                                                      \
  X(msg::member_status, "ms")                                                                                          \
  X(msg::reach_news, "mr")                                                                                             \
  X(msg::member_stop, "mst")                                                                                           \
  X(msg::leave_host, "kle")                                                                                            \
  X(msg::keeper_stop, "kks")

MSG_CLUSTER_TYPES(MSG_CODE_IS_ELSEWHERE)
