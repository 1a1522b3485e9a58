// Nodes, leases, and what zones write under them.
//
// Whoever changes more than one of them locks nodes first, then leases, then
// characters. A zone's write locks its lease FOR SHARE, so that the lease changes
// either before, and the write is refused, or after it is committed.

#include "runtime/postgres/row.hpp"
#include "runtime/postgres/statements.hpp"
#include "runtime/postgres/store_rules.hpp"

#include <array>
#include <optional>

namespace runtime::postgres {

namespace {

using msg::errc;

constexpr std::string_view alive_holder =
  "EXISTS (SELECT 1 FROM nodes WHERE state = 0 AND name || '/' || incarnation = leases.holder)";

std::string sql(std::string_view a, std::string_view b = {}, std::string_view c = {}) {
  return std::string{a} + std::string{b} + std::string{c};
}

// -- the whole cluster -------------------------------------------------------------

const statement nodes_read{
  "nodes_read", "SELECT name, incarnation, host, port, admin, version, protocol_oldest, protocol_newest, roles, "
                "maps, capacity, state, is_draining::int, beats, "
                "greatest(0, least(4294967295, extract(epoch FROM clock_timestamp() - beat_at) * 1000))::bigint, "
                "sessions, unseen, (SELECT name FROM cluster) FROM nodes ORDER BY name"};
const statement leases_read{
  "leases_read", "SELECT name, coalesce(holder, ''), epoch, CASE WHEN holder IS NULL THEN 0 ELSE "
                 "greatest(0, least(4294967295, extract(epoch FROM expires_at - clock_timestamp()) * 1000))::bigint "
                 "END, players, cost FROM leases ORDER BY name"};
const statement orders_read{"orders_read", "SELECT map, is_stopped::int, pin FROM zone_orders ORDER BY map"};

/// Names without blanks, as roles and names of nodes are.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    auto end = std::min(text.find(' '), text.size());
    if (end != 0)
      result.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string text_of(const std::vector<std::string>& words) {
  std::string result;
  for (const auto& x : words)
    result += (result.empty() ? "" : " ") + x;
  return result;
}

msg::node_key key_of(std::string_view holder) {
  auto slash = holder.rfind('/');
  if (slash == holder.npos)
    return {};
  msg::node_key result{std::string{holder.substr(0, slash)}, 0};
  from_text(holder.substr(slash + 1), result.incarnation);
  return result;
}

msg::node_record read_node(const result& rows, int row) {
  msg::node_record x;
  int column = 0;
  auto take = [&](auto& into) { from_text(rows.text(row, column++), into); };
  take(x.key.name);
  take(x.key.incarnation);
  take(x.host);
  take(x.port);
  take(x.admin);
  take(x.version);
  take(x.protocol_oldest);
  take(x.protocol_newest);
  x.roles = words_of(rows.text(row, column++));
  auto maps = rows.text(row, column++);
  while (maps.find_first_of("0123456789") != maps.npos)
    x.maps.push_back(take_number<uint16_t>(maps));
  take(x.capacity);
  take(x.state);
  x.is_draining = rows.text(row, column++) == "1";
  take(x.beats);
  take(x.silent_ms);
  take(x.sessions);
  x.unseen = words_of(rows.text(row, column++));
  return x;
}

answer<msg::cluster_view> read_view(connection& on) {
  msg::cluster_view view;
  auto nodes = on.run(nodes_read);
  if (!nodes.ok())
    return nodes.why();
  for (int row = 0; row < nodes.size(); ++row)
    view.nodes.push_back(read_node(nodes, row));
  if (nodes.size() > 0)
    view.cluster = nodes.text(0, 17);
  auto leases = on.run(leases_read);
  if (!leases.ok())
    return leases.why();
  for (int row = 0; row < leases.size(); ++row) {
    auto& x = view.leases.emplace_back();
    x.name = leases.text(row, 0);
    x.holder = key_of(leases.text(row, 1));
    from_text(leases.text(row, 2), x.epoch);
    from_text(leases.text(row, 3), x.left_ms);
    from_text(leases.text(row, 4), x.players);
    from_text(leases.text(row, 5), x.cost);
  }
  auto orders = on.run(orders_read);
  if (!orders.ok())
    return orders.why();
  for (int row = 0; row < orders.size(); ++row) {
    auto& x = view.orders.emplace_back();
    from_text(orders.text(row, 0), x.map);
    x.is_stopped = orders.text(row, 1) == "1";
    x.pin = orders.text(row, 2);
  }
  return view;
}

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
const statement coordinator_take{
  "coordinator_take",
  sql("INSERT INTO leases (name, holder, epoch, expires_at) "
      "SELECT 'coordinator', $1, 1, clock_timestamp() + make_interval(secs => $2::double precision / 1000) "
      "WHERE EXISTS (SELECT 1 FROM nodes WHERE state = 0 AND name || '/' || incarnation = $1) "
      "ON CONFLICT (name) DO UPDATE SET epoch = leases.epoch + 1, holder = excluded.holder, "
      "expires_at = excluded.expires_at WHERE leases.holder IS DISTINCT FROM excluded.holder AND "
      "(leases.holder IS NULL OR leases.expires_at <= clock_timestamp() OR NOT ",
      alive_holder, ") RETURNING 1")};
const statement coordinator_check{"coordinator_check", "SELECT epoch FROM leases WHERE name = 'coordinator' FOR SHARE"};
const statement node_alive{"node_alive", "SELECT 1 FROM nodes WHERE name = $1 AND incarnation = $2::bigint AND "
                                         "state = 0 FOR SHARE"};
const statement node_drain{"node_drain", "UPDATE nodes SET is_draining = $2::int::boolean WHERE name = $1 RETURNING 1"};

std::string text(const msg::node_key& key) { return to_string(key); }

bool is_true(std::string_view x) { return x == "t"; }

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
    before = text(known);
  }
  auto strangers =
    on.run(node_strangers, {node.key.name, to_text(node.protocol_oldest), to_text(node.protocol_newest)});
  if (!strangers.ok())
    return strangers.why();
  return strangers.text(0, 0) == "0" ? errc::none : errc::incompatible;
}

