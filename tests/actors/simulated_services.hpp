// A server without zones in one simulated system: the real sessions, logins,
// directory and account, the store in memory, and an edge that records.

#pragma once

#include "actors/account/account.hpp"
#include "actors/directory/directory.hpp"
#include "actors/login/login.hpp"
#include "actors/session/session.hpp"
#include "tests/actors/stand_ins.hpp"

namespace test {

inline constexpr loaders::cell start_of_1{100, 100};
inline constexpr loaders::cell place_in_7{50, 60};

class simulated_services {
public:
  explicit simulated_services(uint64_t seed) : sim(seed), metrics(std::make_shared<runtime::metrics>()) {
    edge = spawn_edge(sim, record);
    store = sim.own(sim::spawn_memory_store(sim.system()));
    table->services.store = sim.own(caf::actor_cast<msg::store_actor>(sim.system().spawn<shaky_store>(store, weather)));
    table->tally = tally;
    router = spawn_router(sim, table);
    start_directory(1);
    start_account();
    start_setups();
    join();
  }

  /// Ends the sessions first: they and the directory hold each other until the zones have saved.
  ~simulated_services() {
    for (const auto& [id, owner] : owners)
      caf::anon_send_exit(owner, caf::exit_reason::kill);
    owners.clear();
    sim.advance(std::chrono::seconds{1});
    table->services = {};
    table->zones.clear();
  }

  msg::account_id create_account(const std::string& name) {
    return sim
      .get<msg::account_record>(store, msg::create_account{name, plain_hash("right"), msg::account_status::active})
      .id;
  }

  /// In the store, as if he had played before.
  msg::character_record create_character(msg::account_id account, const std::string& name) {
    auto what = make_character(0, start_of_1);
    what.account = account;
    what.name = name;
    what.location.revision = 0;
    return sim.get<msg::character_record>(store, msg::create_character{{7, ++operations}, what});
  }

  msg::character_record stored(msg::account_id account) {
    auto all = sim.get<std::vector<msg::character_record>>(store, msg::list_characters{account});
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? msg::character_record{} : all[0];
  }

  uint32_t players(uint16_t map) {
    auto i = table->zones.find(map);
    return i == table->zones.end() ? 0 : sim.get<msg::zone_status>(i->second, msg::get_zone_status{}).players;
  }
  uint32_t sessions() { return sim.get<msg::presence>(directory, msg::ask_presence{{0xFFFFFF}}).sessions; }

  /// A connection on the game listener; its number names it from now on.
  uint64_t connect_game(const std::string& address = "10.0.0.1") {
    auto id = ++connections;
    owners[id] = caf::actor_cast<caf::actor>(
      sim.system().spawn<actors::session>(actors::session_options{session_setup, edge, {id}, address, sim.rng()()}));
    return id;
  }
  uint64_t connect_login(const std::string& address = "10.0.0.1") {
    auto id = ++connections;
    owners[id] = caf::actor_cast<caf::actor>(
      sim.system().spawn<actors::login>(actors::login_options{login_setup, edge, {id}, address}));
    return id;
  }

  template <class... Packets>
  void say(uint64_t connection, const Packets&... packets) {
    msg::client_frames frames;
    (msg::client::encode_frame(frames.bytes, packets), ...);
    frames.count = sizeof...(packets);
    caf::anon_send(caf::actor_cast<msg::connection_actor>(owners.at(connection)), std::move(frames));
  }

  /// As the edge does when the client is gone.
  void lose(uint64_t connection, msg::close_reason reason = msg::close_reason::client_left) {
    caf::anon_send(caf::actor_cast<msg::connection_actor>(owners.at(connection)), msg::connection_lost{reason});
  }

  line& at(uint64_t connection) { return record->lines[connection]; }
  /// What the client has heard since.
  std::vector<msg::game_answer> take(uint64_t connection) { return at(connection).take(); }

  uint32_t ticket_for(msg::account_id account, const std::string& name, const std::string& address = "10.0.0.1") {
    return sim.get<uint32_t>(this->account, msg::issue_ticket{account, name, address});
  }

  /// Up to the character screen.
  uint64_t log_in(msg::account_id account, const std::string& name) {
    auto id = connect_game();
    say(id, login_packet(ticket_for(account, name), name));
    sim.settle();
    return id;
  }

  /// Into the world; what he heard on the way is forgotten.
  uint64_t enter(msg::account_id account, const std::string& name, const std::string& character) {
    auto id = log_in(account, name);
    choose(id, character);
    sim.advance(std::chrono::milliseconds{100});
    EXPECT_EQ(only<msg::client::s2c_world_login>(take(id)).size(), 1u);
    return id;
  }
  void choose(uint64_t id, const std::string& character) {
    say(id, msg::client::c2s_char_login{msg::wire::fixed_text<21>{character}, 562},
        msg::client::c2s_world_login{msg::wire::fixed_text<21>{character}});
  }

