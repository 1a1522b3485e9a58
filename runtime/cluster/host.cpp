#include "runtime/cluster/host.hpp"

#include "messages/errors.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace runtime::cluster {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto look_interval = seconds{1};
constexpr auto zone_deadline = seconds{3};
/// A zone that was prepared and never asked for.
constexpr uint64_t prepared_max_ms = 20'000;

} // namespace

host::host(caf::actor_config& cfg, host_options options) : msg::host_actor::base(cfg), options_(std::move(options)) {
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

void host::on_exit() {
  for (const auto& [map, x] : zones_)
    caf::anon_send_exit(x.zone, caf::exit_reason::kill);
  for (const auto& [map, x] : prepared_)
    caf::anon_send_exit(x.zone, caf::exit_reason::kill);
  for (const auto& zone : retired_)
    caf::anon_send_exit(zone, caf::exit_reason::kill);
  zones_.clear();
  prepared_.clear();
  retired_.clear();
  leaving_.clear();
  in_doubt_.clear();
  options_.store = nullptr;
  options_.router = nullptr;
  options_.keeper = nullptr;
  options_.spawn_zone = nullptr;
}

host::behavior_type host::make_behavior() {
  delayed_send(this, look_interval, caf::tick_atom::value);
  return {
    [this](const msg::move_zone& what) { return begin_move(what); },
    [this](const msg::prepare_zone& what) { return prepare_zone(what); },
    [this](const msg::commit_zone& what) { return commit_zone(what); },
    [this](const msg::discard_zone& what) { discard_zone(what); },
    [this](const msg::stop_zone& what) { return stop_zone(what.map); },
    [this](const msg::leave_host&) { return leave(); },
    [this](const msg::list_zone_loads&) {
      std::vector<msg::zone_load> result;
      for (const auto& [map, x] : zones_)
        if (x.serves)
          result.push_back(x.load);
      return result;
    },
    [this](const msg::cluster_view& view) { on_view(view); },
    [this](const msg::lease_news& news) {
      if (news.lease.name == msg::services_lease)
        send(options_.keeper, news);
      else
        settle(news.lease);
    },
    [this](caf::tick_atom) { on_tick(); },
  };
}

uint64_t host::now_ms() const {
  return static_cast<uint64_t>(std::chrono::duration_cast<milliseconds>(clock().now().time_since_epoch()).count());
}

bool host::knows(msg::map_id map, uint64_t epoch) const {
  auto i = epochs_.find(map);
  return i != epochs_.end() && i->second > epoch;
}

void host::learn(msg::map_id map, uint64_t epoch) {
  auto& known = epochs_[map];
  known = std::max(known, epoch);
}

// -- what the database says is what is to run -----------------------------------------

void host::on_view(const msg::cluster_view& view) {
  view_ = view;
  view_ms_ = now_ms();
  for (const auto& lease : view_.leases)
    settle(lease);
  for (auto [map, epoch] : std::exchange(released_, {}))
    if (const auto* lease = view_.lease(msg::zone_lease(map));
        lease && lease->epoch == epoch && lease->holder == options_.node)
      release(map, epoch, [] {}); // the database did not hear it
}

void host::settle(const msg::lease_record& lease) {
  auto map = msg::zone_of_lease(lease.name);
  if (!map || knows(map, lease.epoch))
    return;
  learn(map, lease.epoch);
  auto i = zones_.find(map);
  if (lease.holder != options_.node && !PLANTED(two_zone_owners)) {
    if (i != zones_.end() && i->second.epoch < lease.epoch && !i->second.is_moving)
      take_away(map, "another-node");
    return;
  }
  if (i != zones_.end() && i->second.epoch < lease.epoch && !i->second.is_moving)
    take_away(map, "outdated"); // it was somebody else's in between
  if (zones_.contains(map) || is_leaving_)
    return;
  auto ready = prepared_.find(map);
  if (ready != prepared_.end() && ready->second.from_epoch + 1 == lease.epoch) {
    // Handed over, and whoever did so has not said it yet: perhaps it never will.
    SOMETIMES(move_finished_by_target);
    auto zone = ready->second.zone;
    prepared_.erase(ready);
    return begin(map, lease.epoch, std::move(zone), "moved", {});
  }
  begin_fresh(map, lease.epoch);
}

void host::begin_fresh(msg::map_id map, uint64_t epoch) {
  auto zone = options_.spawn_zone(map);
  if (!zone) {
    log::error(log::component::cluster, "zone-unknown", "node {} holds the lease of zone {} and has not its content",
               options_.node.name, map.value);
    return;
  }
  monitor(zone);
  if (epoch > 1)
    SOMETIMES(zone_failed_over);
  begin(map, epoch, std::move(zone), "fresh", {});
}

void host::begin(msg::map_id map, uint64_t epoch, msg::zone_actor zone, const char* how, done_promise promise) {
  learn(map, epoch);
  auto& here = zones_[map];
  here = {zone, epoch, {map, epoch, 0, 0}, false, false, false};
  request(zone, zone_deadline, msg::zone_serve{epoch})
    .then(
      [this, map, epoch, zone, how, promise](caf::ok_atom) mutable {
        auto i = zones_.find(map);
        if (i == zones_.end() || i->second.zone != zone) {
          promise.deliver(make_error(msg::errc::zone_moved));
          return;
        }
        i->second.serves = true;
        options_.metrics->add(metric::cluster_zones_started_total, how);
        log::info(log::component::cluster, "zone-serves", "node {} serves zone {} under epoch {} ({})",
                  options_.node.name, map.value, epoch, how);
        send(options_.router, msg::zone_opened{{map, epoch, zone}});
        promise.deliver(caf::ok_atom::value);
      },
      [this, map, zone, promise](caf::error& why) mutable {
        log::warn(log::component::cluster, "zone-failed", "node {} cannot serve zone {}: {}", options_.node.name,
                  map.value, system().render(why));
        if (auto i = zones_.find(map); i != zones_.end() && i->second.zone == zone)
          take_away(map, "failed"); // the next view has it begun anew
        promise.deliver(std::move(why));
      });
}

/// Not saved any more: it has been given to somebody else.
void host::take_away(msg::map_id map, const char* why) {
  auto i = zones_.find(map);
  if (i == zones_.end())
    return;
  SOMETIMES(zone_taken_away);
  auto gone = std::move(i->second);
  zones_.erase(i);
  options_.metrics->add(metric::cluster_zones_ended_total, why);
  log::warn(log::component::cluster, "zone-taken-away", "node {} ends zone {} of epoch {}: {}", options_.node.name,
            map.value, gone.epoch, why);
  send(options_.router, msg::zone_closed{map, gone.epoch});
  retire(gone.zone, false);
}

void host::retire(const msg::zone_actor& zone, bool is_saved) {
  retired_.push_back(zone);
  request(zone, zone_deadline, msg::zone_retire{is_saved})
    .then([](caf::ok_atom) {}, [this, zone](const caf::error&) { end_zone(zone); });
}

void host::end_zone(const msg::zone_actor& zone) { send_exit(zone, caf::exit_reason::kill); }

void host::on_down(const caf::down_msg& down) {
  std::erase_if(retired_, [&](const auto& x) { return x.address() == down.source; });
  std::erase_if(prepared_, [&](const auto& x) { return x.second.zone.address() == down.source; });
  for (auto i = zones_.begin(); i != zones_.end(); ++i) {
    if (i->second.zone.address() != down.source)
      continue;
    auto [map, gone] = *i;
    zones_.erase(i);
    send(options_.router, msg::zone_closed{map, gone.epoch});
    options_.metrics->add(metric::cluster_zones_ended_total, "ended");
    log::warn(log::component::cluster, "zone-ended", "node {} lost zone {} of epoch {}: {}", options_.node.name,
              map.value, gone.epoch, system().render(down.reason));
    return;
  }
}

void host::on_tick() {
  delayed_send(this, look_interval, caf::tick_atom::value);
  for (const auto& trip : std::exchange(in_doubt_, {}))
    hand_over(trip);
  for (auto& [map, x] : zones_)
    if (x.serves && !x.is_moving)
      request(x.zone, milliseconds{900}, msg::get_zone_status{})
        .then(
          [this, map = map](const msg::zone_status& status) {
            if (auto i = zones_.find(map); i != zones_.end())
              i->second.load = {map, i->second.epoch, status.players, status.cost};
          },
          [](const caf::error&) { /* the last figures do */ });
  std::erase_if(prepared_, [this](const auto& x) {
    auto is_old = now_ms() > x.second.since_ms + prepared_max_ms;
    if (is_old)
      end_zone(x.second.zone);
    return is_old;
  });
}

// -- zones that come --------------------------------------------------------------------

caf::result<msg::zone_actor> host::prepare_zone(const msg::prepare_zone& what) {
  if (is_leaving_ || zones_.contains(what.map))
    return make_error(msg::errc::zone_refused, is_leaving_ ? "the node stops" : "the zone runs here");
  if (auto i = prepared_.find(what.map); i != prepared_.end()) {
    end_zone(i->second.zone);
    prepared_.erase(i);
  }
  auto zone = options_.spawn_zone(what.map);
  if (!zone)
    return make_error(msg::errc::zone_unknown);
  monitor(zone);
  prepared_[what.map] = {zone, what.from_epoch, now_ms()};
  return zone;
}

caf::result<caf::ok_atom> host::commit_zone(const msg::commit_zone& what) {
  auto i = prepared_.find(what.map);
  if (i != prepared_.end() && i->second.from_epoch + 1 == what.epoch) {
    auto promise = make_response_promise<caf::ok_atom>();
    auto zone = i->second.zone;
    prepared_.erase(i);
    begin(what.map, what.epoch, std::move(zone), "moved", promise);
    return promise;
  }
  if (auto running = zones_.find(what.map); running != zones_.end() && running->second.epoch == what.epoch)
    return caf::ok_atom::value; // seen in the database already
  return make_error(msg::errc::zone_unknown);
}

void host::discard_zone(const msg::discard_zone& what) {
  auto i = prepared_.find(what.map);
  if (i == prepared_.end() || i->second.from_epoch != what.from_epoch)
    return;
  end_zone(i->second.zone);
  prepared_.erase(i);
}

} // namespace runtime::cluster
