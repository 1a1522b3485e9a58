#include "tools/packet/script.hpp"

#include "messages/client/gate.hpp"
#include "messages/client/login.hpp"

#include <utility>

namespace tools::packet {

using namespace msg;
using wire::direction;
using wire::listener;

void script_writer::data(const tcp_flow& flow, int from, wire::byte_view bytes, int64_t at_us) {
  if (begin_us_ < 0)
    begin_us_ = at_us;
  auto [found, is_new] = entries_.try_emplace(flow.number, entry{{}, frame_cutter{heads_}});
  auto& e = found->second;
  if (is_new) {
    e.what.number = flow.number;
    e.what.begin_us = at_us - begin_us_;
    e.last_us = at_us;
  }
  if (from != 0) {
    e.has_answer = true;
    return;
  }
  e.frames.feed(bytes);
  while (auto frame = e.frames.next())
    add_step(e, *frame, at_us);
  e.is_foreign = e.is_foreign || !e.frames.broken().empty();
}

void script_writer::add_step(entry& e, wire::byte_view frame, int64_t at_us) {
  auto ctrl = client::ctrl_at(frame, heads_);
  if (ctrl != wire::ctrl_link && !client::is_game_ctrl(ctrl)) {
    e.is_foreign = true;
    return;
  }
  auto head = client::read_head(frame, heads_);
  auto body = frame.subspan(head.head_size());
  if (!std::exchange(e.is_known, true))
    e.what.on = find_packet(listener::login, direction::c2s, head.select) ? listener::login : listener::game;
  if (e.what.on == listener::game && head.select == client::c2g_time_tick::info.select)
    return;
  client::c2ls_login login;
  client::c2g_login gate;
  if (e.what.on == listener::login && head.select == client::c2ls_login::info.select && wire::decode(body, login))
    e.what.account = login.account.str();
  if (e.what.on == listener::game && head.select == client::c2g_login::info.select && wire::decode(body, gate))
    e.what.account = gate.account.str();
  const auto* entry = find_packet(e.what.on, direction::c2s, head.select);
  e.what.steps.push_back({{frame.begin(), frame.end()},
                          at_us - e.last_us,
                          std::exchange(e.has_answer, false),
                          entry ? entry->info.name : std::string_view{"unknown"}});
  e.last_us = at_us;
}

std::vector<script> script_writer::take() {
  std::vector<script> result;
  for (auto& [number, e] : entries_)
    if (!e.is_foreign && !e.what.steps.empty())
      result.push_back(std::move(e.what));
  std::ranges::stable_sort(result, {}, &script::begin_us);
  return result;
}

} // namespace tools::packet