/// Within a transaction; nothing when it is.
std::optional<answer<caf::ok_atom>> check_coordinator(connection& on, uint64_t epoch) {
  auto found = on.run(coordinator_check);
  if (!found.ok())
    return found.why();
  if (epoch == 0 || found.size() == 0 || found.text(0, 0) != to_text(epoch))
    return errc::fenced;
  return std::nullopt;
}

answer<caf::ok_atom> end_life(connection& on, const msg::node_key& key, msg::node_state how) {
  auto ended = on.run(node_end, {key.name, to_text(key.incarnation), to_text(how)});
  if (ended.ok() && ended.size() > 0)
    ended = on.run(leases_free, {text(key)});
  if (!ended.ok())
    return ended.why();
  return caf::ok_atom_v;
}

template <class Act>
auto in_transaction(connection& on, Act act) -> decltype(act()) {
  transaction all_or_nothing{on};
  if (auto begun = all_or_nothing.begin(); !begun.ok())
    return begun.why();
  auto done = act();
  if (done.index() != 0)
    return done;
  if (auto committed = all_or_nothing.commit(); !committed.ok())
    return committed.why();
  return done;
}

// -- leases and what is written under them ---------------------------------------------

const statement lease_lock{"lease_lock", sql("SELECT coalesce(holder, ''), epoch, expires_at <= clock_timestamp(), ",
                                             alive_holder, " FROM leases WHERE name = $1 FOR UPDATE")};
const statement lease_make{"lease_make", "INSERT INTO leases (name, holder, epoch, expires_at) VALUES ($1, $2, 1, "
                                         "clock_timestamp() + make_interval(secs => $3::double precision / 1000)) "
                                         "ON CONFLICT (name) DO NOTHING RETURNING epoch"};
const statement lease_give{"lease_give",
                           "UPDATE leases SET holder = $2, epoch = epoch + 1, players = 0, cost = 0, expires_at = "
                           "clock_timestamp() + make_interval(secs => $3::double precision / 1000) WHERE name = $1 "
                           "RETURNING epoch"};
const statement lease_release{"lease_release", "UPDATE leases SET holder = NULL, epoch = epoch + 1, players = 0, "
                                               "cost = 0 WHERE name = $1 AND holder = $2 AND epoch = $3::bigint"};

const std::string save_sql = "UPDATE characters SET map = given.map, cell = given.cell, revision = given.revision, "
                             "chat_masks = ARRAY[given.m0, given.m1, given.m2] FROM "
                             "unnest($1::bigint[], $2::integer[], $3::integer[], $4::bigint[], $5::integer[], "
                             "$6::integer[], $7::integer[]) AS given (id, map, cell, revision, m0, m1, m2) "
                             "WHERE characters.id = given.id AND characters.revision < given.revision";
const statement locations_save{"locations_save",
                               sql("WITH fence AS (SELECT epoch FROM leases WHERE name = $8 FOR SHARE), "
                                   "held AS (SELECT coalesce((SELECT epoch FROM fence), 0) = $9::bigint AS is_ours), "
                                   "saved AS (",
                                   save_sql,
                                   " AND (SELECT is_ours FROM held) RETURNING 1) "
                                   "SELECT is_ours, (SELECT count(*) FROM saved) FROM held")};
