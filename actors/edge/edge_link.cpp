#include "actors/edge/edge_link.hpp"

#include "messages/client/cipher.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

using namespace msg::client;
namespace wire = msg::wire;

void token_bucket::refill(uint64_t now_ms, frame_rate rate) {
  auto full = uint64_t{rate.burst > 0 ? rate.burst : 1} * 1000;
  if (last_ms_ == 0)
    millitokens_ = full;
  else
    millitokens_ += (now_ms - last_ms_) * rate.per_s;
  millitokens_ = millitokens_ < full ? millitokens_ : full;
  last_ms_ = now_ms;
}

bool edge_link::may_pass(frame_class what, const link_limits& limits) {
  auto i = static_cast<size_t>(what);
  if (inflight_ >= limits.inflight_max || total_.empty(limits.total) || per_class_[i].empty(limits.per_class[i]))
    return false;
  total_.take(limits.total);
  per_class_[i].take(limits.per_class[i]);
  ++inflight_;
  return true;
}

link_result edge_link::feed(wire::byte_view bytes, uint64_t now_ms, link_wire how, const link_limits& limits,
                            wire::byte_buffer& out) {
  total_.refill(now_ms, limits.total);
  for (size_t i = 0; i < frame_class_count; ++i)
    per_class_[i].refill(now_ms, limits.per_class[i]);
  if (!buffer_.empty()) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    bytes = buffer_;
  }
  size_t at = 0;
  auto result = take_frames(bytes, at, how, limits, out);
  auto rest = bytes.subspan(at);
  if (rest.empty())
    wire::byte_buffer{}.swap(buffer_); // an idle connection keeps no memory
  else if (buffer_.empty())
    buffer_.assign(rest.begin(), rest.end());
  else
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(at));
  return result;
}

link_result edge_link::take_frames(wire::byte_view bytes, size_t& at, link_wire how, const link_limits& limits,
                                   wire::byte_buffer& out) {
  link_result result;
  auto size_max = is_authenticated_ ? limits.frame_max : limits.frame_max_before_login;
  while (bytes.size() - at >= link_head_size) {
    auto rest = bytes.subspan(at);
    auto ctrl = ctrl_at(rest, how.heads);
    auto is_game = is_game_ctrl(ctrl);
    if (!is_game && ctrl != wire::ctrl_link) {
      result.error = link_errc::bad_head;
      break;
    }
    auto head_size = head_size_of(how.heads, ctrl);
    auto size = size_at(rest, how.heads);
    if (size < head_size || size > size_max) {
      result.error = link_errc::bad_size;
      break;
    }
    if (rest.size() < size)
      break;
    if (!may_pass(class_of(read_head(rest, how.heads).select), limits)) {
      SOMETIMES(frame_throttled);
      result.is_throttled = true;
      break;
    }
    if (how.heads == dialect::a3)
      out.insert(out.end(), rest.begin(), rest.begin() + size);
    else
      append_translated(out, rest.first(size), how.heads, dialect::a3);
    if (is_game)
      decipher(std::span{out}.last(size - head_size), how.key);
    at += size;
    ++result.frames;
  }
  return result;
}

void append_in_dialect(wire::byte_buffer& out, wire::byte_view frames, dialect heads) {
  if (heads == dialect::a3) {
    out.insert(out.end(), frames.begin(), frames.end());
    return;
  }
  while (frames.size() >= link_head_size) {
    auto size = std::min<size_t>(size_at(frames), frames.size());
    if (size < head_size_of(dialect::a3, ctrl_at(frames)))
      break;
    append_translated(out, frames.first(size), dialect::a3, heads);
    frames = frames.subspan(size);
  }
}

void encipher_frame(std::span<uint8_t> frame, link_wire how) {
  auto ctrl = ctrl_at(frame, how.heads);
  auto head_size = head_size_of(how.heads, ctrl);
  if (is_game_ctrl(ctrl) && frame.size() > head_size)
    encipher(frame.subspan(head_size), how.key);
}

void stamp_frame(std::span<uint8_t> frame, uint32_t pc_id, link_wire how) { write_pc_id(frame, pc_id, how.heads); }

void seal(std::span<uint8_t> frame, uint32_t pc_id, link_wire how) {
  stamp_frame(frame, pc_id, how);
  encipher_frame(frame, how);
}

} // namespace actors
