#include "tools/packet/conversation.hpp"

#include "messages/client/gate.hpp"
#include "messages/client/login.hpp"

namespace tools::packet {

using namespace msg;
using wire::direction;
using wire::listener;

conversation::conversation(conversation_options options)
    : options_(options), sides_{frame_cutter{options.heads}, frame_cutter{options.heads}} {}

void conversation::feed(direction from, wire::byte_view bytes, const on_packet& fn) {
  if (is_foreign_)
    return;
  sides_[static_cast<size_t>(from)].feed(bytes);
  if (!options_.on && from == direction::c2s) {
    beginning_.insert(beginning_.end(), bytes.begin(), bytes.end());
    recognise();
    if (options_.on) {
      drain(direction::c2s, fn);
      return drain(direction::s2c, fn);
    }
  }
  if (options_.on)
    drain(from, fn);
}

/// A client begins with its login; a capture may begin in the middle of a game.
void conversation::recognise() {
  if (beginning_.size() < client::link_head_size)
    return;
  auto ctrl = client::ctrl_at(beginning_, options_.heads);
  auto size = client::size_at(beginning_, options_.heads);
  auto size_min = client::head_size_of(options_.heads, ctrl);
  is_foreign_ = (ctrl != wire::ctrl_link && !client::is_game_ctrl(ctrl)) || size < size_min || size > frame_size_max;
  if (is_foreign_ || beginning_.size() < size_min)
    return;
  auto select = client::read_head(beginning_, options_.heads).select;
  auto is_login = find_packet(listener::login, direction::c2s, select) != nullptr;
  options_.on = is_login ? listener::login : listener::game;
  wire::byte_buffer{}.swap(beginning_);
}

void conversation::drain(direction from, const on_packet& fn) {
  auto& side = sides_[static_cast<size_t>(from)];
  while (auto frame = side.next()) {
    auto packet = decode_frame({*options_.on, from, options_.heads, options_.key}, *frame);
    if (!options_.shows_secrets)
      hide_secrets(packet);
    fn(from, packet);
  }
}

void hide_secrets(decoded_packet& packet) {
  if (!packet.entry || !packet.entry->shape || !packet.error.empty())
    return;
  constexpr std::string_view hidden = "(hidden)";
  for (const auto& f : packet.entry->shape->fields) {
    auto is_password = f.kind == wire::shape_kind::text && f.name.ends_with("password");
    auto is_ticket = f.name == "pcid"; // of c2g_login and ls2c_gate_info
    if (!is_password && !is_ticket)
      continue;
    auto at = packet.body.begin() + f.offset;
    std::fill_n(at, f.size, uint8_t{0});
    if (is_password)
      std::copy_n(hidden.begin(), std::min<size_t>(hidden.size(), f.size - 1), at);
  }
}

std::string line_of(const std::string& head, const decoded_packet& packet, wire::json_style style) {
  auto result = "{" + head;
  if (packet.error.empty())
    return result + "," + to_json(packet, style).substr(1);
  result += R"(,"name":)";
  wire::print_text(result, packet.name());
  result += R"(,"error":)";
  wire::print_text(result, packet.error);
  return result + R"(,"body":")" + wire::to_hex(packet.body) + "\"}";
}

} // namespace tools::packet
