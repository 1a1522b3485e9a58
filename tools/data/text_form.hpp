// One data file as readable text and back. The text of map/1 is
// map/1.map.json: the path, the format, ".json". An item table becomes a
// folder: item/0/1024.it0.json and so on, one file per item; table.it0.json
// is there when the items do not stand in the order of their codes.

#pragma once

#include "tools/data/file_kind.hpp"
#include "tools/data/file_tree.hpp"

namespace tools::data {

/// The text files, by path, that give `bytes` back; checked before they are returned. Nothing for files that are text
/// already, that no loader takes in lenient mode, and that would not come back byte for byte.
std::optional<file_tree> text_form(const std::string& path, const file_kind& kind, const byte_buffer& bytes,
                                   text_encoding encoding);

/// What a file says, as its text would say it: without what follows from the rest. Nothing when no loader takes it.
std::optional<json> readable_value(const json_format& format, const byte_buffer& bytes, text_encoding encoding);

/// The key of the list in the JSON of an item table, and the key that names a row; nothing for other formats.
std::optional<std::pair<std::string_view, std::string_view>> item_table_keys(const json_format& format);

/// Which data file a text file belongs to; nothing for files that were carried as they are.
struct text_place {
  std::string path;
  const json_format* format = nullptr;
  /// Of item tables: "1024" or "table".
  std::string part = {};
};
std::optional<text_place> text_place_of(const std::string& path);

/// The file that `parts` (by text_place::part, the one key "" for other formats than item tables) describe. Throws a
/// build_error that names the part.
byte_buffer data_form(const text_place& place, const std::map<std::string, std::string>& parts, text_encoding encoding);

} // namespace tools::data
