// The load: one thread that keeps a fixed number of requests under way on each
// connection and measures how long every answer takes. A request is an in-world
// c2s_option; its answer has the same number and size, so an echo of the request
// counts as an answer, and floor and server get the same work from the same code.

#pragma once

#include "messages/wire/codec.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

struct ping_result {
  double rate = 0;   // answers per second
  double p50_us = 0; // from the write of the request to the read of the answer
  double p99_us = 0;
  std::string problem; // not empty: the figures are worth nothing
};

class pinger {
public:
  /// The sockets stay the caller's: non-blocking, at the start of a frame.
  explicit pinger(const std::vector<int>& sockets);
  ~pinger();
  pinger(const pinger&) = delete;
  pinger& operator=(const pinger&) = delete;

  /// Keeps `depth` requests under way on each socket for `seconds`, then waits for the answers.
  ping_result run(double seconds, size_t depth);

private:
  struct line {
    int fd = -1;
    msg::wire::byte_buffer rest;   // a frame that is not whole yet
    std::vector<uint64_t> sent_ns; // a ring of `depth`
    size_t next = 0;               // in the ring: the oldest request under way
    size_t under_way = 0;
  };

  bool ask(line& who, size_t count, uint64_t now_ns);
  void hear(line& who);
  /// Answers among the whole frames of `bytes`; keeps what is left over.
  size_t count_answers(line& who, msg::wire::byte_view bytes);
  void pass();

  std::vector<line> lines_;
  std::vector<uint8_t> input_;
  msg::wire::byte_buffer request_; // `depth` times
  size_t request_size_ = 0;
  std::vector<uint32_t> times_ns_;
  size_t under_way_ = 0;
  bool is_over_ = false;
  std::string problem_;
  int epoll_ = -1;
};

} // namespace bench
