// A whole server in one simulated system: the services, and real zones. Map 1
// leads to map 7 from `door_of_1`, and back from `door_of_7`.

#pragma once

#include "actors/zone/zone.hpp"
#include "tests/actors/simulated_services.hpp"

namespace test {

inline constexpr loaders::cell door_of_1{102, 100};
inline constexpr loaders::cell door_of_7{51, 60};
inline constexpr loaders::cell place_in_1{104, 100};

class simulated_node : public simulated_services {
public:
  explicit simulated_node(uint64_t seed) : simulated_services(seed) {
    start_zone(1);
    start_zone(7);
  }

  /// A zone that is not told to serve yet; nobody finds it.
  msg::zone_actor spawn_zone(uint16_t map) {
    auto content = open_map(map);
    if (map == 1)
      add_warp(content, door_of_1, {7, place_in_7});
    else
      add_warp(content, door_of_7, {1, place_in_1});
    actors::zone_options options;
    options.content = share(std::move(content));
    options.store = table->services.store;
    options.metrics = metrics;
    options.seed = map;
    options.watch_input = [this](const msg::player_input& input) { done.push_back(input); };
    return sim.own(caf::actor_cast<msg::zone_actor>(sim.system().spawn<actors::zone>(options)));
  }

  /// A zone that begins, or begins anew.
  void start_zone(uint16_t map) {
    auto zone = spawn_zone(map);
    auto epoch = next_epoch(map);
    sim.get<caf::ok_atom>(zone, msg::zone_serve{epoch});
    route(map, epoch, zone);
  }

  std::vector<msg::player_input> done; // by all zones
};

} // namespace test
