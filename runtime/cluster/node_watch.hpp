// Who is alive, as one node can tell: from what the database says of the others'
// beats, and from who reaches whom. Pure.
//
// Silence is measured by this node's own clock between its own views of the
// database, never by anybody else's clock. When the views themselves stop for a
// while, because the database is away or this process stood still, nothing is
// known of anybody's silence and all watches begin anew.

#pragma once

#include "messages/interfaces/coordinator.hpp"

#include <map>
#include <string>
#include <vector>

namespace runtime::cluster {

struct watch_parameters {
  uint64_t gap_ms = 1'500;           // between two views, after which all watches begin anew
  uint64_t dead_after_ms = 2'000;    // silent, and out of reach of this node
  uint64_t hidden_after_ms = 6'000;  // out of reach of most nodes although it beats
  uint64_t silent_after_ms = 10'000; // in reach, but it does not beat: its zones had better go
  uint64_t dead_silent_ms = 30'000;  // in reach, but it does not beat: it is given up
};

class node_watch {
public:
  explicit node_watch(const watch_parameters& parameters) : parameters_(parameters) {}

  void observe(const msg::coordinator_news& news, uint64_t now_ms);

  struct verdict {
    msg::node_key node;
    std::string why;
  };
  /// Who is to be declared dead. When this node itself is among them it is the only one.
  std::vector<verdict> judge(uint64_t now_ms) const;
  /// Names of nodes that are to get nothing now, and why. They may be well again in a moment.
  std::map<std::string, std::string> barred(uint64_t now_ms) const;
  /// Alive and in reach, but silent for so long that its zones had better go.
  bool is_stuck(const msg::node_key& node, uint64_t now_ms) const;

private:
  struct watched {
    uint64_t beats = 0;
    uint64_t beat_ms = 0;   // when they last changed, as seen here
    uint64_t hidden_ms = 0; // since when most nodes cannot reach it; 0: they can
    bool is_unseen = false; // by this node
  };

  bool is_hidden(const msg::node_record& node, uint64_t now_ms) const;

  watch_parameters parameters_;
  msg::coordinator_news news_;
  std::map<msg::node_key, watched> nodes_; // that are alive
  uint64_t news_ms_ = 0;
};

} // namespace runtime::cluster
