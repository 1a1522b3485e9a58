#include "runtime/boot/node.hpp"

#include "actors/account/account.hpp"
#include "actors/directory/directory.hpp"
#include "actors/edge/tcp_edge.hpp"
#include "actors/login/login.hpp"
#include "actors/session/session.hpp"
#include "actors/zone/zone.hpp"
#include "messages/wire_types.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/boot/node_start.hpp"
#include "runtime/boot/node_stop.hpp"
#include "runtime/cluster/coordinator.hpp"
#include "runtime/cluster/host.hpp"
#include "runtime/cluster/member.hpp"
#include "runtime/cluster/router.hpp"

#include <unistd.h>

namespace runtime::boot {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// An old data set may have thousands of issues: enough of them to see what is wrong with it.
constexpr size_t issues_shown_max = 20;

void log_warnings(const std::vector<loaders::load_issue>& issues) {
  for (size_t i = 0; i < std::min(issues.size(), issues_shown_max); ++i)
    log::warn(log::component::boot, "data-warning", "{}", to_string(issues[i]));
  if (issues.size() > issues_shown_max)
    log::warn(log::component::boot, "data-warnings-left-out", "{} more warnings about the data files",
              issues.size() - issues_shown_max);
}

void log_errors(const std::vector<loaders::load_issue>& issues) {
  for (size_t i = 0; i < std::min(issues.size(), issues_shown_max); ++i)
    log::error(log::component::boot, "data-error", "{}", to_string(issues[i]));
  if (issues.size() > issues_shown_max)
    log::error(log::component::boot, "data-errors-left-out", "{} more errors in the data files",
               issues.size() - issues_shown_max);
}

actors::start_place make_start(const std::string& text) {
  auto cell = parse_start_cell(text).value_or(start_cell{});
  return {{cell.map}, static_cast<uint32_t>(loaders::cell{cell.x, cell.y}.index())};
}

actors::link_limits make_limits(const serve_options& options) {
  actors::link_limits limits;
  limits.frame_max_before_login = options.edge_frame_max_before_login;
  limits.frame_max = options.edge_frame_max;
  limits.inflight_max = options.edge_inflight_max;
  limits.total = {options.edge_frames_per_s, options.edge_frames_burst};
  limits.per_class[static_cast<size_t>(actors::frame_class::move)] = {options.edge_move_frames_per_s,
                                                                      options.edge_move_frames_burst};
  limits.per_class[static_cast<size_t>(actors::frame_class::chat)] = {options.edge_chat_frames_per_s,
                                                                      options.edge_chat_frames_burst};
  return limits;
}

} // namespace

tls::tls_files tls_files_of(const serve_options& options) {
  return {options.cluster_cert, options.cluster_key, options.cluster_ca};
}

node_config::node_config(const serve_options& options, std::shared_ptr<runtime::metrics> metrics) {
  load<caf::io::middleman>();
  msg::register_wire_types(*this);
  // Work stealing starves timers and sockets under load; one actor must not keep a thread for ever.
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-throughput", size_t{50});
  auto threads = options.scheduler_threads != 0 ? options.scheduler_threads : std::thread::hardware_concurrency();
  set("scheduler.max-threads", size_t{std::max(threads, 1u)});
  set("middleman.workers", size_t{0});
  set("middleman.heartbeat-interval", caf::timespan{seconds{1}});
  set("middleman.connection-timeout", caf::timespan{seconds{5}});
  if (options.has_tls())
    tls::configure(*this, {.files = tls_files_of(options), .count_handshake = [metrics](std::string_view outcome) {
                             if (metrics)
                               metrics->add(metric::cluster_handshakes_total, outcome);
                           }});
}

node::node(caf::actor_system& system, const serve_options& options, std::shared_ptr<runtime::metrics> metrics,
           seams machine)
    : system_(system), options_(options), metrics_(std::move(metrics)), machine_(std::move(machine)),
      seeds_(options.random_seed != 0 ? options.random_seed : machine_.entropy()), zone_seeds_(seeds_.fork()),
      tally_(std::make_shared<msg::claims_tally>()) {}

node::~node() {
  end_loops();
  for (auto fd : {login_listener_, game_listener_})
    if (fd >= 0)
      machine_.sockets.close(fd);
}

void node::end_loops() {
  for (auto& loop : loops_)
    loop->stop();
}

// -- start --------------------------------------------------------------------------

