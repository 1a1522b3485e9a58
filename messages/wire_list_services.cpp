// What the directory, accounts and the router are asked and answer.

#include "messages/interfaces/router.hpp"
#include "messages/wire_lists.hpp"

namespace msg::wire_lists {

namespace {

/// Names are at most three characters: they precede every remote message. They
/// are never reused for another type: na was one.
constexpr auto list = std::make_tuple(
  named<claim_account>{"dc"}, named<release_account>{"dr"}, named<announce_presence>{"dp"}, named<ask_presence>{"da"},
  named<presence>{"dpr"}, named<whisper>{"dw"}, named<broadcast>{"db"}, named<authenticate>{"aa"},
  named<issue_ticket>{"ai"}, named<redeem_ticket>{"ar"}, named<account_id>{"aid"}, named<verify_password>{"pv"},
  named<hash_password>{"ph"}, named<find_zone>{"nz"}, named<find_services>{"ns"}, named<service_handles>{"nsh"},
  named<list_zones>{"nlz"}, named<node_offer>{"no"}, named<zone_actor>{"hz"}, named<std::vector<zone_route>>{"hzv"},
  named<zone_route>{"hzr"}, named<node_news>{"nn"}, named<node_ping>{"npi"}, named<directory_stop>{"dst"},
  named<list_players>{"dlp"}, named<std::vector<player_entry>>{"dpv"}, named<kick_player>{"dk"},
  named<list_peers>{"nlp"}, named<std::vector<peer_record>>{"npv"}, named<count_old_claims>{"nco"},
  named<sum_old_claims>{"nso"}, named<old_claims>{"noc"}, named<zone_opened>{"nzo"}, named<zone_closed>{"nzc"},
  named<services_opened>{"nse"});

} // namespace

void register_services(caf::actor_system_config& config) { register_all(config, list); }

std::string check_services(caf::actor_system& system) { return check_all(system, list); }

} // namespace msg::wire_lists
