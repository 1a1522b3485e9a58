#include "runtime/boot/content_files.hpp"

#include "loaders/text_lines.hpp"

#include <fstream>
#include <system_error>

namespace runtime::boot {

namespace fs = std::filesystem;

using loaders::load_errc;
using loaders::load_issue;

namespace {

constexpr std::array<std::string_view, 7> folders{"item", "map", "npc", "pc", "quest", "shop", "skill"};

std::vector<fs::path> list(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::path> result;
  for (fs::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error))
    result.push_back(at->path());
  return result;
}

/// What the folders of a data directory hold, and what lies beside them; whatever the case of their names.
std::vector<std::string> list_data_directory(const fs::path& root) {
  std::vector<std::string> names;
  for (const auto& path : list(root)) {
    auto name = path.filename().string();
    if (std::find(folders.begin(), folders.end(), loaders::to_lower(name)) == folders.end())
      names.push_back(name);
    else
      for (const auto& file : list(path))
        names.push_back(name + "/" + file.filename().string());
  }
  return names;
}

/// Reads one file after the other into the same memory.
class file_reader {
public:
  explicit file_reader(fs::path root) : root_(std::move(root)) {}

  loaders::result<loaders::byte_view> read(const std::string& name) {
    auto path = root_ / name;
    std::error_code error;
    auto size = fs::file_size(path, error);
    if (error)
      return load_issue{load_errc::reference, name, 0, "file", "unreadable (" + error.message() + ")",
                        "a regular file"};
    if (size > loaders::file_size_max)
      return load_issue{load_errc::too_large,
                        name,
                        0,
                        "file size",
                        std::to_string(size) + " bytes",
                        "at most " + std::to_string(loaders::file_size_max) + " bytes"};
    if (bytes_.size() < size)
      bytes_.resize(size);
    std::ifstream file{path, std::ios::binary};
    file.read(reinterpret_cast<char*>(bytes_.data()), static_cast<std::streamsize>(size));
    if (!file)
      return load_issue{
        load_errc::reference, name, 0, "file", "unreadable", "a file of " + std::to_string(size) + " bytes"};
    return loaders::byte_view{bytes_}.first(size);
  }

private:
  fs::path root_;
  loaders::byte_buffer bytes_;
};

} // namespace

loaders::world_outcome load_world_data(const fs::path& dir, loaders::load_options options) {
  file_reader files{dir};
  loaders::world_source source;
  source.names = list_data_directory(dir);
  source.read = [&](const std::string& name) { return files.read(name); };
  return assemble_world(source, options);
}

loaders::result<world_content> load_world(const fs::path& dir, loaders::load_options options) {
  auto loaded = load_world_data(dir, options);
  if (!loaded.world)
    return std::move(loaded.errors.front());
  return {std::move(loaded.world->zones), std::move(loaded.warnings)};
}

} // namespace runtime::boot
