// The layouts of the catalogue for people: the rows that `packet show` and the
// protocol document print.

#pragma once

#include "messages/catalog.hpp"

#include <string>
#include <vector>

namespace tools::packet {

/// One line of a layout. Fields of a struct follow it, one level deeper.
struct layout_row {
  std::string offset; // from the packet's first byte; of a struct's fields from its start, with a +
  std::string name;   // indented by two blanks a level
  std::string type;   // in the words of the protocol table
  std::string meaning;
};

/// `with_structs`: the fields of structs, too.
std::vector<layout_row> layout_rows(const msg::wire::type_shape& type, size_t head_size, bool with_structs);

/// "u16", "char[21]", "array u32[3]", "struct item".
std::string type_text(const msg::wire::field_shape& f);

/// Remark, values, bits and readings in one sentence each.
std::string meaning_text(const msg::wire::field_shape& f);

/// "1068", "variable: 12 + 99 each", "98 or as long as words", "not known".
std::string size_text(const msg::catalog_entry& entry);

/// "0x01 0xE0" or "0x03 0xFF 0x1107"; "number not known".
std::string select_text(const msg::catalog_entry& entry);

/// "0x" and at least `digits` digits.
std::string hex_text(uint32_t value, int digits);

} // namespace tools::packet