const statement locations_move{"locations_move", save_sql};

/// The columns that `save_sql` takes.
std::vector<std::string> arrays_of(const std::vector<msg::character_location>& rows) {
  std::array<std::vector<uint64_t>, 7> columns;
  for (const auto& [id, row] : newest_rows(rows)) {
    columns[0].push_back(id.value);
    columns[1].push_back(row.map.value);
    columns[2].push_back(row.cell);
    columns[3].push_back(row.revision);
    for (size_t i = 0; i < row.chat_masks.size(); ++i)
      columns[4 + i].push_back(row.chat_masks[i]);
  }
  std::vector<std::string> arrays;
  for (const auto& column : columns)
    arrays.push_back(to_text(column));
  return arrays;
}

struct locked_lease {
  bool exists = false;
  std::string holder;
  uint64_t epoch = 0;
  bool is_free = true;
};

answer<locked_lease> lock_lease(connection& on, const std::string& name) {
  auto found = on.run(lease_lock, {name});
  if (!found.ok())
    return found.why();
  locked_lease lease;
  if (found.size() == 0)
    return lease;
  lease.exists = true;
  lease.holder = found.text(0, 0);
  from_text(found.text(0, 1), lease.epoch);
  lease.is_free = is_true(found.text(0, 2)) || !is_true(found.text(0, 3));
  return lease;
}

answer<msg::lease> epoch_of(const result& rows) {
  if (!rows.ok())
    return rows.why();
  if (rows.size() == 0)
    return errc::lease_held;
  return read_row<msg::lease>(rows, 0);
}

answer<msg::lease> assign(connection& on, const msg::assign_lease& what) {
  auto alive = on.run(node_alive, {what.to.name, to_text(what.to.incarnation)});
  if (!alive.ok())
    return alive.why();
  if (auto refused = check_coordinator(on, what.coordinator_epoch)) {
    if (auto* why = std::get_if<problem>(&*refused))
      return std::move(*why);
    return errc::fenced;
  }
  auto locked = lock_lease(on, what.name);
  if (auto* why = std::get_if<problem>(&locked))
    return std::move(*why);
  const auto& lease = std::get<locked_lease>(locked);
  if (lease.exists && lease.epoch == what.from_epoch + 1 && lease.holder == text(what.to))
    return msg::lease{lease.epoch}; // asked again
  if (alive.size() == 0)
    return errc::node_unknown;
  if (lease.epoch != what.from_epoch || !lease.is_free)
    return errc::lease_held;
  return epoch_of(on.run(lease.exists ? lease_give : lease_make, {what.name, text(what.to), to_text(what.lease_ms)}));
}

answer<msg::lease> give_away(connection& on, const msg::hand_over& what) {
  auto alive = on.run(node_alive, {what.to.name, to_text(what.to.incarnation)});
  if (!alive.ok())
    return alive.why();
  auto locked = lock_lease(on, what.name);
  if (auto* why = std::get_if<problem>(&locked))
    return std::move(*why);
  const auto& lease = std::get<locked_lease>(locked);
  if (lease.exists && lease.epoch == what.from_epoch + 1 && lease.holder == text(what.to))
    return msg::lease{lease.epoch}; // asked again
  if (!lease.exists || lease.epoch != what.from_epoch || lease.holder != text(what.from))
    return errc::fenced;
  if (alive.size() == 0)
    return errc::node_unknown;
  if (auto saved = on.run(locations_move, arrays_of(what.rows)); !saved.ok())
    return saved.why();
  return epoch_of(on.run(lease_give, {what.name, text(what.to), to_text(what.lease_ms)}));
}

// -- orders, audit -----------------------------------------------------------------------

const statement order_set{"order_set", "INSERT INTO zone_orders (map, is_stopped, pin) VALUES ($1::int, "
                                       "$2::int::boolean, $3) ON CONFLICT (map) DO UPDATE SET "
                                       "is_stopped = excluded.is_stopped, pin = excluded.pin"};
const statement order_forget{"order_forget", "DELETE FROM zone_orders WHERE map = $1::int"};
const std::string audit_columns = "id, (extract(epoch FROM at) * 1000)::bigint, who, node, command, arguments, "
                                  "outcome, undo";
const statement audit_note{"audit_note", sql("INSERT INTO audit (who, node, command, arguments, outcome, undo) "
                                             "VALUES ($1, $2, $3, $4, $5, $6) RETURNING ",
                                             audit_columns)};
