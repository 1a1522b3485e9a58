// A zone that lets players go only when it is told to, for what the directory
// does when their sessions are gone.

#pragma once

#include "tests/actors/stand_ins.hpp"

namespace test {

struct zone_record {
  std::vector<msg::zone_leave> leaves;
  std::vector<caf::typed_response_promise<caf::ok_atom>> promises;
  msg::errc refuses = msg::errc::none; // with what it answers at once
};

/// A zone that lets players go only when it is told to, by zone_cancel.
inline msg::zone_actor spawn_zone(sim::sim_system& sim, std::shared_ptr<zone_record> record) {
  auto behaviour = [record](msg::zone_actor::pointer self) -> msg::zone_actor::behavior_type {
    return {
      [](const msg::zone_enter&) { return msg::zone_entered{}; },
      [](const msg::zone_activate&) { return caf::ok_atom::value; },
      [record](const msg::zone_cancel&) {
        for (auto& promise : std::exchange(record->promises, {}))
          promise.deliver(caf::ok_atom::value);
      },
      [](const msg::zone_resume&) { return caf::ok_atom::value; },
      [](const msg::zone_attach&) { return msg::zone_attached{}; },
      [](const msg::player_input&) {},
      [record, self](const msg::zone_leave& what) -> caf::result<caf::ok_atom> {
        record->leaves.push_back(what);
        if (record->refuses != msg::errc::none)
          return make_error(record->refuses);
        auto promise = self->make_response_promise<caf::ok_atom>();
        record->promises.push_back(promise);
        return promise;
      },
      [](const msg::zone_stop&) { return caf::ok_atom::value; },
      [](const msg::zone_freeze&) { return msg::zone_snapshot{}; },
      [](const msg::zone_install&) { return caf::ok_atom::value; },
      [](const msg::zone_serve&) { return caf::ok_atom::value; },
      [](const msg::zone_retire&) { return caf::ok_atom::value; },
      [](const msg::get_zone_status&) { return msg::zone_status{}; },
      [](caf::tick_atom, uint64_t) {},
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

} // namespace test
