// Leases, and what zones write under them. A zone's write locks its lease FOR
// SHARE, so that the lease changes either before, and the write is refused, or
// after it is committed.

#include "runtime/postgres/cluster_statements.hpp"
#include "runtime/postgres/row.hpp"
#include "runtime/postgres/store_rules.hpp"

#include <array>

namespace runtime::postgres {

namespace {

using msg::errc;

bool is_true(std::string_view x) { return x == "t"; }

const statement node_alive{"node_alive", "SELECT 1 FROM nodes WHERE name = $1 AND incarnation = $2::bigint AND "
                                         "state = 0 FOR SHARE"};
const statement lease_lock{"lease_lock", "SELECT coalesce(holder, ''), epoch, expires_at <= clock_timestamp(), "
                                           + holder_is_alive + " FROM leases WHERE name = $1 FOR UPDATE"};
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
                               "WITH fence AS (SELECT epoch FROM leases WHERE name = $8 FOR SHARE), "
                               "held AS (SELECT coalesce((SELECT epoch FROM fence), 0) = $9::bigint AS is_ours), "
                               "saved AS ("
                                 + save_sql
                                 + " AND (SELECT is_ours FROM held) RETURNING 1) "
                                   "SELECT is_ours, (SELECT count(*) FROM saved) FROM held"};
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

/// Whether it is alive, and then it stays so until the end of the transaction.
answer<bool> keep_alive(connection& on, const msg::node_key& node) {
  if (!is_life(node))
    return false;
  auto found = on.run(node_alive, {node.name, to_text(node.incarnation)});
  if (!found.ok())
    return found.why();
  return found.size() > 0;
}

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
  auto alive = keep_alive(on, what.to);
  if (auto* why = std::get_if<problem>(&alive))
    return std::move(*why);
  if (auto refused = check_coordinator(on, what.coordinator_epoch)) {
    if (auto* why = std::get_if<problem>(&*refused))
      return std::move(*why);
    return errc::fenced;
  }
  const std::vector<std::string> row{what.name, to_string(what.to), to_text(what.lease_ms)};
  if (what.from_epoch == 0 && std::get<bool>(alive)) {
    // A row that is not there cannot be locked: when another transaction makes it first, that one is judged below.
    auto made = on.run(lease_make, row);
    if (!made.ok() || made.size() > 0)
      return epoch_of(made);
  }
  auto locked = lock_lease(on, what.name);
  if (auto* why = std::get_if<problem>(&locked))
    return std::move(*why);
  const auto& lease = std::get<locked_lease>(locked);
  if (lease.exists && lease.epoch == what.from_epoch + 1 && lease.holder == to_string(what.to))
    return msg::lease{lease.epoch}; // asked again
  if (!std::get<bool>(alive))
    return errc::node_unknown;
  if (lease.epoch != what.from_epoch || !lease.is_free)
    return errc::lease_held;
  return epoch_of(on.run(lease_give, row));
}

answer<msg::lease> give_away(connection& on, const msg::hand_over& what) {
  auto alive = keep_alive(on, what.to);
  if (auto* why = std::get_if<problem>(&alive))
    return std::move(*why);
  auto locked = lock_lease(on, what.name);
  if (auto* why = std::get_if<problem>(&locked))
    return std::move(*why);
  const auto& lease = std::get<locked_lease>(locked);
  if (lease.exists && lease.epoch == what.from_epoch + 1 && lease.holder == to_string(what.to))
    return msg::lease{lease.epoch}; // asked again
  if (!lease.exists || lease.epoch != what.from_epoch || lease.holder != to_string(what.from))
    return errc::fenced;
  if (!std::get<bool>(alive))
    return errc::node_unknown;
  if (auto saved = on.run(locations_move, arrays_of(what.rows)); !saved.ok())
    return saved.why();
  return epoch_of(on.run(lease_give, {what.name, to_string(what.to), to_text(what.lease_ms)}));
}

} // namespace

// -- requests ----------------------------------------------------------------------------

answer<msg::lease> execute(connection& on, const msg::assign_lease& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  return in_transaction(on, [&] { return assign(on, what); });
}

answer<caf::ok_atom> execute(connection& on, const msg::release_lease& what) {
  // Nobody can hold such a one, and PostgreSQL would cut the name at a zero byte.
  if (!is_lease_name(what.name) || !is_life(what.holder) || !is_column_number(what.epoch))
    return caf::ok_atom_v;
  auto released = on.run(lease_release, {what.name, to_string(what.holder), to_text(what.epoch)});
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

} // namespace runtime::postgres
