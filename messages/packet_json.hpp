// From JSON to the bytes of a packet: the way back of wire::to_json.

#pragma once

#include "messages/catalog.hpp"

#include <string>
#include <string_view>

namespace msg {

/// A body, or why there is none: `error` then names the field, the value and what was expected.
struct json_body {
  wire::byte_buffer body;
  std::string error; // empty when all is well
};

/// Longer texts, and such as are nested deeper than any packet, are refused before they are built.
inline constexpr size_t json_size_max = 1024 * 1024; // bytes

/// Makes the body of a packet of shape `type` from the JSON object `text`, as wire::to_json prints it in either
/// style. Missing fields are zero. A number may stand for a word or the object of its bits, a list of numbers or
/// {"hex": "..."} for opaque bytes, {"hex": "..."} for a text.
json_body from_json(const wire::type_shape& type, std::string_view text);

/// The same for `{"pc_id": N, "fields": {...}}`; either may be missing. A packet that is known by name only has one
/// field, "body", of opaque bytes.
struct json_packet {
  uint32_t pc_id = 0;
  json_body made;
};
json_packet packet_from_json(const catalog_entry& entry, std::string_view text);

/// Bytes of hexadecimal digits; blanks, line ends, colons and a leading 0x are allowed. Empty text is no bytes.
struct hex_bytes {
  wire::byte_buffer bytes;
  std::string error; // empty when all is well
};
hex_bytes from_hex(std::string_view text);

} // namespace msg