const statement audit_list{"audit_list", sql("SELECT ", audit_columns,
                                             " FROM audit WHERE $1::bigint = 0 OR id < $1::bigint "
                                             "ORDER BY id DESC LIMIT $2::bigint")};

} // namespace

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
  return read_view(on);
}

answer<msg::cluster_view> execute(connection& on, const msg::beat& what) {
  if (what.lease_ms == 0 || what.coordinator_ms == 0)
    return errc::bad_request;
  std::string names = "{";
  std::array<std::vector<uint64_t>, 3> loads;
  for (const auto& x : what.zones) {
    names += (names.size() > 1 ? "," : "") + msg::zone_lease(x.map);
    loads[0].push_back(x.epoch);
    loads[1].push_back(x.players);
    loads[2].push_back(x.cost);
  }
  auto beaten = on.run(node_beat, {what.node.name, to_text(what.node.incarnation), to_text(what.sessions),
                                   text_of(what.unseen), names + "}", to_text(loads[0]), to_text(loads[1]),
                                   to_text(loads[2]), to_text(what.lease_ms), to_text(what.coordinator_ms)});
  if (!beaten.ok())
    return beaten.why();
  if (beaten.text(0, 0) != "1")
    return errc::declared_dead;
  auto view = read_view(on);
  auto* seen = std::get_if<msg::cluster_view>(&view);
  if (!seen || !what.wants_coordinator)
    return view;
  const auto* lease = seen->lease(msg::coordinator_lease);
  const auto* holder = lease ? seen->find(lease->holder) : nullptr;
  auto is_free = !lease || lease->left_ms == 0 || !holder || holder->state != msg::node_state::alive;
  if (!is_free || (lease && lease->holder == what.node))
    return view;
  auto taken = on.run(coordinator_take, {text(what.node), to_text(what.coordinator_ms)});
  if (!taken.ok())
    return taken.why();
  return read_view(on);
}

answer<msg::cluster_view> execute(connection& on, const msg::get_cluster_view&) { return read_view(on); }

answer<caf::ok_atom> execute(connection& on, const msg::leave_cluster& what) {
  return in_transaction(on, [&] { return end_life(on, what.node, msg::node_state::left); });
}

answer<caf::ok_atom> execute(connection& on, const msg::declare_dead& what) {
  return in_transaction(on, [&]() -> answer<caf::ok_atom> {
    auto locked = on.run(node_lock, {what.node.name}); // nodes come before leases
    if (!locked.ok())
      return locked.why();
    if (auto refused = check_coordinator(on, what.coordinator_epoch))
      return std::move(*refused);
    return end_life(on, what.node, msg::node_state::dead);
  });
}

answer<msg::lease> execute(connection& on, const msg::assign_lease& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  return in_transaction(on, [&] { return assign(on, what); });
}

answer<caf::ok_atom> execute(connection& on, const msg::release_lease& what) {
  // Nobody can hold such a one, and PostgreSQL would cut the name at a zero byte.
  if (!is_lease_name(what.name) || !what.holder || !is_node_name(what.holder.name))
    return caf::ok_atom_v;
  auto released = on.run(lease_release, {what.name, text(what.holder), to_text(what.epoch)});
  if (!released.ok())
    return released.why();
  return caf::ok_atom_v;
}

answer<msg::lease> execute(connection& on, const msg::hand_over& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  return in_transaction(on, [&] { return give_away(on, what); });
}

answer<caf::ok_atom> execute(connection& on, const msg::save_locations& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  if (what.rows.empty())
    return caf::ok_atom_v;
  auto parameters = arrays_of(what.rows);
  parameters.push_back(msg::zone_lease(what.fence.map));
  parameters.push_back(to_text(what.fence.epoch));
  auto saved = on.run(locations_save, parameters);
  if (!saved.ok())
    return saved.why();
  if (!is_true(saved.text(0, 0)))
    return errc::fenced;
  return caf::ok_atom_v;
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
  const auto& x = what.what;
  auto noted = on.run(audit_note, {x.who, x.node, x.command, x.arguments, x.outcome, x.undo});
  if (!noted.ok())
    return noted.why();
  return read_row<msg::audit_record>(noted, 0);
}

answer<std::vector<msg::audit_record>> execute(connection& on, const msg::list_audit& what) {
  auto rows = on.run(audit_list, {to_text(what.before), to_text(what.limit)});
  if (!rows.ok())
    return rows.why();
  std::vector<msg::audit_record> records;
  for (int row = 0; row < rows.size(); ++row)
    records.push_back(read_row<msg::audit_record>(rows, row));
  return records;
}

} // namespace runtime::postgres