void node::start(std::function<void(std::string)> done) {
  if (auto problem = prepare(); !problem.empty())
    return done(std::move(problem));
  system_.spawn([this, done = std::move(done)](caf::event_based_actor* self) {
    self->request(router_, caf::infinite, offer_)
      .then(
        [this, done](const msg::node_offer&) {
          start_member([this, done](std::string problem) {
            if (!problem.empty())
              return done(std::move(problem));
            await_cluster(system_, router_, member_, [this, done] {
              start_edges();
              done({});
            });
          });
        },
        [self, done](const caf::error& why) { done(self->system().render(why)); });
  });
}

std::string node::prepare() {
  if (auto problem = msg::check_wire_types(system_); !problem.empty())
    return problem;
  if (auto problem = open_listeners(); !problem.empty())
    return problem;
  if (auto problem = load_content(); !problem.empty())
    return problem;
  offer_.cluster = options_.cluster_name;
  offer_.node = {options_.node_name, machine_.wall_ms()};
  offer_.protocol_oldest = msg::protocol_oldest;
  offer_.protocol_newest = msg::protocol_newest;
  start_store();
  start_router();
  start_keeper();
  start_host();
  start_coordinator();
  return {};
}

std::string node::open_listeners() {
  std::string problem;
  if (options_.has_role("login"))
    login_listener_ = machine_.listen(options_.login_host, options_.login_port, problem);
  if (problem.empty() && options_.has_role("edge"))
    game_listener_ = machine_.listen(options_.game_host, options_.game_port, problem);
  return problem;
}

std::string node::load_content() {
  if (!options_.has_role("zone"))
    return {};
  auto loaded = machine_.load_world(options_);
  log_warnings(loaded.warnings);
  log_errors(loaded.errors);
  if (!loaded.world)
    return "cannot load the world in " + options_.data_dir + ": " + to_string(loaded.errors.front())
           + " (`zonehive world generate` makes one)";
  auto world = std::move(*loaded.world);
  if (auto problem = keep_wanted_zones(world); !problem.empty())
    return problem;
  log::info(log::component::boot, "data-loaded", "data set {} has {} NPCs, {} items and {} quests", world.content_hash,
            world.npcs.size(), world.items.size(), world.quests.size());
  world_ = std::make_shared<const loaders::world_data>(std::move(world));
  return {};
}

std::string node::keep_wanted_zones(loaders::world_data& world) const {
  if (options_.zone_maps.empty())
    return {};
  world_content wanted;
  for (auto id : options_.zone_maps) {
    auto i = world.zones.find(id);
    if (i == world.zones.end())
      return "zone.maps names map " + std::to_string(id) + ", which is not in " + options_.data_dir;
    wanted.insert(*i);
  }
  world.zones = std::move(wanted);
  return {};
}

void node::start_store() {
  store_options store;
  store.url = options_.database_url;
  store.workers = options_.database_workers;
  store.queue_max = options_.database_queue_max;
  store.deadline = milliseconds{options_.database_deadline_ms};
  store.seed = seeds_();
  store.metrics = metrics_;
  store_ = machine_.spawn_store(system_, store);
}

void node::start_router() {
  cluster::router_options router;
  router.node = offer_.node;
  router.host = options_.cluster_host;
  router.port = options_.cluster_port;
  router.dialler = machine_.dialler(system_, options_);
  router.store = store_;
  router.count_old_claims = [tally = tally_](uint64_t epoch) { return tally->older_than(epoch); };
  router.metrics = metrics_;
  router.seed = seeds_();
  router_ = system_.spawn<cluster::router>(std::move(router));
}

void node::start_keeper() {
  cluster::keeper_options keeper;
  keeper.node = offer_.node;
  keeper.store = store_;
  keeper.router = router_;
  if (options_.has_role("service")) {
    passwords_ =
      machine_.spawn_passwords(system_, {.workers = options_.login_bcrypt_workers, .cost = options_.login_bcrypt_cost});
    keeper.spawn_services = [this](uint64_t epoch) { return start_services(epoch); };
  }
  keeper_ = system_.spawn<cluster::keeper>(std::move(keeper));
}

