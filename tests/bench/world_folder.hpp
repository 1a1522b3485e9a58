// A generated world in a temporary folder, gone with the object.

#pragma once

#include <filesystem>

namespace bench {

class world_folder {
public:
  world_folder();
  ~world_folder();
  world_folder(const world_folder&) = delete;
  world_folder& operator=(const world_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

} // namespace bench
