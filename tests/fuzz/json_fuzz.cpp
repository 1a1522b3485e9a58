// JSON to bytes: the first two bytes choose a packet of the catalogue, the rest
// is the text. What is made of it must be a body without damage, and the same
// after being printed and read once more.

#include "messages/packet_json.hpp"
#include "messages/wire/text.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t choice_size = 2;
  if (size < choice_size)
    return 0;
  const auto& entry = msg::catalog()[(data[0] | data[1] << 8) % msg::catalog().size()];
  std::string_view text{reinterpret_cast<const char*>(data) + choice_size, size - choice_size};
  auto packet = msg::packet_from_json(entry, text);
  if (!packet.made.error.empty()) {
    if (!packet.made.body.empty())
      std::abort();
    return 0;
  }
  if (!entry.shape)
    return 0;
  if (msg::wire::find_damage(*entry.shape, packet.made.body))
    std::abort();
  for (auto explains : {false, true}) {
    auto printed = msg::wire::to_json(*entry.shape, packet.made.body, {.explains = explains});
    auto again = msg::from_json(*entry.shape, printed);
    if (!again.error.empty() || again.body != packet.made.body)
      std::abort();
  }
  return 0;
}
