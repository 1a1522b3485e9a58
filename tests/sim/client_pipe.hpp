// One direction of a simulated TCP connection: what its sender has not sent yet,
// what is on its way in segments, and what the receiver has not read yet.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace sim {

/// Bytes in order: in at one end, out at the other.
class byte_queue {
public:
  size_t size() const { return bytes_.size() - at_; }
  bool empty() const { return at_ == bytes_.size(); }
  std::span<const uint8_t> front(size_t n) const { return std::span{bytes_}.subspan(at_, n < size() ? n : size()); }
  void push(std::span<const uint8_t> more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
  void clear() {
    bytes_.clear();
    at_ = 0;
  }
  /// At most size() of them.
  void pop(size_t n) {
    at_ += n;
    if (empty())
      clear();
    else if (at_ >= compact_at && at_ >= size()) // so that moving costs a constant per byte
      compact();
  }

private:
  static constexpr size_t compact_at = 64 * 1024;

  void compact() {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<ptrdiff_t>(at_));
    at_ = 0;
  }

  std::vector<uint8_t> bytes_;
  size_t at_ = 0;
};

/// To the server `opens` is a SYN and `accepts` the last step of the handshake; to the client `accepts` is the SYN-ACK.
enum class segment_kind : uint8_t { opens, accepts, data, fin, rst };

struct segment {
  uint64_t due = 0; // ns of virtual time
  segment_kind kind = segment_kind::data;
  std::vector<uint8_t> bytes;
};

struct client_pipe {
  /// Bytes that may be under way or unread at once.
  static constexpr size_t window = 64 * 1024;

  byte_queue unsent;
  std::deque<segment> flight; // in order, due times too
  byte_queue unread;
  size_t unacknowledged = 0; // bytes sent that have not arrived, or arrived where nobody acknowledges them
  uint64_t last_due = 0;     // of all that was ever sent: nothing overtakes
  uint64_t scheduled = 0;    // when the first of `flight` is due, if `is_scheduled`
  bool is_scheduled = false; // in the network's set of what is due
  bool is_finished = false;  // a fin was sent
  bool is_reset = false;     // a rst was sent, or has made sending pointless: nothing follows

  size_t room() const { return window - unacknowledged - unread.size(); }
};

} // namespace sim
