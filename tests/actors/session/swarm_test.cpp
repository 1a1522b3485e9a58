// Goal: whatever the order of messages and whenever clients come, go, die and
// warp, a character is in the world at most once, and what is stored in the end
// is where each one was seen last.
// Method: thirty seeds; four players do random things over two zones while the
// store fails now and then; after every settle the worlds are counted; in the
// end everybody leaves and the store is compared with what the zones last said.

#include "tests/actors/simulated_node.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;

class swarm {
public:
  static constexpr uint32_t size = 4;

  explicit swarm(uint64_t seed) : node_(seed) {
    for (uint32_t i = 0; i < size; ++i) {
      auto& who = players_[i];
      who.account = node_.create_account(account_name(i));
      node_.create_character(who.account, character_name(i));
    }
  }

  void act() {
    ++acts_;
    auto i = static_cast<uint32_t>(node_.sim.rng().below(size));
    auto& who = players_[i];
    listen(who);
    if (!who.connection || node_.at(who.connection).is_closed)
      come(i);
    else if (node_.sim.rng().chance(1, 12))
      go(who);
    else
      walk(who);
    if (node_.sim.rng().chance(1, 15))
      node_.weather->failures = 1;
    node_.sim.advance(std::chrono::milliseconds{10 * node_.sim.rng().below(12)});
    check();
  }

  /// Everybody leaves; then the store has the last place of each.
  void end() {
    for (auto& [i, who] : players_) {
      listen(who);
      if (who.connection && !node_.at(who.connection).is_closed)
        node_.lose(who.connection);
    }
    node_.sim.advance(20s, 50ms);
    EXPECT_EQ(node_.sessions(), 0u);
    EXPECT_EQ(node_.players(1) + node_.players(7), 0u);
    for (auto& [i, who] : players_) {
      listen(who);
      if (!who.is_certain)
        continue;
      auto found = node_.stored(who.account).location;
      EXPECT_EQ(found.map.value, who.map) << account_name(i);
      EXPECT_EQ(found.cell, test::index_of(who.at)) << account_name(i);
      ++compared;
    }
  }

  size_t warps = 0;    // seen by clients
  size_t compared = 0; // places, in the end

private:
  struct player {
    msg::account_id account;
    uint64_t connection = 0;
    bool is_in_world = false; // and has not said farewell
    bool is_certain = false;  // the client knows his place
    uint16_t map = 0;
    loaders::cell at;
    uint64_t stepped_at = 0; // counted in acts
  };
  static constexpr uint64_t acts_of_an_answer = 10;

  static std::string account_name(uint32_t i) { return "Tester" + std::to_string(i); }
  static std::string character_name(uint32_t i) { return "Name" + std::to_string(i); }

  void come(uint32_t i) {
    auto& who = players_[i];
    who.is_in_world = who.is_certain = false;
    who.connection = node_.connect_game();
    node_.say(who.connection,
              test::simulated_node::login_packet(node_.ticket_for(who.account, account_name(i)), account_name(i)));
    node_.choose(who.connection, character_name(i));
  }

  void go(player& who) {
    who.is_in_world = false;
    switch (node_.sim.rng().below(3)) {
    case 0:
      node_.say(who.connection, c2s_char_logout{});
      break;
    case 1:
      node_.lose(who.connection);
      break;
    default:
      who.is_certain = false;
      caf::anon_send_exit(node_.owners.at(who.connection), caf::exit_reason::kill);
      node_.at(who.connection).is_closed = true;
    }
  }

  /// Towards the door of his map and through it.
  void walk(player& who) {
    if (!who.is_in_world)
      return;
    auto door = who.map == 1 ? test::door_of_1 : test::door_of_7;
    if (who.at == door) {
      auto to = static_cast<uint16_t>(who.map == 1 ? 7 : 1);
      return node_.say(who.connection, c2s_warp{to}, c2s_warp{to});
    }
    auto towards = [](uint8_t from, uint8_t to) {
      return static_cast<uint8_t>(from < to ? from + 1 : from > to ? from - 1 : from);
    };
    who.at = {towards(who.at.x, door.x), towards(who.at.y, door.y)};
    who.stepped_at = acts_;
    node_.step(who.connection, who.at);
  }

  void listen(player& who) {
    if (who.connection)
      for (const auto& x : node_.take(who.connection))
        std::visit([&](const auto& packet) { hear(who, packet); }, x);
  }
  void hear(player& who, const s2c_world_login& x) {
    who.is_in_world = who.is_certain = true;
    who.map = x.character.map_index;
    who.at = loaders::cell::from_index(x.character.cell);
  }
  void hear(player& who, const s2c_warp& x) {
    ++warps;
    who.map = who.map == 1 ? 7 : 1;
    who.at = loaders::cell::from_index(x.new_cell);
  }
  void hear(player& who, const s2c_fix_move& x) {
    who.at = loaders::cell::from_index(x.fixed_cell);
    // It may answer what was said before the last step, which is dealt with after it.
    who.is_certain = who.is_certain && acts_ > who.stepped_at + acts_of_an_answer;
  }
  template <class T>
  void hear(player&, const T&) {}

  void check() {
    auto in_worlds = node_.players(1) + node_.players(7);
    ASSERT_LE(in_worlds, size);
    ASSERT_LE(in_worlds, node_.sessions()) << "whoever is in a world holds his account";
  }

  uint64_t acts_ = 0;
  test::simulated_node node_;
  std::map<uint32_t, player> players_;
};

} // namespace

TEST(Swarm, EverybodyIsInOneWorldAndSavedWhereHeWasSeenLast) {
  size_t warps = 0;
  size_t compared = 0;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    swarm all{seed};
    for (int i = 0; i < 150; ++i)
      ASSERT_NO_FATAL_FAILURE(all.act());
    all.end();
    warps += all.warps;
    compared += all.compared;
  }
  EXPECT_GT(warps, 30u) << "the scenario must reach what it is about";
  EXPECT_GT(compared, 60u);
}

} // namespace actors
