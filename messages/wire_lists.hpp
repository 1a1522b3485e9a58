// The machinery behind wire_types: lists of types that cross between nodes. A
// list is a macro in a header, so that the same line registers a type and says
// where the code is that CAF makes for messages of it.

#pragma once

#include <caf/all.hpp>

#include <span>
#include <string>
#include <typeinfo>

namespace msg::wire_lists {

struct wire_type {
  const char* name;
  const std::type_info* type;
  caf::type_erased_value_ptr (*make)();
};

void register_list(caf::actor_system_config& config, std::span<const wire_type> list);
/// The first problem, or an empty text.
std::string check_list(caf::actor_system& system, std::span<const wire_type> list);

// The lists, by what they are about.
void register_store(caf::actor_system_config& config);
void register_world(caf::actor_system_config& config);
void register_services(caf::actor_system_config& config);
void register_cluster(caf::actor_system_config& config);
std::string check_store(caf::actor_system& system);
std::string check_world(caf::actor_system& system);
std::string check_services(caf::actor_system& system);
std::string check_cluster(caf::actor_system& system);

} // namespace msg::wire_lists

/// An element of an array of wire_type.
#define MSG_WIRE_TYPE(type, name) {name, &typeid(type), &caf::make_type_erased_value<type>},

/// Messages of this type are written, read, copied and shown by code that is in the file of its list. Else every file
/// that sends one would compile it.
#define MSG_CODE_IS_ELSEWHERE(type, name)                                                                              \
  extern template class caf::detail::tuple_vals_impl<caf::detail::message_data, type>;                                 \
  extern template class caf::detail::tuple_vals_impl<caf::type_erased_tuple, type>;                                    \
  extern template class caf::detail::type_erased_value_impl<type>;

#define MSG_CODE_IS_HERE(type, name)                                                                                   \
  template class caf::detail::tuple_vals_impl<caf::detail::message_data, type>;                                        \
  template class caf::detail::tuple_vals_impl<caf::type_erased_tuple, type>;                                           \
  template class caf::detail::type_erased_value_impl<type>;
