// The head in front of every client packet (protocol guide, section 2), in two
// dialects that differ in nothing else:
//
//   a3       size u32, pc_id u32, ctrl u8, cmd u8 [, protocol u16 when ctrl is a game ctrl]
//   compact  size u16, protocol u16, ctrl u8, cmd u8, pc_id u32
//
// a3 is the shipped client's. compact is the one of the old design notes; its
// protocol is 0 where a3 has none. Inside the server every frame is a3: an edge
// that speaks compact translates at its socket.

#pragma once

#include "messages/wire/codec.hpp"
#include "messages/wire/packet.hpp"

#include <optional>

namespace msg::client {

enum class dialect : uint8_t { a3, compact };
inline constexpr std::string_view dialect_names[] = {"a3", "compact"};
constexpr std::string_view to_string(dialect x) { return dialect_names[static_cast<size_t>(x)]; }
constexpr std::optional<dialect> dialect_of(std::string_view name) {
  for (auto x : {dialect::a3, dialect::compact})
    if (to_string(x) == name)
      return x;
  return std::nullopt;
}

inline constexpr size_t link_head_size = 10; // of a3 without protocol; no head is shorter
inline constexpr size_t game_head_size = 12; // of a3 with protocol
inline constexpr size_t compact_head_size = 10;

/// The largest frame a compact head can tell.
inline constexpr size_t compact_frame_max = 0xFFFF;

/// 0x03 has a protocol number; so has 0xFE, which one old agent uses for it.
constexpr bool is_game_ctrl(uint8_t ctrl) { return ctrl == wire::ctrl_game || ctrl == 0xFE; }

constexpr size_t head_size_of(dialect how, uint8_t ctrl) {
  if (how == dialect::compact)
    return compact_head_size;
  return is_game_ctrl(ctrl) ? game_head_size : link_head_size;
}

/// A head as all kinds share it.
struct head {
  uint32_t size = 0;     // bytes of the whole packet, head included
  uint32_t pc_id = 0;    // what the client sends here is ignored
  wire::selector select; // ctrl 0xFE is read as 0x03
  uint8_t bytes = 0;     // of the head itself

  constexpr size_t head_size() const { return bytes; }
};

/// The ctrl byte of a frame of which at least `link_head_size` bytes are there.
inline uint8_t ctrl_at(wire::byte_view frame, dialect how = dialect::a3) { return frame[how == dialect::a3 ? 8 : 4]; }

/// The size that the head tells; likewise.
inline uint32_t size_at(wire::byte_view frame, dialect how = dialect::a3) {
  return how == dialect::a3 ? wire::detail::load<uint32_t>(frame.data()) : wire::detail::load<uint16_t>(frame.data());
}

/// Reads the head at the start of `frame`, which must hold all of it (`head_size_of`).
inline head read_head(wire::byte_view frame, dialect how = dialect::a3) {
  auto u16 = [&](size_t i) { return wire::detail::load<uint16_t>(frame.data() + i); };
  auto u32 = [&](size_t i) { return wire::detail::load<uint32_t>(frame.data() + i); };
  auto is_a3 = how == dialect::a3;
  auto ctrl = ctrl_at(frame, how);
  head result{size_at(frame, how), u32(is_a3 ? 4 : 6), {ctrl, frame[is_a3 ? 9 : 5]}, 0};
  if (is_game_ctrl(ctrl))
    result.select = {wire::ctrl_game, u16(is_a3 ? 10 : 2)};
  result.bytes = static_cast<uint8_t>(head_size_of(how, ctrl));
  return result;
}

/// Writes another `pc_id` into the head of `frame`.
inline void write_pc_id(std::span<uint8_t> frame, uint32_t pc_id, dialect how = dialect::a3) {
  wire::detail::store(frame.data() + (how == dialect::a3 ? 4 : 6), pc_id);
}

/// Appends a head for a body of `body_size` bytes. `ctrl` is kept as it is, 0xFE too.
inline void append_head(wire::byte_buffer& out, wire::selector select, size_t body_size, uint32_t pc_id,
                        dialect how = dialect::a3) {
  auto is_game = is_game_ctrl(select.ctrl);
  auto cmd = is_game ? wire::cmd_game : static_cast<uint8_t>(select.number);
  auto size = head_size_of(how, select.ctrl);
  auto begin = out.size();
  out.resize(begin + size);
  auto* at = out.data() + begin;
  if (how == dialect::a3) {
    wire::detail::store(at, static_cast<uint32_t>(size + body_size));
    wire::detail::store(at + 4, pc_id);
    at[8] = select.ctrl;
    at[9] = cmd;
    if (is_game)
      wire::detail::store(at + 10, select.number);
  } else {
    wire::detail::store(at, static_cast<uint16_t>(size + body_size));
    wire::detail::store(at + 2, static_cast<uint16_t>(is_game ? select.number : 0));
    at[4] = select.ctrl;
    at[5] = cmd;
    wire::detail::store(at + 6, pc_id);
  }
}

/// Appends the whole frame `frame` of one dialect in another one; the body stays as it is.
inline void append_translated(wire::byte_buffer& out, wire::byte_view frame, dialect from, dialect to) {
  auto found = read_head(frame, from);
  auto body = frame.subspan(found.head_size());
  found.select.ctrl = ctrl_at(frame, from);
  append_head(out, found.select, body.size(), found.pc_id, to);
  out.insert(out.end(), body.begin(), body.end());
}

/// Appends one whole packet, head included, in the clear.
template <wire::packet T>
void encode_frame(wire::byte_buffer& out, const T& x, uint32_t pc_id = 0) {
  static_assert(T::info.has_number, "nobody knows the number of this packet");
  constexpr auto select = T::info.select;
  auto size = wire::size_of<T>();
  if constexpr (wire::is_open_ended<T>())
    size += wire::detail::size_of_rest(x);
  // Only for a frame alone: where many are appended, asking for just as much each time would copy all of them each
  // time.
  if (out.empty())
    out.reserve(head_size_of(dialect::a3, select.ctrl) + size);
  append_head(out, select, size, pc_id);
  wire::encode(out, x);
}

template <wire::packet T>
wire::byte_buffer encode_frame(const T& x, uint32_t pc_id = 0) {
  wire::byte_buffer result;
  encode_frame(result, x, pc_id);
  return result;
}

} // namespace msg::client
