// A stage for the oracle: bots whose packets a test writes itself, both ways,
// in virtual time.

#pragma once

#include "tools/bots/oracle.hpp"

namespace tools::bots {

class stage {
public:
  explicit stage(std::shared_ptr<const world_mesh> mesh = nullptr) : judge(oracle_options{}, std::move(mesh)) {}

  template <class T>
  void send(bot_index i, const T& x) {
    client_packet packet = wrap_request(x);
    judge.sent(i, packet, frame_of(packet), now);
  }

  template <class T>
  void receive(bot_index i, const T& x) {
    server_packet packet = wrap_answer(x);
    judge.received(i, packet, msg::client::encode_frame(x), now);
  }

  /// Lets time pass; every bot in the world gets its tick unless `has_ticks` is false.
  void pass(time_ms ms) {
    for (auto end = now + ms; now < end;) {
      now += std::min<time_ms>(100, end - now);
      if (has_ticks && now - ticked_ >= 5'000)
        tick_all();
      judge.tick(now);
    }
  }

  /// A new bot, outside.
  bot_index add(std::string name) {
    bots_.push_back({std::move(name)});
    return judge.add("account" + std::to_string(bots_.size()));
  }

  /// From the connection to the end of the entry.
  void enter(bot_index i, uint32_t player_id, uint16_t map, uint32_t cell) {
    choose(i, player_id, map);
    send(i, msg::client::c2s_world_login{text(bots_[i].name)});
    receive_entry(i, map, cell);
  }

  void choose(bot_index i, uint32_t player_id, uint16_t map) {
    judge.opened(i, listener::game, now);
    bots_[i].ticks = 0;
    bots_[i].id = player_id;
    send(i, msg::client::c2s_char_login{text(bots_[i].name), 562});
    receive(i, msg::client::s2c_char_login_ok{text(bots_[i].name), player_id, map});
  }

  void receive_entry(bot_index i, uint16_t map, uint32_t cell) {
    msg::client::s2c_world_login world;
    world.character.name = text(bots_[i].name);
    world.character.map_index = map;
    world.character.cell = cell;
    receive(i, world);
    receive(i, msg::client::s2c_pskill_list{});
    receive(i, msg::client::s2c_skill_slot_info{});
    receive(i, msg::client::s2c_chat_window_opt{bots_[i].masks});
    receive(i, msg::client::s2c_svr_time{});
    bots_[i].is_in = true;
  }

  bot_index enter_new(std::string name, uint32_t player_id, uint16_t map, uint32_t cell) {
    auto i = add(std::move(name));
    enter(i, player_id, map, cell);
    return i;
  }

  void log_out(bot_index i) {
    bots_[i].is_in = false;
    send(i, msg::client::c2s_char_logout{});
    receive(i, msg::client::s2c_char_logout{});
    judge.closed(i, close_cause::server, now);
  }

  void cut(bot_index i) {
    bots_[i].is_in = false;
    judge.closed(i, close_cause::bot, now);
  }

  void step(bot_index i, uint32_t cell) { send(i, msg::client::c2s_pc_move{cell, 1}); }

  void appear(bot_index by, bot_index who, uint32_t cell) {
    msg::client::s2c_pc_appear x;
    x.player_id = bots_[who].id;
    x.player_name = text(bots_[who].name);
    x.cell = cell;
    receive(by, x);
  }

  void disappear(bot_index by, bot_index who) { receive(by, msg::client::s2c_pc_disappear{bots_[who].id}); }

  void say(bot_index i, msg::client::say_kind kind, std::string_view words, std::string_view listener = {}) {
    send(i, msg::client::c2s_say{static_cast<uint8_t>(kind), text(listener), msg::wire::open_text<64>{words}});
  }

  void hear(bot_index by, bot_index who, msg::client::say_kind kind, std::string_view words) {
    receive(by, msg::client::s2c_say{static_cast<uint8_t>(kind), bots_[who].id, text(bots_[who].name),
                                     msg::wire::open_text<64>{words}});
  }

  uint64_t count(check kind) const { return judge.log().count(kind); }
  uint64_t total() const { return judge.log().total(); }
  /// The only violations are of this kind.
  bool only(check kind) const { return count(kind) > 0 && count(kind) == total(); }

  static msg::wire::fixed_text<21> text(std::string_view x) { return msg::wire::fixed_text<21>{x}; }

  oracle judge;
  time_ms now = 1'000'000; // virtual time does not begin at zero
  bool has_ticks = true;

  struct actor {
    std::string name;
    uint32_t id = 0;
    bool is_in = false;
    uint32_t ticks = 0;
    mask_set masks{0x00FF, 0x001F, 0x00E3};
  };
  actor& of(bot_index i) { return bots_[i]; }

private:
  template <class T>
  static client_packet wrap_request(const T& x) {
    if constexpr (std::is_constructible_v<msg::login_request, T>)
      return msg::login_request{x};
    else
      return msg::game_request{x};
  }
  template <class T>
  static server_packet wrap_answer(const T& x) {
    if constexpr (std::is_constructible_v<msg::login_answer, T>)
      return msg::login_answer{x};
    else
      return msg::game_answer{x};
  }

  void tick_all() {
    ticked_ = now;
    for (bot_index i = 0; i < bots_.size(); ++i)
      if (bots_[i].is_in)
        receive(i, msg::client::g2c_time_tick{bots_[i].ticks++, 0, 0});
  }

  std::vector<actor> bots_;
  time_ms ticked_ = 0;
};

/// Map 1 is open ground but for the column x = 50; its cell (60,60) leads to (10,10) of map 2, which is all open.
inline std::shared_ptr<const world_mesh> two_maps() {
  auto result = std::make_shared<world_mesh>();
  auto& first = (*result)[1];
  first.walkable.set();
  for (int y = 0; y < map_edge; ++y)
    first.walkable.reset(cell_at(50, y));
  first.targets.push_back({2, cell_at(10, 10)});
  first.warps[cell_at(60, 60)] = 0;
  (*result)[2].walkable.set();
  return result;
}

} // namespace tools::bots
