#include "loaders/quest.hpp"

#include "loaders/text_lines.hpp"

namespace loaders {

namespace {

namespace wire = msg::wire;

struct next_record {
  std::array<int32_t, 3> next{};

  static constexpr auto fields = wire::fields(wire::field("next", &next_record::next));
};

struct length_record {
  uint16_t length = 0;

  static constexpr auto fields = wire::fields(wire::field("length", &length_record::length));
};

/// Walks the parts of a quest file, one behind the other.
class quest_reader {
public:
  quest_reader(inspection& file, byte_view in) : file_(file), in_(in) {}

  size_t at() const { return at_; }

  template <class T>
  std::optional<load_issue> read(T& x, const std::string& what) {
    if (!read_at(in_, at_, x))
      return cut_off(what, wire::size_of<T>());
    at_ += wire::size_of<T>();
    return std::nullopt;
  }

  std::optional<load_issue> read_text(std::string& text, const std::string& what, size_t content) {
    length_record head;
    if (auto found = read(head, "length of " + what))
      return std::move(*found).in_record(content);
    if (head.length > quest_string_size_max)
      return file_
        .issue(load_errc::range, at_ - wire::size_of<length_record>(), "length of " + what, std::to_string(head.length),
               "0 to 63")
        .in_record(content);
    if (in_.size() - at_ < head.length)
      return std::move(*cut_off(what, head.length)).in_record(content);
    text = source_of(in_.subspan(at_, head.length));
    file_.check_text(at_, what, std::string_view{text}.substr(0, text.find('\0')), content);
    at_ += head.length;
    return std::nullopt;
  }

  std::optional<load_issue> read_content(quest_content& x, size_t index) {
    if (auto found = read(x.task, "content"))
      return std::move(*found).in_record(index);
    if (!x.task.is_unused() && (x.task.type < 0 || x.task.type > static_cast<int32_t>(quest_type::find)))
      return file_
        .issue(load_errc::range, at_ - wire::size_of<quest_task>(), "type", std::to_string(x.task.type),
               "0 to 4, or a low byte of 255 for an unused content")
        .in_record(index);
    if (auto found = read_text(x.first_text, "first text", index))
      return found;
    return read_text(x.second_text, "second text", index);
  }

private:
  std::optional<load_issue> cut_off(const std::string& what, size_t size) const {
    return file_.issue(load_errc::truncated, at_, what, std::to_string(in_.size() - at_) + " bytes",
                       std::to_string(size) + " bytes");
  }

  inspection& file_;
  byte_view in_;
  size_t at_ = 0;
};

std::optional<load_issue> read_enabled(quest_reader& from, quest& x) {
  if (auto found = from.read(x.needs, "needs"))
    return found;
  if (auto found = from.read(x.reward, "reward"))
    return found;
  for (size_t i = 0; i < x.contents.size(); ++i)
    if (auto found = from.read_content(x.contents[i], i))
      return found;
  next_record tail;
  if (auto found = from.read(tail, "next quests"))
    return found;
  x.next = tail.next;
  return std::nullopt;
}

void save_text(byte_buffer& out, const std::string& text) {
  auto size = std::min(text.size(), quest_string_size_max);
  wire::encode(out, length_record{static_cast<uint16_t>(size)});
  out.insert(out.end(), text.begin(), text.begin() + static_cast<ptrdiff_t>(size));
}

} // namespace

result<quest> load_quest(std::string_view name, std::optional<uint16_t> expected_id, byte_view in,
                         load_options options) {
  inspection file{name, options};
  if (auto found = file.check_not_too_large(in))
    return *found;
  quest_reader from{file, in};
  quest x;
  if (auto found = from.read(x.head, "head"))
    return *found;
  if (!x.is_disabled())
    if (auto found = read_enabled(from, x))
      return *found;
  if (in.size() > from.at())
    if (auto found =
          file.refuse_if_strict(file.issue(load_errc::trailing, from.at(), "file size",
                                           std::to_string(in.size()) + " bytes", std::to_string(from.at()) + " bytes")))
      return *found;
  if (!x.is_disabled())
    if (auto found = file.check_id(offset_of<quest_head>("index"), x.head.index, expected_id))
      return *found;
  return {std::move(x), file.take_warnings()};
}

byte_buffer save_quest(const quest& x) {
  byte_buffer out;
  wire::encode(out, x.head);
  if (x.is_disabled())
    return out;
  wire::encode(out, x.needs);
  wire::encode(out, x.reward);
  for (const auto& content : x.contents) {
    wire::encode(out, content.task);
    save_text(out, content.first_text);
    save_text(out, content.second_text);
  }
  wire::encode(out, next_record{x.next});
  return out;
}

} // namespace loaders
