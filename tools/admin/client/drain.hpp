// Orders a drain and watches it: one line for each zone that moves.

#pragma once

#include "tools/admin/client/screen.hpp"

namespace tools::admin {

/// Of a drain that is ordered already. Being interrupted ends the watching, never the drain.
int watch_drain(node_link& link, const std::string& node, const screen& to);

/// `arguments` as for `node drain`.
int drain_node(node_link& link, const nlohmann::json& arguments, bool is_watched, const screen& to);

} // namespace tools::admin
