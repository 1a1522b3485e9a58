// Lets CAF carry every type that declares its fields. None of these can throw;
// raw floating point is refused because CAF 0.17 mangles it.

#pragma once

#include "messages/ids.hpp"

#include <caf/meta/type_name.hpp>

namespace msg {

template <class Inspector, wire::has_fields T>
typename Inspector::result_type inspect(Inspector& f, T& x) {
  return std::apply(
    [&]<class... Fields>(const Fields&... xs) {
      static_assert((!std::is_floating_point_v<typename Fields::member_type> && ...));
      return f(x.*xs.member...);
    },
    T::fields);
}

} // namespace msg
