#include "messages/wire_list_store.hpp"

MSG_STORE_TYPES(MSG_CODE_IS_HERE)

namespace msg::wire_lists {

namespace {

constexpr wire_type list[] = {MSG_STORE_TYPES(MSG_WIRE_TYPE)};

} // namespace

void register_store(caf::actor_system_config& config) { register_list(config, list); }

std::string check_store(caf::actor_system& system) { return check_list(system, list); }

} // namespace msg::wire_lists
