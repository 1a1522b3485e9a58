#include "loaders/message_table.hpp"

#include "loaders/text_lines.hpp"

namespace loaders {

namespace {

namespace wire = msg::wire;

struct count_record {
  uint16_t count = 0;

  static constexpr auto fields = wire::fields(wire::field("count", &count_record::count));
};

struct message_record {
  uint16_t index = 0;
  uint16_t size_max = 0;
  uint16_t length = 0;

  static constexpr auto fields =
    wire::fields(wire::field("index", &message_record::index), wire::field("max", &message_record::size_max),
                 wire::field("length", &message_record::length));
};

std::optional<load_issue> read_message(inspection& file, byte_view in, size_t& at, message& x) {
  message_record head;
  if (!read_at(in, at, head))
    return file.issue(load_errc::truncated, at, "message", std::to_string(in.size() - at) + " bytes", "6 bytes");
  auto length_max = std::min<size_t>(message_size_max, head.size_max);
  if (head.length > length_max)
    return file.issue(load_errc::range, at + offset_of<message_record>("length"), "length", std::to_string(head.length),
                      "at most " + std::to_string(length_max));
  at += wire::size_of<message_record>();
  if (in.size() - at < head.length)
    return file.issue(load_errc::truncated, at, "text", std::to_string(in.size() - at) + " bytes",
                      std::to_string(head.length) + " bytes");
  x = {head.index, head.size_max, source_of(in.subspan(at, head.length))};
  at += head.length;
  return std::nullopt;
}

} // namespace

result<std::vector<message>> load_messages(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_not_too_large(in))
    return *found;
  count_record head;
  if (!read_at(in, 0, head))
    return file.issue(load_errc::truncated, in.size(), "count", std::to_string(in.size()) + " bytes", "2 bytes");
  if (head.count > message_count_max)
    return file.issue(load_errc::count, 0, "count", std::to_string(head.count), "at most 400");
  std::vector<message> messages(head.count);
  auto at = wire::size_of<count_record>();
  for (size_t i = 0; i < messages.size(); ++i) {
    if (auto found = read_message(file, in, at, messages[i]))
      return std::move(*found).in_record(i);
    auto text = std::string_view{messages[i].text};
    file.check_text(at - text.size(), "text", text.substr(0, text.find('\0')), i);
  }
  if (in.size() > at)
    if (auto found = file.refuse_if_strict(file.issue(
          load_errc::trailing, at, "file size", std::to_string(in.size()) + " bytes", std::to_string(at) + " bytes")))
      return *found;
  return {std::move(messages), file.take_warnings()};
}

byte_buffer save_messages(const std::vector<message>& xs) {
  byte_buffer out;
  auto count = std::min(xs.size(), message_count_max);
  wire::encode(out, count_record{static_cast<uint16_t>(count)});
  for (size_t i = 0; i < count; ++i) {
    auto text = std::string_view{xs[i].text}.substr(0, message_size_max);
    wire::encode(out, message_record{xs[i].index, xs[i].size_max, static_cast<uint16_t>(text.size())});
    out.insert(out.end(), text.begin(), text.end());
  }
  return out;
}

} // namespace loaders
