#include "loaders/class_data.hpp"
#include "loaders/client_tables.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/map_info.hpp"
#include "loaders/text_lines.hpp"
#include "tools/data/file_kind.hpp"
#include "tools/data/lint_set.hpp"
#include "tools/data/words.hpp"

namespace tools::data {

using loaders::load_errc;
using loaders::load_issue;
using loaders::load_mode;

std::string_view rule_of(load_errc code) {
  switch (code) {
  case load_errc::truncated:
    return "file-truncated";
  case load_errc::trailing:
    return "file-trailing";
  case load_errc::misaligned:
    return "file-misaligned";
  case load_errc::count:
    return "file-count";
  case load_errc::range:
    return "file-range";
  case load_errc::duplicate:
    return "file-duplicate";
  case load_errc::reference:
    return "file-reference";
  case load_errc::id_mismatch:
    return "file-id-mismatch";
  case load_errc::syntax:
    return "file-syntax";
  case load_errc::too_large:
    return "file-too-large";
  case load_errc::encoding:
    return "text-decode";
  }
  return "file-range";
}

std::string sentence_of(const load_issue& issue) {
  auto text = issue.field + " is " + issue.value + ", expected " + issue.expected + ".";
  text[0] = text[0] >= 'a' && text[0] <= 'z' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
  return text;
}

namespace {

finding finding_of(const load_issue& issue) {
  lint_place place{issue.file};
  (issue.line ? place.line : place.offset) = issue.line.value_or(issue.offset);
  return make_finding(rule_of(issue.code), std::move(place), sentence_of(issue));
}

/// Loads one file after the other into a set.
class set_loader {
public:
  set_loader(lint_set& set, const std::string& path, const file_kind& kind, byte_view bytes)
      : set_(set), path_(path), kind_(kind), bytes_(bytes) {}

  void load();

private:
  loaders::load_options options() const { return {load_mode::lenient, set_.options.encoding}; }
  uint16_t id() const { return kind_.id.value_or(0); }

  template <class T>
  std::optional<T> taken(loaders::result<T> loaded) {
    if (!loaded) {
      set_.findings.push_back(finding_of(loaded.error()));
      if (kind_.id)
        set_.unreadable[kind_.format->name].insert(*kind_.id);
      return std::nullopt;
    }
    if (set_.options.lenient) {
      for (const auto& issue : loaded.warnings())
        set_.findings.push_back(finding_of(issue));
    } else {
      add_strict_findings(loaded.warnings());
    }
    return std::move(*loaded);
  }
  // Lenient mode tells of all faults where strict mode stops at the first one; but that may be one lenient mode does
  // not even mention, or calls by another name.
  void add_strict_findings(const std::vector<load_issue>& warnings) {
    auto refusal = strict_refusal();
    for (const auto& issue : warnings) {
      auto is_partial = refusal && refusal->code == load_errc::misaligned && issue.code == load_errc::trailing;
      set_.findings.push_back(finding_of(is_partial ? *refusal : issue));
    }
    if (refusal && warnings.empty())
      set_.findings.push_back(finding_of(*refusal));
  }
  std::optional<load_issue> strict_refusal() const {
    loaders::file_context context{path_, {load_mode::strict, set_.options.encoding}, kind_.id};
    if (kind_.format->name == "it0ex")
      context.base_rows = base_rows();
    auto rewritten = loaders::find_file_format(kind_.format->name)->rewrite(context, bytes_);
    return rewritten ? std::nullopt : std::optional{rewritten.error()};
  }
  std::set<uint16_t> base_rows() const {
    std::set<uint16_t> rows;
    for (const auto& [code, item] : set_.items)
      if (code >> 10 >= 1 && code >> 10 <= 3)
        rows.insert(code & loaders::item_row_max);
    return rows;
  }

