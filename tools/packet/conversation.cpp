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

namespace {

bool is_password(const wire::field_shape& f) {
  return f.kind == wire::shape_kind::text && f.name.ends_with("password");
}
bool is_ticket(const wire::field_shape& f) { return f.name == "pcid"; } // of c2g_login and ls2c_gate_info

/// Calls `fn(field, offset)` for every secret of `type`, which begins at `begin`.
template <class Fn>
void for_each_secret(const wire::type_shape& type, size_t begin, Fn&& fn) {
  for (const auto& f : type.fields) {
    if (is_password(f) || is_ticket(f))
      fn(f, begin + f.offset);
    if (f.group && !f.is_tail)
      for (size_t i = 0; i < f.repeat; ++i)
        for_each_secret(*f.group, begin + f.offset + i * f.size, fn);
  }
}

} // namespace

void hide_secrets(decoded_packet& packet) {
  if (!packet.entry || !packet.entry->shape)
    return;
  constexpr std::string_view hidden = "(hidden)";
  auto is_damaged = !packet.error.empty();
  for_each_secret(*packet.entry->shape, 0, [&](const wire::field_shape& f, size_t at) {
    if (is_damaged) { // nobody knows where in it the secret stands
      packet.body.clear();
      packet.error = std::string{packet.name()} + ": not as its layout says; hidden, because it carries a secret";
      return;
    }
    std::fill_n(packet.body.begin() + static_cast<ptrdiff_t>(at), f.size, uint8_t{0});
    if (is_password(f))
      std::copy_n(hidden.begin(), std::min<size_t>(hidden.size(), f.size - 1),
                  packet.body.begin() + static_cast<ptrdiff_t>(at));
  });
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
