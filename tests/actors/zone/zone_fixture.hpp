// A zone between a recording edge, recording sessions and the store in memory,
// on the simulated scheduler. Its lease belongs to one of two nodes, a and b.

#pragma once

#include "actors/zone/zone.hpp"
#include "runtime/base/metrics_table.hpp"
#include "tests/actors/stand_ins.hpp"

#include <gmock/gmock.h>

namespace test {

inline constexpr loaders::cell here{100, 100}; // a warp to map 7
inline constexpr loaders::cell beside{101, 100};
inline constexpr loaders::cell inner_door{102, 102}; // a warp to {20, 30} of the same map

/// What a session was told by zones.
struct session_record {
  std::vector<msg::zone_departure> departures;
  std::vector<msg::zone_expelled> expulsions;
  std::vector<msg::inputs_done> done;
  std::vector<msg::zone_goes_on> goes_on;
};

class zone_fixture : public testing::Test {
protected:
  zone_fixture() {
    sim::memory_store_options stored;
    stored.database = database;
    stored.weather = network;
    store = sim.own(sim::spawn_memory_store(sim.system(), stored));
    edge = spawn_edge(sim, record);
    sim.get<msg::account_record>(store, msg::create_account{"Tester", "x", msg::account_status::active});
    join(node_a);
    join(node_b);
    auto view = sim.get<msg::cluster_view>(store, msg::beat{node_a, 0, {}, {}, lease_ms, true, lease_ms});
    auto coordinator = view.lease(msg::coordinator_lease)->epoch;
    epoch = sim.get<msg::lease>(store, msg::assign_lease{lease_name, 0, node_a, lease_ms, coordinator}).epoch;
    auto content = open_map(1);
    add_warp(content, here, {7, {50, 60}});
    add_warp(content, inner_door, {1, {20, 30}});
    set_walkable(content, {150, 150}, false);
    options.content = share(std::move(content));
    options.store = sim.own(caf::actor_cast<msg::store_actor>(sim.system().spawn<shaky_store>(store, weather)));
    options.metrics = std::make_shared<runtime::metrics>();
    start();
  }

  ~zone_fixture() override { sessions.clear(); }

  msg::zone_actor spawn_zone() {
    return sim.own(caf::actor_cast<msg::zone_actor>(sim.system().spawn<actors::zone>(options)));
  }

  /// Another zone, with the options of now.
  void start() {
    zone = spawn_zone();
    sim.get<caf::ok_atom>(zone, msg::zone_serve{epoch});
  }

  /// A character as the store has it.
  msg::character_record create(uint32_t number, loaders::cell at = here) {
    auto what = make_character(0, at);
    what.account = {1};
    what.name = "Name" + std::to_string(number);
    what.location.revision = 0;
    return sim.get<msg::character_record>(store, msg::create_character{{1, number}, what});
  }

  /// `life`: a session that takes over has a handle of its own.
  msg::zone_client_actor session_of(uint32_t id, uint32_t life = 0) {
    auto& slot = sessions[{id, life}];
    if (!slot) {
      auto& to = heard[id];
      if (!to)
        to = std::make_shared<session_record>();
      slot = sim.own(sim.system().spawn([to]() -> msg::zone_client_actor::behavior_type {
        return {
          [to](const msg::zone_departure& what) { to->departures.push_back(what); },
          [to](const msg::zone_expelled& what) { to->expulsions.push_back(what); },
          [to](const msg::inputs_done& what) { to->done.push_back(what); },
          [to](const msg::zone_goes_on& what) { to->goes_on.push_back(what); },
        };
      }));
    }
    return slot;
  }

  auto ask_enter(const msg::character_record& who, uint32_t visit = 1, bool held = false) {
    auto id = who.id().value;
    return sim.ask<msg::zone_entered>(zone, msg::zone_enter{who, {visit}, held, {id}, edge, session_of(id)});
  }

  /// In the world, with nothing left to hear.
  uint32_t enter(const msg::character_record& who, uint32_t visit = 1) {
    auto result = ask_enter(who, visit);
    sim.advance(options.tick);
    EXPECT_TRUE(result->value);
    record->lines[who.id().value].take();
    return who.id().value;
  }

  template <class Request>
  auto ask(const Request& what) {
    return sim.ask<caf::ok_atom>(zone, what);
  }
  auto leave(uint32_t id, bool save = true, uint32_t visit = 1) { return ask(msg::zone_leave{{id}, {visit}, save}); }
  auto activate(uint32_t id, uint32_t visit) { return ask(msg::zone_activate{{id}, {visit}}); }
  auto attach(uint32_t id, uint64_t connection, uint32_t life = 1, uint32_t visit = 1) {
    return sim.ask<msg::zone_attached>(zone, msg::zone_attach{{id}, {visit}, {connection}, edge, session_of(id, life)});
  }
  auto freeze() { return sim.ask<msg::zone_snapshot>(zone, msg::zone_freeze{}); }
  auto serve(uint64_t under) { return ask(msg::zone_serve{under}); }

