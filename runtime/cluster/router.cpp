#include "runtime/cluster/router.hpp"

#include "messages/errors.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/probes.hpp"

namespace runtime::cluster {

namespace {

constexpr auto dial_deadline = std::chrono::seconds{5};
constexpr auto backoff_first = std::chrono::milliseconds{100};
constexpr auto backoff_max = std::chrono::milliseconds{3000};

} // namespace

router::router(caf::actor_config& cfg, router_options options)
    : msg::router_actor::base(cfg), options_(std::move(options)),
      table_({.name = options_.node, .incarnation = 0, .services = {}, .zones = {}}),
      backoff_(backoff_first, backoff_max, prng{options_.seed}) {
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

void router::on_exit() { options_.dialler = nullptr; }

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
    [this](const msg::node_offer& offer) {
      if (auto peer = caf::actor_cast<caf::actor_addr>(current_sender()))
        learn(peer, offer);
      else
        begin(offer);
      return table_.own();
    },
    [this](caf::tick_atom) { dial(); },
  };
}

void router::begin(const msg::node_offer& own) {
  table_.offer(own);
  if (!options_.join_host.empty())
    dial();
}

void router::dial() {
  request(options_.dialler, dial_deadline, caf::connect_atom::value, options_.join_host, options_.join_port)
    .then(
      [this](const caf::node_id&, const caf::strong_actor_ptr& peer, const std::set<std::string>&) {
        if (!peer)
          return dial_again(make_error(msg::errc::not_ready, "nothing is published at that port"));
        greet(caf::actor_cast<msg::router_actor>(peer));
      },
      [this](const caf::error& why) { dial_again(why); });
}

void router::greet(const msg::router_actor& peer) {
  request(peer, dial_deadline, table_.own())
    .then(
      [this, peer](const msg::node_offer& offer) {
        backoff_.reset();
        dialled_ = peer.address();
        options_.metrics->add(metric::cluster_dials_total, "connected");
        learn(dialled_, offer);
      },
      [this](const caf::error& why) { dial_again(why); });
}

void router::dial_again(const caf::error& why) {
  SOMETIMES(dial_failed);
  auto wait = backoff_.next();
  options_.metrics->add(metric::cluster_dials_total, "failed");
  log::warn(log::component::cluster, "dial-failed", "node {} cannot join {}:{} ({}) and tries again in {} ms",
            table_.own().name, options_.join_host, options_.join_port, system().render(why), wait.count());
  delayed_send(this, wait, caf::tick_atom::value);
}

void router::learn(const caf::actor_addr& peer, const msg::node_offer& offer) {
  if (!table_.learn(peer, offer)) {
    log::warn(log::component::cluster, "node-outdated", "node {} ignores an earlier life of node {}", table_.own().name,
              offer.name);
    return;
  }
  monitor(peer);
  if (!seen_.insert(offer.name).second)
    SOMETIMES(node_joined_again);
  options_.metrics->set(metric::cluster_peers, static_cast<int64_t>(table_.peers()));
  log::info(log::component::cluster, "node-joined", "node {} sees node {} with {} zones", table_.own().name, offer.name,
            offer.zones.size());
}

void router::on_down(const caf::down_msg& down) {
  if (table_.forget(down.source)) {
    SOMETIMES(node_lost);
    options_.metrics->set(metric::cluster_peers, static_cast<int64_t>(table_.peers()));
    log::warn(log::component::cluster, "node-lost", "node {} lost a node: {}", table_.own().name,
              system().render(down.reason));
  }
  if (dialled_ && down.source == dialled_) {
    dialled_ = nullptr;
    dial();
  }
}

} // namespace runtime::cluster
