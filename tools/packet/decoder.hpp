// From bytes to packets people can read: cuts a stream into frames, deciphers
// them, names them, and says in one sentence what is wrong with one.

#pragma once

#include "messages/catalog.hpp"
#include "messages/client/head.hpp"
#include "messages/wire/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tools::packet {

/// One direction of one connection, as far as it decides how bytes are read.
struct stream_kind {
  msg::wire::listener on = msg::wire::listener::game;
  msg::wire::direction to = msg::wire::direction::c2s;
  msg::client::dialect heads = msg::client::dialect::a3;
  /// Dynamic key of the cipher; none when the bodies are in the clear.
  std::optional<uint32_t> key;
};

/// Bytes of the largest frame that is believed; what is larger ends the reading of a stream.
inline constexpr uint32_t frame_size_max = 64 * 1024;

struct decoded_packet {
  const msg::catalog_entry* entry = nullptr; // null when no packet has this number
  msg::client::head head;
  msg::wire::byte_buffer body; // deciphered
  /// One sentence with offset (from the packet's first byte), field, value and expectation; empty when all is well.
  std::string error;
  /// Values that their fields may not have; the packet can be read all the same.
  std::vector<std::string> warnings;

  /// Its name, or "unknown".
  std::string_view name() const;
};

/// Decodes one whole frame. `as` names the packet when its number does not.
decoded_packet decode_frame(const stream_kind& kind, msg::wire::byte_view frame,
                            const msg::catalog_entry* as = nullptr);

/// `{"name":...,"pc_id":...,"fields":{...}}`; only for packets without error. What is known by name only has its
/// body as hexadecimal digits in the field "body".
std::string to_json(const decoded_packet& packet, msg::wire::json_style style = {});

/// Cuts a stream into frames.
class frame_cutter {
public:
  explicit frame_cutter(msg::client::dialect heads) : heads_(heads) {}

  void feed(msg::wire::byte_view bytes);
  /// The next whole frame; valid until the next call of anything.
  std::optional<msg::wire::byte_view> next();
  /// Why nothing more can be read; empty as long as more may come.
  const std::string& broken() const { return broken_; }
  /// Bytes of a frame whose rest has not come.
  size_t waiting() const { return buffer_.size() - at_; }

private:
  msg::client::dialect heads_;
  msg::wire::byte_buffer buffer_;
  size_t at_ = 0;
  std::string broken_;
};

} // namespace tools::packet