cluster::services node::start_services(uint64_t epoch) {
  actors::account_options account;
  account.store = store_;
  account.passwords = passwords_;
  account.attempts_max = static_cast<uint16_t>(options_.login_attempts_max);
  account.lock_s = options_.login_lock_s;
  account.ticket_life = seconds{options_.login_ticket_s};
  account.creates_unknown = options_.account_auto_create;
  account.draw_ticket = [draw = machine_.entropy] { return static_cast<uint32_t>(draw()); };
  account.metrics = metrics_;
  actors::directory_options directory;
  directory.metrics = metrics_;
  directory.router = router_;
  directory.epoch = epoch;
  directory.grace = seconds{options_.directory_grace_s};
  return {system_.spawn<actors::account>(account), system_.spawn<actors::directory>(std::move(directory))};
}

void node::start_host() {
  cluster::host_options host;
  host.node = offer_.node;
  host.store = store_;
  host.router = router_;
  host.keeper = keeper_;
  host.spawn_zone = [this](msg::map_id map) { return start_zone(map); };
  host.lease = milliseconds{options_.cluster_lease_ms};
  host.metrics = metrics_;
  host.stopwatch_us = machine_.stopwatch_us;
  offer_.host = system_.spawn<cluster::host>(std::move(host));
}

msg::zone_actor node::start_zone(msg::map_id map) {
  if (!world_)
    return {};
  auto found = world_->zones.find(map.value);
  if (found == world_->zones.end())
    return {};
  actors::zone_options zone;
  zone.rules.distance_max = options_.move_distance_max;
  zone.rules.pace = {options_.move_run_ms, options_.move_slack_ms, options_.move_violations_max};
  zone.rules.answers_with_warp_login = options_.world_warp_answer == "warp_login";
  zone.tick = milliseconds{1000 / options_.zone_tick_hz};
  zone.checkpoint = milliseconds{options_.zone_checkpoint_ms};
  zone.players_max = options_.zone_players_max;
  zone.inputs_max = options_.zone_input_max;
  zone.wall_offset_s =
    machine_.second_of_day() - std::chrono::duration_cast<seconds>(system_.clock().now().time_since_epoch()).count();
  zone.store = store_;
  zone.metrics = metrics_;
  zone.stopwatch_us = machine_.stopwatch_us;
  zone.watch_input = machine_.watch_done;
  zone.content = found->second;
  zone.seed = zone_seeds_();
  log::debug(log::component::boot, "zone-made", "zone {} ({}) is made with {} spawns", map.value,
             zone.content->map.name, zone.content->spawns.size());
  return system_.spawn<actors::zone>(std::move(zone));
}

void node::start_coordinator() {
  cluster::coordinator_options coordinator;
  coordinator.store = store_;
  coordinator.router = router_;
  coordinator.metrics = metrics_;
  coordinator.seed = seeds_();
  coordinator.lease = milliseconds{options_.cluster_lease_ms};
  if (world_)
    for (const auto& [map, content] : world_->zones)
      for (const auto& to : content->map.warps)
        coordinator.neighbours[{map}].insert({to.map});
  offer_.coordinator = system_.spawn<cluster::coordinator>(std::move(coordinator));
}

void node::start_member(std::function<void(std::string)> done) {
  cluster::member_options member;
  member.cluster = options_.cluster_name;
  member.self = describe();
  member.store = store_;
  member.router = router_;
  member.host = offer_.host;
  member.keeper = keeper_;
  member.coordinator = offer_.coordinator;
  member.beat = milliseconds{options_.cluster_beat_ms};
  member.lease = milliseconds{options_.cluster_lease_ms};
  member.coordinator_lease = milliseconds{options_.cluster_coordinator_ms};
  member.count_sessions = [tally = tally_] { return tally->size(); };
  member.metrics = metrics_;
  member.seed = seeds_();
  member.on_joined = std::move(done);
  member.on_dead = machine_.on_dead;
  member_ = system_.spawn<cluster::member>(std::move(member));
  caf::anon_send(member_, caf::tick_atom::value);
}

msg::node_record node::describe() const {
  msg::node_record result;
  result.key = offer_.node;
  result.host = options_.cluster_host;
  result.port = options_.cluster_port;
  if (options_.admin_port != 0)
    result.admin = options_.admin_host + ":" + std::to_string(options_.admin_port);
  result.version = ZONEHIVE_VERSION;
  result.protocol_oldest = msg::protocol_oldest;
  result.protocol_newest = msg::protocol_newest;
  result.roles = options_.node_roles;
  if (world_)
    for (const auto& [map, content] : world_->zones)
      result.maps.push_back(map);
  result.capacity = options_.node_capacity;
  return result;
}

