// What edges, sessions and zones tell each other.

#pragma once

#include "messages/interfaces/zone.hpp"
#include "messages/wire_lists.hpp"

// Names are at most three characters: they precede every remote message. They
// are never reused for another type.
#define MSG_WORLD_TYPES(X)                                                                                             \
  X(msg::connection_lost, "ecl")                                                                                       \
  X(msg::edge_output, "eo")                                                                                            \
  X(msg::edge_batch, "eb")                                                                                             \
  X(msg::edge_stop, "es")                                                                                              \
  X(msg::edge_fence, "ef")                                                                                             \
  X(msg::player_input, "zi")                                                                                           \
  X(msg::zone_enter, "ze")                                                                                             \
  X(msg::zone_entered, "zed")                                                                                          \
  X(msg::zone_activate, "za")                                                                                          \
  X(msg::zone_cancel, "zc")                                                                                            \
  X(msg::zone_resume, "zr")                                                                                            \
  X(msg::zone_leave, "zl")                                                                                             \
  X(msg::zone_stop, "zs")                                                                                              \
  X(msg::zone_status, "zst")                                                                                           \
  X(msg::get_zone_status, "zgs")                                                                                       \
  X(msg::zone_departure, "nd")                                                                                         \
  X(msg::zone_expelled, "nx")                                                                                          \
  X(msg::session_close, "nc")                                                                                          \
  X(msg::session_probe, "np")                                                                                          \
  X(msg::inputs_done, "zid")                                                                                           \
  X(msg::zone_goes_on, "zgo")                                                                                          \
  X(msg::zone_attach, "zat")                                                                                           \
  X(msg::zone_attached, "zad")                                                                                         \
  X(msg::zone_freeze, "zf")                                                                                            \
  X(msg::zone_snapshot, "zsn")                                                                                         \
  X(msg::zone_install, "zin")                                                                                          \
  X(msg::zone_serve, "zsv")                                                                                            \
  X(msg::zone_retire, "zrt")

MSG_WORLD_TYPES(MSG_CODE_IS_ELSEWHERE)
