// Zones that leave this node: to another one, or because they are to stop.

#include "messages/errors.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"
#include "runtime/cluster/host.hpp"

namespace runtime::cluster {

namespace {

using std::chrono::seconds;

constexpr auto prepare_deadline = seconds{5};
constexpr auto freeze_deadline = seconds{2};
constexpr auto install_deadline = seconds{3};
constexpr auto commit_deadline = seconds{2};
constexpr auto store_deadline = seconds{6};
constexpr auto stop_deadline = seconds{15};
constexpr auto router_deadline = seconds{2};
/// Nobody freezes a zone while the database does not answer: the hand-over might take as long.
constexpr uint64_t view_max_ms = 2'000;
constexpr int thaw_tries = 10;
constexpr auto move_deadline = seconds{60};

} // namespace

/// One zone on its way to another node.
struct host::move {
  msg::move_zone what;
  msg::host_actor to;
  msg::zone_actor zone; // here
  msg::zone_actor next; // there, dormant
  msg::zone_snapshot snapshot;
  caf::typed_response_promise<msg::move_report> promise;
  msg::move_report report;
  uint64_t frozen_us = 0;
  bool was_in_doubt = false;
};

// -- the steps of a move ------------------------------------------------------------------

caf::result<msg::move_report> host::begin_move(const msg::move_zone& what) {
  auto i = zones_.find(what.map);
  if (i == zones_.end() || i->second.epoch != what.epoch || !i->second.serves)
    return make_error(msg::errc::zone_unknown);
  if (i->second.is_moving || i->second.is_stopping)
    return make_error(msg::errc::overloaded, "the zone moves or stops already");
  if (now_ms() > view_ms_ + view_max_ms)
    return make_error(msg::errc::store_unavailable);
  i->second.is_moving = true;
  auto trip = std::make_shared<move>();
  trip->what = what;
  trip->to = caf::actor_cast<msg::host_actor>(what.host);
  trip->zone = i->second.zone;
  trip->report.map = what.map;
  trip->report.epoch = what.epoch;
  trip->promise = make_response_promise<msg::move_report>();
  log::info(log::component::cluster, "move-begins", "zone {} moves from node {} to node {}", what.map.value,
            options_.node.name, what.to.name);
  prepare(trip);
  return trip->promise;
}

void host::prepare(std::shared_ptr<move> trip) {
  request(trip->to, prepare_deadline, msg::prepare_zone{trip->what.map, trip->what.epoch})
    .then(
      [this, trip](const msg::zone_actor& next) {
        trip->next = next;
        freeze(trip);
      },
      [this, trip](const caf::error& why) { take_back(trip, "cannot be prepared there: " + system().render(why)); });
}

void host::freeze(std::shared_ptr<move> trip) {
  trip->frozen_us = stopwatch_us();
  request(trip->zone, freeze_deadline, msg::zone_freeze{})
    .then(
      [this, trip](const msg::zone_snapshot& snapshot) {
        trip->snapshot = snapshot;
        trip->report.players = static_cast<uint32_t>(snapshot.stays.size());
        install(trip);
      },
      [this, trip](const caf::error& why) { take_back(trip, "does not stand still: " + system().render(why)); });
}

void host::install(std::shared_ptr<move> trip) {
  request(trip->next, install_deadline, msg::zone_install{trip->snapshot})
    .then([this, trip](caf::ok_atom) { hand_over(trip); },
          [this, trip](const caf::error& why) { take_back(trip, "is not taken there: " + system().render(why)); });
}

/// From here on only the database knows whose the zone is; it is asked until it says.
void host::hand_over(std::shared_ptr<move> trip) {
  msg::hand_over what{msg::zone_lease(trip->what.map),
                      trip->what.epoch,
                      options_.node,
                      trip->what.to,
                      static_cast<uint32_t>(options_.lease.count()),
                      trip->snapshot.rows};
  request(options_.store, store_deadline, std::move(what))
    .then([this, trip](const msg::lease& lease) { commit(trip, lease.epoch); },
          [this, trip](const caf::error& why) {
            auto code = msg::code_of(why, msg::errc::store_unavailable);
            if (code == msg::errc::node_unknown)
              return take_back(trip, "the other node is not alive");
            if (code != msg::errc::fenced && PLANTED(lost_answer_is_a_no))
              return take_back(trip, system().render(why));
            if (code == msg::errc::fenced) {
              trip->report.problem = "the zone was given to somebody else meanwhile";
              if (auto i = zones_.find(trip->what.map); i != zones_.end() && i->second.zone == trip->zone)
                take_away(trip->what.map, "fenced");
              return finish(trip);
            }
            SOMETIMES(move_in_doubt);
            trip->was_in_doubt = true;
            log::warn(log::component::cluster, "move-in-doubt", "zone {} waits for the database: {}",
                      trip->what.map.value, system().render(why));
            in_doubt_.push_back(trip);
          });
}

void host::commit(std::shared_ptr<move> trip, uint64_t epoch) {
  learn(trip->what.map, epoch);
  trip->report.epoch = epoch;
  auto end = [this, trip] {
    trip->report.pause_us = stopwatch_us() - trip->frozen_us;
    trip->report.is_done = true;
    if (auto i = zones_.find(trip->what.map); i != zones_.end() && i->second.zone == trip->zone)
      zones_.erase(i);
    send(options_.router, msg::zone_closed{trip->what.map, trip->what.epoch});
    retire(trip->zone, true);
    finish(trip);
  };
  request(trip->to, commit_deadline, msg::commit_zone{trip->what.map, epoch})
    .then([end](caf::ok_atom) { end(); },
          [end](const caf::error&) {
            end(); /* it sees in the database that the zone is its own */
          });
}

/// Nothing has happened yet that cannot be undone: the zone goes on here.
void host::take_back(std::shared_ptr<move> trip, const std::string& why) {
  SOMETIMES(move_taken_back);
  trip->report.problem = why;
  send(trip->to, msg::discard_zone{trip->what.map, trip->what.epoch});
  thaw(trip, thaw_tries);
}

void host::thaw(std::shared_ptr<move> trip, int tries) {
  request(trip->zone, freeze_deadline, msg::zone_serve{trip->what.epoch})
    .then([this, trip](caf::ok_atom) { finish(trip); },
          [this, trip, tries](const caf::error&) {
            if (tries > 0 && zones_.contains(trip->what.map))
              return thaw(trip, tries - 1);
            finish(trip);
          });
}

void host::finish(std::shared_ptr<move> trip) {
  auto& report = trip->report;
  if (auto i = zones_.find(trip->what.map); i != zones_.end() && i->second.zone == trip->zone)
    i->second.is_moving = false;
  options_.metrics->add(metric::cluster_moves_total, report.is_done ? "done" : "taken-back");
  if (report.is_done) {
    SOMETIMES(move_done);
    std::vector<char> bytes; // measured now that nobody waits for it
    caf::binary_serializer sink{system(), bytes};
    report.bytes = sink(trip->snapshot) ? 0 : bytes.size();
    options_.metrics->add(metric::cluster_move_pause_us_sum, "", report.pause_us);
    log::info(log::component::cluster, "move-done", "zone {} has moved to node {} with {} players, {} bytes, in {} us",
              report.map.value, trip->what.to.name, report.players, report.bytes, report.pause_us);
  } else {
    log::warn(log::component::cluster, "move-failed", "zone {} stays on node {}: {}", report.map.value,
              options_.node.name, report.problem);
  }
  trip->promise.deliver(report);
  leave_one();
}

// -- zones that stop ------------------------------------------------------------------------

caf::result<caf::ok_atom> host::stop_zone(msg::map_id map) {
  auto i = zones_.find(map);
  if (i == zones_.end())
    return make_error(msg::errc::zone_unknown);
  if (i->second.is_moving)
    return make_error(msg::errc::overloaded, "the zone moves");
  auto promise = make_response_promise<caf::ok_atom>();
  stop_running(map, [promise]() mutable { promise.deliver(caf::ok_atom::value); });
  return promise;
}

/// Everybody in it is saved and sent home; then it is nobody's.
void host::stop_running(msg::map_id map, std::function<void()> done) {
  auto& here = zones_.at(map);
  here.is_stopping = true;
  auto end = [this, map, done, zone = here.zone, epoch = here.epoch] {
    send(options_.router, msg::zone_closed{map, epoch});
    if (auto i = zones_.find(map); i != zones_.end() && i->second.zone == zone)
      zones_.erase(i);
    options_.metrics->add(metric::cluster_zones_ended_total, "stopped");
    log::info(log::component::cluster, "zone-stopped", "node {} has stopped zone {}", options_.node.name, map.value);
    end_zone(zone);
    learn(map, epoch + 1);
    release(map, epoch, done);
  };
  request(here.zone, stop_deadline, msg::zone_stop{})
    .then([end](caf::ok_atom) { end(); },
          [this, end, map](const caf::error& why) {
            log::error(log::component::cluster, "zone-stop-failed", "zone {} could not save everybody: {}", map.value,
                       system().render(why));
            end();
          });
}

/// Until it has been heard nobody else can run the zone; it may be said twice.
void host::release(msg::map_id map, uint64_t epoch, std::function<void()> done) {
  released_[map] = epoch;
  request(options_.store, store_deadline, msg::release_lease{msg::zone_lease(map), options_.node, epoch})
    .then([done](caf::ok_atom) { done(); },
          [done](const caf::error&) {
            SOMETIMES(release_said_again);
            done(); /* the next view shows it */
          });
}

// -- the node stops ---------------------------------------------------------------------------

caf::result<caf::ok_atom> host::leave() {
  is_leaving_ = true;
  for (auto& [map, x] : prepared_)
    end_zone(x.zone);
  prepared_.clear();
  auto promise = make_response_promise<caf::ok_atom>();
  leaving_.push_back(promise);
  leave_one();
  return promise;
}

/// One after the other: moved when somebody takes it, else stopped.
void host::leave_one() {
  if (!is_leaving_ || is_leaving_one_)
    return;
  if (zones_.empty()) {
    for (auto& promise : std::exchange(leaving_, {}))
      promise.deliver(caf::ok_atom::value);
    return;
  }
  if (std::ranges::any_of(zones_, [](const auto& x) { return x.second.is_moving || x.second.is_stopping; }))
    return; // its end comes back here
  is_leaving_one_ = true;
  request(options_.router, router_deadline, msg::list_peers{})
    .then([this](const std::vector<msg::peer_record>& peers) { leave_by(peers); },
          [this](const caf::error&) { leave_by({}); });
}

void host::leave_by(const std::vector<msg::peer_record>& peers) {
  is_leaving_one_ = false;
  if (zones_.empty())
    return leave_one();
  auto map = zones_.begin()->first;
  auto place = zones_.begin()->second.serves ? place_for(map, peers) : std::nullopt;
  if (!place)
    return stop_running(map, [this] { leave_one(); });
  auto self = caf::actor_cast<msg::host_actor>(caf::strong_actor_ptr{ctrl()});
  msg::move_zone what{map, zones_.begin()->second.epoch, place->first,
                      caf::actor_cast<caf::strong_actor_ptr>(place->second)};
  auto stop = [this, map] {
    if (auto i = zones_.find(map); i != zones_.end() && !i->second.is_moving && !i->second.is_stopping)
      stop_running(map, [this] { leave_one(); });
    else
      leave_one();
  };
  request(self, move_deadline, what)
    .then(
      [this, stop](const msg::move_report& report) {
        if (!report.is_done)
          return stop();
        leave_one();
      },
      [stop](const caf::error&) { stop(); });
}

/// The node with the fewest zones of those that can take this one.
std::optional<std::pair<msg::node_key, msg::host_actor>>
host::place_for(msg::map_id map, const std::vector<msg::peer_record>& peers) const {
  if (now_ms() > view_ms_ + view_max_ms)
    return std::nullopt;
  std::optional<std::pair<msg::node_key, msg::host_actor>> best;
  size_t fewest = 0;
  for (const auto& peer : peers) {
    const auto* row = view_.find(peer.node);
    if (!row || peer.node == options_.node || !peer.is_reachable || !peer.host || row->state != msg::node_state::alive
        || row->is_draining || !row->has_role("zone") || std::ranges::find(row->maps, map.value) == row->maps.end())
      continue;
    auto zones =
      static_cast<size_t>(std::ranges::count_if(view_.leases, [&](const auto& x) { return x.holder == peer.node; }));
    if (!best || zones < fewest) {
      best = {peer.node, peer.host};
      fewest = zones;
    }
  }
  return best;
}

} // namespace runtime::cluster
