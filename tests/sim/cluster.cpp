#include "tests/sim/cluster.hpp"

#include "tests/sim/plain_passwords.hpp"

namespace sim {

namespace {

constexpr instant clock_begins_min = 3'600 * second;
constexpr instant sweep_interval =
  std::chrono::duration_cast<std::chrono::nanoseconds>(runtime::net::io_loop::sweep_interval).count();
constexpr uint16_t cluster_port = 9870;

uint16_t maps_of(const cluster_options& options) {
  return std::max<uint16_t>(options.maps != 0 ? options.maps : maps_for(options.nodes), 2);
}

} // namespace

cluster::cluster(cluster_options options)
    : options_(std::move(options)), dice_(options_.seed), world_(world_of(maps_of(options_))),
      began_(clock_begins_min + dice_.below(86'400 * second)), now_(began_), cables_(dice_.fork()),
      clients_(dice_.fork()), database_(std::make_shared<memory_database>()),
      store_weather_(std::make_shared<store_weather>()), wall_ms_(1'700'000'000'000 + dice_.below(1'000'000'000)) {
  store_weather_->repeats = true;
  clients_.advance(now_);
  cables_.set_now(now_);
  hosts_.resize(options_.nodes);
  for (node_index n = 0; n < options_.nodes; ++n) {
    auto& x = hosts_[n];
    x.name = std::string(1, static_cast<char>('a' + n));
    x.address = "10.1.0." + std::to_string(n + 1);
    x.sockets = &clients_.add_host(x.address);
  }
  for (node_index n = 0; n < options_.nodes; ++n)
    restart(n);
}

cluster::~cluster() { bury_all(); }

void cluster::bury_all() {
  for (auto& x : hosts_)
    if (x.life)
      bury(x);
}

std::optional<node_index> cluster::find(std::string_view name) const {
  for (node_index n = 0; n < nodes(); ++n)
    if (hosts_[n].name == name)
      return n;
  return std::nullopt;
}

uint64_t cluster::digest() const {
  auto result = hash_;
  result.add(clients_.digest());
  result.add(database_->digest());
  return result.value();
}

// -- nodes --------------------------------------------------------------------------

runtime::boot::serve_options cluster::options_of(node_index n) const {
  runtime::boot::serve_options result;
  const auto& x = hosts_[n];
  result.node_name = x.name;
  result.cluster_host = x.address;
  result.cluster_port = cluster_port;
  result.login_port = login_port;
  result.game_port = game_port;
  result.game_advertise = x.address;
  result.edge_connections_per_address = 0;
  result.edge_idle_timeout_s = 70; // ten minutes would have to be waited for
  result.account_auto_create = true;
  auto at = [&](uint16_t map) {
    return std::to_string(map) + ":" + std::to_string(start_cell.x) + "," + std::to_string(start_cell.y);
  };
  result.start_nation0 = at(world_.maps.front());
  result.start_nation1 = at(world_.maps[1]);
  if (options_.tweak)
    options_.tweak(n, result);
  return result;
}

runtime::boot::seams cluster::seams_of(node_index n) {
  auto& x = hosts_[n];
  auto dice = std::make_shared<runtime::prng>(dice_.fork());
  x.is_dead = std::make_shared<bool>(false);
  runtime::boot::seams result;
  result.spawn_store = [this, dice, is_dead = x.is_dead,
                        is_cut = x.is_store_cut](caf::actor_system& system, const runtime::store_options& options) {
    memory_store_options store;
    store.database = database_;
    store.weather = store_weather_;
    store.is_dead = is_dead;
    store.is_cut = is_cut;
    store.deadline = options.deadline;
    store.queue_max = options.queue_max;
    store.seed = (*dice)();
    store.now = [this] { return database_time(now_); };
    return spawn_memory_store(system, std::move(store));
  };
  result.spawn_passwords = [dice](caf::actor_system& system, const actors::password_options&) {
    return spawn_plain_passwords(system, dice->fork());
  };
  result.make_loop = [&x](caf::actor_system& system) {
    auto id = x.sockets->add_loop();
    auto loop = std::make_shared<runtime::net::io_loop>(system, x.sockets->watch(id));
    x.loops.emplace(id, loop);
    return loop;
  };
  result.sockets = x.sockets->calls();
  result.listen = [&x](const std::string&, uint16_t port, std::string& problem) {
    auto fd = x.sockets->listen(port);
    if (fd < 0)
      problem = "port " + std::to_string(port) + " is taken";
    return fd;
  };
  result.port_of = [&x](int listener) { return x.sockets->port_of(listener); };
  result.load_world = [this](const runtime::boot::serve_options&) {
    return loaders::world_outcome{*world_.data, {}, {}};
  };
  result.dialler = [](caf::actor_system& system, const runtime::boot::serve_options&) {
    return system.middleman().actor_handle();
  };
  result.on_dead = [this, n, is_dead = x.is_dead](const std::string& why) {
    tell("node " + hosts_[n].name + " ends: " + why);
    at(now_, [this, n, is_dead] { end_life(n, is_dead); });
  };
  result.watch_sent = options_.watch_sent;
  if (options_.watch_done)
    result.watch_done = [this, n](const msg::player_input& input) { options_.watch_done(n, input); };
  result.entropy = [dice] { return (*dice)(); };
  result.wall_ms = [this] { return wall_ms_ + elapsed() / ms; };
  result.second_of_day = [this] { return static_cast<int64_t>(elapsed() / second % 86'400); };
  return result;
}

void cluster::restart(node_index n) {
  auto& x = hosts_.at(n);
  if (x.life)
    kill(n);
  x.state = node_state::starting;
  x.clock = node_clock{now_, clock_begins_min + dice_.below(86'400 * second)};
  x.clock.set_rate(now_, x.ppm);
  x.sweep_at = now_ + sweep_interval;
  x.life = std::make_unique<process>(options_of(n), seams_of(n), x.clock.local_at(now_));
  cables_.join(n, x.life->system(), x.life->network(), x.address, cluster_port);
  x.may_have_network = true;
  tell("node " + x.name + " starts");
  x.life->node().start([this, n](const std::string& problem) {
    auto& host = hosts_[n];
    if (is_burying_)
      return;
    if (!problem.empty()) {
      tell("node " + host.name + " cannot start: " + problem);
      return at(now_, [this, n, is_dead = host.is_dead] { end_life(n, is_dead); });
    }
    host.state = node_state::up;
    tell("node " + host.name + " is up");
    if (on_started)
      on_started(n);
  });
  after_step(n);
}

void cluster::bury(host& x) {
  is_burying_ = true;
  *x.is_dead = true;
  x.life.reset();
  x.loops.clear();
  x.state = node_state::down;
  is_burying_ = false;
}

void cluster::kill(node_index n, node_loss how) {
  auto& x = hosts_.at(n);
  if (!x.life)
    return;
  tell("node " + x.name + (how == node_loss::power ? " loses power" : " is killed"));
  cables_.leave(n, how == node_loss::power);
  clients_.host_down(x.address, how == node_loss::power ? host_loss::power_lost : host_loss::killed);
  if (x.state == node_state::paused)
    clients_.host_paused(x.address, false);
  bury(x);
}

/// As its service manager does: a process that has ended by itself is started again.
void cluster::end_life(node_index n, const std::shared_ptr<bool>& is_dead) {
  if (hosts_[n].is_dead != is_dead || *is_dead)
    return; // it has gone already
  kill(n);
  at(now_ + second, [this, n] {
    if (!hosts_[n].life)
      restart(n);
  });
}

void cluster::pause(node_index n) {
  auto& x = hosts_.at(n);
  if (x.state != node_state::up)
    return;
  tell("node " + x.name + " is paused");
  x.state = node_state::paused;
  cables_.pause(n, true);
  clients_.host_paused(x.address, true);
}

void cluster::resume(node_index n) {
  auto& x = hosts_.at(n);
  if (x.state != node_state::paused)
    return;
  tell("node " + x.name + " goes on");
  x.state = node_state::up;
  cables_.pause(n, false);
  clients_.host_paused(x.address, false);
  x.life->set_clock(x.clock.local_at(now_));
  x.may_have_network = true;
  x.sweep_at = now_;
}

void cluster::stop(node_index n) {
  auto& x = hosts_.at(n);
  if (x.state != node_state::up)
    return;
  tell("node " + x.name + " is told to stop");
  x.state = node_state::stopping;
  x.life->node().stop(std::chrono::milliseconds{x.life->options().stop_deadline_ms}, [this, n](bool is_good) {
    at(now_, [this, n, is_good] {
      auto& host = hosts_[n];
      if (host.state != node_state::stopping)
        return;
      tell("node " + host.name + (is_good ? " has stopped" : " has stopped, not in time"));
      cables_.leave(n, false);
      clients_.host_down(host.address, host_loss::killed);
      bury(host);
    });
  });
  after_step(n);
}

void cluster::skew_clock(node_index n, int32_t ppm) {
  auto& x = hosts_.at(n);
  x.ppm = ppm;
  x.clock.set_rate(now_, ppm);
}

void cluster::isolate(node_index n) {
  for (node_index other = 0; other < nodes(); ++other)
    cables_.cut(n, other, true);
}

void cluster::heal() {
  tell("everything heals");
  cables_.heal();
  store_weather_->heal();
  for (node_index n = 0; n < nodes(); ++n) {
    clients_.cut(hosts_[n].address, false);
    cut_database(n, false);
    skew_clock(n, 0);
    insist_on_undrain(name(n));
    resume(n);
    if (!hosts_[n].life)
      restart(n);
  }
}

// -- steps --------------------------------------------------------------------------

size_t cluster::choices(const host& x) const {
  if (!runs(x))
    return 0;
  return x.life->scheduler().jobs.size() + (x.may_have_network ? 1 : 0) + (x.sockets->is_ready() ? 1 : 0);
}

bool cluster::step() {
  for (;;) {
    size_t all = 0;
    for (const auto& x : hosts_)
      all += choices(x);
    if (all == 0)
      return false;
    auto pick = dice_.below(all);
    for (node_index n = 0; n < nodes(); ++n) {
      auto here = choices(hosts_[n]);
      if (pick >= here) {
        pick -= here;
        continue;
      }
      if (run_choice(n, pick))
        return true;
      break; // its multiplexer had nothing to do after all
    }
  }
}

bool cluster::run_choice(node_index n, size_t choice) {
  auto& x = hosts_[n];
  auto jobs = x.life->scheduler().jobs.size();
  step_info info;
  info.node = n;
  if (choice < jobs) {
    run_job(n, choice);
    return true;
  }
  if (x.may_have_network && choice == jobs) {
    info.what = step_info::kind::network;
    x.may_have_network = x.life->run_network();
    if (!x.may_have_network)
      return false;
  } else {
    info.what = step_info::kind::socket;
    if (!run_socket(n))
      return false;
  }
  ++steps_;
  hash_.add(uint64_t{n} << 8 | static_cast<uint64_t>(info.what));
  after_step(n);
  if (on_step)
    on_step(info);
  return true;
}

void cluster::run_job(node_index n, size_t job) {
  auto& x = hosts_[n];
  step_info info;
  info.node = n;
  auto* next = x.life->scheduler().jobs[job];
  if (auto* actor = dynamic_cast<caf::scheduled_actor*>(next)) {
    info.actor = actor->id();
    info.role = actor->name();
    auto* message = process::next_message(next);
    if (message) {
      info.waiting = actor->mailbox().size();
      hash_.add(message->mid.integer_value() << 32 | message->content().type_token());
      if (on_message)
        on_message(n, *actor, *message);
    }
  }
  hash_.add(uint64_t{n} << 56 | info.actor);
  hash_.add(info.role);
  x.life->run_job(job);
  ++steps_;
  x.may_have_network = true;
  if (info.role == "tcp-edge")
    for (auto& [id, loop] : x.loops)
      loop->drive_pass();
  else if (info.role.starts_with("middleman")) // it may have connected
    after_step(n);
  if (on_step)
    on_step(info);
}

bool cluster::run_socket(node_index n) {
  auto& x = hosts_[n];
  ready_.clear();
  x.sockets->collect_ready(ready_);
  if (ready_.empty())
    return false;
  auto which = ready_[dice_.below(ready_.size())];
  auto found = x.loops.find(which.loop);
  if (found == x.loops.end())
    return false;
  auto loop = found->second;
  loop->drive_ready(which.token, which.events);
  loop->drive_pass();
  return true;
}

void cluster::after_step(node_index n) {
  auto& x = hosts_[n];
  if (!x.life)
    return;
  x.may_have_network = true;
  cables_.pump(n);
}

// -- time ---------------------------------------------------------------------------

instant cluster::next_instant() const {
  auto result = std::min(cables_.next_due(), clients_.next_due());
  if (!agenda_.empty())
    result = std::min(result, agenda_.begin()->first);
  if (outside_.due)
    result = std::min(result, outside_.due());
  for (const auto& x : hosts_) {
    if (!runs(x))
      continue;
    result = std::min(result, x.sweep_at);
    if (auto due = x.life->next_due(); due != never)
      result = std::min(result, x.clock.global_at(due));
  }
  return std::max(result, now_);
}

void cluster::move_to(instant when) {
  if (when != now_)
    hash_.add(when);
  now_ = when;
  cables_.set_now(now_);
  for (auto& x : hosts_) {
    if (!runs(x))
      continue;
    x.life->set_clock(x.clock.local_at(now_));
    x.may_have_network = true;
  }
  while (!agenda_.empty() && agenda_.begin()->first <= now_) {
    auto what = std::move(agenda_.begin()->second);
    agenda_.erase(agenda_.begin());
    what();
  }
  woken_.clear();
  cables_.deliver(now_, woken_);
  for (auto n : woken_)
    after_step(n);
  clients_.advance(now_);
  if (outside_.due && outside_.due() <= now_)
    outside_.wake();
  for (node_index n = 0; n < nodes(); ++n) {
    auto& x = hosts_[n];
    if (!runs(x) || x.sweep_at > now_)
      continue;
    x.sweep_at = now_ + sweep_interval;
    for (auto& [id, loop] : x.loops) {
      loop->drive_pass();
      loop->drive_sweep();
      loop->drive_pass();
    }
  }
}

void cluster::run_until(instant when) {
  run_until([] { return false; }, when > now_ ? when - now_ : 0);
}

bool cluster::run_until(const std::function<bool()>& is_so, instant bound) {
  constexpr uint64_t moments_max = 1'000'000; // that pass without time going on
  auto end = now_ + bound;
  uint64_t moments = 0;
  for (;;) {
    while (step()) {
    }
    if (is_so())
      return true;
    auto next = next_instant();
    if (next > end && now_ == end)
      return false;
    moments = next == now_ ? moments + 1 : 0;
    if (moments > moments_max)
      throw std::logic_error("the simulated cluster never comes to rest");
    move_to(std::min(next, end));
  }
}

} // namespace sim
