// A world in a temporary folder, gone with the object.

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bench {

class world_folder {
public:
  /// The demo world.
  world_folder();
  /// By name relative to the folder.
  explicit world_folder(const std::map<std::string, std::vector<uint8_t>>& files);
  ~world_folder();
  world_folder(const world_folder&) = delete;
  world_folder& operator=(const world_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

} // namespace bench
