#include "tools/data/diff_command.hpp"

#include "tools/data/data_tree.hpp"
#include "tools/data/diff.hpp"
#include "tools/data/json_layout.hpp"
#include "tools/data/words.hpp"

#include <fstream>
#include <iterator>
#include <ostream>

namespace tools::data {

namespace fs = std::filesystem;

namespace {

/// A tree of one file, called `name`.
data_tree read_one(const fs::path& path, const std::string& name) {
  std::error_code error;
  if (auto size = fs::file_size(path, error); error || size > loaders::file_size_max)
    throw build_error{path.string() + (error ? " cannot be read" : " is larger than any data file")};
  std::ifstream file{path, std::ios::binary};
  byte_buffer bytes{std::istreambuf_iterator<char>{file}, {}};
  if (!file)
    throw build_error{path.string() + " cannot be read"};
  return {{{name, std::move(bytes)}}, {}, {}, {}};
}

/// Folder and name, which tell the format.
std::string short_name(const fs::path& path) {
  auto whole = fs::absolute(path).lexically_normal();
  return (whole.parent_path().filename() / whole.filename()).generic_string();
}

data_tree checked(data_tree tree) {
  if (!tree.errors.empty())
    throw build_error{tree.errors.front().substr(0, tree.errors.front().size() - 1)};
  return tree;
}

std::pair<data_tree, data_tree> read_both(const diff_request& request, progress& shown) {
  if (fs::is_directory(request.before) != fs::is_directory(request.after))
    throw build_error{"a directory cannot be compared with a file"};
  if (fs::is_directory(request.before))
    return {checked(read_data_tree(request.before, shown)), checked(read_data_tree(request.after, shown))};
  auto name = short_name(request.before);
  return {read_one(request.before, name), read_one(request.after, name)};
}

diff_options options_of(const diff_request& request, const data_tree& before, const data_tree& after) {
  auto encoding = request.encoding.empty() ? text_encoding::ascii : loaders::parse_text_encoding(request.encoding);
  if (!encoding)
    throw build_error{"no encoding is called \"" + request.encoding + "\""};
  diff_options options{before.encoding.value_or(*encoding), after.encoding.value_or(*encoding), nullptr};
  if (request.format.empty())
    return options;
  options.format = find_json_format(request.format);
  if (!options.format)
    throw build_error{"no format is called \"" + request.format + "\""};
  if (fs::is_directory(request.before))
    throw build_error{"--format is for two files; in a directory their paths tell"};
  return options;
}

void print(const std::vector<game_change>& changes, bool as_json, std::ostream& out) {
  constexpr size_t details_max = 12;
  if (!as_json) {
    for (const auto& x : changes)
      out << for_terminal(to_sentence(x, details_max)) << "\n";
    return;
  }
  auto rows = json::array();
  for (const auto& x : changes)
    rows.push_back({{"subject", x.subject}, {"changes", x.details}, {"files", x.files}});
  out << laid_out({{"changes", std::move(rows)}});
}

} // namespace

int run_data_diff(const diff_request& request, std::ostream& out, std::ostream& err, progress& shown) {
  try {
    auto [before, after] = read_both(request, shown);
    auto changes = diff(before.files, after.files, options_of(request, before, after), shown);
    shown.finish();
    print(changes, request.as_json, out);
    return changes.empty() ? exit_ok : exit_failed;
  } catch (const build_error& reason) {
    shown.finish();
    err << "zonehive: " << for_terminal(reason.what()) << ".\n";
    return exit_bad_usage;
  }
}

} // namespace tools::data
