#include "tools/packet/document.hpp"

#include "messages/client/cipher.hpp"
#include "messages/client/head.hpp"
#include "tools/packet/layout_text.hpp"

#include <map>

namespace tools::packet {

using namespace msg;

namespace {

/// Text inside a cell of a table.
std::string cell(const std::string& text) {
  std::string result;
  for (auto c : text)
    result += c == '|' ? std::string{"\\|"} : std::string(1, c);
  return result;
}

void append_layout(std::string& out, const wire::type_shape& type, size_t head_size) {
  if (type.fields.empty())
    return;
  out += "| offset | field | type | meaning |\n|---|---|---|---|\n";
  for (const auto& row : layout_rows(type, head_size, false))
    out += "| " + row.offset + " | `" + row.name + "` | " + cell(row.type) + " | " + cell(row.meaning) + " |\n";
  out += "\n";
}

void append_packet(std::string& out, const catalog_entry& entry) {
  const auto& info = entry.info;
  out += "### " + std::string{info.name} + "\n\n" + std::string{info.doc};
  if (!info.notes.empty())
    out += " " + std::string{info.notes};
  out += "\n\n`" + select_text(entry) + "`, " + std::string{to_string(info.on)} + ", " + size_text(entry) + " bytes, "
         + (entry.is_enciphered() ? "enciphered" : "in the clear") + ". Confidence " + std::string{to_string(info.sure)}
         + (info.known == wire::knowledge::full ? "" : ", layout " + std::string{to_string(info.known)})
         + ". Handled: " + std::string{to_string(entry.handled)} + ".\n\n";
  if (entry.shape)
    append_layout(out, *entry.shape, entry.head_size());
}

void collect(const wire::type_shape& type, std::map<std::string_view, const wire::type_shape*>& found) {
  for (const auto& f : type.fields)
    if (f.group && found.emplace(f.group->name, f.group).second)
      collect(*f.group, found);
}

constexpr std::string_view introduction = R"(# The legacy protocol

Generated from the catalogue (`cmake --build --preset release --target docs`); do not edit.

All numbers are little-endian, nothing is padded but where a padding field says so. Texts are fixed fields, ended by a
NUL; what stands behind it has no meaning. Offsets count from the first byte of a packet, in a struct from its start.

## Heads

| dialect | layout |
|---|---|
| `a3`, ctrl 0x03 or 0xFE | size u32, pc_id u32, ctrl u8, cmd u8 (0xFF), protocol u16 |
| `a3`, ctrl 0x01 | size u32, pc_id u32, ctrl u8, cmd u8 |
| `compact` | size u16, protocol u16 (0 for ctrl 0x01), ctrl u8, cmd u8, pc_id u32 |

The size counts the head. The offsets below are those of `a3`; in `compact` a game packet's body begins at 10.

)";

std::string cipher_section() {
  return "## Cipher\n\nBodies of game packets are enciphered behind the head in blocks of four bytes; one to three "
         "bytes "
         "at the end stay plain. Each block starts with state = dynamic key ("
         + hex_text(client::dynamic_key_562, 8)
         + " in client 562). Each byte is XORed with bits 8 to 15 of the state, then state = (enciphered byte + state) "
           "* 0x241AE7 + 0x15DCB2.\n\n";
}

} // namespace

std::string protocol_document() {
  std::string out{introduction};
  out += cipher_section();
  std::map<std::string_view, const wire::type_shape*> structs;
  for (auto on : {wire::listener::login, wire::listener::game})
    for (auto to : {wire::direction::c2s, wire::direction::s2c}) {
      out += "## " + std::string{on == wire::listener::login ? "Login" : "Game"} + " listener, "
             + (to == wire::direction::c2s ? "from" : "to") + " the client\n\n";
      for (const auto& entry : catalog())
        if (wire::listener_of(entry.info.on) == on && entry.info.to == to)
          append_packet(out, entry);
    }
  for (const auto& entry : catalog())
    if (entry.shape)
      collect(*entry.shape, structs);
  out += "## Structs\n\n";
  for (const auto& [name, shape] : structs) {
    out +=
      "### " + std::string{name} + "\n\n" + std::string{shape->doc} + " " + std::to_string(shape->size) + " bytes.\n\n";
    append_layout(out, *shape, 0);
  }
  return out;
}

} // namespace tools::packet