  void input_number(uint32_t id, uint32_t number, msg::zone_request packet, uint32_t visit = 1) {
    caf::anon_send(zone, msg::player_input{{id}, {visit}, number, std::move(packet)});
    sim.settle();
  }
  /// The next one of this stay.
  void input(uint32_t id, msg::zone_request packet, uint32_t visit = 1) {
    input_number(id, ++numbers[{id, visit}], std::move(packet), visit);
  }
  void gesture(uint32_t id, uint32_t number) {
    input_number(id, number, msg::client::c2s_gesture{static_cast<uint8_t>(number)});
  }
  void step(uint32_t id, loaders::cell to) { input(id, msg::client::c2s_pc_move{index_of(to), 1}); }
  std::vector<msg::game_answer> take(uint64_t connection) { return record->lines[connection].take(); }
  void tick() { sim.advance(options.tick); }

  msg::character_location stored(uint32_t id) {
    for (const auto& x : sim.get<std::vector<msg::character_record>>(store, msg::list_characters{{1}}))
      if (x.id().value == id)
        return x.location;
    ADD_FAILURE() << "character " << id << " is not stored";
    return {};
  }
  msg::zone_status status() { return sim.get<msg::zone_status>(zone, msg::get_zone_status{}); }
  uint32_t players() { return status().players; }
  uint64_t refused(const char* why) {
    return options.metrics->counter(runtime::metric::zone_inputs_refused_total, why);
  }

  static const actors::zone& look_into(const msg::zone_actor& x) {
    return *dynamic_cast<const actors::zone*>(caf::actor_cast<caf::abstract_actor*>(x));
  }

  /// The other node has the lease from now on, and `rows` are saved with that.
  void hand_over(std::vector<msg::character_location> rows = {}) {
    auto to = holder == node_a ? node_b : node_a;
    auto given = database->apply(msg::hand_over{lease_name, epoch, holder, to, lease_ms, std::move(rows)}, {});
    EXPECT_TRUE(given);
    epoch = given->epoch;
    holder = to;
  }

  msg::zone_snapshot frozen() {
    auto result = freeze();
    EXPECT_TRUE(result->value);
    return result->value.value_or(msg::zone_snapshot{});
  }

  /// What a host does once the old zone stands still, up to the end of that one, which it returns.
  msg::zone_actor move(const msg::zone_snapshot& snapshot) {
    auto old = std::exchange(zone, spawn_zone());
    EXPECT_TRUE(ask(msg::zone_install{snapshot})->value);
    hand_over(snapshot.rows);
    EXPECT_TRUE(serve(epoch)->value);
    EXPECT_TRUE(sim.ask<caf::ok_atom>(old, msg::zone_retire{true})->value);
    return old;
  }
  msg::zone_actor move() { return move(frozen()); }

  template <class T>
  static msg::errc why(const std::shared_ptr<sim::answer<T>>& x) {
    return x->why ? msg::code_of(*x->why) : msg::errc::none;
  }

  static constexpr uint32_t lease_ms = 3'600'000;
  const std::string lease_name = msg::zone_lease({1});
  const msg::node_key node_a{"a", 1};
  const msg::node_key node_b{"b", 1};

  sim::sim_system sim{1};
  std::shared_ptr<sim::memory_database> database = std::make_shared<sim::memory_database>();
  actors::zone_options options;
  std::shared_ptr<edge_record> record = std::make_shared<edge_record>();
  std::shared_ptr<store_weather> weather = std::make_shared<store_weather>();
  std::shared_ptr<sim::store_weather> network = std::make_shared<sim::store_weather>(); // to the database
  std::map<uint32_t, std::shared_ptr<session_record>> heard;
  std::map<std::pair<uint32_t, uint32_t>, msg::zone_client_actor> sessions;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> numbers; // of inputs, by character and visit
  msg::store_actor store;
  msg::edge_actor edge;
  msg::zone_actor zone;
  msg::node_key holder = node_a;
  uint64_t epoch = 0; // of the lease

private:
  void join(const msg::node_key& key) {
    msg::node_record row;
    row.key = key;
    row.host = "127.0.0.1";
    row.port = key == node_a ? 1 : 2;
    row.protocol_oldest = msg::protocol_oldest;
    row.protocol_newest = msg::protocol_newest;
    row.roles = {"zone"};
    row.maps = {1};
    sim.get<msg::cluster_view>(store, msg::join_cluster{"test", row});
  }
};

} // namespace test
