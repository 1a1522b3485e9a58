// The wire of one bot: cuts a byte stream into frames, deciphers and decodes
// them, and seals what the bot sends. Pure: bytes in, packets out. It is written
// apart from the server's own link, so that a mistake there is not repeated here.

#pragma once

#include "messages/handled.hpp"

#include <optional>

namespace tools::bots {

/// What a system line says, at its beginning, to somebody whose zone was lost and is there again.
inline constexpr std::string_view put_back_words = "The world skipped a beat.";

using msg::client::dialect;
using msg::wire::listener;

using server_packet = std::variant<msg::login_answer, msg::game_answer>;
using client_packet = std::variant<msg::login_request, msg::game_request>;

/// Bytes that are no packet of the catalogue. After a broken size nothing that follows can be read.
struct link_damage {
  std::string what;
  bool is_fatal = false;
};

using link_event = std::variant<server_packet, link_damage>;

class bot_link {
public:
  /// Bytes of the largest frame that is believed.
  static constexpr uint32_t frame_size_max = 16 * 1024;

  bot_link(listener on, uint32_t key, dialect heads = dialect::a3) : on_(on), key_(key), heads_(heads) {}

  /// Takes what a read brought, cut anywhere.
  void feed(msg::wire::byte_view bytes);

  /// The next whole packet, or nothing until more bytes come.
  std::optional<link_event> next();

  /// The frame of the last `next`, deciphered and with an a3 head; valid until the next call.
  msg::wire::byte_view last_frame() const { return frame_; }

  listener on() const { return on_; }

private:
  link_event read_frame();

  listener on_;
  uint32_t key_;
  dialect heads_;
  msg::wire::byte_buffer buffer_;
  size_t at_ = 0;
  msg::wire::byte_buffer frame_;
  bool is_broken_ = false;
};

/// Bytes of `packet`, in the clear.
msg::wire::byte_buffer frame_of(const client_packet& packet);

/// Makes of a clear frame with an a3 head what a client of this dialect sends: its heads, and the body enciphered
/// where the head asks for it.
void seal(msg::wire::byte_buffer& frame, uint32_t key, dialect heads = dialect::a3);

} // namespace tools::bots
