// The head in front of every client packet (protocol guide, section 2).

#pragma once

#include "messages/wire/codec.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct link_head {
  uint32_t size = 0;  // bytes of the whole packet, head included
  uint32_t pc_id = 0; // what the client sends here is ignored
  uint8_t ctrl = 0;
  uint8_t cmd = 0;

  static constexpr auto fields =
    wire::fields(wire::field("size", &link_head::size), wire::field("pcid", &link_head::pc_id),
                 wire::field("ctrl", &link_head::ctrl), wire::field("cmd", &link_head::cmd));
};

inline constexpr size_t link_head_size = wire::size_of<link_head>();
inline constexpr size_t game_head_size = link_head_size + sizeof(uint16_t); // followed by the protocol number
inline constexpr size_t pc_id_offset = 4;
static_assert(link_head_size == 10 && game_head_size == 12);

/// A head as both kinds share it.
struct head {
  uint32_t size = 0;
  uint32_t pc_id = 0;
  wire::selector select;

  constexpr size_t head_size() const { return select.ctrl == wire::ctrl_game ? game_head_size : link_head_size; }
};

/// 0x03 has a protocol number; so has 0xFE, which one old agent uses for it.
constexpr bool is_game_ctrl(uint8_t ctrl) { return ctrl == wire::ctrl_game || ctrl == 0xFE; }

/// Reads the head at the start of `bytes`, which must hold at least
/// `link_head_size` bytes, and `game_head_size` when ctrl is a game ctrl.
inline head read_head(wire::byte_view bytes) {
  auto u32 = [&](size_t i) {
    return uint32_t{bytes[i]} | uint32_t{bytes[i + 1]} << 8 | uint32_t{bytes[i + 2]} << 16
           | uint32_t{bytes[i + 3]} << 24;
  };
  head result{u32(0), u32(4), {bytes[8], bytes[9]}};
  if (is_game_ctrl(bytes[8]))
    result.select = {wire::ctrl_game, static_cast<uint16_t>(bytes[10] | bytes[11] << 8)};
  return result;
}

/// Appends one whole packet, head included, in the clear.
template <wire::packet T>
void encode_frame(wire::byte_buffer& out, const T& x, uint32_t pc_id = 0) {
  constexpr auto select = T::info.select;
  constexpr bool is_game = select.ctrl == wire::ctrl_game;
  auto begin = out.size();
  out.reserve(begin + game_head_size + wire::size_of<T>());
  link_head head{0, pc_id, select.ctrl, is_game ? wire::cmd_game : static_cast<uint8_t>(select.number)};
  wire::encode(out, head);
  if constexpr (is_game) {
    out.push_back(static_cast<uint8_t>(select.number));
    out.push_back(static_cast<uint8_t>(select.number >> 8));
  }
  wire::encode(out, x);
  auto size = static_cast<uint32_t>(out.size() - begin);
  for (size_t i = 0; i < sizeof(size); ++i)
    out[begin + i] = static_cast<uint8_t>(size >> (8 * i));
}

template <wire::packet T>
wire::byte_buffer encode_frame(const T& x, uint32_t pc_id = 0) {
  wire::byte_buffer result;
  encode_frame(result, x, pc_id);
  return result;
}

} // namespace msg::client
