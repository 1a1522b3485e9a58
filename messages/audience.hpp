// Collects what many players are to hear: each packet is encoded once and
// carries the list of its receivers, grouped by the edge that holds them, so
// that an edge gets one message per tick.

#pragma once

#include "messages/client/head.hpp"
#include "messages/ids.hpp"

#include <span>
#include <utility>
#include <vector>

namespace msg {

/// Where a player is heard: a connection of one of the edges its owner numbers.
struct receiver {
  uint32_t edge = 0; // index, 0 up
  connection_id connection;
  friend auto operator<=>(const receiver&, const receiver&) = default;
};

/// Frames for the connections of one edge; laid out as msg::edge_batch.
struct outgoing_frames {
  wire::byte_buffer bytes;
  std::vector<uint32_t> frame_ends;
  std::vector<uint32_t> receiver_ends;
  std::vector<uint64_t> receivers;
};

class audience {
public:
  /// One packet for one receiver.
  template <wire::packet T>
  void to(receiver who, const T& packet) {
    begin(packet);
    add(who);
    commit();
  }

  /// One packet for all of `who`, in that order.
  template <wire::packet T>
  void to(std::span<const receiver> who, const T& packet) {
    begin(packet);
    for (const auto& x : who)
      add(x);
    commit();
  }

  /// A frame that is encoded already.
  void to(receiver who, wire::byte_view frame) {
    frame_.assign(frame.begin(), frame.end());
    add(who);
    commit();
  }

  /// Starts a packet whose receivers follow one by one.
  template <wire::packet T>
  void begin(const T& packet) {
    frame_.clear();
    client::encode_frame(frame_, packet);
  }
  void add(receiver who) {
    if (who.edge >= edges_.size())
      edges_.resize(who.edge + 1);
    edges_[who.edge].receivers.push_back(who.connection.value);
  }
  /// Ends what `begin` started. A packet nobody receives is forgotten.
  void commit() {
    for (auto& edge : edges_) {
      auto heard = static_cast<uint32_t>(edge.receivers.size());
      if (heard == (edge.receiver_ends.empty() ? 0 : edge.receiver_ends.back()))
        continue;
      edge.bytes.insert(edge.bytes.end(), frame_.begin(), frame_.end());
      edge.frame_ends.push_back(static_cast<uint32_t>(edge.bytes.size()));
      edge.receiver_ends.push_back(heard);
    }
  }

  /// Hands out what was collected, by index of the edge, and starts anew.
  template <class Fn>
  void drain(Fn&& fn) {
    for (uint32_t i = 0; i < edges_.size(); ++i)
      if (!edges_[i].frame_ends.empty())
        fn(i, std::exchange(edges_[i], {}));
  }

private:
  std::vector<outgoing_frames> edges_;
  wire::byte_buffer frame_;
};

} // namespace msg
