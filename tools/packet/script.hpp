// What the clients of a recording did, as something to do again: per connection
// the frames of the client, when each was sent, and whether the server had
// answered in between. Pure.

#pragma once

#include "messages/client/head.hpp"
#include "tools/packet/decoder.hpp"
#include "tools/packet/tcp_flows.hpp"

#include <map>
#include <string>
#include <vector>

namespace tools::packet {

/// One frame of a client.
struct script_step {
  msg::wire::byte_buffer frame;  // as recorded
  int64_t after_us = 0;          // since the step before, or since the connection began
  bool waits_for_answer = false; // the server spoke between the step before and this one
  std::string_view name;         // of the packet
};

struct script {
  size_t number = 0; // of the connection in the recording
  msg::wire::listener on = msg::wire::listener::game;
  int64_t begin_us = 0; // since the first connection of the recording
  std::string account;  // that logs in here, when the recording shows it
  std::vector<script_step> steps;
};

/// Collects the bytes of a recording and makes scripts of them.
class script_writer {
public:
  explicit script_writer(msg::client::dialect heads, std::optional<uint32_t> key) : heads_(heads), key_(key) {}

  void data(const tcp_flow& flow, int from, msg::wire::byte_view bytes, int64_t at_us);
  /// By the time they begin; connections that speak something else are left out. Keepalive answers are left out, too:
  /// they must answer the ticks of the server at hand.
  std::vector<script> take();

private:
  struct entry {
    script what;
    frame_cutter frames;
    int64_t last_us = 0;
    bool has_answer = false;
    bool is_known = false;
    bool is_foreign = false;
  };

  void add_step(entry& e, msg::wire::byte_view frame, int64_t at_us);

  msg::client::dialect heads_;
  std::optional<uint32_t> key_;
  std::map<size_t, entry> entries_;
  int64_t begin_us_ = -1;
};

} // namespace tools::packet
