// EDGE: holds the TCP connections of the clients. Behind each connection stands
// one actor (login or session); the edge hands it whole frames and sends what
// anyone addresses to the connection.
//
//   client        edge                     connection actor        zone
//   bytes  -->    frames, checked, plain
//                 client_frames    -->
//                                  <--     edge_output (answers, credit)
//                                  <--------------------------    edge_batch (one per tick)
//   bytes  <--    identity, cipher, one write

#pragma once

#include "messages/records.hpp"
#include "messages/wire/codec.hpp"

#include <caf/all.hpp>

namespace msg {

/// Why a connection ends. Logged and counted by name.
enum class close_reason : uint8_t {
  client_left,
  logout,
  bad_frame,
  idle,
  login_timeout,
  rate_exceeded,
  slow_consumer,
  refused,
  replaced,
  kicked,
  store_lost,
  zone_lost,
  shutdown,
  internal,
};

constexpr std::string_view to_string(close_reason reason) {
  constexpr std::string_view names[] = {"client-left",   "logout",        "bad-frame", "idle",     "login-timeout",
                                        "rate-exceeded", "slow-consumer", "refused",   "replaced", "kicked",
                                        "store-lost",    "zone-lost",     "shutdown",  "internal"};
  auto i = static_cast<size_t>(reason);
  return i < std::size(names) ? names[i] : "invalid";
}

/// Whole frames of one client, deciphered, heads included, in order. Stays on
/// the node: sessions live where their edge lives.
struct client_frames {
  wire::byte_buffer bytes;
  uint32_t count = 0;
};

/// The client is gone, or the edge closed the connection.
struct connection_lost {
  close_reason reason = close_reason::client_left;
  static constexpr auto fields = wire::fields(wire::field("reason", &connection_lost::reason));
};

/// What stands behind one connection.
using connection_actor = caf::typed_actor<caf::reacts_to<client_frames>, caf::reacts_to<connection_lost>>;

/// From the connection's own actor.
struct edge_output {
  connection_id to;
  wire::byte_buffer frames;   // whole frames in the clear, in order; may be empty
  uint32_t consumed = 0;      // frames of client_frames dealt with: lets the edge read on
  bool authenticated = false; // larger frames, idle time-out instead of the login one
  bool close = false;         // after the frames are written
  close_reason reason = close_reason::client_left;

  static constexpr auto fields = wire::fields(
    wire::field("to", &edge_output::to), wire::field("frames", &edge_output::frames),
    wire::field("consumed", &edge_output::consumed), wire::field("authenticated", &edge_output::authenticated),
    wire::field("close", &edge_output::close), wire::field("reason", &edge_output::reason));
};

/// Frames for many connections of one edge: frame i is
/// bytes[frame_ends[i-1] .. frame_ends[i]) and goes to
/// receivers[receiver_ends[i-1] .. receiver_ends[i]). Order counts per receiver.
struct edge_batch {
  wire::byte_buffer bytes; // in the clear
  std::vector<uint32_t> frame_ends;
  std::vector<uint32_t> receiver_ends;
  std::vector<uint64_t> receivers; // connection ids

  bool empty() const { return frame_ends.empty(); }
  static constexpr auto fields = wire::fields(
    wire::field("bytes", &edge_batch::bytes), wire::field("frame_ends", &edge_batch::frame_ends),
    wire::field("receiver_ends", &edge_batch::receiver_ends), wire::field("receivers", &edge_batch::receivers));
};

/// Stop accepting and close every connection with `reason`.
struct edge_stop {
  close_reason reason = close_reason::shutdown;
  static constexpr auto fields = wire::fields(wire::field("reason", &edge_stop::reason));
};

/// Of a zone that stands still: is all that it has said here?
struct edge_fence {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &edge_fence::unused));
};

using edge_actor = caf::typed_actor<caf::reacts_to<edge_output>, caf::reacts_to<edge_batch>,
                                    // At once: messages of one sender come in order.
                                    caf::replies_to<edge_fence>::with<caf::ok_atom>,
                                    // The number of connections that are still open.
                                    caf::replies_to<edge_stop>::with<uint32_t>>;

} // namespace msg

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(msg::client_frames)
