#include "loaders/drop.hpp"

namespace loaders {

result<std::vector<drop_slot>> load_drops(std::string_view name, byte_view in, load_options options) {
  constexpr auto size = msg::wire::size_of<drop_slot>();
  inspection file{name, options};
  if (auto found = file.check_records(in, size))
    return *found;
  auto count = in.size() / size;
  if (count > drop_count_max)
    if (auto found = file.refuse_if_strict(
          file.issue(load_errc::count, drop_count_max * size, "slots", std::to_string(count), "at most 62")))
      return *found;
  auto check = [&](const drop_slot& x, record_place at) -> record_verdict {
    if (x.kind() == drop_kind::empty || x.rate <= drop_rate_max)
      return {};
    return {file.issue(load_errc::range, at.offset + offset_of<drop_slot>("rate"), "rate", std::to_string(x.rate),
                       "at most " + std::to_string(drop_rate_max))};
  };
  return load_records<drop_slot>(file, in, 0, std::min(count, drop_count_max) * size, check);
}

} // namespace loaders
