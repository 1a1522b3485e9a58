#include "tools/data/file_tree.hpp"

#include <algorithm>
#include <fstream>
#include <set>

namespace tools::data {

namespace fs = std::filesystem;

namespace {

std::string quoted(const fs::path& path) { return "\"" + path.string() + "\""; }

/// Relative paths of all regular files, in order; hidden folders of version control are passed over.
std::set<std::string> files_below(const fs::path& root) {
  std::set<std::string> found;
  for (auto at = fs::recursive_directory_iterator{root}; at != fs::recursive_directory_iterator{}; ++at) {
    if (at->is_directory() && at->path().filename() == ".git")
      at.disable_recursion_pending();
    else if (at->is_regular_file())
      found.insert(at->path().lexically_relative(root).generic_string());
  }
  return found;
}

std::optional<byte_buffer> bytes_in(const fs::path& path) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file)
    return std::nullopt;
  byte_buffer bytes(static_cast<size_t>(file.tellg()));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return file ? std::optional{std::move(bytes)} : std::nullopt;
}

bool write_whole(const fs::path& path, const byte_buffer& bytes) {
  auto partial = path;
  partial += ".zonehive-partial";
  {
    std::ofstream file{partial, std::ios::binary | std::ios::trunc};
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
      return false;
  }
  std::error_code error;
  fs::rename(partial, path, error);
  return !error;
}

bool is_hidden(const std::string& path) {
  for (const auto& part : fs::path{path})
    if (part.string().starts_with("."))
      return true;
  return false;
}

std::optional<std::string> refusal(const fs::path& root, const write_options& options) {
  if (!fs::exists(root))
    return std::nullopt;
  if (!fs::is_directory(root))
    return quoted(root) + " is no directory.";
  if (!options.force && !fs::is_empty(root))
    return quoted(root) + " is not empty; choose another directory, or give --force to write over what is there.";
  return std::nullopt;
}

void write_one(const fs::path& path, const byte_buffer& bytes, write_outcome& outcome) {
  std::error_code error;
  if (fs::is_regular_file(path, error) && fs::file_size(path) == bytes.size() && bytes_in(path) == bytes) {
    ++outcome.unchanged;
    return;
  }
  fs::create_directories(path.parent_path());
  if (write_whole(path, bytes))
    ++outcome.written;
  else
    outcome.error = "cannot write " + quoted(path) + ".";
}

void look_for_strangers(const file_tree& files, const fs::path& root, const write_options& options,
                        write_outcome& outcome) {
  for (const auto& path : files_below(root)) {
    if (files.contains(path) || is_hidden(path))
      continue;
    if (options.prune && fs::remove(root / path))
      ++outcome.removed;
    else
      outcome.strangers.push_back(path);
  }
}

} // namespace

read_tree_outcome read_tree(const fs::path& root, uintmax_t size_max, progress& shown) {
  read_tree_outcome outcome;
  try {
    if (!fs::is_directory(root)) {
      outcome.error = quoted(root) + " is no directory.";
      return outcome;
    }
    auto paths = files_below(root);
    shown.begin("Reading", paths.size());
    for (const auto& path : paths) {
      shown.step();
      if (auto size = fs::file_size(root / path); size > size_max) {
        outcome.too_large.emplace(path, size);
        continue;
      }
      auto bytes = bytes_in(root / path);
      if (!bytes) {
        outcome.error = "cannot read " + quoted(root / path) + ".";
        return outcome;
      }
      outcome.files.emplace(path, std::move(*bytes));
    }
  } catch (const fs::filesystem_error& err) {
    outcome.error = "cannot read " + quoted(err.path1()) + ": " + err.code().message() + ".";
  }
  return outcome;
}

write_outcome write_tree(const file_tree& files, const fs::path& root, const write_options& options, progress& shown) {
  write_outcome outcome;
  try {
    outcome.error = refusal(root, options);
    if (outcome.error)
      return outcome;
    fs::create_directories(root);
    shown.begin("Writing", files.size());
    for (const auto& [path, bytes] : files) {
      shown.step();
      write_one(root / path, bytes, outcome);
      if (outcome.error)
        return outcome;
    }
    look_for_strangers(files, root, options, outcome);
  } catch (const fs::filesystem_error& err) {
    outcome.error = "cannot write " + quoted(err.path1()) + ": " + err.code().message() + ".";
  }
  return outcome;
}

} // namespace tools::data