  static msg::client::c2g_login login_packet(uint32_t ticket, const std::string& name) {
    return {ticket, msg::wire::fixed_text<21>{name}, msg::wire::fixed_text<21>{"right"}};
  }
  void step(uint64_t id, loaders::cell to) { say(id, msg::client::c2s_pc_move{index_of(to), 1}); }

  /// The services move here; the last directory, if there was one, is left to the caller.
  void start_directory(uint64_t epoch) {
    actors::directory_options options{metrics, router, epoch, std::chrono::seconds{18}};
    directory = sim.own(caf::actor_cast<msg::directory_actor>(sim.system().spawn<actors::directory>(options)));
    table->services.directory = directory;
    table->services.epoch = epoch;
  }

  /// Where sessions find the zone of this map from now on.
  void route(uint16_t map, uint64_t epoch, const msg::zone_actor& zone) {
    table->zones[map] = zone;
    table->epochs[map] = epoch;
  }

  /// Takes the lease of a zone, from whoever has it.
  uint64_t next_epoch(uint16_t map) {
    auto name = msg::zone_lease({map});
    auto& epoch = leases[map];
    if (epoch != 0) {
      sim.get<caf::ok_atom>(store, msg::release_lease{name, node_key, epoch});
      ++epoch; // it is nobody's now
    }
    epoch = sim.get<msg::lease>(store, msg::assign_lease{name, epoch, node_key, lease_ms, coordinator_epoch}).epoch;
    return epoch;
  }

  sim::sim_system sim;
  std::shared_ptr<runtime::metrics> metrics;
  std::shared_ptr<edge_record> record = std::make_shared<edge_record>();
  std::shared_ptr<routes> table = std::make_shared<routes>();
  std::shared_ptr<store_weather> weather = std::make_shared<store_weather>();
  std::shared_ptr<password_counts> passwords = std::make_shared<password_counts>();
  std::shared_ptr<const actors::session_setup> session_setup;
  std::shared_ptr<const actors::login_setup> login_setup;
  std::map<uint64_t, caf::actor> owners; // by connection
  std::shared_ptr<msg::claims_tally> tally = std::make_shared<msg::claims_tally>();
  std::vector<msg::player_input> sent; // by all sessions, once each
  msg::edge_actor edge;
  msg::store_actor store;
  msg::directory_actor directory;
  msg::account_actor account;
  msg::router_actor router;

private:
  void start_account() {
    actors::account_options options;
    options.store = store;
    options.passwords = spawn_passwords(sim, passwords);
    options.draw_ticket = [next = uint32_t{1000}]() mutable { return ++next; };
    options.metrics = metrics;
    account = sim.own(caf::actor_cast<msg::account_actor>(sim.system().spawn<actors::account>(options)));
    table->services.account = account;
  }

  void start_setups() {
    auto game = std::make_shared<actors::session_setup>();
    game->rules.starts = {{{{1}, index_of(start_of_1)}, {{7}, index_of(place_in_7)}}};
    game->rules.greeting = "Welcome";
    game->router = router;
    game->metrics = metrics;
    game->node = "a";
    game->tally = tally;
    game->watch_input = [this](const msg::player_input& input) { sent.push_back(input); };
    session_setup = game;
    auto login = std::make_shared<actors::login_setup>();
    login->rules.server_name = "Test";
    login->rules.gate_address = "10.9.9.9";
    login->rules.gate_port = 9860;
    login->rules.welcome = "Hello";
    login->router = router;
    login->metrics = metrics;
    login_setup = login;
  }

  /// The node and its leases, as the database knows them.
  void join() {
    msg::node_record row;
    row.key = node_key;
    row.host = "127.0.0.1";
    row.port = 1;
    row.protocol_oldest = msg::protocol_oldest;
    row.protocol_newest = msg::protocol_newest;
    row.roles = {"zone"};
    row.maps = {1, 7};
    sim.get<msg::cluster_view>(store, msg::join_cluster{"test", row});
    auto view = sim.get<msg::cluster_view>(store, msg::beat{node_key, 0, {}, {}, lease_ms, true, lease_ms});
    coordinator_epoch = view.lease(msg::coordinator_lease)->epoch;
  }

  static constexpr uint32_t lease_ms = 3'600'000;
  const msg::node_key node_key{"a", 1};
  uint64_t coordinator_epoch = 0;
  std::map<uint16_t, uint64_t> leases;
  uint64_t connections = 0;
  uint64_t operations = 0;
};

} // namespace test
