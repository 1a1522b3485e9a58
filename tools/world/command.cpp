#include "tools/world/command.hpp"

#include "loaders/map.hpp"
#include "loaders/spawn.hpp"
#include "tools/world/generate.hpp"

#include <fstream>
#include <ostream>
#include <stdexcept>
#include <system_error>

namespace tools {

namespace fs = std::filesystem;

namespace {

using world = std::map<std::string, std::vector<uint8_t>>;

// Empty, or why `out` must not be written to.
std::string refusal(const fs::path& out, bool force) {
  std::error_code error;
  auto status = fs::status(out, error);
  if (!fs::exists(status))
    return error && status.type() != fs::file_type::not_found ? error.message() : std::string{};
  if (!fs::is_directory(status))
    return "it exists and is no directory; choose another place";
  auto empty = fs::is_empty(out, error);
  if (error)
    return error.message();
  if (!empty && !force)
    return "the directory is not empty; choose another one, or give --force to have its content moved aside";
  return {};
}

// `path` with `suffix` behind its last name.
fs::path beside(const fs::path& path, const std::string& suffix) {
  auto result = path;
  result += suffix;
  return result;
}

void write_files(const world& files, const fs::path& directory) {
  for (const auto& [name, bytes] : files) {
    auto path = directory / name;
    fs::create_directories(path.parent_path());
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
      throw std::runtime_error("cannot write " + path.string());
  }
}

// Where what `out` held was moved to; empty when it held nothing.
fs::path move_aside(const fs::path& out) {
  if (!fs::exists(out) || fs::is_empty(out))
    return {};
  for (int number = 1;; ++number) {
    auto aside = beside(out, ".old" + std::to_string(number));
    if (fs::exists(fs::symlink_status(aside)))
      continue;
    fs::rename(out, aside);
    return aside;
  }
}

fs::path write_world(const world& files, const fs::path& out) {
  auto partial = beside(out, ".zonehive-partial");
  fs::remove_all(partial); // an earlier run that was interrupted
  fs::create_directories(partial);
  try {
    write_files(files, partial);
    auto aside = move_aside(out);
    fs::rename(partial, out);
    return aside;
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    throw;
  }
}

void print_map(const world& files, uint16_t id, std::ostream& out) {
  auto path = "map/" + std::to_string(id);
  auto map = loaders::load_map(path, id, files.at(path), loaders::load_mode::strict);
  auto spawns = loaders::load_spawns(path + ".n_ndt", files.at(path + ".n_ndt"), loaders::load_mode::strict);
  if (!map || !spawns)
    return; // generate_world has loaded both
  auto walkable = std::count_if(map->cells.begin(), map->cells.end(),
                                [](uint32_t word) { return loaders::cell_bits::walkable.get(word) != 0; });
  auto monsters = std::count_if(spawns->begin(), spawns->end(), [](const auto& x) { return x.is_monster(); });
  out << "  map " << id << "  " << map->name.str() << ": " << files.at(path).size() << " bytes, "
      << walkable * 100 / static_cast<long>(loaders::cell_count) << " % walkable, " << map->warps.size() << " warps, "
      << monsters << " monsters, " << spawns->size() - static_cast<size_t>(monsters) << " town people\n";
}

void print_summary(const world& files, uint64_t seed, const fs::path& out, const fs::path& aside,
                   std::ostream& stream) {
  size_t size = 0;
  for (const auto& [name, bytes] : files)
    size += bytes.size();
  stream << "Wrote the world of seed " << seed << " to " << out.string() << ": " << files.size() << " files, " << size
         << " bytes.\n";
  for (auto id : {larkmere_id, hollow_barrow_id, quillport_id})
    print_map(files, id, stream);
  if (!aside.empty())
    stream << "What was there before is now in " << aside.string() << "; to undo, move it back.\n";
  stream << "Next: zonehive serve --data " << out.string() << "\n";
}

} // namespace

int run_world_generate(const world_order& order, std::ostream& out, std::ostream& err) {
  try {
    auto target = fs::absolute(order.out).lexically_normal();
    if (!target.has_filename()) // "dir/"
      target = target.parent_path();
    if (auto reason = refusal(target, order.force); !reason.empty()) {
      err << "Cannot write a world to " << target.string() << ": " << reason << ".\n";
      return 1;
    }
    auto files = generate_world(order.seed, order.profile);
    auto aside = write_world(files, target);
    print_summary(files, order.seed, target, aside, out);
    return 0;
  } catch (const std::exception& reason) {
    err << "Cannot write a world to " << order.out.string() << ": " << reason.what() << ".\n";
    return 1;
  }
}

} // namespace tools
