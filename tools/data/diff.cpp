#include "tools/data/diff.hpp"

#include "tools/data/diff_values.hpp"
#include "tools/data/lint_set.hpp"
#include "tools/data/text_form.hpp"
#include "tools/data/words.hpp"

namespace tools::data {

namespace {

constexpr loaders::load_mode mode = loaders::load_mode::lenient;

/// What a file of one side is read with.
struct side {
  const file_tree& files;
  text_encoding encoding;
  lint_set names;

  const byte_buffer* find(const std::string& path) const {
    auto found = files.find(path);
    return found == files.end() ? nullptr : &found->second;
  }
};

side load_side(const file_tree& files, text_encoding encoding, progress& shown) {
  lint_options options;
  options.encoding = encoding;
  options.lenient = true;
  return {files, encoding, load_set(files, options, shown)};
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

class comparison {
public:
  comparison(const side& before, const side& after, const json_format* format)
      : before_(before), after_(after), format_(format) {}

  void compare(const std::string& path);
  std::vector<game_change> take() { return std::move(changes_); }

private:
  struct pair {
    const std::string& path;
    file_kind kind;
    const byte_buffer& before;
    const byte_buffer& after;
  };

  // The newer name, unless there is none.
  std::string npc_name(uint16_t id) const {
    return (after_.names.npcs.contains(id) ? after_ : before_).names.npc_name(id);
  }
  std::string map_name(uint16_t id) const {
    return (after_.names.maps.contains(id) ? after_ : before_).names.map_name(id);
  }
  std::string item_name(uint16_t code) const {
    for (auto names : {&after_.names, &before_.names})
      if (auto found = names->items.find(code); found != names->items.end() && !found->second.name.empty())
        return found->second.name + " (" + std::to_string(code) + ")";
    return "item " + std::to_string(code);
  }
  std::string subject_of(const std::string& path, const file_kind& kind) const;

  void add(const std::string& subject, const std::string& path, std::vector<std::string> details) {
    if (details.empty())
      return;
    auto [at, is_new] = place_.emplace(subject, changes_.size());
    if (is_new)
      changes_.push_back({subject, {}, {}});
    auto& change = changes_[at->second];
    change.files.insert(path);
    change.details.insert(change.details.end(), details.begin(), details.end());
  }
  void add_one_sided(const std::string& path, bool is_added);
  bool compare_typed(const pair& files);
  bool compare_values(const pair& files);
  void compare_items(const pair& files, const json& before, const json& after);

  template <class Load>
  auto loaded(const pair& files, Load load) const {
    return std::pair{load(files.before, loaders::load_options{mode, before_.encoding}),
                     load(files.after, loaders::load_options{mode, after_.encoding})};
  }

  const side& before_;
  const side& after_;
  const json_format* format_;
  std::vector<game_change> changes_;
  std::map<std::string, size_t> place_; // of a subject in `changes_`
};

std::string comparison::subject_of(const std::string& path, const file_kind& kind) const {
  auto name = kind.format->name;
  if (kind.id && (name == "npc" || name == "drop" || name == "shop"))
    return npc_name(*kind.id);
  if (kind.id && (name == "map" || name == "spawn"))
    return capital(map_name(*kind.id));
  if (kind.id && name == "quest")
    return "Quest " + std::to_string(*kind.id);
  return path;
}

void comparison::add_one_sided(const std::string& path, bool is_added) {
  auto kind = format_ ? std::optional{file_kind{format_}} : kind_of(path);
  auto verb = is_added ? std::string{"added"} : std::string{"removed"};
  auto name = kind ? kind->format->name : "";
  if (name == "npc" || name == "map" || name == "quest")
    add(subject_of(path, *kind), path, {verb});
  else if (name == "spawn" || name == "drop" || name == "shop")
    add(subject_of(path, *kind), path,
        {std::string{name == "spawn"  ? "spawn list "
                     : name == "drop" ? "drops "
                                      : "shop "}
         + verb});
  else
    add(path, path, {verb});
}

/// Formats that have words of their own; false for others and for what cannot be loaded.
bool comparison::compare_typed(const pair& files) {
  auto name = files.kind.format->name;
  auto items = [this](uint16_t code) { return item_name(code); };
  detail_list details;
  if (name == "map") {
    auto [a, b] = loaded(files, [](const auto& bytes, auto how) { return loaders::load_map({}, {}, bytes, how); });
    if (!a || !b)
      return false;
    auto old_name = shown_text(a->name.str(), before_.encoding);
    if (auto new_name = shown_text(b->name.str(), after_.encoding); old_name != new_name)
      details.push_back("name \"" + old_name + "\" -> \"" + new_name + "\"");
    diff_maps(
      *a, *b, [this](uint16_t id) { return map_name(id); }, details);
  } else if (name == "spawn") {
    auto [a, b] = loaded(files, [](const auto& bytes, auto how) { return loaders::load_spawns({}, bytes, how); });
    if (!a || !b)
      return false;
    std::map<uint16_t, detail_list> by_npc;
    diff_spawns(*a, *b, files.kind.id ? map_name(*files.kind.id) : files.path, by_npc);
    for (auto& [id, xs] : by_npc)
      add(npc_name(id), files.path, std::move(xs));
    return !by_npc.empty();
  } else if (name == "drop") {
    auto [a, b] = loaded(files, [](const auto& bytes, auto how) { return loaders::load_drops({}, bytes, how); });
    if (!a || !b)
      return false;
    diff_drops(*a, *b, items, details);
  } else if (name == "shop") {
    auto [a, b] = loaded(files, [](const auto& bytes, auto how) { return loaders::load_shop({}, bytes, how); });
    if (!a || !b)
      return false;
    diff_shops(a->items, b->items, items, details);
  }
  auto is_found = !details.empty();
  add(subject_of(files.path, files.kind), files.path, std::move(details));
  return is_found;
}

void comparison::compare_items(const pair& files, const json& before, const json& after) {
  auto [list, key] = *item_table_keys(*files.kind.format);
  auto rows_of = [list = std::string{list}, key = std::string{key}](const json& value) {
    std::map<uint16_t, json> rows;
    for (const auto& row : value.at(list))
      if (!row.contains("empty"))
        rows.emplace(row.at(key).get<uint16_t>(), row);
    return rows;
  };
  auto old_rows = rows_of(before);
  auto new_rows = rows_of(after);
  auto name_of = [&](uint16_t id) {
    auto name = files.kind.format->name;
    return name == "it0ex" ? "Levels 11 to 15 of row " + std::to_string(id)
           : name == "pet" ? "Pet " + std::to_string(id)
                           : capital(item_name(id));
  };
  for (const auto& [id, row] : old_rows) {
    auto other = new_rows.find(id);
    detail_list details;
    if (other == new_rows.end())
      details.push_back("removed");
    else
      diff_json(row, other->second, {}, details);
    add(name_of(id), files.path, std::move(details));
  }
  for (const auto& [id, row] : new_rows)
    if (!old_rows.contains(id))
      add(name_of(id), files.path, {"added"});
}

/// Any format, by its JSON. False when it cannot be loaded or says the same.
bool comparison::compare_values(const pair& files) {
  auto before = readable_value(*files.kind.format, files.before, before_.encoding);
  auto after = readable_value(*files.kind.format, files.after, after_.encoding);
  if (!before || !after || *before == *after)
    return false;
  auto count = changes_.size();
  if (item_table_keys(*files.kind.format)) {
    compare_items(files, *before, *after);
    if (changes_.size() == count)
      add(files.path, files.path, {"the same items in another order or with other gaps"});
    return true;
  }
  detail_list details;
  diff_json(*before, *after, {}, details);
  add(subject_of(files.path, files.kind), files.path, std::move(details));
  return true;
}

void comparison::compare(const std::string& path) {
  auto before = before_.find(path);
  auto after = after_.find(path);
  if (!before || !after) {
    add_one_sided(path, after != nullptr);
    return;
  }
  if (*before == *after)
    return;
  auto kind = kind_of(path);
  if (format_)
    kind = file_kind{format_, kind && kind->format == format_ ? kind->id : std::nullopt};
  if (kind) {
    pair files{path, *kind, *before, *after};
    if (compare_typed(files) || compare_values(files))
      return;
  }
  auto sizes = before->size() == after->size()
                 ? std::to_string(before->size()) + " bytes"
                 : std::to_string(before->size()) + " -> " + std::to_string(after->size()) + " bytes";
  add(path, path, {(kind ? "other bytes, which change nothing or cannot be read (" : "other bytes (") + sizes + ")"});
}

} // namespace

std::vector<game_change> diff(const file_tree& before, const file_tree& after, const diff_options& options,
                              progress& shown) {
  auto old_side = load_side(before, options.before, shown);
  auto new_side = load_side(after, options.after, shown);
  std::set<std::string> paths;
  for (const auto* files : {&before, &after})
    for (const auto& [path, bytes] : *files)
      paths.insert(path);
  comparison found{old_side, new_side, options.format};
  shown.begin("Comparing", paths.size());
  for (const auto& path : paths) {
    shown.step();
    found.compare(path);
  }
  return found.take();
}

std::string to_sentence(const game_change& x, size_t details_max) {
  auto text = x.subject + ": ";
  auto shown = std::min(details_max, x.details.size());
  for (size_t i = 0; i < shown; ++i)
    text += (i > 0 ? "; " : "") + x.details[i];
  if (shown < x.details.size())
    text += "; and " + std::to_string(x.details.size() - shown) + " more";
  return text + ".";
}

} // namespace tools::data
