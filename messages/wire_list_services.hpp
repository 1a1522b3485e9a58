// What the directory, accounts and the router are asked and answer.

#pragma once

#include "messages/interfaces/router.hpp"
#include "messages/wire_lists.hpp"

// Names are at most three characters: they precede every remote message. They
// are never reused for another type: na was one.
#define MSG_SERVICES_TYPES(X)                                                                                          \
  X(msg::claim_account, "dc")                                                                                          \
  X(msg::release_account, "dr")                                                                                        \
  X(msg::announce_presence, "dp")                                                                                      \
  X(msg::ask_presence, "da")                                                                                           \
  X(msg::presence, "dpr")                                                                                              \
  X(msg::whisper, "dw")                                                                                                \
  X(msg::broadcast, "db")                                                                                              \
  X(msg::authenticate, "aa")                                                                                           \
  X(msg::issue_ticket, "ai")                                                                                           \
  X(msg::redeem_ticket, "ar")                                                                                          \
  X(msg::account_id, "aid")                                                                                            \
  X(msg::verify_password, "pv")                                                                                        \
  X(msg::hash_password, "ph")                                                                                          \
  X(msg::find_zone, "nz")                                                                                              \
  X(msg::find_services, "ns")                                                                                          \
  X(msg::service_handles, "nsh")                                                                                       \
  X(msg::list_zones, "nlz")                                                                                            \
  X(msg::node_offer, "no")                                                                                             \
  X(msg::zone_actor, "hz")                                                                                             \
  X(std::vector<msg::zone_route>, "hzv")                                                                               \
  X(msg::zone_route, "hzr")                                                                                            \
  X(msg::node_news, "nn")                                                                                              \
  X(msg::node_ping, "npi")                                                                                             \
  X(msg::directory_stop, "dst")                                                                                        \
  X(msg::list_players, "dlp")                                                                                          \
  X(std::vector<msg::player_entry>, "dpv")                                                                             \
  X(msg::kick_player, "dk")                                                                                            \
  X(msg::list_peers, "nlp")                                                                                            \
  X(std::vector<msg::peer_record>, "npv")                                                                              \
  X(msg::count_old_claims, "nco")                                                                                      \
  X(msg::sum_old_claims, "nso")                                                                                        \
  X(msg::old_claims, "noc")                                                                                            \
  X(msg::zone_opened, "nzo")                                                                                           \
  X(msg::zone_closed, "nzc")                                                                                           \
  X(msg::services_opened, "nse")

MSG_SERVICES_TYPES(MSG_CODE_IS_ELSEWHERE)
