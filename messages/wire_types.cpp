#include "messages/wire_types.hpp"

#include "messages/interfaces/router.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

namespace msg {

namespace {

template <class T>
struct named {
  const char* name;
  using type = T;
};

/// Names are at most three characters: they precede every remote message. They
/// are never reused for another type.
constexpr auto wire_types = std::make_tuple(
  named<find_account>{"sfa"}, named<create_account>{"sca"}, named<set_password>{"ssp"},
  named<set_account_status>{"sss"}, named<list_accounts>{"sla"}, named<note_login>{"snl"},
  named<list_characters>{"slc"}, named<create_character>{"scc"}, named<delete_character>{"sdc"},
  named<save_locations>{"ssl"}, named<get_store_status>{"sgs"}, named<store_status>{"srs"}, named<account_record>{"ra"},
  named<std::vector<account_record>>{"rav"}, named<character_record>{"rc"}, named<std::vector<character_record>>{"rcv"},
  named<connection_lost>{"ecl"}, named<edge_output>{"eo"}, named<edge_batch>{"eb"}, named<edge_stop>{"es"},
  named<player_input>{"zi"}, named<zone_enter>{"ze"}, named<zone_entered>{"zed"}, named<zone_activate>{"za"},
  named<zone_cancel>{"zc"}, named<zone_resume>{"zr"}, named<zone_leave>{"zl"}, named<zone_stop>{"zs"},
  named<zone_status>{"zst"}, named<get_zone_status>{"zgs"}, named<zone_departure>{"nd"}, named<zone_expelled>{"nx"},
  named<session_close>{"nc"}, named<session_probe>{"np"}, named<claim_account>{"dc"}, named<release_account>{"dr"},
  named<announce_presence>{"dp"}, named<ask_presence>{"da"}, named<presence>{"dpr"}, named<whisper>{"dw"},
  named<broadcast>{"db"}, named<authenticate>{"aa"}, named<issue_ticket>{"ai"}, named<redeem_ticket>{"ar"},
  named<account_id>{"aid"}, named<verify_password>{"pv"}, named<hash_password>{"ph"}, named<find_zone>{"nz"},
  named<find_services>{"ns"}, named<service_handles>{"nsh"}, named<list_zones>{"nlz"}, named<node_offer>{"no"},
  named<zone_actor>{"hz"}, named<std::vector<zone_route>>{"hzv"}, named<zone_route>{"hzr"});

template <class T>
std::string check_one(caf::actor_system& system, const char* name) {
  std::vector<char> bytes;
  caf::binary_serializer sink{system, bytes};
  if (!system.types().make_value(name) || sink(caf::make_message(T{})))
    return std::string{"type "} + name + " is not registered for other nodes";
  bytes.clear();
  caf::binary_serializer value_sink{system, bytes};
  T sent{};
  if (value_sink(sent))
    return std::string{"type "} + name + " cannot be written for another node";
  caf::binary_deserializer source{system, bytes};
  T received{};
  // Handles can be read only from a connection, which knows the proxies of the other node.
  if (auto err = source(received); err && err != caf::sec::no_proxy_registry)
    return std::string{"type "} + name + " cannot be read from another node";
  return {};
}

} // namespace

void register_wire_types(caf::actor_system_config& config) {
  std::apply([&]<class... Ts>(const named<Ts>&... xs) { (config.add_message_type<Ts>(xs.name), ...); }, wire_types);
}

std::string check_wire_types(caf::actor_system& system) {
  std::string problem;
  std::apply(
    [&]<class... Ts>(const named<Ts>&... xs) { ((problem = check_one<Ts>(system, xs.name), problem.empty()) && ...); },
    wire_types);
  return problem;
}

} // namespace msg
