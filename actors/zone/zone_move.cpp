// How a zone begins, stands still, goes on elsewhere, and ends.

#include "actors/zone/zone.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;

/// How long a retired zone answers that it has moved.
constexpr auto linger = std::chrono::seconds{2};

/// For how long after a move a player may send more again than there is room for at once.
constexpr uint64_t lenient_ms = 5'000;

/// An edge that is near answers within a millisecond; everybody stands still meanwhile.
constexpr auto fence_deadline = std::chrono::milliseconds{400};

} // namespace

/// Deals with everything that has come, then stands still.
caf::result<msg::zone_snapshot> zone::freeze() {
  if (phase_ == phase::frozen && fences_ == 0)
    return *snapshot_;
  if (phase_ == phase::frozen)
    return freezing_.emplace_back(make_response_promise<msg::zone_snapshot>());
  if (phase_ != phase::serving)
    return refusal();
  if (is_stopping_)
    return make_error(msg::errc::zone_refused, "stopping");
  work();
  phase_ = phase::frozen;
  frozen_since_ms_ = now_ms();
  for (const auto& row : world_.take_changed())
    saves_.add(row);
  msg::zone_snapshot result;
  result.fence = {{world_.map()}, epoch_};
  result.rows = saves_.all();
  for (const auto& [id, who] : visitors_) {
    msg::zone_stay stay;
    stay.visit = who.visit;
    stay.done = who.accepted;
    stay.is_held = who.held.has_value();
    stay.is_torn = who.is_torn;
    stay.who = who.held ? *who.held : *world_.find(id);
    if (!who.held)
      stay.state = world_.state_of(id, now_ms());
    stay.connection = who.at.connection;
    stay.edge = who.is_torn ? who.edge : fan_.edge(who.at.edge);
    stay.session = who.session;
    result.stays.push_back(std::move(stay));
  }
  snapshot_ = std::move(result);
  auto promise = freezing_.emplace_back(make_response_promise<msg::zone_snapshot>());
  fence_edges();
  return promise;
}

/// The next zone speaks to the edges from another node, and could overtake what this one has said.
void zone::fence_edges() {
  std::set<uint32_t> edges;
  for (const auto& [id, who] : visitors_)
    if (!who.held && !who.is_torn)
      edges.insert(who.at.edge);
  fences_ = edges.size() + 1;
  auto number = ++freezes_;
  for (auto edge : edges)
    request(fan_.edge(edge), fence_deadline, msg::edge_fence{})
      .then(
        [this, edge, number](caf::ok_atom) {
          if (number == freezes_)
            fenced(edge, true);
        },
        [this, edge, number](const caf::error&) {
          if (number == freezes_)
            fenced(edge, false);
        });
  fenced(0, true);
}

void zone::fenced(uint32_t edge, bool is_sure) {
  if (phase_ != phase::frozen || !snapshot_)
    return;
  if (!is_sure) {
    SOMETIMES(edge_not_fenced);
    for (auto& stay : snapshot_->stays)
      stay.is_torn = stay.is_torn || (!stay.is_held && stay.edge == fan_.edge(edge));
  }
  if (--fences_ == 0)
    for (auto& promise : std::exchange(freezing_, {}))
      promise.deliver(*snapshot_);
}

caf::result<caf::ok_atom> zone::install(const msg::zone_snapshot& what) {
  if (phase_ != phase::dormant || what.fence.map.value != world_.map() || !visitors_.empty())
    return make_error(msg::errc::bad_request, "the zone is not dormant and empty, or of another map");
  for (const auto& row : what.rows) // the store would refuse them all, for ever
    if (!row.id || row.map != what.fence.map || row.cell >= loaders::cell_count)
      return make_error(msg::errc::bad_request, "the snapshot is damaged");
  for (const auto& stay : what.stays) {
    if (take_stay(stay))
      continue;
    log::error(log::component::zone, "snapshot-damaged", "the snapshot of zone {} cannot be: character {} at cell {}",
               world_.map(), stay.who.id().value, stay.who.location.cell);
    visitors_.clear();
    world_ = zone_world{options_.content, options_.rules};
    return make_error(msg::errc::bad_request, "the snapshot is damaged");
  }
  frozen_since_ms_ = now_ms(); // by this clock, which is not the one of the node it comes from
  // The hand-over saves them; should the zone come here in any other way, they are not lost either.
  for (const auto& row : what.rows)
    saves_.add(row);
  return caf::ok_atom::value;
}

bool zone::take_stay(const msg::zone_stay& stay) {
  auto id = stay.who.id();
  if (!id || !stay.visit || visitors_.contains(id))
    return false;
  auto& who = visitors_[id];
  who.visit = stay.visit;
  // The handle of an actor that has ended on this node is read as that of nobody.
  if (stay.edge)
    who.session = stay.session;
  who.at = {fan_.index_of(stay.is_torn ? msg::edge_actor{} : stay.edge), stay.connection};
  who.edge = stay.edge;
  who.accepted = stay.done;
  who.is_torn = stay.is_torn;
  who.held_since_ms = now_ms();
  if (!stay.is_held)
    return world_.place(stay.who, who.at, stay.state, now_ms());
  who.held = stay.who;
  return stay.who.location.cell < loaders::cell_count
         && options_.content->map.walkable(loaders::cell::from_index(stay.who.location.cell));
}

