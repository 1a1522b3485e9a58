#include "loaders/shop.hpp"

#include "loaders/item_word.hpp"
#include "loaders/text_lines.hpp"

namespace loaders {

result<shop> load_shop(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_not_too_large(in))
    return *found;
  shop x;
  x.source = source_of(in);
  for (const auto& line : split_lines(in)) {
    auto word = trim(line.text);
    if (word.empty())
      continue;
    auto report = [&](load_errc code, std::string value, std::string expected) {
      return file.issue(code, line.offset, "item", std::move(value), std::move(expected)).on_line(line.number);
    };
    if (!is_decimal(word))
      return report(load_errc::syntax, quoted(line.text), "one item code in decimal");
    auto code = parse_decimal(word, item_id_bits::code.value_max());
    if (!code)
      return report(load_errc::range, quoted(line.text), "an item code of 0 to 16383");
    if (x.items.size() == shop_item_count_max)
      return report(load_errc::count, "one more", "at most 255 items");
    x.items.push_back(static_cast<uint16_t>(*code));
  }
  return {std::move(x), file.take_warnings()};
}

byte_buffer save_shop(const shop& x) {
  if (x.source) {
    auto before = load_shop({}, bytes_of(*x.source), load_mode::strict);
    if (before && before->items == x.items)
      return bytes_of(*x.source);
  }
  std::string text;
  for (auto code : x.items)
    text += std::to_string(code) + "\n";
  return bytes_of(text);
}

result<std::vector<cash_item>> load_cash_items(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  return load_record_list<cash_item>(file, in, any_count);
}

} // namespace loaders
