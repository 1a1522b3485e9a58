#include "runtime/cluster/coordinator.hpp"

#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"

namespace runtime::cluster {

namespace {

using std::chrono::seconds;

constexpr auto store_deadline = seconds{5};
constexpr auto router_deadline = seconds{1};
constexpr auto move_deadline = seconds{60};
constexpr auto stop_deadline = seconds{30};

/// Who is reachable: null when it is not, or when this is not a life of it that the router has met.
const msg::peer_record* find(const std::vector<msg::peer_record>& peers, const msg::node_key& node) {
  for (const auto& x : peers)
    if (x.node == node && x.is_reachable)
      return &x;
  return nullptr;
}

msg::host_actor host_of(const std::vector<msg::peer_record>& peers, const msg::node_key& node) {
  const auto* peer = find(peers, node);
  return peer ? peer->host : msg::host_actor{};
}

} // namespace

coordinator::coordinator(caf::actor_config& cfg, coordinator_options options)
    : msg::coordinator_actor::base(cfg), options_(std::move(options)),
      machine_(options_.parameters, options_.neighbours) {}

void coordinator::on_exit() {
  options_.store = nullptr;
  options_.router = nullptr;
}

coordinator::behavior_type coordinator::make_behavior() {
  return {
    [this](const msg::explain_zone& what) { return explain(what.map); },
    [this](const msg::order_move& what) { return order_move(what); },
    [this](const msg::order_drain& what) { return order_drain(what); },
    [this](const msg::get_drain& what) { return get_drain(what.node); },
    [this](const msg::order_zone& what) { return order_zone(what); },
    [this](const msg::coordinator_news& news) { on_news(news); },
    [this](caf::tick_atom) { look_again(); },
  };
}

uint64_t coordinator::now_ms() const {
  return static_cast<uint64_t>(
    std::chrono::duration_cast<std::chrono::milliseconds>(clock().now().time_since_epoch()).count());
}

// -- how the cluster stands ----------------------------------------------------------------

void coordinator::on_news(const msg::coordinator_news& news) {
  news_ = news;
  news_ms_ = now_ms();
  const auto* lease = news_.view.lease(msg::coordinator_lease);
  if (PLANTED(two_coordinators) && lease)
    news_.epoch = lease->epoch;
  think();
}

void coordinator::think() {
  auto before = machine_.term();
  auto what = machine_.on_news(news_, now_ms());
  if (before != machine_.term() && machine_.acts())
    log::info(log::component::cluster, "coordinator-acts", "node {} decides what runs where, epoch {}", news_.self.name,
              machine_.term());
  if (before != 0 && !machine_.acts())
    log::info(log::component::cluster, "coordinator-rests", "node {} does not decide any more what runs where",
              news_.self.name);
  carry_out(std::move(what));
}

/// Something has changed: the next beat is too far away.
void coordinator::look_again() {
  if (!acts() || std::exchange(is_looking_, true))
    return;
  request(options_.store, store_deadline, msg::get_cluster_view{})
    .then(
      [this](const msg::cluster_view& view) {
        is_looking_ = false;
        const auto* lease = view.lease(msg::coordinator_lease);
        if (!acts() || !lease || lease->epoch != machine_.term())
          return; // an older view, or somebody else's turn: the next beat tells
        news_.view = view;
        think();
      },
      [this](const caf::error&) {
        is_looking_ = false; /* the next beat does */
      });
}

// -- what was decided ------------------------------------------------------------------------

/// Hosts are asked for anew each time: a node may be another life by now.
void coordinator::carry_out(std::vector<decision> what) {
  if (what.empty())
    return;
  request(options_.router, router_deadline, msg::list_peers{})
    .then(
      [this, what](const peers& others) {
        for (const auto& x : what)
          carry_out(x, others);
      },
      [this, what](const caf::error&) {
        for (const auto& x : what)
          carry_out(x, {});
      });
}

void coordinator::carry_out(const decision& what, const peers& others) {
  switch (what.what) {
  case decision::kind::declare_dead:
    return declare_dead(what);
  case decision::kind::assign:
    return assign(what, others);
  case decision::kind::move:
    return move(what, others, {});
  case decision::kind::stop:
    return stop(what, others);
  }
}

void coordinator::declare_dead(const decision& what) {
  log::warn(log::component::cluster, "node-declared-dead", "the coordinator declares node {} dead: {}", what.to.name,
            what.why);
  request(options_.store, store_deadline, msg::declare_dead{what.to, what.term})
    .then(
      [this, what](caf::ok_atom) {
        ended(what, {true, 0, {}});
        look_again();
      },
      [this, what](const caf::error& why) { failed(what, why); });
}

/// The new holder is told at once: its own next beat is up to half a second away.
void coordinator::assign(const decision& what, const peers& others) {
  log::info(log::component::cluster, "lease-assigned", "the coordinator gives {} to node {}: {}", what.lease,
            what.to.name, what.why);
  auto lease_ms = static_cast<uint32_t>(options_.lease.count());
  auto host = host_of(others, what.to);
  request(options_.store, store_deadline, msg::assign_lease{what.lease, what.epoch, what.to, lease_ms, what.term})
    .then(
      [this, what, host, lease_ms](const msg::lease& lease) {
        if (host)
          send(host, msg::lease_news{{what.lease, what.to, lease.epoch, lease_ms, 0, 0}});
        ended(what, {true, lease.epoch, {}});
      },
      [this, what](const caf::error& why) { failed(what, why); });
}

void coordinator::move(const decision& what, const peers& others, move_promise promise) {
  log::info(log::component::cluster, "move-ordered", "the coordinator moves zone {} from node {} to node {}: {}",
            what.map.value, what.from.name, what.to.name, what.why);
  auto finish = [this, what, promise](const msg::move_report& report) mutable {
    ended(what, {report.is_done, report.epoch, report});
    promise.deliver(report);
    look_again();
  };
  auto fail = [what, finish](std::string problem) mutable {
    msg::move_report report;
    report.map = what.map;
    report.epoch = what.epoch;
    report.problem = std::move(problem);
    finish(report);
  };
  auto from = host_of(others, what.from);
  auto to = host_of(others, what.to);
  if (!from || !to)
    return fail("node " + (from ? what.to.name : what.from.name) + " is out of reach of the coordinator");
  request(from, move_deadline,
          msg::move_zone{what.map, what.epoch, what.to, caf::actor_cast<caf::strong_actor_ptr>(to)})
    .then([finish](const msg::move_report& report) mutable { finish(report); },
          [this, fail](const caf::error& why) mutable { fail(system().render(why)); });
}

void coordinator::stop(const decision& what, const peers& others) {
  log::info(log::component::cluster, "zone-stop-ordered", "the coordinator stops zone {} on node {}: {}",
            what.map.value, what.from.name, what.why);
  auto host = host_of(others, what.from);
  if (!host)
    return failed(what, make_error(msg::errc::not_ready, "the node is out of reach of the coordinator"));
  request(host, stop_deadline, msg::stop_zone{what.map})
    .then(
      [this, what](caf::ok_atom) {
        ended(what, {true, 0, {}});
        look_again();
      },
      [this, what](const caf::error& why) { failed(what, why); });
}

void coordinator::ended(const decision& what, const outcome& how) {
  options_.metrics->add(metric::cluster_decisions_total,
                        std::string{to_string(what.what)} + (how.is_done ? ",done" : ",failed"));
  machine_.ended(what, how, now_ms());
}

void coordinator::failed(const decision& what, const caf::error& why) {
  log::warn(log::component::cluster, "decision-failed", "what the coordinator decided ({} {}) failed: {}",
            to_string(what.what), what.lease.empty() ? what.to.name : what.lease, system().render(why));
  auto is_over = msg::code_of(why) == msg::errc::fenced && what.term == machine_.term()
                 && (what.what == decision::kind::assign || what.what == decision::kind::declare_dead);
  ended(what, {});
  if (!is_over)
    return;
  log::warn(log::component::cluster, "coordinator-fenced", "another node coordinates: node {} stops doing so",
            news_.self.name);
  machine_.stand_down();
}

} // namespace runtime::cluster
