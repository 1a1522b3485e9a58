// `top`: nodes and zones as they are now, again and again.

#pragma once

#include "tools/admin/client/screen.hpp"

namespace tools::admin {

/// Until whoever sits there wants to stop. With JSON one object a line and refresh.
int run_top(node_link& link, std::chrono::milliseconds period, const screen& to);

} // namespace tools::admin
