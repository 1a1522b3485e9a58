// What a server says to its players, A3Msg_*.dat (format notes, section 12).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t message_count_max = 400;
inline constexpr size_t message_size_max = 60;

struct message {
  uint16_t index = 0;
  uint16_t size_max = 0; // bytes the text may have
  std::string text;      // in the encoding of the data set

  friend bool operator==(const message&, const message&) = default;
};

/// A text longer than 60 bytes or than its own `size_max` is refused.
result<std::vector<message>> load_messages(std::string_view file, byte_view in, load_options options);

/// Messages beyond `message_count_max` are left out, texts cut at 60 bytes.
byte_buffer save_messages(const std::vector<message>& xs);

} // namespace loaders
