#include "tests/bench/world_folder.hpp"

#include "tools/world/generate.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace bench {

namespace {

constexpr uint64_t seed = 1; // figures of two runs are about the same ground

} // namespace

world_folder::world_folder() : world_folder(tools::generate_world(seed)) {}

world_folder::world_folder(const std::map<std::string, std::vector<uint8_t>>& files) {
  auto pattern = (std::filesystem::temp_directory_path() / "zonehive-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"no temporary folder for the world"};
  path_ = pattern;
  for (const auto& [name, bytes] : files) {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream out{path_ / name, std::ios::binary};
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
}

world_folder::~world_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

} // namespace bench
