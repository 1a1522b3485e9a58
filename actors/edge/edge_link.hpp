// One client connection without the socket: bytes in, whole checked frames in
// the clear out, and back. TCP and the simulator both drive this class.
//
// The limits here slow a client down (the rest of its bytes wait) or end the
// connection; nothing is skipped.

#pragma once

#include "messages/client/head.hpp"

#include <array>
#include <cstdint>

namespace actors {

/// What sort of traffic a frame is, for limits.
enum class frame_class : uint8_t { other, move, chat };
inline constexpr size_t frame_class_count = 3;

/// By the number in the head alone: 0x12xx is walking, 0x18xx talking.
constexpr frame_class class_of(msg::wire::selector which) {
  if (which.ctrl != msg::wire::ctrl_game)
    return frame_class::other;
  switch (which.number >> 8) {
  case 0x12:
    return frame_class::move;
  case 0x18:
    return frame_class::chat;
  default:
    return frame_class::other;
  }
}

/// Frames per second and how many may come at once; 0 per second is unlimited.
struct frame_rate {
  uint32_t per_s = 0;
  uint32_t burst = 0;
};

struct link_limits {
  uint32_t frame_max_before_login = 4096; // bytes
  uint32_t frame_max = 16384;             // bytes, once authenticated
  uint32_t inflight_max = 64;             // frames handed out and not yet consumed
  frame_rate total{40, 80};
  std::array<frame_rate, frame_class_count> per_class{};
};

/// Tokens in thousandths, so that slow rates are exact.
class token_bucket {
public:
  void refill(uint64_t now_ms, frame_rate rate);
  bool empty(frame_rate rate) const { return rate.per_s != 0 && millitokens_ < 1000; }
  void take(frame_rate rate) { millitokens_ -= rate.per_s != 0 ? 1000 : 0; }

private:
  uint64_t last_ms_ = 0;
  uint64_t millitokens_ = 0;
};

enum class link_errc : uint8_t {
  none,
  /// The size in a head is below 10, below its kind's head, or above the limit.
  bad_size,
  /// ctrl or cmd is none this listener knows.
  bad_head,
};

constexpr std::string_view to_string(link_errc code) {
  constexpr std::string_view names[] = {"none", "bad-size", "bad-head"};
  return names[static_cast<size_t>(code)];
}

/// How the packets of a listener look on the wire.
struct link_wire {
  constexpr link_wire(uint32_t k = 0, msg::client::dialect d = msg::client::dialect::a3) : key(k), heads(d) {}

  uint32_t key; // dynamic key of the cipher
  msg::client::dialect heads;
};

struct link_result {
  link_errc error = link_errc::none; // not none: close the connection
  uint32_t frames = 0;               // handed out by this call
  bool is_throttled = false;         // whole frames wait: call again later, do not read
};

class edge_link {
public:
  /// Takes `bytes` and appends whole frames, deciphered and with a3 heads, to `out`. Call with no
  /// bytes to go on after throttling. After an error it accepts no more.
  link_result feed(msg::wire::byte_view bytes, uint64_t now_ms, link_wire how, const link_limits& limits,
                   msg::wire::byte_buffer& out);

  /// The owner has dealt with `frames` of those handed out.
  void consumed(uint32_t frames) { inflight_ -= frames < inflight_ ? frames : inflight_; }
  void authenticate() { is_authenticated_ = true; }
  bool is_authenticated() const { return is_authenticated_; }
  bool has_partial_frame() const { return !buffer_.empty(); }

private:
  link_result take_frames(msg::wire::byte_view bytes, size_t& at, link_wire how, const link_limits& limits,
                          msg::wire::byte_buffer& out);
  bool may_pass(frame_class what, const link_limits& limits);

  msg::wire::byte_buffer buffer_; // what is not handed out yet; empty most of the time
  token_bucket total_;
  std::array<token_bucket, frame_class_count> per_class_;
  uint32_t inflight_ = 0;
  bool is_authenticated_ = false;
};

/// Appends whole frames with a3 heads as a client of this dialect reads them; the bodies stay as they are.
void append_in_dialect(msg::wire::byte_buffer& out, msg::wire::byte_view frames, msg::client::dialect heads);

/// Makes the frame at `frame` in the clear, whose head is in the dialect of
/// `how` already, what the client expects: the connection's own number in the
/// head, the body enciphered.
void seal(std::span<uint8_t> frame, uint32_t pc_id, link_wire how);

/// The same in two steps, for a frame that many clients get: the cipher once,
/// the number for each.
void encipher_frame(std::span<uint8_t> frame, link_wire how);
void stamp_frame(std::span<uint8_t> frame, uint32_t pc_id, link_wire how);

} // namespace actors