msg::edge_actor
node::start_edge(const std::string& label, int listener,
                 std::function<msg::connection_actor(msg::edge_actor, msg::connection_id, std::string)> make) {
  actors::tcp_edge_options edge;
  edge.loop = machine_.make_loop(system_);
  edge.sockets = machine_.sockets;
  edge.listener = listener;
  edge.label = label;
  const auto& heads = label == "login" ? options_.login_dialect : options_.game_dialect;
  edge.wire = {options_.edge_dynamic_key, msg::client::dialect_of(heads).value_or(msg::client::dialect::a3)};
  edge.limits = make_limits(options_);
  edge.login_timeout = seconds{options_.edge_login_timeout_s};
  edge.idle_timeout = seconds{options_.edge_idle_timeout_s};
  edge.connections_max = options_.edge_connections_max;
  edge.connections_per_address = options_.edge_connections_per_address;
  edge.output_max = size_t{options_.edge_output_max_kib} * 1024;
  edge.make_owner = std::move(make);
  edge.metrics = metrics_;
  loops_.push_back(edge.loop);
  auto port = machine_.port_of(listener);
  auto result = system_.spawn<actors::tcp_edge>(std::move(edge));
  edges_.push_back(result);
  log::info(log::component::boot, "edge-listens", "the {} listener accepts clients on port {}", label, port);
  return result;
}

void node::start_edges() {
  if (options_.has_role("login"))
    start_login_edge();
  if (options_.has_role("edge"))
    start_game_edge();
}

void node::start_login_edge() {
  auto setup = std::make_shared<actors::login_setup>();
  auto& rules = setup->rules;
  rules.server_id = static_cast<uint8_t>(options_.server_id);
  rules.server_name = options_.server_name;
  rules.gate_address = options_.game_advertise;
  // Port 0 lets the system choose; a game listener elsewhere must have a number of its own.
  rules.gate_port = game_listener_ >= 0 ? machine_.port_of(game_listener_) : options_.game_port;
  rules.welcome = options_.login_welcome;
  rules.is_in_maintenance = options_.login_maintenance;
  rules.sessions_max = options_.login_sessions_max;
  rules.tries_max = options_.login_tries_per_connection;
  setup->router = router_;
  setup->metrics = metrics_;
  auto make = [this, setup](msg::edge_actor edge, msg::connection_id id, std::string address) {
    actors::login_options login{setup, std::move(edge), id, std::move(address)};
    return msg::connection_actor{system_.spawn<actors::login, caf::lazy_init>(std::move(login))};
  };
  start_edge("login", std::exchange(login_listener_, -1), make);
}

void node::start_game_edge() {
  auto setup = std::make_shared<actors::session_setup>();
  auto& rules = setup->rules;
  rules.starts = {make_start(options_.start_nation0), make_start(options_.start_nation1)};
  rules.lines_max = options_.chat_lines_max;
  rules.lines_window_ms = options_.chat_lines_window_s * 1000;
  rules.shout_interval_ms = options_.chat_shout_interval_s * 1000;
  rules.greeting = options_.login_welcome;
  setup->tick = seconds{options_.session_tick_s};
  setup->silent = seconds{options_.session_silent_s};
  setup->lost = seconds{options_.session_lost_s};
  setup->orphan = seconds{options_.session_orphan_s};
  setup->adrift = seconds{options_.session_adrift_s};
  setup->node = options_.node_name;
  setup->tally = tally_;
  setup->router = router_;
  setup->metrics = metrics_;
  setup->watch_input = machine_.watch_sent;
  // Sessions draw their ids from a generator of their own that nobody can predict.
  auto make = [this, setup](msg::edge_actor edge, msg::connection_id id, std::string address) {
    actors::session_options session{setup, std::move(edge), id, std::move(address), machine_.entropy()};
    return msg::connection_actor{system_.spawn<actors::session, caf::lazy_init>(std::move(session))};
  };
  start_edge("game", std::exchange(game_listener_, -1), make);
}

// -- stop ---------------------------------------------------------------------------

void node::stop(milliseconds deadline, std::function<void(bool)> done) {
  spawn_stopper(system_, {edges_, offer_.host, keeper_, member_, offer_.coordinator, router_, passwords_, store_},
                deadline, std::move(done));
}

} // namespace runtime::boot
