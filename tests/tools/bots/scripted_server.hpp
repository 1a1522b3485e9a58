// A group of bots on a transport without sockets, against a server that grants
// everything, in virtual time. Every connection takes its events one at a time,
// a millisecond after what caused them.

#pragma once

#include "messages/handled.hpp"
#include "tools/bots/bot_group.hpp"

namespace tools::bots {

class scripted_server {
public:
  explicit scripted_server(group_options options, std::shared_ptr<const world_mesh> mesh = nullptr)
      : mesh_(mesh), lines_(options.count), key_(options.key), group(std::move(options), std::move(mesh), wires()) {}

  /// Lets time pass, event by event.
  void pass(time_ms ms) {
    for (auto end = now + ms;;) {
      auto next = std::min(group.due(), events_.empty() ? INT64_MAX : events_.front().at);
      if (next > end) {
        now = end;
        return;
      }
      now = std::max(now, next);
      if (!events_.empty() && events_.front().at <= now)
        deliver();
      else
        group.wake(now);
    }
  }

  /// The server closes the connection of a bot.
  void close(bot_index i) {
    if (lines_[i].is_open)
      push({now + 1, i, lines_[i].generation, {}, true});
  }
  template <class T>
  void answer(bot_index i, const T& x) {
    auto bytes = msg::client::encode_frame(x);
    if constexpr (T::info.select.ctrl == msg::wire::ctrl_game)
      msg::client::encipher(std::span{bytes}.subspan(msg::client::game_head_size), key_);
    push({now + 1, i, lines_[i].generation, std::move(bytes), false});
  }

  struct line {
    bool is_open = false;
    listener on = listener::login;
    uint32_t generation = 0;
    uint16_t map = 1;
    uint32_t cell = cell_at(100, 100);
    std::optional<uint16_t> granted_warp;
  };
  line& of(bot_index i) { return lines_[i]; }
  static std::string name_of(bot_index i) { return "Bot" + std::to_string(i) + "x"; }

  /// Everything the group asked of its transport, with the time.
  std::string log;
  /// What the server does not answer.
  bool is_silent = false;
  bool refuses_walks = false;
  bool is_down = false;
  /// Names of the packets it got, of all bots.
  std::map<std::string, int> got;

private:
  struct event {
    time_ms at = 0;
    bot_index bot = 0;
    uint32_t generation = 0;
    msg::wire::byte_buffer bytes; // none: the connection stands
    bool is_end = false;
  };

  transport wires() {
    return {[this](bot_index i, const connect_to& where) {
              note(i, "open " + std::string{where.on == listener::login ? "login" : where.address});
              auto& x = lines_[i];
              ++x.generation;
              if (is_down)
                return false;
              x.is_open = true;
              x.on = where.on;
              push({now + 1, i, x.generation, {}, false});
              return true;
            },
            [this](bot_index i, msg::wire::byte_view sealed) { take(i, sealed); },
            [this](bot_index i, bool is_rough) {
              note(i, is_rough ? "reset" : "close");
              lines_[i].is_open = false;
              ++lines_[i].generation;
            }};
  }

  void note(bot_index i, const std::string& what) {
    log += std::to_string(now) + " " + std::to_string(i) + " " + what + "\n";
  }
  void push(event x) { events_.push_back(std::move(x)); }

  void deliver() {
    auto x = std::move(events_.front());
    events_.pop_front();
    auto& line = lines_[x.bot];
    if (line.generation != x.generation || !line.is_open)
      return;
    if (x.is_end) {
      line.is_open = false;
      ++line.generation;
      group.lost(x.bot, close_cause::server, now);
    } else if (x.bytes.empty()) {
      group.opened(x.bot, now);
    } else {
      group.received(x.bot, x.bytes, now);
    }
  }

  void take(bot_index i, msg::wire::byte_view sealed) {
    msg::wire::byte_buffer frame{sealed.begin(), sealed.end()};
    auto head = msg::client::read_head(frame);
    std::span<uint8_t> body{frame.data() + head.head_size(), frame.size() - head.head_size()};
    if (head.select.ctrl == msg::wire::ctrl_game)
      msg::client::decipher(body, key_);
    note(i, describe_frame(lines_[i].on, flow::sent, frame));
    if (lines_[i].on == listener::login)
      act<msg::login_request>(i, head.select, body);
    else
      act<msg::game_request>(i, head.select, body);
  }

