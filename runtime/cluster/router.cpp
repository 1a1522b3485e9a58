#include "runtime/cluster/router.hpp"

#include "messages/errors.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/probes.hpp"

namespace runtime::cluster {

namespace {

using std::chrono::milliseconds;

constexpr auto dial_deadline = std::chrono::seconds{5};
constexpr auto publish_deadline = std::chrono::seconds{10};
constexpr auto backoff_first = milliseconds{100};
constexpr auto backoff_max = milliseconds{3000};
/// A node that two others know joins one of them by itself: its own dial comes first.
constexpr auto discovered_pause = milliseconds{1000};

msg::node_offer nothing_of(const std::string& name) {
  msg::node_offer result;
  result.name = name;
  return result;
}

std::string key_of(const msg::node_address& x) { return x.host + ":" + std::to_string(x.port); }

} // namespace

router::router(caf::actor_config& cfg, router_options options)
    : msg::router_actor::base(cfg), options_(std::move(options)), table_(nothing_of(options_.node)),
      seeds_(options_.seed) {
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

void router::on_exit() {
  options_.dialler = nullptr;
  table_ = route_table{nothing_of(options_.node)}; // zones hold handles to us: a cycle
}

router::behavior_type router::make_behavior() {
  return {
    [this](const msg::find_zone& what) -> caf::result<msg::zone_actor> {
      auto zone = table_.zone(what.map);
      if (!zone)
        return make_error(msg::errc::zone_unknown);
      return zone;
    },
    [this](const msg::find_services&) -> caf::result<msg::service_handles> {
      auto services = table_.services();
      if (!services.complete())
        return make_error(msg::errc::not_ready);
      return services;
    },
    [this](const msg::list_zones&) { return table_.zones(); },
    [this](const msg::node_offer& offer) -> caf::result<msg::node_offer> {
      auto peer = caf::actor_cast<caf::actor_addr>(current_sender());
      if (!peer || peer.node() == node())
        return begin(offer);
      learn(peer, offer);
      return table_.own();
    },
    [this](const msg::node_news& news) {
      if (auto peer = caf::actor_cast<caf::actor_addr>(current_sender()); peer && table_.has(peer))
        learn(peer, news.offer);
    },
    [this](caf::tick_atom, const std::string& key) { dial(key); },
  };
}

// -- the start ----------------------------------------------------------------------

caf::result<msg::node_offer> router::begin(const msg::node_offer& own) {
  table_.offer(own);
  if (options_.port == 0) {
    dial_first();
    return table_.own();
  }
  // The port may be taken again at once after a crash, while connections of the old process linger.
  constexpr bool reuse = true;
  auto promise = make_response_promise<msg::node_offer>();
  request(options_.dialler, publish_deadline, caf::publish_atom::value, options_.port, caf::strong_actor_ptr{ctrl()},
          std::set<std::string>{}, options_.host, reuse)
    .then(
      [this, promise](uint16_t) mutable {
        promise.deliver(table_.own());
        dial_first();
      },
      [this, promise](const caf::error& why) mutable {
        promise.deliver(make_error(msg::errc::bad_request, "cannot listen for other nodes on " + options_.host + ":"
                                                             + std::to_string(options_.port) + ": "
                                                             + system().render(why)));
      });
  return promise;
}

void router::dial_first() {
  if (!options_.join_host.empty())
    add_line({{}, options_.join_host, options_.join_port}, true);
}

// -- dialling -----------------------------------------------------------------------

void router::add_line(const msg::node_address& to, bool is_seed) {
  auto key = key_of(to);
  if (!lines_.emplace(key, line{to, is_seed, true, {backoff_first, backoff_max, seeds_.fork()}}).second)
    return;
  if (is_seed)
    dial(key);
  else
    delayed_send(this, discovered_pause, caf::tick_atom::value, key);
}

void router::dial(const std::string& key) {
  auto i = lines_.find(key);
  if (i == lines_.end())
    return;
  auto& what = i->second;
  if (table_.has(what.to.name)) { // it has come by itself, and will again
    what.is_dialling = false;
    if (!what.is_seed)
      lines_.erase(i);
    return;
  }
  request(options_.dialler, dial_deadline, caf::connect_atom::value, what.to.host, what.to.port)
    .then(
      [this, key](const caf::node_id&, const caf::strong_actor_ptr& peer, const std::set<std::string>&) {
        if (!peer)
          return dial_again(key, make_error(msg::errc::not_ready, "nothing is published at that port"));
        greet(key, caf::actor_cast<msg::router_actor>(peer));
      },
      [this, key](const caf::error& why) { dial_again(key, why); });
}

void router::greet(const std::string& key, const msg::router_actor& peer) {
  request(peer, dial_deadline, table_.own())
    .then(
      [this, key, peer](const msg::node_offer& offer) {
        auto& what = lines_.at(key);
        what.pause.reset();
        what.is_dialling = false;
        what.to.name = offer.name;
        options_.metrics->add(metric::cluster_dials_total, "connected");
        // It may be gone again already, and what was said of that has come before.
        if (!learn(peer.address(), offer))
          dial_again(key, make_error(msg::errc::not_ready, "an earlier life of the node answered"));
      },
      [this, key](const caf::error& why) { dial_again(key, why); });
}

void router::dial_again(const std::string& key, const caf::error& why) {
  SOMETIMES(dial_failed);
  auto& what = lines_.at(key);
  what.is_dialling = true;
  auto wait = what.pause.next();
  options_.metrics->add(metric::cluster_dials_total, "failed");
  log::warn(log::component::cluster, "dial-failed", "node {} cannot reach {} ({}) and tries again in {} ms",
            table_.name(), key, system().render(why), wait.count());
  delayed_send(this, wait, caf::tick_atom::value, key);
}

// -- peers --------------------------------------------------------------------------

bool router::learn(const caf::actor_addr& peer, const msg::node_offer& offer) {
  auto is_new = !table_.has(peer);
  if (!table_.learn(peer, offer)) {
    log::warn(log::component::cluster, "node-outdated", "node {} ignores an earlier life of node {}", table_.name(),
              offer.name);
    return false;
  }
  if (is_new) {
    monitor(peer);
    if (!seen_.insert(offer.name).second)
      SOMETIMES(node_joined_again);
    options_.metrics->set(metric::cluster_peers, static_cast<int64_t>(table_.peers()));
    log::info(log::component::cluster, "node-joined", "node {} sees node {} with {} zones", table_.name(), offer.name,
              offer.zones.size());
    table_.each_peer([&](const msg::router_actor& other) {
      if (other && other.address() != peer)
        send(other, msg::node_news{table_.own()});
    });
  }
  discover(offer);
  return true;
}

void router::discover(const msg::node_offer& offer) {
  for (const auto& x : offer.known)
    if (x.port != 0 && table_.name() < x.name && !table_.has(x.name))
      add_line(x, false);
}

void router::on_down(const caf::down_msg& down) {
  auto name = table_.forget(down.source);
  if (!name)
    return;
  SOMETIMES(node_lost);
  options_.metrics->set(metric::cluster_peers, static_cast<int64_t>(table_.peers()));
  log::warn(log::component::cluster, "node-lost", "node {} lost node {}: {}", table_.name(), *name,
            system().render(down.reason));
  for (auto& [key, what] : lines_)
    if (what.to.name == *name && !std::exchange(what.is_dialling, true))
      delayed_send(this, what.pause.next(), caf::tick_atom::value, key);
}

} // namespace runtime::cluster
