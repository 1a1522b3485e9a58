#include "runtime/cluster/member.hpp"

#include "messages/errors.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace runtime::cluster {

namespace {

using std::chrono::milliseconds;

/// Then the next one is sent: an answer that was lost must not cost the lease, or the life that has only just begun.
constexpr auto beat_deadline = milliseconds{1'200};
constexpr auto leave_deadline = std::chrono::seconds{6};
constexpr auto local_deadline = milliseconds{400};
/// How long a node that has been drained goes on coordinating.
constexpr uint64_t linger_ms = 2'000;
constexpr auto backoff_first = milliseconds{200};
constexpr auto backoff_max = milliseconds{2'000};

/// Whether asking again may help.
bool is_passing(const caf::error& why) {
  auto code = msg::code_of(why, msg::errc::store_unavailable);
  return code == msg::errc::store_unavailable || code == msg::errc::overloaded;
}

} // namespace

member::member(caf::actor_config& cfg, member_options options)
    : msg::member_actor::base(cfg), options_(std::move(options)),
      pause_(backoff_first, backoff_max, prng{options_.seed}) {}

void member::on_exit() {
  options_.store = nullptr;
  options_.router = nullptr;
  options_.host = nullptr;
  options_.keeper = nullptr;
  options_.coordinator = nullptr;
}

member::behavior_type member::make_behavior() {
  return {
    [this](const msg::get_member_status&) -> caf::result<msg::member_status> {
      if (!has_joined_)
        return make_error(msg::errc::not_ready);
      auto age = now_ms() - answered_ms_;
      return msg::member_status{options_.self.key, view_, static_cast<uint32_t>(age), !is_failing_, unseen_};
    },
    [this](const msg::reach_news& news) { unseen_ = news.unseen; },
    [this](const msg::member_stop&) { return stop(); },
    [this](caf::tick_atom) { on_tick(); },
  };
}

uint64_t member::now_ms() const {
  return static_cast<uint64_t>(std::chrono::duration_cast<milliseconds>(clock().now().time_since_epoch()).count());
}

// -- joining ------------------------------------------------------------------------

void member::join() {
  auto sent = now_ms();
  request(options_.store, beat_deadline, msg::join_cluster{options_.cluster, options_.self})
    .then(
      [this, sent](const msg::cluster_view& view) {
        answered_ms_ = sent;
        joined(view);
      },
      [this](const caf::error& why) {
        if (is_passing(why) && !is_stopping_) {
          auto wait = pause_.next();
          log::warn(log::component::cluster, "join-failed", "node {} cannot join ({}) and tries again in {} ms",
                    options_.self.key.name, system().render(why), wait.count());
          delayed_send(this, wait, caf::tick_atom::value);
          return;
        }
        if (msg::code_of(why, msg::errc::none) == msg::errc::declared_dead)
          return die("the cluster has given this life of the node up before it began");
        if (auto done = std::exchange(options_.on_joined, nullptr))
          done("cannot join cluster \"" + options_.cluster + "\" as node " + options_.self.key.name + ": "
               + std::string{msg::to_string(msg::code_of(why))});
      });
}

void member::joined(const msg::cluster_view& view) {
  has_joined_ = true;
  pause_.reset();
  log::info(log::component::cluster, "node-joined-cluster", "node {} joins cluster {} of {} nodes, incarnation {}",
            options_.self.key.name, view.cluster, view.nodes.size(), options_.self.key.incarnation);
  on_view(view, false);
  delayed_send(this, milliseconds{0}, caf::tick_atom::value);
  if (auto done = std::exchange(options_.on_joined, nullptr))
    done({});
}

// -- beats --------------------------------------------------------------------------

void member::on_tick() {
  if (is_stopping_ || is_dead_)
    return;
  if (!has_joined_)
    return join();
  delayed_send(this, options_.beat, caf::tick_atom::value);
  request(options_.host, local_deadline, msg::list_zone_loads{})
    .then([this](const std::vector<msg::zone_load>& loads) { loads_ = loads; },
          [](const caf::error&) { /* the last ones do */ });
  look_around();
  if (!is_beating_)
    send_beat();
}

/// A node that drains leaves the coordinating to others, if there are any: at last, as whoever ordered the drain wants
/// to be told how it went.
bool member::may_coordinate() const {
  const auto* self = view_.find(options_.self.key);
  if (!self || !self->is_draining || now_ms() < busy_ms_ + linger_ms)
    return true;
  return std::ranges::none_of(view_.nodes, [&](const msg::node_record& x) {
    return x.state == msg::node_state::alive && !x.is_draining && x.key.name != options_.self.key.name;
  });
}

void member::send_beat() {
  is_beating_ = true;
  msg::beat beat;
  beat.node = options_.self.key;
  beat.sessions = options_.count_sessions ? options_.count_sessions() : 0;
  beat.unseen = unseen_;
  beat.zones = loads_;
  beat.lease_ms = static_cast<uint32_t>(options_.lease.count());
  beat.wants_coordinator = may_coordinate();
  beat.coordinator_ms = static_cast<uint32_t>(options_.coordinator_lease.count());
  auto sent = now_ms();
  request(options_.store, beat_deadline, std::move(beat))
    .then(
      [this, sent](const msg::cluster_view& view) {
        is_beating_ = false;
        answered_ms_ = sent;
        if (std::exchange(is_failing_, false)) {
          SOMETIMES(beats_again);
          log::info(log::component::cluster, "beats-again", "node {} reaches the database again",
                    options_.self.key.name);
        }
        on_view(view, true);
      },
      [this](const caf::error& why) {
        is_beating_ = false;
        on_beat_failed(why);
      });
}

void member::on_beat_failed(const caf::error& why) {
  options_.metrics->add(metric::cluster_beats_total, "failed");
  if (is_stopping_)
    return;
  if (!is_passing(why))
    return die(msg::code_of(why) == msg::errc::declared_dead ? "the cluster has declared this life of the node dead"
                                                             : system().render(why));
  if (!std::exchange(is_failing_, true))
    log::warn(log::component::cluster, "beat-failed", "node {} does not reach the database: {}", options_.self.key.name,
              system().render(why));
}

void member::on_view(const msg::cluster_view& view, bool is_beat) {
  if (is_stopping_ || is_dead_)
    return;
  if (is_beat)
    options_.metrics->add(metric::cluster_beats_total, "answered");
  view_ = view;
  if (coordinator_epoch_ != 0 && std::ranges::any_of(view_.leases, [&](const msg::lease_record& x) {
        return x.holder == options_.self.key && x.name != msg::coordinator_lease;
      }))
    busy_ms_ = now_ms();
  const auto* lease = view_.lease(msg::coordinator_lease);
  auto had = coordinator_epoch_;
  coordinator_epoch_ = lease && lease->holder == options_.self.key ? lease->epoch : 0;
  if (coordinator_epoch_ != 0 && had != coordinator_epoch_)
    log::info(log::component::cluster, "coordinator-here", "node {} coordinates the cluster, epoch {}",
              options_.self.key.name, coordinator_epoch_);
  options_.metrics->set(metric::cluster_coordinator, coordinator_epoch_ != 0 ? 1 : 0);
  if (coordinator_epoch_ != 0 && !may_coordinate())
    caf::anon_send(options_.store, msg::release_lease{std::string{msg::coordinator_lease}, options_.self.key,
                                                      std::exchange(coordinator_epoch_, 0)});
  send(options_.router, view_);
  send(options_.host, view_);
  send(options_.keeper, view_);
  send(options_.coordinator, msg::coordinator_news{view_, options_.self.key, coordinator_epoch_, unseen_});
}

/// Without the database, and without most of the others, this is the side that the others have given up by now.
void member::look_around() {
  if (now_ms() < answered_ms_ + static_cast<uint64_t>(options_.lease.count()) || PLANTED(minority_goes_on))
    return;
  size_t alive = 1;
  size_t seen = 1;
  for (const auto& x : view_.nodes) {
    if (x.key.name == options_.self.key.name || x.state != msg::node_state::alive)
      continue;
    ++alive;
    seen += std::ranges::find(unseen_, x.key.name) == unseen_.end() ? 1 : 0;
  }
  if (alive == 1 || seen * 2 > alive)
    return;
  SOMETIMES(minority_ends);
  die("this node reaches neither the database nor most of the other nodes");
}

void member::die(std::string why) {
  if (std::exchange(is_dead_, true))
    return;
  SOMETIMES(node_finds_itself_dead);
  log::warn(log::component::cluster, "node-dead", "node {} ends: {}", options_.self.key.name, why);
  if (options_.on_dead)
    options_.on_dead(std::move(why));
}

caf::result<caf::ok_atom> member::stop() {
  is_stopping_ = true;
  if (!has_joined_ || is_dead_)
    return caf::ok_atom::value;
  auto promise = make_response_promise<caf::ok_atom>();
  request(options_.store, leave_deadline, msg::leave_cluster{options_.self.key})
    .then([promise](caf::ok_atom) mutable { promise.deliver(caf::ok_atom::value); },
          [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
  return promise;
}

} // namespace runtime::cluster
