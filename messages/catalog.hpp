// The catalogue: every message of the legacy protocol by name, with what is
// known of its layout. Nothing is instantiated for all packets but catalog.cpp;
// whoever works on packets of any kind (the command line, the dissector, the
// documents, the counters of refused packets) goes by these entries.

#pragma once

#include "messages/wire/check.hpp"

#include <optional>

namespace msg {

/// Who deals with a packet in this server.
enum class handling : uint8_t {
  none,    // understood, and nobody acts on it
  login,   // the login actor
  session, // the client's session
  zone,    // the client's zone
  sent,    // the server sends it
};
inline constexpr std::string_view handling_names[] = {"no", "login", "session", "zone", "sent"};
constexpr std::string_view to_string(handling x) { return handling_names[static_cast<size_t>(x)]; }

struct catalog_entry {
  wire::packet_info info;
  /// The layout of the body; null for a packet that is known by name only.
  const wire::type_shape* shape = nullptr;
  /// Decodes a body as a value and appends what the value encodes to. Null without a shape.
  wire::decode_result (*recode)(wire::byte_view body, wire::byte_buffer& out) = nullptr;
  handling handled = handling::none;

  /// Bytes of the a3 head.
  size_t head_size() const;
  /// Bytes of the whole packet in the dialect a3; nothing when it varies or is not known.
  std::optional<size_t> size() const;
  /// Bytes of the whole packet as it usually is, an open text as long as usual, a tail empty.
  size_t usual_size() const;
  /// Whether the client's cipher covers its body.
  bool is_enciphered() const { return info.is_game(); }
};

/// All of them, by listener, direction, kind of head and number; those without a number last, by name.
std::span<const catalog_entry> catalog();

/// The packet that a head selects, or null.
const catalog_entry* find_packet(wire::listener on, wire::direction to, wire::selector which);

/// By its name in the protocol table, or null.
const catalog_entry* find_packet(std::string_view name);

/// Why a packet of a client was not acted on, in two words for counters and logs. Both live for ever.
struct refusal_note {
  std::string_view packet; // its name; "unknown" when it has none
  std::string_view reason; // a decode_errc, "out-of-state", "unhandled" or "known-by-name"

  /// As the counter of refused packets takes it.
  std::string label() const { return std::string{packet}.append(",").append(reason); }
};

/// `result` is how decoding it as one of those that are handled ended; when that went well, the packet came at the
/// wrong time. The bytes of one that nobody handles are looked at all the same, so that damage is counted as damage.
refusal_note note_refusal(wire::listener on, wire::direction to, wire::selector which, wire::byte_view body,
                          const wire::decode_result& result);

} // namespace msg
