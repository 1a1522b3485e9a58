// The whole cluster in one statement, so that nothing of it changes while it is
// read. Each row is of one kind, which its first column tells.

#include "runtime/postgres/cluster_statements.hpp"
#include "runtime/postgres/row.hpp"
#include "runtime/postgres/words.hpp"

#include <algorithm>

namespace runtime::postgres {

namespace {

/// Milliseconds of an interval, within uint32_t; whoever has any time left has at least one.
std::string ms_of(const std::string& interval) {
  return "ceil(greatest(0, least(4294967295, extract(epoch FROM " + interval + ") * 1000)))::bigint::text";
}

std::string nulls(int count) {
  std::string result;
  while (count-- > 0)
    result += ", NULL";
  return result;
}

constexpr int columns = 18;

const std::string nodes_sql = "SELECT 'node', name, incarnation::text, host, port::text, admin, version, "
                              "protocol_oldest::text, protocol_newest::text, roles, maps::text, capacity::text, "
                              "state::text, is_draining::int::text, beats::text, "
                              + ms_of("clock_timestamp() - beat_at") + ", sessions::text, unseen FROM nodes";
const std::string leases_sql = "SELECT 'lease', name, holder, epoch::text, CASE WHEN holder IS NULL THEN '0' ELSE "
                               + ms_of("expires_at - clock_timestamp()") + " END, players::text, cost::text"
                               + nulls(columns - 7) + " FROM leases";
const std::string orders_sql =
  "SELECT 'order', map::text, is_stopped::int::text, pin" + nulls(columns - 4) + " FROM zone_orders";
const std::string cluster_sql = "SELECT 'cluster', name" + nulls(columns - 2) + " FROM cluster";

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
  int column = 1;
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

msg::lease_record read_lease(const result& rows, int row) {
  msg::lease_record x;
  x.name = rows.text(row, 1);
  x.holder = key_of(rows.text(row, 2));
  from_text(rows.text(row, 3), x.epoch);
  from_text(rows.text(row, 4), x.left_ms);
  from_text(rows.text(row, 5), x.players);
  from_text(rows.text(row, 6), x.cost);
  return x;
}

msg::zone_order read_order(const result& rows, int row) {
  msg::zone_order x;
  from_text(rows.text(row, 1), x.map);
  x.is_stopped = rows.text(row, 2) == "1";
  x.pin = rows.text(row, 3);
  return x;
}

} // namespace

const statement view_read{"view_read", nodes_sql + " UNION ALL " + leases_sql + " UNION ALL " + orders_sql
                                         + " UNION ALL " + cluster_sql};

answer<msg::cluster_view> view_of(const result& rows) {
  if (!rows.ok())
    return rows.why();
  msg::cluster_view view;
  for (int row = 0; row < rows.size(); ++row) {
    auto kind = rows.text(row, 0);
    if (kind == "node")
      view.nodes.push_back(read_node(rows, row));
    else if (kind == "lease")
      view.leases.push_back(read_lease(rows, row));
    else if (kind == "order")
      view.orders.push_back(read_order(rows, row));
    else
      view.cluster = rows.text(row, 1);
  }
  std::ranges::sort(
    view.nodes, {}, [](const auto& x) -> const auto& { return x.key.name; });
  std::ranges::sort(view.leases, {}, &msg::lease_record::name);
  std::ranges::sort(view.orders, {}, [](const auto& x) { return x.map.value; });
  return view;
}

} // namespace runtime::postgres
