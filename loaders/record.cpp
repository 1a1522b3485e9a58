#include "loaders/record.hpp"

#include "loaders/text_lines.hpp"

namespace loaders {

load_issue inspection::issue(load_errc code, size_t offset, std::string field, std::string value,
                             std::string expected) const {
  return {code, file_, offset, std::move(field), std::move(value), std::move(expected)};
}

std::optional<load_issue> inspection::refuse_if_strict(load_issue issue) {
  if (is_strict())
    return issue;
  warn(std::move(issue));
  return std::nullopt;
}

std::optional<load_issue> inspection::check_not_too_large(byte_view in) const {
  if (in.size() <= file_size_max)
    return std::nullopt;
  return issue(load_errc::too_large, 0, "file size", std::to_string(in.size()) + " bytes",
               "at most " + std::to_string(file_size_max) + " bytes");
}

std::optional<load_issue> inspection::check_size(byte_view in, size_t size, std::string_view what) {
  if (auto found = check_not_too_large(in))
    return found;
  auto value = std::to_string(in.size()) + " bytes";
  auto expected = std::to_string(size) + " bytes (" + std::string{what} + ")";
  if (in.size() < size)
    return issue(load_errc::truncated, in.size(), "file size", std::move(value), std::move(expected));
  if (in.size() > size)
    return refuse_if_strict(issue(load_errc::trailing, size, "file size", std::move(value), std::move(expected)));
  return std::nullopt;
}

std::optional<load_issue> inspection::check_records(byte_view in, size_t record_size) {
  if (auto found = check_not_too_large(in))
    return found;
  auto rest = in.size() % record_size;
  if (rest == 0)
    return std::nullopt;
  // What is left behind the last whole record is a warning of its own class.
  auto code = is_strict() ? load_errc::misaligned : load_errc::trailing;
  return refuse_if_strict(issue(code, in.size() - rest, "file size", std::to_string(in.size()) + " bytes",
                                "a multiple of " + std::to_string(record_size) + " bytes"));
}

std::optional<load_issue> inspection::check_id(size_t offset, int64_t found, std::optional<uint16_t> expected) {
  if (!expected || found == *expected)
    return std::nullopt;
  return refuse_if_strict(issue(load_errc::id_mismatch, offset, "id", std::to_string(found),
                                std::to_string(*expected) + " as in the file name"));
}

void inspection::check_text(size_t offset, std::string_view field, std::string_view bytes,
                            std::optional<size_t> record) {
  if (to_utf8(bytes, options_.encoding))
    return;
  auto found = issue(load_errc::encoding, offset, std::string{field}, quoted(bytes),
                     "text in " + std::string{to_string(options_.encoding)});
  found.record = record;
  warn(std::move(found));
}

} // namespace loaders
