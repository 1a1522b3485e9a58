#include "messages/wire/shape.hpp"

namespace msg::wire {

broken_field find_end(const type_shape& type, size_t have) {
  for (const auto& f : type.fields) {
    auto size = size_t{f.size} * f.repeat;
    if (f.is_tail || f.kind == shape_kind::open_text || f.offset + size <= have)
      continue;
    auto element = (have - f.offset) / f.size;
    auto at = f.offset + element * f.size;
    if (f.kind != shape_kind::group)
      return {f.name, at};
    auto inner = find_end(*f.group, have - at);
    return {inner.name, at + inner.offset};
  }
  return {{}, have};
}

} // namespace msg::wire
