#include "tests/e2e/game_client.hpp"

#include "tools/bots/oracle.hpp"

#include "tools/bots/mesh_files.hpp"

#include <ostream>

namespace test::e2e {

using namespace msg::client;
using msg::wire::fixed_text;
using msg::wire::open_text;

namespace {

const tools::bots::map_mesh& mesh_of(uint16_t map) {
  static std::string error;
  static const auto world = tools::bots::load_mesh(world_folder(), error);
  if (!world)
    throw std::runtime_error{error};
  return world->at(map);
}

template <class T>
client_packet on_login(const T& x) {
  return msg::login_request{x};
}

template <class T>
client_packet on_game(const T& x) {
  return msg::game_request{x};
}

} // namespace

std::ostream& operator<<(std::ostream& out, const place& x) {
  return out << "map " << x.map << " (" << tools::bots::x_of(x.cell) << "," << tools::bots::y_of(x.cell) << ")";
}

game_client::game_client(entrance where, std::string account, std::string password)
    : where_(where), account_(std::move(account)), password_(std::move(password)) {}

void game_client::fail(const std::string& what) {
  throw not_seen{"account " + account_ + ": " + what + "; what came last:\n"
                 + (link_ ? link_->history() : std::string{}) + (login_ ? login_->history() : std::string{})};
}

// -- logging in -------------------------------------------------------------------

client_link& game_client::connect_login() {
  login_ = std::make_unique<client_link>(listener::login, where_.login);
  login_->piece_size = piece_size_;
  return *login_;
}

client_link& game_client::connect_game() {
  in_view_.clear();
  link_ = std::make_unique<client_link>(listener::game, where_.game);
  link_->piece_size = piece_size_;
  link_->on_packet = [this](const server_packet& packet) { received(packet); };
  return *link_;
}

std::string game_client::ask_login() {
  if (!login_ || login_->is_closed())
    connect_login();
  login_->send(on_login(c2ls_login{fixed_text<21>{account_}, fixed_text<21>{password_}, {}}));
  auto answer = login_->wait_for<ls2c_say>({}, within(seconds{40}));
  if (!answer)
    fail("no answer to the login");
  return std::string{answer->words.str()};
}

ls2c_gate_info game_client::select_server() {
  auto list = login_->wait_for<ls2c_server_list>({}, within());
  if (!list || list->entries.empty())
    fail("no server list");
  login_->send(on_login(c2ls_select_server{list->entries[0].server_id}));
  auto info = login_->wait_for<ls2c_gate_info>({}, within());
  if (!info)
    fail("no ticket");
  login_.reset();
  return *info;
}

void game_client::show_ticket(uint32_t ticket) {
  connect_game();
  send(on_game(c2g_login{ticket, fixed_text<21>{account_}, fixed_text<21>{password_}}));
}

void game_client::log_in() {
  auto answer = ask_login();
  if (answer != "Welcome to Zonehive.")
    fail("the login was refused: " + answer);
  show_ticket(select_server().pcid);
  list_ = get<s2c_char_list>();
}

bool game_client::try_log_in() {
  connect_login();
  if (ask_login() != "Welcome to Zonehive.")
    return false;
  show_ticket(select_server().pcid);
  auto list = link_->wait_for<s2c_char_list>({}, within());
  if (list)
    list_ = *list;
  else if (!link_->is_closed())
    fail("neither a character list nor a refusal");
  return list.has_value();
}

void game_client::log_in_when_free(milliseconds limit) {
  constexpr milliseconds pause{100};
  for (auto until = within(limit); !try_log_in();) {
    if (left_ms(until) == 0)
      fail("the account stayed refused");
    if (login_)
      login_->wait_for_close(within(pause)); // not before long: this paces the tries
  }
}

void game_client::create(const std::string& name, uint8_t class_id, uint8_t nation) {
  send(on_game(c2s_ask_create_player{class_id, nation, fixed_text<21>{name}}));
  get<s2c_ans_create_player>();
}

void game_client::enter(const std::string& name, uint8_t nation) {
  auto is_it = [&](const auto& slot) { return slot.name.str() == name; };
  if (std::ranges::none_of(list_.slots, is_it))
    create(name, 0, nation);
  name_ = name;
  send(on_game(c2s_char_login{fixed_text<21>{name}, 562}));
  id_ = get<s2c_char_login_ok>().player_id;
  send(on_game(c2s_world_login{fixed_text<21>{name}}));
  state_ = get<s2c_world_login>();
  at_ = {state_.character.map_index, state_.character.cell};
  get<s2c_say>([](const s2c_say& x) { return x.speaking_player_id == nobody; }); // the greeting ends the entry
}

void game_client::play(const std::string& name, uint8_t nation) {
  log_in();
  enter(name, nation);
}

void game_client::received(const server_packet& packet) {
  auto* answer = std::get_if<msg::game_answer>(&packet);
  if (answer == nullptr)
    return;
  if (auto* tick = std::get_if<g2c_time_tick>(answer))
    send(on_game(c2g_time_tick{tick->tick_count, tick->server_tick, tick->server_tick}));
  else if (auto* come = std::get_if<s2c_pc_appear>(answer))
    in_view_.insert(come->player_id);
  else if (auto* gone = std::get_if<s2c_pc_disappear>(answer))
    in_view_.erase(gone->player_id);
  else if (std::get_if<s2c_warp>(answer) != nullptr)
    in_view_.clear(); // the client loads a map, if only the same one again
}

// -- in the world -----------------------------------------------------------------

void game_client::read_until(deadline until) {
  while (left_ms(until) > 0 && !link_->is_closed())
    link_->read_some(until);
}

void game_client::step(uint32_t cell) {
  constexpr milliseconds step_time{160}; // the server allows one in 150 ms
  read_until(next_step_);
  next_step_ = wall::now() + step_time;
  send(on_game(c2s_pc_move{cell, 1}));
  at_.cell = cell;
}

void game_client::walk_leg(std::vector<uint32_t> way) {
  send(on_game(c2s_ask_move{way.back(), 1}));
  auto granted = get<s2c_ans_move>([&](const s2c_ans_move& x) { return x.destination_cell == way.back(); });
  if (granted.is_granted == 0)
    fail("a walk was refused");
  for (auto cell : way)
    step(cell);
}

void game_client::walk_to(int x, int y) {
  constexpr size_t leg_max = 20;
  auto goal = cell_at(x, y);
  auto way = tools::bots::shortest_way(
    mesh_of(at_.map), at_.cell, [&](uint32_t cell) { return cell == goal; }, 400);
  if (way.empty() && at_.cell != goal)
    fail("there is no way");
  for (size_t i = 0; i < way.size(); i += leg_max) {
    auto end = std::min(way.size(), i + leg_max);
    walk_leg({way.begin() + static_cast<ptrdiff_t>(i), way.begin() + static_cast<ptrdiff_t>(end)});
  }
  if (link_->has<s2c_fix_move>({}))
    fail("the server put the walker back");
}

void game_client::warp(uint16_t map) {
  send(on_game(c2s_warp{map}));
  get<s2c_warp_ready>([&](const s2c_warp_ready& x) { return x.new_map_index == map; });
  in_view_.clear();
  send(on_game(c2s_warp{map}));
  at_ = {map, get<s2c_warp>().new_cell};
}

void game_client::wait_until_put_back(milliseconds limit) {
  get<s2c_say>([](const s2c_say& x) { return x.words.str().starts_with(tools::bots::put_back_words); }, limit);
  at_.cell = get<s2c_warp>({}, limit).new_cell;
  auto is_any = [](const s2c_warp_ready&) { return true; };
  if (link_->has<s2c_warp_ready>(is_any))
    at_.map = get<s2c_warp_ready>().new_map_index;
}

void game_client::say(say_kind kind, const std::string& words, const std::string& to) {
  send(on_game(c2s_say{static_cast<uint8_t>(kind), fixed_text<21>{to}, open_text<64>{words}}));
}

void game_client::log_out() {
  send(on_game(c2s_char_logout{}));
  get<s2c_char_logout>();
  if (!link_->wait_for_close())
    fail("the connection stayed open after the logout");
}

bool game_client::is_served(milliseconds limit) {
  send(on_game(c2s_ask_move{at_.cell, 1}));
  auto is_it = [&](const s2c_ans_move& x) { return x.destination_cell == at_.cell; };
  return link_->wait_for<s2c_ans_move>(is_it, within(limit)).has_value();
}

s2c_say game_client::hear(say_kind kind, const std::string& words) {
  auto found = link_->wait_for<s2c_say>(
    [&](const s2c_say& x) { return x.say_type == static_cast<uint8_t>(kind) && x.words.str() == words; }, within());
  if (!found)
    fail("did not hear \"" + words + "\"");
  return *found;
}

bool game_client::has_heard(const std::string& words) {
  return link_->has<s2c_say>([&](const s2c_say& x) { return x.words.str() == words; });
}

void game_client::see_appear(const game_client& other) {
  for (auto until = within(); !in_view_.contains(other.id());)
    if (link_->is_closed() || (!link_->read_some(until) && left_ms(until) == 0))
      fail("did not see " + other.name() + " appear");
}

void game_client::see_disappear(const game_client& other) {
  for (auto until = within(); in_view_.contains(other.id());)
    if (link_->is_closed() || (!link_->read_some(until) && left_ms(until) == 0))
      fail("did not see " + other.name() + " disappear");
}

bool game_client::sees(const game_client& other) {
  link_->read_pending();
  return in_view_.contains(other.id());
}

} // namespace test::e2e
