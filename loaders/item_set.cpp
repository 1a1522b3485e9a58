#include "loaders/item_set.hpp"

namespace loaders {

result<std::vector<item_set>> load_item_sets(std::string_view name, byte_view in, load_options options) {
  constexpr auto size = item_set_count * msg::wire::size_of<item_set>();
  inspection file{name, options};
  if (auto found = file.check_size(in, size, "10 sets of 330"))
    return *found;
  return load_records<item_set>(file, in, 0, size);
}

result<std::vector<present_set>> load_present_sets(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  return load_record_list<present_set>(file, in, any_count);
}

} // namespace loaders
