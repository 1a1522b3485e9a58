// A player as a test drives it: each call does one thing and waits for its
// answer; when that does not come, `not_seen` tells what came instead.

#pragma once

#include "tests/e2e/client_link.hpp"
#include "tests/e2e/server_process.hpp"
#include "tools/bots/cells.hpp"
#include "tools/bots/mesh.hpp"

#include <set>

namespace test::e2e {

using tools::bots::cell_at;

struct place {
  uint16_t map = 0;
  uint32_t cell = 0;
  friend bool operator==(const place&, const place&) = default;
};
std::ostream& operator<<(std::ostream& out, const place& x);

class game_client {
public:
  game_client(entrance where, std::string account, std::string password = "secret");

  /// From the next connection on, what is sent is cut into pieces of so many bytes.
  void cut_into_pieces(size_t bytes) { piece_size_ = bytes; }

  // -- the login listener
  /// A new login connection.
  client_link& connect_login();
  /// A new login connection that asks for admission; the answer's text.
  std::string ask_login();
  /// After a good `ask_login`: the ticket.
  msg::client::ls2c_gate_info select_server();
  client_link& login_link() { return *login_; }

  // -- the game listener
  /// A new game connection.
  client_link& connect_game();
  /// A new game connection that shows the ticket; it may be refused.
  void show_ticket(uint32_t ticket);
  /// Login listener, ticket, character list.
  void log_in();
  /// Tries to, until the account is not online any more: its last session may still be saving.
  void log_in_when_free(milliseconds limit = patience);
  const msg::client::s2c_char_list& characters() const { return list_; }

  // -- the character screen
  void create(const std::string& name, uint8_t class_id = 0, uint8_t nation = 0);
  /// Also creates the character when the account has none of that name.
  void enter(const std::string& name, uint8_t nation = 0);
  /// All of it.
  void play(const std::string& name, uint8_t nation = 0);

  // -- in the world
  /// Walks the shortest way, running; the cells that were stepped on.
  void walk_to(int x, int y);
  /// One packet of a step without asking first.
  void step(uint32_t cell);
  /// To the other map by the warp cell under the player.
  void warp(uint16_t map);
  /// Waits until the zone of the player is there again after a failover; he stands where he was saved.
  void wait_until_put_back(milliseconds limit = patience);
  void say(msg::client::say_kind kind, const std::string& words, const std::string& to = {});
  void log_out();
  /// Asks for a walk to where he stands, which is always answered: shows that the session lives.
  bool is_served(milliseconds limit = patience);

  template <class T>
  T get(const std::function<bool(const T&)>& is_it = {}, milliseconds limit = patience);
  /// A line of this kind with these words.
  msg::client::s2c_say hear(msg::client::say_kind kind, const std::string& words);
  bool has_heard(const std::string& words);
  void see_appear(const game_client& other);
  void see_disappear(const game_client& other);
  /// Whether the player stands in view now, as far as packets have arrived.
  bool sees(const game_client& other);

  void send(const client_packet& packet) { link_->send(packet); }
  client_link& link() { return *link_; }
  uint32_t id() const { return id_; }
  place at() const { return at_; }
  const std::string& name() const { return name_; }
  const std::string& account() const { return account_; }
  const msg::client::s2c_world_login& state() const { return state_; }

private:
  /// False when either listener refuses.
  bool try_log_in();
  void received(const server_packet& packet);
  void walk_leg(std::vector<uint32_t> way);
  /// Reads whatever comes until then.
  void read_until(deadline until);
  [[noreturn]] void fail(const std::string& what);

  entrance where_;
  std::string account_;
  std::string password_;
  std::string name_;
  uint32_t id_ = 0;
  place at_;
  size_t piece_size_ = 0;
  deadline next_step_{};
  std::set<uint32_t> in_view_;
  msg::client::s2c_char_list list_;
  msg::client::s2c_world_login state_;
  std::unique_ptr<client_link> login_;
  std::unique_ptr<client_link> link_;
};

template <class T>
T game_client::get(const std::function<bool(const T&)>& is_it, milliseconds limit) {
  auto found = link_->wait_for<T>(is_it, within(limit));
  if (!found)
    fail(std::string{"no "} + std::string{T::info.name});
  return *found;
}

} // namespace test::e2e
