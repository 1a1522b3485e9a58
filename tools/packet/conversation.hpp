// Both directions of one connection, as packets. Used by the proxy and by
// whatever reads recordings.

#pragma once

#include "tools/packet/decoder.hpp"

#include <array>
#include <functional>

namespace tools::packet {

struct conversation_options {
  msg::client::dialect heads = msg::client::dialect::a3;
  std::optional<uint32_t> key = {};
  /// None: what the client says first tells it.
  std::optional<msg::wire::listener> on = {};
  bool shows_secrets = false;
};

class conversation {
public:
  using on_packet = std::function<void(msg::wire::direction, const decoded_packet&)>;

  explicit conversation(conversation_options options);

  /// Bytes of one side. Calls `fn` for each whole packet, in the clear; bytes of the server wait until it is known
  /// which listener this is.
  void feed(msg::wire::direction from, msg::wire::byte_view bytes, const on_packet& fn);

  std::optional<msg::wire::listener> on() const { return options_.on; }
  /// Whether the client said something that is no packet of ours at all.
  bool is_foreign() const { return is_foreign_; }
  /// Why one direction cannot be read on; empty when it can.
  const std::string& broken(msg::wire::direction from) const { return sides_[static_cast<size_t>(from)].broken(); }

private:
  void recognise();
  void drain(msg::wire::direction from, const on_packet& fn);

  conversation_options options_;
  std::array<frame_cutter, 2> sides_;
  msg::wire::byte_buffer beginning_; // of the client, until the listener is known
  bool is_foreign_ = false;
};

/// Overwrites passwords and login tickets.
void hide_secrets(decoded_packet& packet);

/// One line: the members of `head` ("\"direction\":\"c2s\""), then what to_json prints, or the error with the bytes.
std::string line_of(const std::string& head, const decoded_packet& packet, msg::wire::json_style style);

} // namespace tools::packet
