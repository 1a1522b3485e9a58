// Nodes, what operators have ordered and what they have done.

#include "runtime/postgres/cluster_statements.hpp"
#include "runtime/postgres/row.hpp"
#include "runtime/postgres/store_rules.hpp"
#include "runtime/postgres/words.hpp"

#include <array>

namespace runtime::postgres {

namespace {

using msg::errc;

bool is_true(std::string_view x) { return x == "t"; }

// -- nodes ---------------------------------------------------------------------------

const statement cluster_name{"cluster_name", "INSERT INTO cluster (name) VALUES ($1) ON CONFLICT (only_one) "
                                             "DO UPDATE SET name = cluster.name RETURNING name"};
const statement node_lock{"node_lock", "SELECT incarnation, host, port, state, "
                                       "clock_timestamp() < beat_at + make_interval(secs => 5) "
                                       "FROM nodes WHERE name = $1 FOR UPDATE"};
const statement node_strangers{"node_strangers", "SELECT count(*) FROM nodes WHERE state = 0 AND name <> $1 AND "
                                                 "(protocol_newest < $2::int OR protocol_oldest > $3::int)"};
const statement node_write{
  "node_write", "INSERT INTO nodes (name, incarnation, host, port, admin, version, protocol_oldest, protocol_newest, "
                "roles, maps, capacity, state, beat_at) VALUES ($1, $2::bigint, $3, $4::int, $5, $6, $7::int, $8::int, "
                "$9, $10::int[], $11::bigint, 0, clock_timestamp()) ON CONFLICT (name) DO UPDATE SET "
                "incarnation = excluded.incarnation, host = excluded.host, port = excluded.port, "
                "admin = excluded.admin, version = excluded.version, protocol_oldest = excluded.protocol_oldest, "
                "protocol_newest = excluded.protocol_newest, roles = excluded.roles, maps = excluded.maps, "
                "capacity = excluded.capacity, state = 0, beats = 0, beat_at = excluded.beat_at, sessions = 0, "
                "unseen = ''"};
const statement leases_free{"leases_free", "UPDATE leases SET holder = NULL, epoch = epoch + 1, players = 0, cost = 0 "
                                           "WHERE holder = $1"};
const statement node_end{"node_end", "UPDATE nodes SET state = $3::smallint WHERE name = $1 AND "
                                     "incarnation = $2::bigint AND state = 0 RETURNING 1"};
/// The leases wait for the row of the node, as everybody does who ends its life.
const statement node_beat{
  "node_beat", "WITH me AS (UPDATE nodes SET beats = beats + 1, beat_at = clock_timestamp(), sessions = $3::bigint, "
               "unseen = $4 WHERE name = $1 AND incarnation = $2::bigint AND state = 0 RETURNING 1), "
               "given AS (SELECT * FROM unnest($5::text[], $6::bigint[], $7::bigint[], $8::bigint[]) "
               "AS given (lease, epoch, players, cost)), "
               "kept AS (UPDATE leases SET expires_at = clock_timestamp() + make_interval(secs => "
               "CASE leases.name WHEN 'coordinator' THEN $10::double precision ELSE $9::double precision END / 1000), "
               "players = coalesce((SELECT players FROM given WHERE lease = leases.name AND epoch = leases.epoch), "
               "leases.players), "
               "cost = coalesce((SELECT cost FROM given WHERE lease = leases.name AND epoch = leases.epoch), "
               "leases.cost) "
               "WHERE holder = $1 || '/' || $2 AND EXISTS (SELECT 1 FROM me) RETURNING 1) "
               "SELECT (SELECT count(*) FROM me), (SELECT count(*) FROM kept)"};
/// Not even a lock on the row while somebody has it: every node that could be the coordinator asks with every beat.
const statement coordinator_take{
  "coordinator_take",
  "INSERT INTO leases (name, holder, epoch, expires_at) "
  "SELECT 'coordinator', $1::text, 1, clock_timestamp() + make_interval(secs => $2::double precision / 1000) "
  "WHERE EXISTS (SELECT 1 FROM nodes WHERE state = 0 AND name || '/' || incarnation = $1::text) AND NOT EXISTS "
  "(SELECT 1 FROM leases WHERE name = 'coordinator' AND expires_at > clock_timestamp() AND "
    + holder_is_alive
    + ") ON CONFLICT (name) DO UPDATE SET epoch = leases.epoch + 1, holder = excluded.holder, "
      "expires_at = excluded.expires_at WHERE leases.holder IS DISTINCT FROM excluded.holder AND "
      "(leases.holder IS NULL OR leases.expires_at <= clock_timestamp() OR NOT "
    + holder_is_alive + ")"};
const statement coordinator_check{"coordinator_check", "SELECT epoch FROM leases WHERE name = 'coordinator' FOR SHARE"};
const statement node_drain{"node_drain", "UPDATE nodes SET is_draining = $2::int::boolean WHERE name = $1 RETURNING 1"};

/// Within a transaction. errc::none when the node may join.
std::variant<errc, problem> may_join(connection& on, const msg::join_cluster& what, bool& is_here,
                                     std::string& before) {
  auto named = on.run(cluster_name, {what.cluster});
  if (!named.ok())
    return named.why();
  if (named.text(0, 0) != what.cluster)
    return errc::wrong_cluster;
  const auto& node = what.node;
  auto found = on.run(node_lock, {node.key.name});
  if (!found.ok())
    return found.why();
  if (found.size() > 0) {
    msg::node_key known{node.key.name, 0};
    from_text(found.text(0, 0), known.incarnation);
    auto is_alive = found.text(0, 3) == "0";
    is_here = known == node.key;
    if (known.incarnation > node.key.incarnation || (is_here && !is_alive))
      return errc::declared_dead;
    auto is_elsewhere = found.text(0, 1) != node.host || found.text(0, 2) != to_text(node.port);
    if (!is_here && is_alive && is_elsewhere && is_true(found.text(0, 4)))
      return errc::name_taken;
    if (is_here)
      return errc::none;
    before = to_string(known);
  }
  auto strangers =
    on.run(node_strangers, {node.key.name, to_text(node.protocol_oldest), to_text(node.protocol_newest)});
  if (!strangers.ok())
    return strangers.why();
  return strangers.text(0, 0) == "0" ? errc::none : errc::incompatible;
}

answer<caf::ok_atom> end_life(connection& on, const msg::node_key& key, msg::node_state how) {
  auto ended = on.run(node_end, {key.name, to_text(key.incarnation), to_text(how)});
  if (ended.ok() && ended.size() > 0)
    ended = on.run(leases_free, {to_string(key)});
  if (!ended.ok())
    return ended.why();
  return caf::ok_atom_v;
}

// -- orders, audit -----------------------------------------------------------------------

const statement order_set{"order_set", "INSERT INTO zone_orders (map, is_stopped, pin) VALUES ($1::int, "
                                       "$2::int::boolean, $3) ON CONFLICT (map) DO UPDATE SET "
                                       "is_stopped = excluded.is_stopped, pin = excluded.pin"};
const statement order_forget{"order_forget", "DELETE FROM zone_orders WHERE map = $1::int"};
const std::string audit_columns = "id, (extract(epoch FROM at) * 1000)::bigint, who, node, command, arguments, "
                                  "outcome, undo";
const statement audit_note{"audit_note", "INSERT INTO audit (who, node, command, arguments, outcome, undo) "
                                         "VALUES ($1, $2, $3, $4, $5, $6) RETURNING "
                                           + audit_columns};
const statement audit_list{"audit_list", "SELECT " + audit_columns
                                           + " FROM audit WHERE $1::bigint = 0 OR id < $1::bigint "
                                             "ORDER BY id DESC LIMIT $2::bigint"};

} // namespace

std::optional<answer<caf::ok_atom>> check_coordinator(connection& on, uint64_t epoch) {
  auto found = on.run(coordinator_check);
  if (!found.ok())
    return found.why();
  if (epoch == 0 || found.size() == 0 || found.text(0, 0) != to_text(epoch))
    return errc::fenced;
  return std::nullopt;
}

// -- requests ----------------------------------------------------------------------------

answer<msg::cluster_view> execute(connection& on, const msg::join_cluster& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  const auto& node = what.node;
  auto joined = in_transaction(on, [&]() -> answer<caf::ok_atom> {
    auto is_here = false;
    std::string before;
    auto allowed = may_join(on, what, is_here, before);
    if (auto* why = std::get_if<problem>(&allowed))
      return std::move(*why);
    if (auto refused = std::get<0>(allowed); refused != errc::none)
      return refused;
    if (is_here)
      return caf::ok_atom_v;
    if (!before.empty())
      if (auto freed = on.run(leases_free, {before}); !freed.ok())
        return freed.why();
    auto written =
      on.run(node_write, {node.key.name, to_text(node.key.incarnation), node.host, to_text(node.port), node.admin,
                          node.version, to_text(node.protocol_oldest), to_text(node.protocol_newest),
                          text_of(node.roles), to_text(node.maps), to_text(node.capacity)});
    if (!written.ok())
      return written.why();
    return caf::ok_atom_v;
  });
  if (auto* refused = std::get_if<errc>(&joined))
    return *refused;
  if (auto* why = std::get_if<problem>(&joined))
    return std::move(*why);
  return view_of(on.run(view_read));
}

answer<msg::cluster_view> execute(connection& on, const msg::beat& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  std::map<std::pair<std::string, uint64_t>, msg::zone_load> loads; // the last of equal ones
  for (const auto& x : what.zones)
    loads[{msg::zone_lease(x.map), x.epoch}] = x;
  std::vector<std::string> names;
  std::array<std::vector<uint64_t>, 3> numbers;
  for (const auto& [key, x] : loads) {
    names.push_back(key.first);
    numbers[0].push_back(x.epoch);
    numbers[1].push_back(x.players);
    numbers[2].push_back(x.cost);
  }
  const auto& node = what.node;
  std::vector<call> calls;
  calls.push_back({node_beat,
                   {node.name, to_text(node.incarnation), to_text(what.sessions), text_of(what.unseen), to_text(names),
                    to_text(numbers[0]), to_text(numbers[1]), to_text(numbers[2]), to_text(what.lease_ms),
                    to_text(what.coordinator_ms)}});
  if (what.wants_coordinator)
    calls.push_back({coordinator_take, {to_string(node), to_text(what.coordinator_ms)}});
  calls.push_back({view_read, {}});
  auto results = on.run_together(calls);
  if (!results.back().ok())
    return results.back().why();
  if (results.front().text(0, 0) != "1")
    return errc::declared_dead;
  return view_of(results.back());
}

answer<msg::cluster_view> execute(connection& on, const msg::get_cluster_view&) { return view_of(on.run(view_read)); }

answer<caf::ok_atom> execute(connection& on, const msg::leave_cluster& what) {
  if (!is_life(what.node))
    return caf::ok_atom_v;
  return in_transaction(on, [&] { return end_life(on, what.node, msg::node_state::left); });
}

answer<caf::ok_atom> execute(connection& on, const msg::declare_dead& what) {
  return in_transaction(on, [&]() -> answer<caf::ok_atom> {
    const auto can_exist = is_life(what.node);
    if (can_exist) // nodes come before leases
      if (auto locked = on.run(node_lock, {what.node.name}); !locked.ok())
        return locked.why();
    if (auto refused = check_coordinator(on, what.coordinator_epoch))
      return std::move(*refused);
    if (!can_exist)
      return caf::ok_atom_v;
    return end_life(on, what.node, msg::node_state::dead);
  });
}

answer<caf::ok_atom> execute(connection& on, const msg::set_zone_order& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  const auto& order = what.order;
  auto set = order.is_stopped || !order.pin.empty()
               ? on.run(order_set, {to_text(order.map), order.is_stopped ? "1" : "0", order.pin})
               : on.run(order_forget, {to_text(order.map)});
  if (!set.ok())
    return set.why();
  return caf::ok_atom_v;
}

answer<caf::ok_atom> execute(connection& on, const msg::set_draining& what) {
  if (!is_node_name(what.node))
    return errc::node_unknown;
  auto set = on.run(node_drain, {what.node, what.is_draining ? "1" : "0"});
  if (!set.ok())
    return set.why();
  if (set.size() == 0)
    return errc::node_unknown;
  return caf::ok_atom_v;
}

answer<msg::audit_record> execute(connection& on, const msg::note_audit& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  const auto& x = what.what;
  auto noted = on.run(audit_note, {x.who, x.node, x.command, x.arguments, x.outcome, x.undo});
  if (!noted.ok())
    return noted.why();
  return read_row<msg::audit_record>(noted, 0);
}

answer<std::vector<msg::audit_record>> execute(connection& on, const msg::list_audit& what) {
  auto rows = on.run(audit_list, {is_column_number(what.before) ? to_text(what.before) : "0", to_text(what.limit)});
  if (!rows.ok())
    return rows.why();
  std::vector<msg::audit_record> records;
  for (int row = 0; row < rows.size(); ++row)
    records.push_back(read_row<msg::audit_record>(rows, row));
  return records;
}

} // namespace runtime::postgres
