#include "tests/fuzz/stream_fuzz.hpp"

#include "actors/edge/edge_link.hpp"
#include "messages/client/cipher.hpp"
#include "messages/handled.hpp"
#include "messages/packet_json.hpp"
#include "tools/packet/conversation.hpp"

#include <cstdlib>

namespace test::fuzz {

using namespace msg;

namespace {

void require(bool holds) {
  if (!holds)
    std::abort();
}

/// As values, whether or not anybody acts on them: the same bytes must come out again.
void recode(const catalog_entry& entry, const wire::byte_buffer& body, bool is_good) {
  wire::byte_buffer once;
  auto result = entry.recode(body, once);
  if (result.code != wire::decode_errc::bad_value)
    require(static_cast<bool>(result) == is_good);
  if (!result)
    return;
  wire::byte_buffer twice;
  require(static_cast<bool>(entry.recode(once, twice)));
  require(once == twice);
  auto made = from_json(*entry.shape, wire::to_json(*entry.shape, body));
  require(made.error.empty() && made.body == once);
}

void decode_as_handled(const tools::packet::stream_kind& kind, const tools::packet::decoded_packet& packet) {
  auto which = packet.head.select;
  auto is_c2s = kind.to == wire::direction::c2s;
  if (kind.on == wire::listener::login) {
    login_request request;
    login_answer answer;
    static_cast<void>(is_c2s ? decode(which, packet.body, request) : decode(which, packet.body, answer));
  } else {
    game_request request;
    game_answer answer;
    static_cast<void>(is_c2s ? decode(which, packet.body, request) : decode(which, packet.body, answer));
  }
  static_cast<void>(note_refusal(kind.on, kind.to, which, packet.body, {wire::decode_errc::unknown_packet, {}, 0}));
}

wire::byte_buffer frames_by_cutter(const tools::packet::stream_kind& kind, wire::byte_view bytes, size_t piece) {
  wire::byte_buffer result;
  tools::packet::frame_cutter frames{kind.heads};
  for (size_t at = 0; at < bytes.size(); at += piece) {
    frames.feed(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    while (auto frame = frames.next()) {
      auto packet = tools::packet::decode_frame(kind, *frame);
      if (packet.entry && packet.entry->shape)
        recode(*packet.entry, packet.body, packet.error.empty());
      decode_as_handled(kind, packet);
      if (packet.entry && packet.error.empty())
        static_cast<void>(to_json(packet, {.explains = true}));
      tools::packet::hide_secrets(packet);
      result.insert(result.end(), frame->begin(), frame->end());
    }
  }
  return result;
}

/// The server's own reader must cut the same frames, as far as its stricter limits let it.
void compare_with_edge(const tools::packet::stream_kind& kind, wire::byte_view bytes, size_t piece,
                       const wire::byte_buffer& frames) {
  actors::edge_link link;
  link.authenticate();
  actors::link_limits limits{.total = {}};
  limits.inflight_max = std::numeric_limits<uint32_t>::max();
  wire::byte_buffer out;
  for (size_t at = 0; at < bytes.size(); at += piece)
    if (link
          .feed(bytes.subspan(at, std::min(piece, bytes.size() - at)), 1, {kind.key.value_or(0), kind.heads}, limits,
                out)
          .error
        != actors::link_errc::none)
      break;
  wire::byte_buffer sealed;
  actors::append_in_dialect(sealed, out, kind.heads);
  // What the edge took in, enciphered again, are the first of the bytes that came. ctrl 0xFE and a wrong cmd are
  // written in their usual form, so only sizes are compared.
  size_t at = 0;
  for (wire::byte_view rest{sealed}; !rest.empty();) {
    require(rest.size() >= client::link_head_size && at + client::link_head_size <= frames.size());
    auto size = client::size_at(rest, kind.heads);
    require(size == client::size_at(wire::byte_view{frames}.subspan(at), kind.heads));
    at += size;
    rest = rest.subspan(size);
  }
}

void converse(const tools::packet::stream_kind& kind, wire::byte_view bytes) {
  tools::packet::conversation talk{{kind.heads, kind.key, {}, false}};
  talk.feed(kind.to, bytes, [](wire::direction, const tools::packet::decoded_packet& packet) {
    static_cast<void>(tools::packet::line_of("\"n\":1", packet, {}));
  });
}

} // namespace

void read_stream(wire::listener on, const uint8_t* data, size_t size) {
  if (size == 0)
    return;
  auto choice = data[0];
  wire::byte_view bytes{data + 1, size - 1};
  tools::packet::stream_kind kind{on, static_cast<wire::direction>(choice & 1),
                                  static_cast<client::dialect>(choice >> 1 & 1), std::nullopt};
  if (choice & 4)
    kind.key = client::dynamic_key_562;
  auto piece = size_t{1} + (choice >> 3) * 16u;
  auto frames = frames_by_cutter(kind, bytes, piece);
  compare_with_edge(kind, bytes, piece, frames);
  converse(kind, bytes);
}

} // namespace test::fuzz
