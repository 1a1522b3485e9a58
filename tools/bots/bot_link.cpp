#include "tools/bots/bot_link.hpp"

#include "messages/catalog.hpp"
#include "messages/client/cipher.hpp"

namespace tools::bots {

using namespace msg;

void bot_link::feed(wire::byte_view bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(at_));
  at_ = 0;
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<link_event> bot_link::next() {
  wire::byte_view rest{buffer_.data() + at_, buffer_.size() - at_};
  if (is_broken_ || rest.size() < client::link_head_size)
    return std::nullopt;
  auto size = client::size_at(rest, heads_);
  if (size < client::head_size_of(heads_, client::ctrl_at(rest, heads_)) || size > frame_size_max) {
    is_broken_ = true;
    frame_.assign(rest.begin(), rest.begin() + static_cast<ptrdiff_t>(client::link_head_size));
    return link_damage{"a frame of " + std::to_string(size) + " bytes", true};
  }
  if (rest.size() < size)
    return std::nullopt;
  frame_.clear();
  client::append_translated(frame_, rest.first(size), heads_, dialect::a3);
  at_ += size;
  return read_frame();
}

link_event bot_link::read_frame() {
  auto head = client::read_head(frame_);
  std::span<uint8_t> body{frame_.data() + head.head_size(), frame_.size() - head.head_size()};
  if (head.select.ctrl == wire::ctrl_game)
    client::decipher(body, key_);
  server_packet packet;
  wire::decode_result result;
  if (on_ == listener::login)
    result = decode(head.select, body, packet.emplace<login_answer>());
  else
    result = decode(head.select, body, packet.emplace<game_answer>());
  if (result)
    return packet;
  const auto* entry = find_packet(on_, wire::direction::s2c, head.select);
  auto name = entry ? entry->info.name : std::string_view{"of no name"};
  std::string what{to_string(result.code)};
  what += " in packet ctrl " + std::to_string(head.select.ctrl) + " number " + std::to_string(head.select.number) + " ";
  what += name;
  what += " field '" + std::string{result.field} + "' at body byte " + std::to_string(result.offset) + " of "
          + std::to_string(body.size());
  return link_damage{what, false};
}

wire::byte_buffer frame_of(const client_packet& packet) {
  return std::visit(
    [](const auto& group) { return std::visit([](const auto& x) { return client::encode_frame(x); }, group); }, packet);
}

void seal(wire::byte_buffer& frame, uint32_t key, dialect heads) {
  if (heads != dialect::a3) {
    wire::byte_buffer translated;
    client::append_translated(translated, frame, dialect::a3, heads);
    frame.swap(translated);
  }
  auto ctrl = client::ctrl_at(frame, heads);
  if (client::is_game_ctrl(ctrl))
    client::encipher(std::span{frame}.subspan(client::head_size_of(heads, ctrl)), key);
}

} // namespace tools::bots