caf::result<caf::ok_atom> zone::serve(uint64_t epoch) {
  if (phase_ == phase::retired)
    return refusal();
  if (phase_ == phase::serving)
    return epoch == epoch_ ? caf::result<caf::ok_atom>{caf::ok_atom::value}
                           : caf::result<caf::ok_atom>{make_error(msg::errc::bad_request, "it serves another epoch")};
  if (epoch < epoch_)
    return make_error(msg::errc::bad_request, "it has served a later epoch");
  std::vector<msg::character_id> without_session;
  for (const auto& [id, who] : visitors_)
    if (!who.session)
      without_session.push_back(id);
    else if (phase_ == phase::dormant)
      monitor(who.session);
  phase_ = phase::serving;
  epoch_ = epoch;
  snapshot_.reset();
  for (auto& promise : std::exchange(freezing_, {}))
    promise.deliver(make_error(msg::errc::zone_refused, "it goes on"));
  constexpr uint64_t on_the_way_ms = 500; // of a snapshot, besides what is known of how long it stood still
  world_.forgive_stall(now_ms() - frozen_since_ms_ + on_the_way_ms); // nobody is blamed for what piled up meanwhile
  for (auto id : without_session) {
    SOMETIMES(session_lost_during_move);
    remove(id, true);
  }
  for (auto& [id, who] : visitors_) {
    who.is_missing_inputs = false;
    tell_goes_on(who);
    go_on_with(id, who);
  }
  save_not_before_ms_ = 0;
  is_urgent_ |= !saves_.empty();
  checkpoint_at_ms_ = now_ms() + static_cast<uint64_t>(options_.checkpoint.count());
  tick_from(static_cast<uint64_t>(clock().now().time_since_epoch().count()));
  if (!stopping_.empty())
    begin_stop();
  return caf::ok_atom::value;
}

/// What his session may have missed; what it has not, it ignores.
void zone::go_on_with(msg::character_id id, visitor& who) {
  who.lenient_until_ms = now_ms() + lenient_ms;
  who.is_expelled = false; // the next reason is told again
  if (auto to = world_.departure_of(id))
    tell_departure(who, id, *to);
}

void zone::tell_departure(const visitor& who, msg::character_id id, const loaders::warp& to) {
  send(who.session, msg::zone_departure{who.visit, *world_.find(id), {to.map}, static_cast<uint32_t>(to.at.index())});
}

/// What the session sends again begins behind what this zone has, or what the last one had.
void zone::tell_goes_on(const visitor& who) {
  send(who.session, msg::zone_goes_on{who.visit, who.accepted, epoch_, who.is_torn});
}

void zone::ask_for_missing() {
  for (auto& [id, who] : visitors_) {
    if (!who.is_missing_inputs)
      continue;
    are_inputs_missing_ |= who.held.has_value(); // once he is here
    if (who.held)
      continue;
    who.is_missing_inputs = false;
    tell_goes_on(who);
  }
}

/// Somebody else owns the zone.
void zone::retire(bool is_saved) {
  if (phase_ == phase::retired)
    return;
  phase_ = phase::retired;
  options_.metrics->set(metric::zone_players, std::to_string(world_.map()), 0);
  auto moved = make_error(msg::errc::zone_moved);
  for (auto& waiter : saves_.abandon()) {
    if (is_saved)
      waiter.deliver(caf::ok_atom::value);
    else
      waiter.deliver(moved);
  }
  refuse_all(moved);
  for (auto& promise : std::exchange(stopping_, {}))
    promise.deliver(moved);
  for (auto& promise : std::exchange(freezing_, {}))
    promise.deliver(moved);
  for (const auto& [id, who] : visitors_)
    if (who.session)
      demonitor(who.session.address());
  visitors_.clear();
  snapshot_.reset();
  // Its end is what tells those who are not told by the zone that goes on.
  delayed_send(this, linger, caf::tick_atom::value, uint64_t{0});
}

void zone::refuse_all(const caf::error& why) {
  struct visitor_of_items {
    const caf::error& why;
    void operator()(msg::player_input&) const {}
    void operator()(msg::zone_cancel&) const {}
    void operator()(std::unique_ptr<enter_request>& x) const { x->promise.deliver(why); }
    void operator()(std::unique_ptr<attach_request>& x) const { x->promise.deliver(why); }
    void operator()(leave_request& x) const { x.promise.deliver(why); }
    void operator()(activate_request& x) const { x.promise.deliver(why); }
    void operator()(resume_request& x) const { x.promise.deliver(why); }
  };
  for (auto& item : std::exchange(inbox_, {}))
    std::visit(visitor_of_items{why}, item);
}

// -- its end ---------------------------------------------------------------------

/// A frozen zone stops when it goes on, and not at all when it does not.
caf::result<caf::ok_atom> zone::take_stop() {
  if (phase_ == phase::dormant || phase_ == phase::retired)
    return refusal();
  auto promise = make_response_promise<caf::ok_atom>();
  stopping_.push_back(promise);
  if (phase_ == phase::serving)
    begin_stop();
  return promise;
}

void zone::begin_stop() {
  is_stopping_ = true;
  work(); // what has come is dealt with, or refused
  for (auto& [id, who] : visitors_)
    expel(who, msg::close_reason::shutdown);
  while (!visitors_.empty())
    remove(visitors_.begin()->first, true);
  fan_.flush(this);
  save(true);
  finish_stop();
}

void zone::finish_stop() {
  if (!is_stopping_ || !saves_.empty())
    return;
  for (auto& promise : stopping_)
    promise.deliver(caf::ok_atom::value);
  stopping_.clear();
}

} // namespace actors
