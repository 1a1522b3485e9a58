#include "tests/fuzz/stream_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::fuzz::read_stream(msg::wire::listener::game, data, size);
  return 0;
}
