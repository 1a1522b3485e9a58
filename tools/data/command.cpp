#include "tools/data/command.hpp"

#include "loaders/ull.hpp"

#include <array>
#include <fstream>
#include <istream>
#include <ostream>

namespace tools::data {

namespace fs = std::filesystem;

namespace {

using loaders::load_errc;
using loaders::load_issue;

/// A file, a report about its size, or nothing and a sentence on `err`.
struct file_bytes {
  byte_buffer bytes;
  std::optional<load_issue> issue;
  bool is_read = false;
};

file_bytes read_file(const fs::path& path, size_t size_max, std::ostream& err) {
  std::error_code error;
  auto size = fs::file_size(path, error);
  if (error) {
    err << "zonehive: cannot read " << path.string() << ": " << error.message() << ".\n";
    return {};
  }
  if (size > size_max)
    return {{},
            load_issue{load_errc::too_large, path.string(), 0, "file size", std::to_string(size) + " bytes",
                       "at most " + std::to_string(size_max) + " bytes"},
            true};
  file_bytes result{byte_buffer(size), std::nullopt, false};
  std::ifstream file{path, std::ios::binary};
  file.read(reinterpret_cast<char*>(result.bytes.data()), static_cast<std::streamsize>(size));
  result.is_read = bool{file};
  if (!result.is_read)
    err << "zonehive: cannot read " << path.string() << ".\n";
  return result;
}

file_bytes read_input(std::istream& in, size_t size_max) {
  file_bytes result{{}, std::nullopt, true};
  std::array<char, 65536> piece;
  while (in && result.bytes.size() <= size_max) {
    in.read(piece.data(), piece.size());
    result.bytes.insert(result.bytes.end(), piece.begin(), piece.begin() + in.gcount());
  }
  if (result.bytes.size() > size_max)
    result.issue = load_issue{load_errc::too_large, "-",          0,
                              "file size",          "more bytes", "at most " + std::to_string(size_max) + " bytes"};
  return result;
}

/// "-" is the input.
file_bytes read_given(const fs::path& path, size_t size_max, const console& io) {
  return path == "-" ? read_input(io.in, size_max) : read_file(path, size_max, io.err);
}

int write_file(const fs::path& path, const byte_buffer& bytes, std::ostream& err) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file)
    return exit_ok;
  err << "zonehive: cannot write " << path.string() << ".\n";
  return exit_failed;
}

/// Throws a build_error that names the argument.
text_encoding encoding_named(const std::string& name) {
  if (auto encoding = loaders::parse_text_encoding(name))
    return *encoding;
  std::string known;
  for (auto encoding : loaders::text_encodings())
    known += (known.empty() ? "" : ", ") + std::string{to_string(encoding)};
  throw build_error{"no encoding is called \"" + name + "\"; there are " + known};
}

const json_format& format_named(const std::string& name) {
  if (auto format = find_json_format(name))
    return *format;
  std::string known;
  for (const auto& format : json_formats())
    known += (known.empty() ? "" : ", ") + std::string{format.name};
  throw build_error{"no format is called \"" + name + "\"; there are " + known};
}

json parsed(const std::string& text, const std::string& what) {
  try {
    return parsed_json(text);
  } catch (const build_error& err) {
    throw build_error{what + " " + err.what()};
  }
}

std::set<uint16_t> rows_in(const json_source& list) {
  std::set<uint16_t> rows;
  for (size_t i = 0; i < list.size(); ++i)
    rows.insert(list.at(i).number<uint16_t>());
  return rows;
}

std::vector<loaders::cell> samples_in(const json_source& list) {
  std::vector<loaders::cell> samples;
  for (size_t i = 0; i < list.size(); ++i)
    samples.push_back({list.at(i).at(0).number<uint8_t>(), list.at(i).at(1).number<uint8_t>()});
  return samples;
}

dump_request request_of(const dump_options& options) {
  auto context = parsed(options.context, "--context");
  json_source known{context, "--context"};
  dump_request request;
  auto named = known.find("encoding");
  if (!options.encoding.empty())
    request.style.encoding = encoding_named(options.encoding);
  else if (named)
    request.style.encoding = encoding_named(named->text());
  request.style.raw = options.raw;
  request.context.file = options.file.string();
  request.context.options = {options.lenient ? loaders::load_mode::lenient : loaders::load_mode::strict,
                             request.style.encoding};
  auto id = known.find("id");
  request.context.id = options.id ? options.id : id ? std::optional{id->number<uint16_t>()} : std::nullopt;
  if (auto rows = known.find("base_rows"))
    request.context.base_rows = rows_in(*rows);
  if (auto samples = known.find("samples"))
    request.samples = samples_in(*samples);
  return request;
}

int complain(std::ostream& err, std::string_view reason) {
  err << "zonehive: " << reason << ".\n";
  return exit_bad_usage;
}

// Bytes that are no UTF-8, such as those of a file's name, must not end the program.
std::string text_of(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace); }

} // namespace

int run_data_dump(const dump_options& options, const console& io) {
  try {
    const auto& format = format_named(options.format);
    auto request = request_of(options);
    auto file = read_given(options.file, loaders::file_size_max, io);
    if (!file.is_read)
      return exit_failed;
    auto outcome = file.issue ? refused_file(*file.issue) : dump_file(format, request, file.bytes);
    for (const auto& sentence : outcome.warnings)
      io.err << sentence << "\n";
    io.out << text_of(outcome.text) << "\n";
    return outcome.is_ok ? exit_ok : exit_bad_usage;
  } catch (const build_error& reason) {
    return complain(io.err, reason.what());
  }
}

int run_data_build(const build_options& options, const console& io) {
  // A raw map of noise, the largest JSON there is, takes about 1 MiB.
  constexpr size_t json_size_max = 16 * loaders::file_size_max;
  try {
    const auto& format = format_named(options.format);
    auto encoding = options.encoding.empty() ? text_encoding::ascii : encoding_named(options.encoding);
    auto file = read_given(options.json_file, json_size_max, io);
    if (!file.is_read)
      return exit_failed;
    if (file.issue)
      return complain(io.err, options.json_file.string() + " is larger than any dump");
    std::string text(file.bytes.begin(), file.bytes.end());
    auto outcome = build_file(format, parsed(text, options.json_file.string()), encoding);
    for (const auto& sentence : outcome.warnings)
      io.err << sentence << "\n";
    if (!outcome.error)
      return write_file(options.file, outcome.bytes, io.err);
    io.err << "zonehive: " << options.json_file.string() << ": " << *outcome.error << "\n";
    return exit_bad_usage;
  } catch (const build_error& reason) {
    return complain(io.err, reason.what());
  }
}

int run_data_ull(const ull_options& options, std::ostream& out, std::ostream& err) {
  auto file = read_file(options.file, loaders::file_size_max, err);
  if (!file.is_read)
    return exit_failed;
  if (file.issue) {
    err << "zonehive: " << to_string(*file.issue) << "\n";
    return exit_bad_usage;
  }
  auto bytes = options.decode ? loaders::ull_decode(file.bytes) : loaders::ull_encode(file.bytes);
  if (!options.out.empty())
    return write_file(options.out, bytes, err);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.flush();
  return out ? exit_ok : exit_failed;
}

} // namespace tools::data
