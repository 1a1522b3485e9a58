#include "tools/data/text_tree.hpp"

#include "loaders/text_lines.hpp"
#include "tools/data/json_layout.hpp"
#include "tools/data/text_form.hpp"

namespace tools::data {

namespace {

constexpr std::string_view settings_file = "zonehive-text.json";
constexpr std::string_view escape = ".original";
constexpr int layout_version = 1;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// A name that the way back would not take for a file to carry.
bool needs_escape(const std::string& path) {
  return path == settings_file || path.ends_with(escape) || name_of(path).starts_with(".git")
         || text_place_of(path).has_value();
}

std::string carried_path(const std::string& path) { return needs_escape(path) ? path + std::string{escape} : path; }

text_encoding encoding_in(const file_tree& text) {
  auto found = text.find(std::string{settings_file});
  if (found == text.end())
    throw build_error{"is missing: this is no directory that `zonehive data convert to-text` made"};
  json value;
  try {
    value = json::parse(found->second);
  } catch (const json::exception&) {
    throw build_error{"is no JSON"};
  }
  json_source from{value, "value"};
  if (from.at("version").number<int>() != layout_version)
    from.at("version").fail("is " + from.at("version").value().dump() + "; this program knows version 1");
  auto encoding = loaders::parse_text_encoding(from.at("encoding").text());
  if (!encoding)
    from.at("encoding").fail("is no encoding");
  return *encoding;
}

/// The texts of one data file.
struct text_group {
  text_place place;
  std::map<std::string, std::string> parts;
};

} // namespace

to_text_outcome to_text(const file_tree& data, text_encoding encoding, progress& shown) {
  to_text_outcome outcome;
  json marker{{"version", layout_version}, {"encoding", to_string(encoding)}};
  outcome.files.emplace(settings_file, loaders::bytes_of(laid_out(marker)));
  shown.begin("Converting", data.size());
  for (const auto& [path, bytes] : data) {
    shown.step();
    auto kind = kind_of(path);
    auto texts = kind ? text_form(path, *kind, bytes, encoding) : std::nullopt;
    if (texts) {
      ++outcome.converted;
      outcome.files.merge(*texts);
      continue;
    }
    outcome.files.emplace(carried_path(path), bytes);
    auto is_text =
      kind && (kind->format->name == "shop" || kind->format->name == "teleport" || kind->format->name == "mapinfo");
    if (kind && !is_text)
      outcome.kept.push_back(path);
  }
  return outcome;
}

bool is_text_tree(const file_tree& files) { return files.contains(std::string{settings_file}); }

to_data_outcome to_data(const file_tree& text, progress& shown) {
  to_data_outcome outcome;
  try {
    outcome.encoding = encoding_in(text);
  } catch (const build_error& err) {
    outcome.errors.push_back(std::string{settings_file} + ": " + err.what() + ".");
    return outcome;
  }
  std::map<std::string, text_group> groups;
  auto add = [&](const std::string& path, byte_buffer bytes) {
    if (!outcome.files.emplace(path, std::move(bytes)).second)
      outcome.errors.push_back(path + ": two files of the text become this one.");
  };
  for (const auto& [path, bytes] : text) {
    if (path == settings_file || (name_of(path).starts_with(".git") && !path.ends_with(escape)))
      continue;
    if (path.ends_with(escape)) {
      add(path.substr(0, path.size() - escape.size()), bytes);
    } else if (auto place = text_place_of(path)) {
      auto& group = groups[place->path + "." + std::string{place->format->name}];
      group.parts.emplace(place->part, loaders::source_of(bytes));
      group.place = std::move(*place);
    } else {
      add(path, bytes);
    }
  }
  shown.begin("Converting", groups.size());
  for (const auto& [name, group] : groups) {
    shown.step();
    try {
      add(group.place.path, data_form(group.place, group.parts, outcome.encoding));
    } catch (const build_error& err) {
      outcome.errors.push_back(name + ".json: " + err.what()
                               + (std::string_view{err.what()}.ends_with('.') ? "" : "."));
    }
  }
  return outcome;
}

} // namespace tools::data