  template <class Requests>
  void act(bot_index i, msg::wire::selector select, msg::wire::byte_view body) {
    Requests packet;
    if (!msg::decode(select, body, packet))
      return note(i, "nonsense");
    std::visit(
      [&](const auto& x) {
        ++got[std::string{x.info.name}];
        if (!is_silent)
          on(i, x);
      },
      packet);
  }

  template <class T>
  void on(bot_index, const T&) {}
  void on(bot_index i, const msg::client::c2ls_login&) {
    answer(i, msg::client::ls2c_say{});
    answer(i, msg::client::ls2c_server_list{{{1, {}, {}}}});
  }
  void on(bot_index i, const msg::client::c2ls_select_server&) {
    answer(i, msg::client::ls2c_gate_info{7, msg::wire::fixed_text<16>{"10.0.0.1"}, 9860});
  }
  void on(bot_index i, const msg::client::c2g_login&) {
    msg::client::s2c_char_list list;
    list.slots[0].name = msg::wire::fixed_text<21>{name_of(i)};
    answer(i, list);
  }
  void on(bot_index i, const msg::client::c2s_char_login& x) {
    answer(i, msg::client::s2c_char_login_ok{x.player_name, i + 1, lines_[i].map});
  }
  void on(bot_index i, const msg::client::c2s_world_login&) {
    lines_[i].granted_warp.reset();
    msg::client::s2c_world_login world;
    world.character.map_index = lines_[i].map;
    world.character.cell = lines_[i].cell;
    answer(i, world);
    answer(i, msg::client::s2c_pskill_list{});
    answer(i, msg::client::s2c_skill_slot_info{});
    answer(i, msg::client::s2c_chat_window_opt{});
    answer(i, msg::client::s2c_svr_time{});
  }
  void on(bot_index i, const msg::client::c2s_ask_move& x) {
    answer(i, msg::client::s2c_ans_move{static_cast<uint8_t>(refuses_walks ? 0 : 1), x.destination_cell, 1});
  }
  void on(bot_index i, const msg::client::c2s_pc_move& x) { lines_[i].cell = x.next_cell; }
  void on(bot_index i, const msg::client::c2s_warp& x) {
    auto& line = lines_[i];
    if (std::exchange(line.granted_warp, x.new_map_index) != x.new_map_index)
      return answer(i, msg::client::s2c_warp_ready{x.new_map_index});
    line.granted_warp.reset();
    auto* target = mesh_->at(line.map).target_at(line.cell);
    line.map = x.new_map_index;
    line.cell = target ? target->cell : 0;
    answer(i, msg::client::s2c_warp{line.cell});
  }
  void on(bot_index i, const msg::client::c2s_option&) { answer(i, msg::client::s2c_option{}); }
  void on(bot_index i, const msg::client::c2s_chat_window_opt& x) {
    answer(i, msg::client::s2c_chat_window_opt{x.tab_masks});
  }
  void on(bot_index i, const msg::client::c2s_gesture& x) {
    answer(i, msg::client::s2c_gesture{i + 1, x.gesture_type});
  }
  void on(bot_index i, const msg::client::c2s_say& x) {
    answer(i, msg::client::s2c_say{x.say_type, i + 1, msg::wire::fixed_text<21>{name_of(i)}, x.words});
  }
  void on(bot_index i, const msg::client::c2s_char_logout&) {
    answer(i, msg::client::s2c_char_logout{});
    close(i);
  }

  std::shared_ptr<const world_mesh> mesh_;
  std::vector<line> lines_;
  std::deque<event> events_;
  uint32_t key_;

public:
  time_ms now = 0;
  bot_group group;
};

/// Maps 1, 2 and 3 in a row, all open but for a wall around (200,200) of map 1: (110,100) leads to the next map, at
/// (20,20) and (30,30). Map 9 cannot be reached.
inline std::shared_ptr<const world_mesh> three_maps() {
  auto result = std::make_shared<world_mesh>();
  for (uint16_t map : {1, 2, 3, 9})
    (*result)[map].walkable.set();
  for (int d = -1; d <= 1; ++d)
    for (int e = -1; e <= 1; ++e)
      if (d != 0 || e != 0)
        (*result)[1].walkable.reset(cell_at(200 + d, 200 + e));
  (*result)[1].targets.push_back({2, cell_at(20, 20)});
  (*result)[1].warps[cell_at(110, 100)] = 0;
  (*result)[2].targets = {{1, cell_at(110, 100)}, {3, cell_at(30, 30)}};
  (*result)[2].warps[cell_at(25, 20)] = 0;
  (*result)[2].warps[cell_at(20, 40)] = 1;
  return result;
}

} // namespace tools::bots
