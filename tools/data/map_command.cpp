#include "tools/data/map_command.hpp"

#include "loaders/npc.hpp"
#include "tools/data/json_source.hpp"
#include "tools/data/png_file.hpp"
#include "tools/data/words.hpp"

#include <fstream>
#include <iterator>
#include <ostream>
#include <set>

namespace tools::data {

namespace fs = std::filesystem;

namespace {

/// A file that cannot be read or written, as opposed to one that is wrong.
class file_error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

loaders::byte_buffer bytes_of_file(const fs::path& path) {
  std::error_code error;
  auto size = fs::file_size(path, error);
  if (error)
    throw file_error{"cannot read " + path.string() + ": " + error.message()};
  if (size > loaders::file_size_max)
    throw build_error{path.string() + " is larger than any data file"};
  std::ifstream file{path, std::ios::binary};
  loaders::byte_buffer bytes{std::istreambuf_iterator<char>{file}, {}};
  if (!file)
    throw file_error{"cannot read " + path.string()};
  return bytes;
}

// Old maps are worth a look too; what is wrong with them is said beside it.
template <class T>
T taken(loaders::result<T> loaded, std::ostream& err) {
  if (!loaded) {
    auto text = to_string(loaded.error());
    throw build_error{text.substr(0, text.size() - 1)};
  }
  for (const auto& issue : loaded.warnings())
    err << for_terminal(to_string(issue)) << "\n";
  return std::move(*loaded);
}

map_layer layer_named(const std::string& name) {
  if (name == "walk")
    return map_layer::walk;
  if (name == "pk")
    return map_layer::pk;
  if (name == "level")
    return map_layer::level;
  if (name == "block")
    return map_layer::block;
  throw build_error{"no layer is called \"" + name + "\"; there are walk, pk, level, block"};
}

void add_names(map_scene& scene, const fs::path& folder, loaders::load_options options) {
  std::set<uint16_t> ids;
  for (const auto& x : scene.spawns)
    ids.insert(x.npc);
  if (!fs::is_directory(folder))
    throw file_error{folder.string() + " is no directory"};
  for (auto id : ids) {
    auto path = folder / std::to_string(id);
    if (!fs::is_regular_file(path))
      continue; // shown by its number
    if (auto npc = loaders::load_npc(path.string(), {}, bytes_of_file(path), options))
      scene.npc_names[id] = shown_text(npc->name.str(), options.encoding);
  }
}

map_scene scene_of(const map_request& request, std::ostream& err) {
  loaders::load_options options{loaders::load_mode::lenient};
  if (!request.encoding.empty()) {
    auto encoding = loaders::parse_text_encoding(request.encoding);
    if (!encoding)
      throw build_error{"no encoding is called \"" + request.encoding + "\""};
    options.encoding = *encoding;
  }
  map_scene scene;
  scene.layer = layer_named(request.layer);
  scene.map = taken(loaders::load_map(request.map.string(), {}, bytes_of_file(request.map), options), err);
  scene.name = shown_text(scene.map.name.str(), options.encoding);
  if (!request.spawns.empty())
    scene.spawns = taken(loaders::load_spawns(request.spawns.string(), bytes_of_file(request.spawns), options), err);
  if (!request.npcs.empty())
    add_names(scene, request.npcs, options);
  return scene;
}

void write_png(const map_request& request, const map_scene& scene) {
  if (!request.force && fs::exists(request.out))
    throw file_error{request.out.string() + " is there already; --force writes over it"};
  auto bytes = png_of(draw_map(scene));
  std::ofstream file{request.out, std::ios::binary | std::ios::trunc};
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file)
    throw file_error{"cannot write " + request.out.string()};
}

} // namespace

int run_data_map(const map_request& request, std::ostream& out, std::ostream& err) {
  auto complain = [&](const std::exception& reason, int code) {
    err << "zonehive: " << for_terminal(reason.what()) << ".\n";
    return code;
  };
  try {
    auto scene = scene_of(request, err);
    if (!request.out.empty())
      write_png(request, scene);
    if (request.out.empty() || request.terminal)
      out << map_text(scene);
    return exit_ok;
  } catch (const build_error& reason) {
    return complain(reason, exit_bad_usage);
  } catch (const std::runtime_error& reason) {
    return complain(reason, exit_failed);
  }
}

} // namespace tools::data
