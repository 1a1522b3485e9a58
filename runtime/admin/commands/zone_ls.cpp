// `zone ls`: every zone, where it runs and what it costs.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

std::vector<cell> row_of(const zone_facts& zone, const msg::zone_status* live) {
  std::vector<cell> row{int64_t{zone.map}, zone.state, zone.node, static_cast<int64_t>(zone.epoch)};
  if (live) {
    for (int64_t x : {int64_t{live->players}, int64_t{live->npcs}, int64_t{live->tick_us_p50},
                      int64_t{live->tick_us_max}, int64_t{live->cost}})
      row.emplace_back(x);
  } else {
    for (cell x : {cell{int64_t{zone.players}}, cell{""}, cell{""}, cell{""}, cell{int64_t{zone.cost_us}}})
      row.push_back(std::move(x));
  }
  row.emplace_back(zone.pin);
  return row;
}

outcome tell(const msg::cluster_view& view, const zone_sights& sights) {
  table zones{
    "zones", {"map", "state", "node", "epoch", "players", "npcs", "tick_p50_us", "tick_max_us", "cost_us", "pin"}, {}};
  for (const auto& zone : zones_of(view, epochs_of(sights))) {
    auto i = sights.find(zone.map);
    zones.rows.push_back(row_of(zone, i != sights.end() && i->second.status ? &*i->second.status : nullptr));
  }
  outcome result;
  result.tables.push_back(std::move(zones));
  return result;
}

} // namespace

const command zone_ls{.noun = "zone",
                      .verb = "ls",
                      .doc = "List the zones: where each runs, its players, its ticks and its cost.",
                      .run = [](const conversation_ptr& talk) {
                        talk->ask_member([talk](const msg::member_status& status) {
                          talk->ask_zones(
                            [talk, status](const zone_sights& sights) { talk->done(tell(status.view, sights)); });
                        });
                      }};

} // namespace runtime::admin
