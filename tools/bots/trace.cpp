#include "tools/bots/trace.hpp"

#include "messages/catalog.hpp"

namespace tools::bots {

using namespace msg;

namespace {

constexpr size_t line_size_max = 240;

bool is_secret(listener on, flow which, wire::selector select) {
  if (which == flow::sent)
    return select == client::c2ls_login::info.select || select == client::c2g_login::info.select;
  return on == listener::login && select == client::ls2c_gate_info::info.select;
}

template <class Packet>
std::string describe_body(wire::selector select, wire::byte_view body) {
  Packet packet;
  if (decode(select, body, packet))
    return describe(packet);
  return "undecodable ctrl " + std::to_string(select.ctrl) + " number " + std::to_string(select.number);
}

} // namespace

std::string describe_frame(listener on, flow which, wire::byte_view frame) {
  if (frame.size() < client::link_head_size
      || (client::is_game_ctrl(frame[8]) && frame.size() < client::game_head_size))
    return "a broken frame";
  auto head = client::read_head(frame);
  auto body = frame.subspan(head.head_size());
  std::string result;
  auto to = which == flow::sent ? wire::direction::c2s : wire::direction::s2c;
  if (const auto* entry = find_packet(on, to, head.select); entry && is_secret(on, which, head.select))
    result = entry->info.name;
  else if (on == listener::login && which == flow::sent)
    result = entry ? entry->info.name : std::string_view{};
  else if (on == listener::login)
    result = describe_body<login_answer>(head.select, body);
  else if (which == flow::sent)
    result = describe_body<game_request>(head.select, body);
  else
    result = describe_body<game_answer>(head.select, body);
  if (result.size() > line_size_max)
    result.replace(line_size_max, std::string::npos, "...");
  return result;
}

void packet_trace::add(time_ms now, listener on, flow which, wire::byte_view frame) {
  entry next;
  if (entries_.size() == packets_max) {
    next = std::move(entries_.front()); // its memory is used again
    entries_.pop_front();
  }
  next.at = now;
  next.on = on;
  next.which = which;
  next.bytes.assign(frame.begin(), frame.end());
  entries_.push_back(std::move(next));
}

std::vector<std::string> packet_trace::describe() const {
  std::vector<std::string> result;
  for (const auto& x : entries_)
    result.push_back(std::to_string(x.at) + " ms " + (x.which == flow::sent ? "-> " : "<- ")
                     + describe_frame(x.on, x.which, x.bytes));
  return result;
}

} // namespace tools::bots
