#include "tools/data/convert_command.hpp"

#include "tools/data/text_tree.hpp"

#include <algorithm>
#include <limits>
#include <ostream>

namespace tools::data {

namespace fs = std::filesystem;

namespace {

/// At most a few of many paths, one a line.
void list(std::ostream& out, const std::vector<std::string>& paths) {
  constexpr size_t shown_max = 10;
  for (size_t i = 0; i < std::min(paths.size(), shown_max); ++i)
    out << "  " << paths[i] << "\n";
  if (paths.size() > shown_max)
    out << "  and " << paths.size() - shown_max << " more\n";
}

/// One directory inside the other would convert its own result.
bool overlaps(const fs::path& one, const fs::path& other) {
  auto inside = [](const fs::path& x, const fs::path& y) {
    auto relative = fs::weakly_canonical(x).lexically_relative(fs::weakly_canonical(y));
    return !relative.empty() && *relative.begin() != "..";
  };
  return inside(one, other) || inside(other, one);
}

int write(const file_tree& files, const convert_options& options, std::ostream& out, std::ostream& err,
          progress& shown) {
  auto outcome = write_tree(files, options.to, options.write, shown);
  shown.finish();
  if (outcome.error) {
    err << "zonehive: " << *outcome.error << "\n";
    return exit_failed;
  }
  out << options.to.string() << ": " << outcome.written << " files written, " << outcome.unchanged << " unchanged";
  if (outcome.removed > 0)
    out << ", " << outcome.removed << " removed";
  out << ".\n";
  if (!outcome.strangers.empty()) {
    out << "Files there that are not from " << options.from.string() << " (--prune removes such files):\n";
    list(out, outcome.strangers);
  }
  return exit_ok;
}

int write_text(const file_tree& data, text_encoding encoding, const convert_options& options, std::ostream& out,
               std::ostream& err, progress& shown) {
  auto outcome = to_text(data, encoding, shown);
  auto code = write(outcome.files, options, out, err, shown);
  if (code != exit_ok)
    return code;
  out << outcome.converted << " of " << data.size() << " files are text now; the others were carried as they are.\n";
  if (!outcome.kept.empty()) {
    out << "Too damaged to be text (`zonehive data lint` says why):\n";
    list(out, outcome.kept);
  }
  return exit_ok;
}

int write_data(const file_tree& text, const convert_options& options, std::ostream& out, std::ostream& err,
               progress& shown) {
  auto outcome = to_data(text, shown);
  if (outcome.errors.empty())
    return write(outcome.files, options, out, err, shown);
  shown.finish();
  for (const auto& sentence : outcome.errors)
    err << "zonehive: " << sentence << "\n";
  err << "Nothing was written.\n";
  return exit_failed;
}

} // namespace

int run_data_convert(const convert_options& options, std::ostream& out, std::ostream& err, progress& shown) {
  auto encoding = options.encoding.empty() ? text_encoding::ascii : loaders::parse_text_encoding(options.encoding);
  if (!encoding) {
    err << "zonehive: no encoding is called \"" << options.encoding << "\".\n";
    return exit_bad_usage;
  }
  if (overlaps(options.from, options.to)) {
    err << "zonehive: one of the two directories is inside the other; choose another place.\n";
    return exit_bad_usage;
  }
  auto found = read_tree(options.from, std::numeric_limits<uintmax_t>::max(), shown);
  if (found.error) {
    shown.finish();
    err << "zonehive: " << *found.error << "\n";
    return exit_failed;
  }
  return options.to_binary ? write_data(found.files, options, out, err, shown)
                           : write_text(found.files, *encoding, options, out, err, shown);
}

} // namespace tools::data