  template <class T>
  void keep(by_id<T>& into, T value) {
    auto [at, is_new] = into.emplace(id(), from_file<T>{path_, std::move(value)});
    if (!is_new)
      set_.findings.push_back(make_finding("duplicate-id", {path_},
                                           std::string{kind_.format->name} + " " + std::to_string(id())
                                             + " is also defined by " + at->second.file + ", which is used."));
  }
  template <class T>
  void keep_list(lists<T>& into, std::optional<std::vector<T>> loaded) {
    if (loaded)
      into.push_back({path_, std::move(*loaded)});
  }
  /// Names that leave no room for their end mark.
  template <class T>
  void check_room(const T& x, size_t offset) {
    msg::wire::for_each_field<T>([&]<class F>(const F& f) {
      if constexpr (loaders::is_name_field<typename F::member_type>) {
        const auto& bytes = (x.*f.member).bytes;
        if (std::find(bytes.begin(), bytes.end(), '\0') == bytes.end())
          set_.findings.push_back(make_finding("text-full", {path_, offset},
                                               "The " + std::string{f.name} + " \""
                                                 + shown_text({bytes.data(), bytes.size()}, set_.options.encoding)
                                                 + "\" fills all " + std::to_string(bytes.size()) + " bytes."));
      }
      offset += msg::wire::size_of<typename F::member_type>();
    });
  }
  template <class T>
  void check_rooms(const std::vector<T>& xs, size_t begin = 0) {
    for (size_t i = 0; i < xs.size(); ++i)
      check_room(xs[i], begin + i * msg::wire::size_of<T>());
  }
  template <class T>
  void keep_items(loaders::result<std::vector<T>> loaded);
  void load_map_file();
  void load_map_list();
  void load_pet_table();
  void load_client_table();
  bool load_numbered();
  bool load_table();

