#include "runtime/cluster/router.hpp"

#include "messages/errors.hpp"
#include "messages/interfaces/member.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/probes.hpp"

namespace runtime::cluster {

namespace {

using std::chrono::milliseconds;

constexpr auto dial_deadline = std::chrono::seconds{3};
constexpr auto publish_deadline = std::chrono::seconds{10};
constexpr auto count_deadline = milliseconds{500};
constexpr auto backoff_first = milliseconds{100};
constexpr auto backoff_max = milliseconds{2000};
constexpr auto ping_interval = milliseconds{500};
/// Whoever has not been heard of for so long is out of reach.
constexpr uint64_t silent_ms = 2'000;

} // namespace

router::router(caf::actor_config& cfg, router_options options)
    : msg::router_actor::base(cfg), options_(std::move(options)), seeds_(options_.seed) {
  table_.own.node = options_.node;
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

void router::on_exit() {
  options_.dialler = nullptr;
  options_.store = nullptr;
  options_.count_old_claims = nullptr;
  member_ = nullptr;
  table_ = {}; // zones hold handles to us: a cycle
}

router::behavior_type router::make_behavior() {
  return {
    [this](const msg::find_zone& what) -> caf::result<msg::zone_route> {
      auto route = table_.zone(what.map);
      if (!route)
        return make_error(msg::errc::zone_unknown);
      return *route;
    },
    [this](const msg::find_services&) -> caf::result<msg::service_handles> {
      auto services = table_.services(options_.store);
      if (!services.complete())
        return make_error(msg::errc::not_ready);
      return services;
    },
    [this](const msg::list_zones&) { return table_.zones(); },
    [this](const msg::list_peers&) { return list_peers(); },
    [this](const msg::count_old_claims& what) { return options_.count_old_claims(what.epoch); },
    [this](const msg::sum_old_claims& what) { return sum_old_claims(what.epoch); },
    [this](const msg::zone_opened& what) {
      std::erase_if(table_.own.zones, [&](const auto& x) { return x.map == what.route.map; });
      table_.own.zones.push_back(what.route);
      publish();
    },
    [this](const msg::zone_closed& what) {
      if (std::erase_if(table_.own.zones, [&](const auto& x) { return x.map == what.map && x.epoch <= what.epoch; }))
        publish();
    },
    [this](const msg::services_opened& what) {
      table_.own.account = what.account;
      table_.own.directory = what.directory;
      table_.own.services_epoch = what.epoch;
      publish();
    },
    [this](const msg::cluster_view& view) { on_view(view); },
    [this](const msg::node_offer& offer) -> caf::result<msg::node_offer> {
      auto peer = caf::actor_cast<caf::actor_addr>(current_sender());
      if (!peer || peer.node() == node())
        return begin(offer);
      return meet(offer, peer);
    },
    [this](const msg::node_news& news) {
      if (auto peer = caf::actor_cast<caf::actor_addr>(current_sender()); peer && table_.has(peer))
        learn(peer, news.offer);
    },
    [this](const msg::node_ping& what) {
      auto peer = caf::actor_cast<caf::actor_addr>(current_sender());
      if (!peer || !table_.has(peer))
        return;
      table_.heard(peer, now_ms());
      if (!what.is_answer)
        send(caf::actor_cast<msg::router_actor>(current_sender()), msg::node_ping{options_.node, true});
    },
    [this](caf::tick_atom, const std::string& name) { dial(name); },
    [this](caf::tick_atom) { ping(); },
  };
}

uint64_t router::now_ms() const {
  return static_cast<uint64_t>(std::chrono::duration_cast<milliseconds>(clock().now().time_since_epoch()).count());
}

// -- the start ----------------------------------------------------------------------

caf::result<msg::node_offer> router::begin(const msg::node_offer& own) {
  auto zones = std::move(table_.own.zones);
  table_.own = own;
  table_.own.zones = std::move(zones);
  delayed_send(this, ping_interval, caf::tick_atom::value);
  if (options_.port == 0)
    return table_.own;
  // The port may be taken again at once after a crash, while connections of the old process linger.
  constexpr bool reuse = true;
  auto promise = make_response_promise<msg::node_offer>();
  request(options_.dialler, publish_deadline, caf::publish_atom::value, options_.port, caf::strong_actor_ptr{ctrl()},
          std::set<std::string>{}, options_.host, reuse)
    .then([this, promise](uint16_t) mutable { promise.deliver(table_.own); },
          [this, promise](const caf::error& why) mutable {
            promise.deliver(make_error(msg::errc::bad_request, "cannot listen for other nodes on " + options_.host + ":"
                                                                 + std::to_string(options_.port) + ": "
                                                                 + system().render(why)));
          });
  return promise;
}

/// Everybody hears of a change of this node's offer.
void router::publish() {
  ++table_.own.version;
  table_.each_peer([&](const route_table::peer& x) { send(route_table::router_of(x), msg::node_news{table_.own}); });
}

// -- which nodes there are ------------------------------------------------------------

void router::on_view(const msg::cluster_view& view) {
  member_ = caf::actor_cast<msg::member_actor>(current_sender());
  table_.view(view);
  table_.forget_dead();
  tell_deaths();
  for (const auto& x : view.nodes) {
    if (x.state != msg::node_state::alive || x.key.name == table_.name())
      continue;
    known_since_ms_.emplace(x.key, now_ms());
    if (x.port == 0 || x.key.name < table_.name())
      continue;
    auto [i, is_new] =
      lines_.try_emplace(x.key.name, line{x.host, x.port, false, {backoff_first, backoff_max, seeds_.fork()}});
    i->second.host = x.host;
    i->second.port = x.port;
    if (!table_.has(x.key) && !std::exchange(i->second.is_dialling, true))
      dial(x.key.name);
  }
  look_around();
}

void router::tell_deaths() {
  msg::nodes_dead dead;
  std::erase_if(lives_, [&](const auto& x) {
    auto is_over = table_.is_over(x.first);
    if (is_over)
      dead.nodes.push_back(x.second);
    return is_over;
  });
  if (!dead.nodes.empty() && table_.own.directory)
    send(table_.own.directory, std::move(dead));
}

// -- dialling -----------------------------------------------------------------------

void router::dial(const std::string& name) {
  auto i = lines_.find(name);
  const auto* row = table_.view().find(name);
  if (i == lines_.end() || !row)
    return;
  auto& what = i->second;
  if (row->state != msg::node_state::alive || table_.has(row->key)) {
    what.is_dialling = false;
    return;
  }
  request(options_.dialler, dial_deadline, caf::connect_atom::value, what.host, what.port)
    .then(
      [this, name](const caf::node_id&, const caf::strong_actor_ptr& peer, const std::set<std::string>&) {
        if (!peer)
          return dial_again(name, make_error(msg::errc::not_ready, "nothing is published at that port"));
        greet(name, caf::actor_cast<msg::router_actor>(peer));
      },
      [this, name](const caf::error& why) { dial_again(name, why); });
}

void router::greet(const std::string& name, const msg::router_actor& peer) {
  request(peer, dial_deadline, table_.own)
    .then(
      [this, name, peer](const msg::node_offer& offer) {
        auto& what = lines_.at(name);
        if (auto problem = check(offer); problem != msg::errc::none)
          return dial_again(name, make_error(problem, "node " + offer.node.name));
        options_.metrics->add(metric::cluster_dials_total, "connected");
        // It may be gone again already, and what was said of that has come before.
        if (!learn(peer.address(), offer))
          return dial_again(name, make_error(msg::errc::declared_dead, "an earlier life of the node answered"));
        what.pause.reset();
        what.is_dialling = false;
      },
      [this, name](const caf::error& why) { dial_again(name, why); });
}

void router::dial_again(const std::string& name, const caf::error& why) {
  SOMETIMES(dial_failed);
  auto& what = lines_.at(name);
  what.is_dialling = true;
  auto wait = what.pause.next();
  options_.metrics->add(metric::cluster_dials_total, "failed");
  log::warn(log::component::cluster, "dial-failed",
            "node {} cannot reach node {} at {}:{} ({}) and tries again in {} ms", table_.name(), name, what.host,
            what.port, system().render(why), wait.count());
  delayed_send(this, wait, caf::tick_atom::value, name);
}

// -- peers --------------------------------------------------------------------------

msg::errc router::check(const msg::node_offer& offer) const {
  if (offer.cluster != table_.own.cluster)
    return msg::errc::wrong_cluster;
  if (offer.protocol_newest < table_.own.protocol_oldest || offer.protocol_oldest > table_.own.protocol_newest)
    return msg::errc::incompatible;
  return table_.is_over(offer.node) ? msg::errc::declared_dead : msg::errc::none;
}

caf::result<msg::node_offer> router::meet(const msg::node_offer& offer, const caf::actor_addr& peer) {
  auto problem = check(offer);
  if (problem == msg::errc::none && !learn(peer, offer))
    problem = msg::errc::declared_dead;
  if (problem == msg::errc::none)
    return table_.own;
  log::warn(log::component::cluster, "node-refused", "node {} refuses node {} of cluster {}: {}", table_.name(),
            offer.node.name, offer.cluster, msg::to_string(problem));
  options_.metrics->add(metric::cluster_nodes_refused_total, msg::to_string(problem));
  return make_error(problem);
}

bool router::learn(const caf::actor_addr& peer, const msg::node_offer& offer) {
  auto is_new = !table_.has(peer);
  if (!table_.learn(peer, offer, now_ms())) {
    log::warn(log::component::cluster, "node-outdated", "node {} ignores an earlier word of node {}", table_.name(),
              offer.node.name);
    return false;
  }
  if (is_new) {
    monitor(peer);
    lives_[offer.node] = peer.node();
    if (!seen_.insert(offer.node.name).second)
      SOMETIMES(node_joined_again);
    options_.metrics->set(metric::cluster_peers, static_cast<int64_t>(table_.peers()));
    // What has changed since this one's offer was sent, when there was nobody yet to tell.
    send(caf::actor_cast<msg::router_actor>(caf::actor_cast<caf::strong_actor_ptr>(peer)), msg::node_news{table_.own});
    log::info(log::component::cluster, "node-met", "node {} sees node {} with {} zones", table_.name(), offer.node.name,
              offer.zones.size());
  }
  look_around();
  return true;
}

void router::on_down(const caf::down_msg& down) {
  auto key = table_.forget(down.source);
  if (!key)
    return;
  SOMETIMES(node_lost);
  options_.metrics->set(metric::cluster_peers, static_cast<int64_t>(table_.peers()));
  log::warn(log::component::cluster, "node-lost", "node {} lost node {}: {}", table_.name(), key->name,
            system().render(down.reason));
  if (auto i = lines_.find(key->name); i != lines_.end() && !std::exchange(i->second.is_dialling, true))
    delayed_send(this, i->second.pause.next(), caf::tick_atom::value, key->name);
  look_around();
}

void router::ping() {
  delayed_send(this, ping_interval, caf::tick_atom::value);
  table_.each_peer([&](const route_table::peer& x) {
    send(route_table::router_of(x), msg::node_ping{options_.node, false});
  });
  look_around();
}

bool router::is_reachable(const msg::node_key& key) const {
  const auto* peer = table_.find(key.name);
  return peer && peer->offer.node == key && now_ms() < peer->heard_ms + silent_ms;
}

/// Who of those that are alive cannot be reached; one that has only just joined has some time to meet.
void router::look_around() {
  std::vector<std::string> unseen;
  for (const auto& x : table_.view().nodes) {
    if (x.state != msg::node_state::alive || x.key.name == table_.name() || is_reachable(x.key))
      continue;
    auto since = known_since_ms_.find(x.key);
    if (since != known_since_ms_.end() && now_ms() < since->second + silent_ms)
      continue;
    unseen.push_back(x.key.name);
  }
  if (unseen == unseen_)
    return;
  unseen_ = std::move(unseen);
  options_.metrics->set(metric::cluster_unseen, static_cast<int64_t>(unseen_.size()));
  if (member_)
    send(member_, msg::reach_news{unseen_});
}

std::vector<msg::peer_record> router::list_peers() const {
  std::map<std::string, msg::peer_record> found;
  found[table_.name()] = {options_.node, true, table_.own.host, table_.own.coordinator};
  for (const auto& x : table_.view().nodes)
    if (x.state == msg::node_state::alive && x.key.name != table_.name())
      found[x.key.name].node = x.key;
  table_.each_peer([&](const route_table::peer& x) {
    found[x.offer.node.name] = {x.offer.node, is_reachable(x.offer.node), x.offer.host, x.offer.coordinator};
  });
  std::vector<msg::peer_record> result;
  for (auto& [name, x] : found)
    result.push_back(std::move(x));
  return result;
}

// -- accounts of an earlier directory -----------------------------------------------------

/// One round of asking all nodes.
struct router::count {
  caf::typed_response_promise<msg::old_claims> promise;
  msg::old_claims sum{0, true};
  size_t waits_for = 0;

  void done() {
    if (waits_for == 0)
      promise.deliver(sum);
  }
};

caf::result<msg::old_claims> router::sum_old_claims(uint64_t epoch) {
  auto promise = make_response_promise<msg::old_claims>();
  auto round = std::make_shared<count>(count{promise, {options_.count_old_claims(epoch), true}, 1});
  for (const auto& x : table_.view().nodes) {
    if (x.state != msg::node_state::alive || x.key.name == table_.name())
      continue;
    if (!table_.has(x.key)) {
      round->sum.is_complete = false;
      continue;
    }
    ++round->waits_for;
    request(route_table::router_of(*table_.find(x.key.name)), count_deadline, msg::count_old_claims{epoch})
      .then(
        [round](uint32_t sessions) {
          round->sum.sessions += sessions;
          --round->waits_for;
          round->done();
        },
        [round](const caf::error&) {
          round->sum.is_complete = false;
          --round->waits_for;
          round->done();
        });
  }
  --round->waits_for;
  round->done();
  return promise;
}

} // namespace runtime::cluster
