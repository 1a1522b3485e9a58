// What edges, sessions and zones tell each other.

#include "messages/interfaces/zone.hpp"
#include "messages/wire_lists.hpp"

namespace msg::wire_lists {

namespace {

/// Names are at most three characters: they precede every remote message. They
/// are never reused for another type.
constexpr auto list = std::make_tuple(
  named<connection_lost>{"ecl"}, named<edge_output>{"eo"}, named<edge_batch>{"eb"}, named<edge_stop>{"es"},
  named<edge_fence>{"ef"}, named<player_input>{"zi"}, named<zone_enter>{"ze"}, named<zone_entered>{"zed"},
  named<zone_activate>{"za"}, named<zone_cancel>{"zc"}, named<zone_resume>{"zr"}, named<zone_leave>{"zl"},
  named<zone_stop>{"zs"}, named<zone_status>{"zst"}, named<get_zone_status>{"zgs"}, named<zone_departure>{"nd"},
  named<zone_expelled>{"nx"}, named<session_close>{"nc"}, named<session_probe>{"np"}, named<inputs_done>{"zid"},
  named<zone_goes_on>{"zgo"}, named<zone_attach>{"zat"}, named<zone_attached>{"zad"}, named<zone_freeze>{"zf"},
  named<zone_snapshot>{"zsn"}, named<zone_install>{"zin"}, named<zone_serve>{"zsv"}, named<zone_retire>{"zrt"});

} // namespace

void register_world(caf::actor_system_config& config) { register_all(config, list); }

std::string check_world(caf::actor_system& system) { return check_all(system, list); }

} // namespace msg::wire_lists
