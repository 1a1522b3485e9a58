#include "runtime/cluster/coordinator_machine.hpp"

#include <algorithm>

namespace runtime::cluster {

namespace {

/// What a decision is about: there is one at a time.
std::string subject_of(const decision& what) {
  return what.what == decision::kind::declare_dead ? "node " + msg::to_string(what.to) : what.lease;
}

/// An average over the last few seconds: what a zone costs changes with every step of its players.
uint32_t smoothed(uint32_t before, uint32_t now) {
  constexpr uint64_t views = 16;
  return static_cast<uint32_t>((uint64_t{before} * (views - 1) + now) / views);
}

} // namespace

std::string_view to_string(decision::kind what) {
  switch (what) {
  case decision::kind::declare_dead:
    return "declare-dead";
  case decision::kind::assign:
    return "assign";
  case decision::kind::move:
    return "move";
  case decision::kind::stop:
    return "stop";
  }
  return "invalid";
}

coordinator_machine::coordinator_machine(coordinator_parameters parameters, neighbour_map neighbours)
    : parameters_(parameters), neighbours_(std::move(neighbours)), watch_(parameters.watch) {}

std::vector<decision> coordinator_machine::on_news(const msg::coordinator_news& news, uint64_t now_ms) {
  self_ = news.self;
  watch_.observe(news, now_ms);
  learn(news.view, now_ms);
  if (news.epoch <= terms_over_) {
    term_ = 0;
    under_way_.clear();
    return {};
  }
  if (news.epoch != term_)
    begin_term(news.epoch, now_ms);
  forget_overtaken(now_ms);
  decisions out;
  if (!declare_deaths(out, now_ms))
    return out;
  auto bars = barred(now_ms);
  auto where = places(bars);
  if (!is_settling(now_ms))
    assign_leases(out, where, now_ms);
  stop_zones(out, now_ms);
  evacuate(out, where, now_ms);
  rebalance(out, where, now_ms);
  return out;
}

void coordinator_machine::stand_down() {
  terms_over_ = std::max(terms_over_, term_);
  term_ = 0;
  under_way_.clear();
}

void coordinator_machine::begin_term(uint64_t epoch, uint64_t now_ms) {
  term_ = epoch;
  term_since_ms_ = now_ms;
  has_settled_ = false;
  uneven_since_ms_ = 0;
  under_way_.clear();
  retries_.clear();
  drains_.clear();
  learn_drains();
}

/// A move or a stop whose zone is somebody else's by now. The host that was asked may never answer.
void coordinator_machine::forget_overtaken(uint64_t now_ms) {
  constexpr uint64_t report_max_ms = 3'000; // that a drain waits for the report of a move that is over
  for (auto& [name, x] : drains_)
    std::erase_if(x.unreported, [&](const auto& move) { return now_ms > move.second + report_max_ms; });
  std::erase_if(under_way_, [&](const auto& x) {
    const auto& what = x.second;
    if (what.what != decision::kind::move && what.what != decision::kind::stop)
      return false;
    const auto* lease = view_.lease(what.lease);
    auto is_over = !lease || lease->epoch != what.epoch || !holder_of(*lease);
    auto found = drains_.find(what.from.name);
    if (is_over && what.what == decision::kind::move && found != drains_.end())
      found->second.unreported.emplace(what.id, now_ms);
    return is_over;
  });
}

// -- what is known -----------------------------------------------------------------------

void coordinator_machine::learn(const msg::cluster_view& view, uint64_t now_ms) {
  view_ = view;
  std::erase_if(dead_, [&](const auto& key) {
    const auto* row = view_.find(key);
    return !row || row->state != msg::node_state::alive;
  });
  for (const auto& lease : view.leases)
    learn_lease(lease, now_ms);
  list_leases();
  learn_drains();
}

void coordinator_machine::list_leases() {
  view_.leases.clear();
  for (const auto& [name, lease] : newest_)
    view_.leases.push_back(lease);
}

void coordinator_machine::learn_lease(const msg::lease_record& lease, uint64_t now_ms) {
  auto& newest = newest_[lease.name];
  if (lease.epoch < newest.epoch)
    return;
  auto map = msg::zone_of_lease(lease.name);
  if (map && newest.holder && lease.holder && newest.holder != lease.holder)
    moved_ms_[map] = now_ms;
  if (map && lease.cost != 0) {
    auto known = costs_.find(map);
    costs_[map] = known == costs_.end() ? lease.cost : smoothed(known->second, lease.cost);
  }
  newest = lease;
}

/// Those that were ordered before. One that is over can still be looked at.
void coordinator_machine::learn_drains() {
  for (const auto& node : view_.nodes)
    if (node.is_draining)
      drains_.try_emplace(node.key.name);
}

const msg::zone_order* coordinator_machine::order_of(msg::map_id map) const {
  auto found = std::ranges::find(view_.orders, map, &msg::zone_order::map);
  return found == view_.orders.end() ? nullptr : &*found;
}

const msg::node_record* coordinator_machine::holder_of(const msg::lease_record& lease) const {
  const auto* row = lease.holder ? view_.find(lease.holder) : nullptr;
  return row && row->state == msg::node_state::alive ? row : nullptr;
}

bool coordinator_machine::is_known(msg::map_id map) const {
  return view_.lease(msg::zone_lease(map)) || std::ranges::any_of(view_.nodes, [&](const auto& node) {
           return std::ranges::find(node.maps, map.value) != node.maps.end();
         });
}

bool coordinator_machine::is_dying(const msg::node_key& node) const {
  return dead_.contains(node) || under_way_.contains("node " + msg::to_string(node));
}

coordinator_machine::bars coordinator_machine::barred(uint64_t now_ms) const {
  auto result = watch_.barred(now_ms);
  for (const auto& node : view_.nodes)
    if (is_dying(node.key))
      result[node.key.name] = "it is being declared dead";
  return result;
}

placement coordinator_machine::places(const bars& barred) const {
  placement result{view_, costs_, barred, neighbours_, parameters_.weights};
  for (const auto& [subject, x] : under_way_) {
    if (x.what == decision::kind::assign || x.what == decision::kind::move)
      result.plan(x.lease, x.to.name);
    else if (x.what == decision::kind::stop)
      result.plan(x.lease, {});
  }
  return result;
}

// -- who is dead -------------------------------------------------------------------------

/// False when this node itself is the one to end: it decides nothing more.
bool coordinator_machine::declare_deaths(decisions& out, uint64_t now_ms) {
  for (auto& x : watch_.judge(now_ms)) {
    decision what;
    what.what = decision::kind::declare_dead;
    what.to = x.node;
    what.why = std::move(x.why);
    if (!is_dying(x.node) && may_try(what.what, subject_of(what), now_ms))
      out.push_back(begin(std::move(what)));
    if (x.node == self_)
      return false;
  }
  return true;
}

// -- who gets what is nobody's --------------------------------------------------------------

/// At the start of a cluster its nodes come one by one, and the first one is not to have everything.
bool coordinator_machine::is_settling(uint64_t now_ms) {
  auto is_running = std::ranges::any_of(
    view_.leases, [&](const auto& x) { return msg::zone_of_lease(x.name) && holder_of(x) != nullptr; });
  // A node with a port may be the first of several that start together.
  const auto* self = view_.find(self_);
  auto is_alone = (!self || self->port == 0) && std::ranges::none_of(view_.nodes, [&](const auto& x) {
                    return x.state == msg::node_state::alive && x.key != self_;
                  });
  has_settled_ = has_settled_ || is_running || is_alone || now_ms >= term_since_ms_ + parameters_.settle_ms;
  return !has_settled_;
}

/// The costly ones first: they are harder to place. The services last: they keep away from the costly ones.
void coordinator_machine::assign_leases(decisions& out, placement& places, uint64_t now_ms) {
  auto wanted = places.wanted();
  std::vector<msg::map_id> maps(wanted.begin(), wanted.end());
  std::ranges::stable_sort(maps, [&](auto x, auto y) { return places.cost_of(x) > places.cost_of(y); });
  for (auto map : maps)
    assign(out, places, msg::zone_lease(map), now_ms);
  assign(out, places, std::string{msg::services_lease}, now_ms);
}

void coordinator_machine::assign(decisions& out, placement& places, const std::string& name, uint64_t now_ms) {
  const auto* lease = view_.lease(name);
  // An expired lease of a node that is alive is its own: the next beat prolongs it. What a node had that is being
  // declared dead has another epoch once the view knows of it.
  if (lease && holder_of(*lease))
    return;
  if (under_way_.contains(name) || !may_try(decision::kind::assign, name, now_ms))
    return;
  auto options = places.options(name);
  if (options.empty() || !options.front().is_possible)
    return;
  const auto* to = view_.find(options.front().node);
  decision what;
  what.what = decision::kind::assign;
  what.lease = name;
  what.map = msg::zone_of_lease(name);
  what.epoch = lease ? lease->epoch : 0;
  what.to = to->key;
  what.why =
    (lease && lease->holder ? "node " + lease->holder.name + " is gone; " : "it is nobody's; ") + options.front().why;
  places.plan(name, to->key.name);
  out.push_back(begin(std::move(what)));
}

// -- how it ended -----------------------------------------------------------------------------

const decision& coordinator_machine::begin(decision what) {
  what.id = next_id_++;
  what.term = term_;
  return under_way_[subject_of(what)] = std::move(what);
}

bool coordinator_machine::may_try(decision::kind what, const std::string& subject, uint64_t now_ms) const {
  auto found = retries_.find({what, subject});
  return found == retries_.end() || now_ms >= found->second.not_before_ms;
}

/// What the database refused was decided on an older view, as a rule: the next one will do. Hosts are asked less often.
void coordinator_machine::put_off(const decision& what, uint64_t now_ms) {
  auto& again = retries_[{what.what, subject_of(what)}];
  auto is_for_host = what.what == decision::kind::move || what.what == decision::kind::stop;
  auto wait = parameters_.retry_first_ms;
  if (is_for_host)
    wait = std::min(wait << std::min(again.failures, 10u), parameters_.retry_max_ms);
  else if (again.failures == 0)
    wait = 0;
  again.not_before_ms = now_ms + wait;
  ++again.failures;
}

void coordinator_machine::ended(const decision& what, const outcome& how, uint64_t now_ms) {
  auto subject = subject_of(what);
  auto found = under_way_.find(subject);
  auto is_current = found != under_way_.end() && found->second.id == what.id;
  if (is_current)
    under_way_.erase(found);
  if (what.what == decision::kind::move)
    note_move(what, how.report);
  if (!how.is_done) {
    if (is_current)
      put_off(what, now_ms);
    return;
  }
  retries_.erase({what.what, subject});
  if (what.what == decision::kind::declare_dead) {
    dead_.insert(what.to);
  } else if (what.what == decision::kind::stop) {
    put_off(what, now_ms); // the next view may not have it yet
  } else if (auto epoch = what.what == decision::kind::move ? how.report.epoch : how.epoch; epoch != 0) {
    auto lease = newest_[what.lease];
    lease.name = what.lease;
    lease.holder = what.to;
    lease.epoch = epoch;
    learn_lease(lease, now_ms);
    list_leases();
  }
}

/// Of those that failed only the last one of each zone is kept.
void coordinator_machine::note_move(const decision& what, const msg::move_report& report) {
  auto found = drains_.find(what.from.name);
  if (found == drains_.end())
    return;
  found->second.unreported.erase(what.id);
  auto& moved = found->second.moved;
  std::erase_if(moved, [&](const auto& x) { return x.map == report.map && !x.is_done; });
  moved.push_back(report);
}

} // namespace runtime::cluster
