// The files of certificates and keys: read, replaced in one step, and checked
// before a node starts.
//
// A node reads its three files again for every connection, so a file is only
// ever replaced by renaming a finished one. A renewed certificate keeps its key:
// two files cannot be replaced in one step, and until both are there the node
// uses what it has read before.

#pragma once

#include "runtime/tls/certificate.hpp"

#include <string>
#include <vector>

namespace runtime::tls {

/// Paths. A node with none of them talks plainly.
struct tls_files {
  std::string certificate;
  std::string key;
  std::string authority; // one certificate, or two while an authority is being replaced

  bool is_empty() const { return certificate.empty() && key.empty() && authority.empty(); }
};

enum class file_kind { certificate, key };

/// The whole file; otherwise a problem that names it.
std::optional<std::string> read_file(const std::string& path, std::string& problem);

/// Replaces or makes the file: at any time somebody who opens it finds the old text or the new one. A key is for its
/// owner's eyes only. Returns an empty text, or a problem that names the file.
std::string replace_file(const std::string& path, const std::string& text, file_kind kind);

/// What a node learns about its files before it starts.
struct files_report {
  std::string problem; // empty: it may start
  std::vector<std::string> warnings;
  certificate_facts facts;
};
files_report check_files(const tls_files& files, const std::string& node, int64_t now_s);

} // namespace runtime::tls
