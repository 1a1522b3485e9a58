#include "runtime/boot/content_files.hpp"

#include "loaders/map_info.hpp"
#include "loaders/text_lines.hpp"

#include <fstream>
#include <optional>
#include <set>
#include <system_error>

namespace runtime::boot {

namespace fs = std::filesystem;

using loaders::load_errc;
using loaders::load_issue;
using loaders::load_mode;

namespace {

/// Finds files of a data directory by name in any case; data sets come from
/// file systems that do not distinguish it.
class data_directory {
public:
  explicit data_directory(fs::path root) : root_(std::move(root)) {
    for (const auto& path : list(root_))
      if (auto name = loaders::to_lower(path.filename().string()); name == "map" || name == "npc")
        for (const auto& file : list(path))
          remember(name + "/" + loaders::to_lower(file.filename().string()), file);
  }

  bool contains(const std::string& name) const { return paths_.contains(loaders::to_lower(name)); }

  /// The name as it is on disk, relative to the root, for reports.
  std::string real_name(const std::string& name) const {
    auto found = paths_.find(loaders::to_lower(name));
    return found == paths_.end() ? name : found->second.lexically_relative(root_).generic_string();
  }

  loaders::result<loaders::byte_buffer> read(const std::string& name) const {
    auto found = paths_.find(loaders::to_lower(name));
    if (found == paths_.end())
      return load_issue{load_errc::reference, name, 0, "file", "missing", "a file in " + root_.string()};
    std::error_code error;
    auto size = fs::file_size(found->second, error);
    if (error)
      return load_issue{load_errc::reference, real_name(name), 0, "file", "unreadable (" + error.message() + ")",
                        "a regular file"};
    if (size > loaders::file_size_max)
      return load_issue{load_errc::too_large,
                        real_name(name),
                        0,
                        "file size",
                        std::to_string(size) + " bytes",
                        "at most " + std::to_string(loaders::file_size_max) + " bytes"};
    loaders::byte_buffer bytes(size);
    std::ifstream file{found->second, std::ios::binary};
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!file)
      return load_issue{
        load_errc::reference, real_name(name), 0, "file", "unreadable", "a file of " + std::to_string(size) + " bytes"};
    return bytes;
  }

private:
  // In order of name, so that the first of several spellings always wins.
  static std::vector<fs::path> list(const fs::path& directory) {
    std::error_code error;
    std::vector<fs::path> result;
    for (fs::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error))
      result.push_back(at->path());
    std::sort(result.begin(), result.end());
    return result;
  }

  void remember(std::string key, const fs::path& path) { paths_.emplace(std::move(key), path); }

  fs::path root_;
  std::map<std::string, fs::path> paths_; // by name in lower case
};

/// Loads zone after zone; NPCs that several zones name are read once.
class world_loader {
public:
  world_loader(const data_directory& files, loaders::load_options options) : files_(files), options_(options) {}

  std::optional<load_issue> load_zone(uint16_t id) {
    loaders::zone_content zone;
    auto map_name = "map/" + std::to_string(id);
    zone.map_file = files_.real_name(map_name);
    auto map = load(map_name, [&](loaders::byte_view in) { return load_map(zone.map_file, id, in, options_); });
    if (!map)
      return map.error();
    zone.map = loaders::map_grid{*map};
    zone.map.id = id; // in lenient mode the file may say otherwise; its name is what others refer to
    if (auto issue = load_spawns_of(zone, map_name))
      return issue;
    for (const auto& spawn : zone.spawns)
      if (auto issue = load_npc_of(zone, spawn.npc))
        return issue;
    zones_.emplace(id, std::move(zone));
    return std::nullopt;
  }

  loaders::result<world_content> finish() {
    auto issues = check_references(zones_);
    if (options_.mode == load_mode::strict && !issues.empty())
      return issues.front();
    warnings_.insert(warnings_.end(), issues.begin(), issues.end());
    world_content world;
    for (auto& [id, zone] : zones_)
      world.emplace(id, std::make_shared<const loaders::zone_content>(std::move(zone)));
    return {std::move(world), std::move(warnings_)};
  }

  /// Reads `name` and hands it to `parse`; keeps the warnings.
  template <class Parse>
  auto load(const std::string& name, Parse parse) -> decltype(parse(loaders::byte_view{})) {
    auto bytes = files_.read(name);
    if (!bytes)
      return bytes.error();
    auto loaded = parse(loaders::byte_view{*bytes});
    warnings_.insert(warnings_.end(), loaded.warnings().begin(), loaded.warnings().end());
    return loaded;
  }

private:
  std::optional<load_issue> load_spawns_of(loaders::zone_content& zone, const std::string& map_name) {
    auto name = map_name + ".n_ndt";
    if (!files_.contains(name) && files_.contains(map_name + ".ndt"))
      name = map_name + ".ndt"; // older servers
    zone.spawn_file = files_.real_name(name);
    auto spawns = load(name, [&](loaders::byte_view in) { return load_spawns(zone.spawn_file, in, options_); });
    if (spawns) {
      zone.spawns = std::move(*spawns);
      return std::nullopt;
    }
    return forgive_missing(name, spawns.error());
  }

  std::optional<load_issue> load_npc_of(loaders::zone_content& zone, uint16_t id) {
    if (zone.npcs.contains(id))
      return std::nullopt;
    auto known = npcs_.find(id);
    if (known == npcs_.end()) {
      auto name = "npc/" + std::to_string(id);
      auto npc = load(name, [&](loaders::byte_view in) { return load_npc(files_.real_name(name), id, in, options_); });
      if (!npc)
        return forgive_missing(name, npc.error());
      npc->id = id;
      known = npcs_.emplace(id, *npc).first;
    }
    zone.npcs.emplace(id, known->second);
    return std::nullopt;
  }

  // Imported data may lack files; damaged ones are an error in either mode.
  std::optional<load_issue> forgive_missing(const std::string& name, const load_issue& issue) {
    if (options_.mode == load_mode::strict || files_.contains(name))
      return issue;
    if (missing_.insert(name).second)
      warnings_.push_back(issue);
    return std::nullopt;
  }

  const data_directory& files_;
  loaders::load_options options_;
  std::map<uint16_t, loaders::zone_content> zones_;
  std::map<uint16_t, loaders::npc> npcs_;
  std::set<std::string> missing_;
  std::vector<load_issue> warnings_;
};

} // namespace

loaders::result<world_content> load_world(const fs::path& dir, loaders::load_options options) {
  data_directory files{dir};
  world_loader loader{files, options};
  std::string name = "map/MapInfo.ini";
  auto info = loader.load(
    name, [&](loaders::byte_view in) { return loaders::load_map_info(files.real_name(name), in, options); });
  if (!info)
    return info.error();
  bool any = false;
  for (auto [id, use] : info->map_zone) {
    if (use != loaders::map_use_enabled)
      continue;
    any = true;
    if (auto issue = loader.load_zone(id))
      return *issue;
  }
  if (!any)
    return load_issue{load_errc::reference, files.real_name(name),    0,
                      "list of maps",       "without an enabled map", "at least one line Map<id>=0"};
  return loader.finish();
}

} // namespace runtime::boot
