#include "tools/packet/decoder.hpp"

#include "messages/client/cipher.hpp"

#include <cstdio>

namespace tools::packet {

using namespace msg;

namespace {

std::string hex_number(uint32_t value, int digits) {
  char text[16];
  std::snprintf(text, sizeof(text), "0x%0*X", digits, value);
  return text;
}

std::string bytes_text(size_t n) { return std::to_string(n) + (n == 1 ? " byte" : " bytes"); }

std::string sentence_of(const wire::problem& what, const catalog_entry& entry, size_t head_size, size_t frame_size) {
  auto result = std::string{entry.info.name} + ": offset " + std::to_string(head_size + what.offset);
  if (!what.field.empty())
    result += ", field " + what.field;
  if (what.code == wire::decode_errc::truncated)
    return result + ": the packet ends after " + bytes_text(frame_size) + "; expected "
           + (entry.shape->is_open_ended ? "at least " : "") + bytes_text(head_size + entry.shape->size);
  if (what.code == wire::decode_errc::trailing_bytes)
    return result + ": the packet has " + bytes_text(frame_size) + "; expected "
           + bytes_text(head_size + entry.shape->size);
  return result + " is " + what.value + "; expected " + what.expected;
}

std::string unknown_sentence(const stream_kind& kind, const client::head& head) {
  auto is_game = head.select.ctrl == wire::ctrl_game;
  auto is_a3 = kind.heads == client::dialect::a3;
  auto offset = is_game ? (is_a3 ? 10 : 2) : (is_a3 ? 9 : 5);
  return std::string{"offset "} + std::to_string(offset) + ", field " + (is_game ? "protocol" : "cmd") + " is "
         + hex_number(head.select.number, is_game ? 4 : 2) + "; expected the number of a packet of the "
         + std::string{to_string(kind.on)} + " listener, direction " + std::string{to_string(kind.to)}
         + " (zonehive packet ls)";
}

} // namespace

std::string_view decoded_packet::name() const { return entry ? entry->info.name : std::string_view{"unknown"}; }

decoded_packet decode_frame(const stream_kind& kind, wire::byte_view frame, const catalog_entry* as) {
  decoded_packet result;
  if (frame.size() < client::link_head_size
      || frame.size() < client::head_size_of(kind.heads, client::ctrl_at(frame, kind.heads))) {
    result.error = "offset " + std::to_string(frame.size()) + ": the head ends after " + bytes_text(frame.size())
                   + "; expected at least " + bytes_text(client::link_head_size);
    return result;
  }
  auto ctrl = client::ctrl_at(frame, kind.heads);
  result.head = client::read_head(frame, kind.heads);
  auto body = frame.subspan(result.head.head_size());
  result.body.assign(body.begin(), body.end());
  if (client::is_game_ctrl(ctrl) && kind.key)
    client::decipher(result.body, *kind.key);
  if (!client::is_game_ctrl(ctrl) && ctrl != wire::ctrl_link) {
    result.error = "offset " + std::to_string(kind.heads == client::dialect::a3 ? 8 : 4) + ", field ctrl is "
                   + hex_number(ctrl, 2) + "; expected 0x01, 0x03 or 0xFE";
    return result;
  }
  if (as && as->info.is_game() != client::is_game_ctrl(ctrl)) {
    result.error = std::string{as->info.name} + ": offset " + std::to_string(kind.heads == client::dialect::a3 ? 8 : 4)
                   + ", field ctrl is " + hex_number(ctrl, 2) + "; expected " + hex_number(as->info.select.ctrl, 2);
    return result;
  }
  auto cmd_at = kind.heads == client::dialect::a3 ? 9u : 5u;
  if (client::is_game_ctrl(ctrl) && frame[cmd_at] != wire::cmd_game)
    result.warnings.push_back("offset " + std::to_string(cmd_at) + ", field cmd is " + hex_number(frame[cmd_at], 2)
                              + "; expected " + hex_number(wire::cmd_game, 2));
  result.entry = as ? as : find_packet(kind.on, kind.to, result.head.select);
  if (!result.entry) {
    result.error = unknown_sentence(kind, result.head);
    return result;
  }
  if (!result.entry->shape)
    return result;
  if (auto damage = wire::find_damage(*result.entry->shape, result.body)) {
    result.error = sentence_of(*damage, *result.entry, result.head.head_size(), frame.size());
    return result;
  }
  for (const auto& bad : wire::find_bad_values(*result.entry->shape, result.body))
    result.warnings.push_back(sentence_of(bad, *result.entry, result.head.head_size(), frame.size()));
  return result;
}

std::string to_json(const decoded_packet& packet, wire::json_style style) {
  std::string result = R"({"name":)";
  wire::print_text(result, packet.entry->info.name);
  result += ",\"pc_id\":" + std::to_string(packet.head.pc_id) + ",\"fields\":";
  if (packet.entry->shape)
    result += wire::to_json(*packet.entry->shape, packet.body, style);
  else
    result += R"({"body":")" + wire::to_hex(packet.body) + "\"}";
  return result + "}";
}

void frame_cutter::feed(wire::byte_view bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(at_));
  at_ = 0;
  if (broken_.empty())
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<wire::byte_view> frame_cutter::next() {
  wire::byte_view rest{buffer_.data() + at_, buffer_.size() - at_};
  if (!broken_.empty() || rest.size() < client::link_head_size)
    return std::nullopt;
  auto size = client::size_at(rest, heads_);
  auto size_min = client::head_size_of(heads_, client::ctrl_at(rest, heads_));
  if (size < size_min || size > frame_size_max) {
    broken_ = "offset 0, field size is " + std::to_string(size) + "; expected " + std::to_string(size_min) + " to "
              + std::to_string(frame_size_max);
    buffer_.clear();
    at_ = 0;
    return std::nullopt;
  }
  if (rest.size() < size)
    return std::nullopt;
  at_ += size;
  return rest.first(size);
}

} // namespace tools::packet
