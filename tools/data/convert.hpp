// A legacy file as JSON and JSON as a legacy file, in memory. The commands
// `zonehive data dump` and `zonehive data build` are this with files round it.

#pragma once

#include "tools/data/formats.hpp"

namespace tools::data {

/// What became of a file: `text` is the JSON to print.
struct dump_outcome {
  json text;
  bool is_ok = false;
  /// Sentences, one per warning of `text`.
  std::vector<std::string> warnings;
};

/// {"result": "ok", "value": ..., "warnings": [...]} or {"result": "error", "error": "ERR_...", "message": ...};
/// raw also says "raw": true.
dump_outcome dump_file(const json_format& format, const dump_request& request, byte_view in);

/// The JSON of a file that cannot be loaded at all.
dump_outcome refused_file(const loaders::load_issue& issue);

struct build_outcome {
  byte_buffer bytes;
  /// Why there are none.
  std::optional<std::string> error;
  /// What lenient mode would warn about.
  std::vector<std::string> warnings;
};

/// `from` is what dump_file gave, edited or not, or its "value" alone. The result is loaded again: it must be valid,
/// and every key of `from` must say what the file says, so that an edit is never lost in silence.
build_outcome build_file(const json_format& format, const json& from, text_encoding encoding);

} // namespace tools::data
