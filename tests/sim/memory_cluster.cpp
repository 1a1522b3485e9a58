// The part of the database that is about the cluster.

#include "runtime/base/planted.hpp"
#include "runtime/postgres/store_rules.hpp"
#include "tests/sim/memory_database.hpp"

namespace sim {

namespace rules = runtime::postgres;
using msg::errc;
using std::chrono::milliseconds;
using time_point = memory_database::time_point;

namespace {

/// A name may be taken by a later life at another address only when the earlier one has been silent for so long.
constexpr auto name_is_free_after = std::chrono::seconds{5};

/// Whoever has any time left has at least one.
uint32_t ms_of(time_point::duration x) {
  auto count = std::chrono::ceil<milliseconds>(x).count();
  return static_cast<uint32_t>(std::max<int64_t>(count, 0));
}

} // namespace

// -- rows ---------------------------------------------------------------------------

bool memory_database::is_alive(const msg::node_key& key) const {
  auto found = nodes_.find(key.name);
  return found != nodes_.end() && found->second.key() == key && found->second.state() == msg::node_state::alive;
}

uint64_t memory_database::epoch_of(const std::string& lease) const {
  auto found = leases_.find(lease);
  return found == leases_.end() ? 0 : found->second.epoch;
}

bool memory_database::coordinates(uint64_t epoch) const {
  return epoch != 0 && epoch_of(std::string{msg::coordinator_lease}) == epoch;
}

void memory_database::give(const std::string& name, lease_row& row, const msg::node_key& to) {
  row.holder = to;
  ++row.epoch;
  row.players = row.cost = 0;
  note_text("lease " + name + " " + to_string(to) + " " + std::to_string(row.epoch));
}

void memory_database::free_leases_of(const msg::node_key& key) {
  for (auto& [name, row] : leases_)
    if (row.holder == key)
      give(name, row, {});
}

msg::cluster_view memory_database::view(time_point now) const {
  msg::cluster_view result;
  result.cluster = cluster_;
  for (const auto& [name, row] : nodes_) {
    result.nodes.push_back(row.record);
    result.nodes.back().silent_ms = ms_of(now - row.beat_at);
  }
  for (const auto& [name, row] : leases_)
    result.leases.push_back(
      {name, row.holder, row.epoch, row.holder ? ms_of(row.expires - now) : 0, row.players, row.cost});
  for (const auto& [map, order] : orders_)
    result.orders.push_back(order);
  return result;
}

// -- nodes --------------------------------------------------------------------------

caf::expected<msg::cluster_view> memory_database::apply(const msg::join_cluster& what, time_point now) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (!cluster_.empty() && cluster_ != what.cluster)
    return msg::make_error(errc::wrong_cluster);
  const auto& key = what.node.key;
  auto found = nodes_.find(key.name);
  if (found != nodes_.end()) {
    const auto& row = found->second;
    auto is_same = row.key() == key;
    if (row.key().incarnation > key.incarnation || (is_same && row.state() != msg::node_state::alive))
      return msg::make_error(errc::declared_dead);
    auto is_elsewhere = row.record.host != what.node.host || row.record.port != what.node.port;
    if (!is_same && row.state() == msg::node_state::alive && is_elsewhere && now < row.beat_at + name_is_free_after)
      return msg::make_error(errc::name_taken);
    if (is_same)
      return view(now);
  }
  for (const auto& [name, row] : nodes_)
    if (name != key.name && row.state() == msg::node_state::alive
        && (row.record.protocol_newest < what.node.protocol_oldest
            || row.record.protocol_oldest > what.node.protocol_newest))
      return msg::make_error(errc::incompatible);
  cluster_ = what.cluster;
  auto is_draining = found != nodes_.end() && found->second.record.is_draining;
  if (found != nodes_.end())
    free_leases_of(found->second.key());
  auto& row = nodes_[key.name];
  row.record = what.node;
  row.record.state = msg::node_state::alive;
  row.record.is_draining = is_draining;
  row.record.beats = 0;
  row.record.silent_ms = 0;
  row.record.sessions = 0;
  row.record.unseen.clear();
  row.beat_at = now;
  note_text("join " + to_string(key));
  commit();
  return view(now);
}

caf::expected<msg::cluster_view> memory_database::apply(const msg::beat& what, time_point now) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (!is_alive(what.node) && !(PLANTED(lease_renewed_late) && nodes_.contains(what.node.name)))
    return msg::make_error(errc::declared_dead);
  auto& node = nodes_.at(what.node.name);
  ++node.record.beats;
  node.record.sessions = what.sessions;
  node.record.unseen = what.unseen;
  node.beat_at = now;
  const std::string coordinator{msg::coordinator_lease};
  if (what.wants_coordinator) {
    auto& row = leases_[coordinator];
    if (row.holder != what.node && (!row.holder || row.expires <= now || !is_alive(row.holder))) {
      give(coordinator, row, what.node);
      commit();
    }
  }
  for (auto& [name, row] : leases_)
    if (row.holder == what.node)
      row.expires = now + milliseconds{name == coordinator ? what.coordinator_ms : what.lease_ms};
  for (const auto& load : what.zones)
    if (auto i = leases_.find(msg::zone_lease(load.map));
        i != leases_.end() && i->second.holder == what.node && i->second.epoch == load.epoch) {
      i->second.players = load.players;
      i->second.cost = load.cost;
    }
  return view(now);
}

