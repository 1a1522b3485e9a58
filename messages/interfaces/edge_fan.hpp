// The way from an audience to the edges that hold its receivers.

#pragma once

#include "messages/audience.hpp"
#include "messages/interfaces/edge.hpp"

namespace msg {

class edge_fan {
public:
  /// What to fill; `receiver::edge` is a number from `index_of`.
  audience frames;

  uint32_t index_of(const edge_actor& edge) {
    auto i = std::find(edges_.begin(), edges_.end(), edge);
    if (i == edges_.end())
      i = edges_.insert(edges_.end(), edge);
    *i = edge; // equal handles may differ: one from before its node was lost for a while leads nowhere
    return static_cast<uint32_t>(i - edges_.begin());
  }

  const edge_actor& edge(uint32_t index) const { return edges_.at(index); }

  /// Sends each edge what its receivers are to hear, in one message.
  template <class Self>
  void flush(Self* self) {
    frames.drain([&](uint32_t edge, outgoing_frames x) {
      if (edges_[edge]) // null when it had ended before this node heard of it
        self->send(edges_[edge], edge_batch{std::move(x.bytes), std::move(x.frame_ends), std::move(x.receiver_ends),
                                            std::move(x.receivers)});
    });
  }

private:
  std::vector<edge_actor> edges_; // few; a node that comes back adds new ones
};

} // namespace msg
