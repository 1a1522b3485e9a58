// `zone show MAP`: one zone, its lease and its order.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

#include <algorithm>

namespace runtime::admin {

namespace {

outcome tell(const zone_facts& zone, const msg::lease_record* lease, const zone_sight* sight) {
  table facts{"zone", {"what", "value"}, {}};
  auto add = [&](const char* what, cell value) { facts.rows.push_back({what, std::move(value)}); };
  add("map", int64_t{zone.map});
  add("state", zone.state);
  add("node", zone.node);
  add("epoch", static_cast<int64_t>(zone.epoch));
  add("lease left_ms", lease ? int64_t{lease->left_ms} : int64_t{0});
  add("pinned to", zone.pin);
  if (sight && sight->status) {
    const auto& live = *sight->status;
    add("players", int64_t{live.players});
    add("npcs", int64_t{live.npcs});
    add("ticks", static_cast<int64_t>(live.ticks));
    add("tick_p50_us", int64_t{live.tick_us_p50});
    add("tick_max_us", int64_t{live.tick_us_max});
    add("cost_us", int64_t{live.cost});
  }
  outcome result{.is_good = zone.state == "serving" || zone.state == "stopped"};
  result.tables.push_back(std::move(facts));
  return result;
}

void run(const conversation_ptr& talk) {
  talk->ask_member([talk](const msg::member_status& status) {
    talk->ask_zones([talk, view = status.view](const zone_sights& sights) {
      auto map = static_cast<uint16_t>(talk->with().number("map"));
      auto zones = zones_of(view, epochs_of(sights));
      auto zone = std::find_if(zones.begin(), zones.end(), [&](const auto& x) { return x.map == map; });
      if (zone == zones.end())
        return talk->fail("zone_unknown", "no node can run map " + std::to_string(map));
      auto i = sights.find(map);
      talk->done(tell(*zone, view.lease(msg::zone_lease({map})), i == sights.end() ? nullptr : &i->second));
    });
  });
}

} // namespace

const command zone_show{.noun = "zone",
                        .verb = "show",
                        .doc = "Show one zone, its lease and what has been ordered about it.",
                        .arguments = {{"map", argument_kind::map, "The number of its map.", true, true}},
                        .run = run};

} // namespace runtime::admin
