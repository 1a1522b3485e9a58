// `cluster restart --rolling`: one node after the other is drained, stopped,
// awaited as a new incarnation, and undrained; that of the coordinator is the
// last. All of it is done from here: nothing in the cluster knows of it, and
// whoever stops it in the middle leaves a cluster that works.

#pragma once

#include "tools/admin/client/screen.hpp"

namespace tools::admin {

struct rolling_options {
  std::vector<std::string> except{};    // nodes that are left alone, as those that are done already
  std::chrono::seconds timeout{300};    // of each step of each node
  std::chrono::milliseconds pause{500}; // between two questions
  bool is_dry_run = false;
};

int restart_rolling(node_link& link, const rolling_options& options, const screen& to);

} // namespace tools::admin