  lint_set& set_;
  const std::string& path_;
  const file_kind& kind_;
  byte_view bytes_;
};

template <class T>
void set_loader::keep_items(loaders::result<std::vector<T>> loaded) {
  set_.has_item_tables = true;
  auto items = taken(std::move(loaded));
  if (!items)
    return;
  check_rooms(*items);
  for (const auto& x : *items) {
    if (loaders::is_empty_slot(x))
      continue;
    known_item item{path_, shown_text(x.name.str(), set_.options.encoding), {}};
    if constexpr (std::is_same_v<T, loaders::it0_item>)
      item.slot = x.slot;
    else if constexpr (std::is_same_v<T, loaders::it1_item>)
      item.slot = x.slot();
    auto [at, is_new] = set_.items.emplace(x.code(), std::move(item));
    if (!is_new)
      set_.findings.push_back(
        make_finding("duplicate-id", {path_},
                     "Item " + std::to_string(x.code()) + " is also in " + at->second.file + ", which is used."));
  }
}

void set_loader::load_map_file() {
  auto map = taken(loaders::load_map(path_, kind_.id, bytes_, options()));
  if (!map)
    return;
  if (map->name.str().size() == loaders::map_name_size)
    set_.findings.push_back(
      make_finding("text-full", {path_, 2},
                   "The name \"" + shown_text(map->name.str(), set_.options.encoding) + "\" fills all 20 bytes."));
  keep(set_.maps, loaders::map_grid{*map});
}

void set_loader::load_map_list() {
  auto info = taken(loaders::load_map_info(path_, bytes_, options()));
  if (!info)
    return;
  set_.has_map_list = true;
  for (auto [id, use] : info->map_zone)
    set_.map_list.emplace(id, map_list_entry{path_, 0, use});
  for (const auto& line : loaders::split_lines(bytes_)) {
    auto key = loaders::to_lower(loaders::trim(line.text.substr(0, line.text.find('='))));
    if (!key.starts_with("map"))
      continue;
    auto id = loaders::parse_decimal(std::string_view{key}.substr(3), std::numeric_limits<uint16_t>::max());
    if (auto found = set_.map_list.find(static_cast<uint16_t>(id.value_or(0))); id && found != set_.map_list.end())
      found->second.line = line.number;
  }
}

void set_loader::load_pet_table() {
  auto pets = taken(loaders::load_pets(path_, bytes_, options()));
  if (!pets)
    return;
  check_rooms(*pets);
  for (const auto& x : *pets)
    if (!loaders::is_empty_slot(x))
      set_.pets.insert(x.code);
}

void set_loader::load_client_table() {
  constexpr size_t count_size = 4; // before the records
  auto check = [&](auto loaded) {
    if (auto rows = taken(std::move(loaded)))
      check_rooms(*rows, count_size);
  };
  auto name = kind_.format->name;
  if (name == "client_mon")
    check(loaders::load_client_monsters(path_, bytes_, options()));
  else if (name == "client_mc")
    check(loaders::load_client_maps(path_, bytes_, options()));
  else if (name == "client_npc")
    check(loaders::load_client_npcs(path_, bytes_, options()));
  else
    check(loaders::load_client_warps(path_, bytes_, options()));
}

/// Formats with an id in their name; false for others.
bool set_loader::load_numbered() {
  auto name = kind_.format->name;
  if (name == "map") {
    load_map_file();
  } else if (name == "npc") {
    if (auto x = taken(loaders::load_npc(path_, kind_.id, bytes_, options()))) {
      check_room(*x, 0);
      keep(set_.npcs, std::move(*x));
    }
  } else if (name == "spawn") {
    if (auto xs = taken(loaders::load_spawns(path_, bytes_, options())))
      keep(set_.spawns, std::move(*xs));
  } else if (name == "drop") {
    if (auto xs = taken(loaders::load_drops(path_, bytes_, options())))
      keep(set_.drops, std::move(*xs));
  } else if (name == "shop") {
    if (auto x = taken(loaders::load_shop(path_, bytes_, options())))
      keep(set_.shops, std::move(*x));
  } else if (name == "quest") {
    if (auto x = taken(loaders::load_quest(path_, kind_.id, bytes_, options())))
      keep(set_.quests, std::move(*x));
  } else if (name == "pc") {
    set_.classes.insert(id());
    taken(loaders::load_class_data(path_, bytes_, options()));
  } else {
    return false;
  }
  return true;
}

/// Tables to which rules refer; false for others.
bool set_loader::load_table() {
  auto name = kind_.format->name;
  auto how = options();
  if (name == "it0")
    keep_items(loaders::load_it0(path_, bytes_, how));
  else if (name == "it1")
    keep_items(loaders::load_it1(path_, bytes_, how));
  else if (name == "it2" || name == "it3")
    keep_items(loaders::load_it2(path_, bytes_, how));
  else if (name == "it0ex") {
    auto rows = base_rows();
    taken(loaders::load_it0ex(path_, &rows, bytes_, how));
  } else if (name == "pet")
    load_pet_table();
  else if (name == "combination")
    keep_list(set_.recipes, taken(loaders::load_recipes(path_, bytes_, loaders::combination_count_max, how)));
  else if (name == "shue")
    keep_list(set_.pet_recipes, taken(loaders::load_recipes(path_, bytes_, loaders::shue_count_max, how)));
  else if (name == "cashitem")
    keep_list(set_.cash_items, taken(loaders::load_cash_items(path_, bytes_, how)));
  else if (name == "setitem")
    keep_list(set_.item_sets, taken(loaders::load_item_sets(path_, bytes_, how)));
  else if (name == "presentset")
    keep_list(set_.present_sets, taken(loaders::load_present_sets(path_, bytes_, how)));
  else if (name == "npcskill")
    keep_list(set_.npc_skills, taken(loaders::load_npc_skills(path_, bytes_, how)));
  else if (name == "favindex")
    keep_list(set_.favours, taken(loaders::load_favour_indices(path_, bytes_, how)));
  else if (name == "mapinfo")
    load_map_list();
  else if (name == "teleport") {
    if (auto x = taken(loaders::load_teleport_list(path_, bytes_, how)))
      set_.teleports.push_back({path_, std::move(*x)});
  } else
    return false;
  return true;
}

void set_loader::load() {
  if (load_numbered() || load_table())
    return;
  if (kind_.format->name.starts_with("client_")) {
    load_client_table();
    return;
  }
  // Nothing refers to the rest, which is loaded for its own faults only.
  loaders::file_context context{path_, options(), kind_.id};
  taken(loaders::find_file_format(kind_.format->name)->rewrite(context, bytes_));
}

} // namespace

std::string lint_set::npc_name(uint16_t id) const {
  auto found = npcs.find(id);
  auto name = found == npcs.end() ? std::string{} : shown_text(found->second.value.name.str(), options.encoding);
  return name.empty() ? "NPC " + std::to_string(id) : name + " (" + std::to_string(id) + ")";
}

std::string lint_set::map_name(uint16_t id) const {
  auto found = maps.find(id);
  auto name = found == maps.end() ? std::string{} : shown_text(found->second.value.name, options.encoding);
  return "map " + std::to_string(id) + (name.empty() ? "" : " (" + name + ")");
}

lint_set load_set(const file_tree& files, const lint_options& options, progress& shown) {
  lint_set set;
  set.options = options;
  shown.begin("Loading", files.size());
  // IT0 before IT0ex, which refers to its rows.
  for (auto is_first_pass : {true, false})
    for (const auto& [path, bytes] : files) {
      auto kind = kind_of(path);
      if (!kind) {
        if (is_first_pass)
          shown.step();
        continue;
      }
      if ((kind->format->name == "it0") != is_first_pass)
        continue;
      shown.step();
      ++set.file_count;
      set_loader{set, path, *kind, bytes}.load();
    }
  set.world_issues = world_issues_of(files, options);
  return set;
}

} // namespace tools::data
