#include "loaders/class_data.hpp"

namespace loaders {

result<class_data> load_class_data(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_size(in, msg::wire::size_of<class_data>(), "14 words"))
    return *found;
  class_data x;
  if (!read_at(in, 0, x))
    return file.issue(load_errc::truncated, in.size(), "file size", std::to_string(in.size()) + " bytes", "28 bytes");
  return {x, file.take_warnings()};
}

byte_buffer save_class_data(const class_data& x) { return save_record(x); }

} // namespace loaders