caf::expected<msg::cluster_view> memory_database::apply(const msg::get_cluster_view&, time_point now) {
  return view(now);
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::leave_cluster& what, time_point) {
  if (!is_alive(what.node))
    return caf::ok_atom::value;
  nodes_.at(what.node.name).record.state = msg::node_state::left;
  free_leases_of(what.node);
  note_text("leave " + to_string(what.node));
  commit();
  return caf::ok_atom::value;
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::declare_dead& what, time_point) {
  if (!coordinates(what.coordinator_epoch))
    return msg::make_error(errc::fenced);
  if (!is_alive(what.node))
    return caf::ok_atom::value;
  nodes_.at(what.node.name).record.state = msg::node_state::dead;
  free_leases_of(what.node);
  note_text("dead " + to_string(what.node));
  commit();
  return caf::ok_atom::value;
}

// -- leases -------------------------------------------------------------------------

caf::expected<msg::lease> memory_database::apply(const msg::assign_lease& what, time_point now) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (!coordinates(what.coordinator_epoch))
    return msg::make_error(errc::fenced);
  auto found = leases_.find(what.name);
  auto epoch = found == leases_.end() ? 0 : found->second.epoch;
  if (epoch == what.from_epoch + 1 && found->second.holder == what.to)
    return msg::lease{epoch}; // asked again
  if (!is_alive(what.to))
    return msg::make_error(errc::node_unknown);
  auto is_free = found == leases_.end() || !is_alive(found->second.holder) || found->second.expires <= now;
  if (epoch != what.from_epoch || !is_free)
    return msg::make_error(errc::lease_held);
  auto& row = leases_[what.name];
  give(what.name, row, what.to);
  row.expires = now + milliseconds{what.lease_ms};
  commit();
  return msg::lease{row.epoch};
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::release_lease& what, time_point) {
  auto found = leases_.find(what.name);
  if (found == leases_.end() || !what.holder || found->second.holder != what.holder
      || found->second.epoch != what.epoch)
    return caf::ok_atom::value;
  give(what.name, found->second, {});
  commit();
  return caf::ok_atom::value;
}

caf::expected<msg::lease> memory_database::apply(const msg::hand_over& what, time_point now) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  auto found = leases_.find(what.name);
  if (found == leases_.end())
    return msg::make_error(errc::fenced);
  auto& row = found->second;
  if (row.epoch == what.from_epoch + 1 && row.holder == what.to)
    return msg::lease{row.epoch}; // asked again
  if (row.epoch != what.from_epoch || row.holder != what.from)
    return msg::make_error(errc::fenced);
  if (!is_alive(what.to))
    return msg::make_error(errc::node_unknown);
  save(what.rows);
  give(what.name, row, what.to);
  row.expires = now + milliseconds{what.lease_ms};
  commit();
  return msg::lease{row.epoch};
}

// -- orders, audit --------------------------------------------------------------------

caf::expected<caf::ok_atom> memory_database::apply(const msg::set_zone_order& what, time_point) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  const auto& order = what.order;
  if (order.is_stopped || !order.pin.empty())
    orders_[order.map] = order;
  else
    orders_.erase(order.map);
  note_text("order " + std::to_string(order.map.value) + (order.is_stopped ? " stopped " : " ") + order.pin);
  commit();
  return caf::ok_atom::value;
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::set_draining& what, time_point) {
  auto found = nodes_.find(what.node);
  if (found == nodes_.end())
    return msg::make_error(errc::node_unknown);
  found->second.record.is_draining = what.is_draining;
  note_text("drain " + what.node + (what.is_draining ? " on" : " off"));
  commit();
  return caf::ok_atom::value;
}

caf::expected<msg::audit_record> memory_database::apply(const msg::note_audit& what, time_point now) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  auto record = what.what;
  record.id = audit_.size() + 1;
  record.at_ms = static_cast<uint64_t>(std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count());
  audit_.push_back(record);
  note_text("audit " + record.command);
  commit();
  return record;
}

caf::expected<std::vector<msg::audit_record>> memory_database::apply(const msg::list_audit& what, time_point) {
  std::vector<msg::audit_record> result;
  for (auto i = audit_.rbegin(); i != audit_.rend() && result.size() < what.limit; ++i)
    if (what.before == 0 || i->id < what.before)
      result.push_back(*i);
  return result;
}

} // namespace sim
