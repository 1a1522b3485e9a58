// What callers and the store tell each other.

#include "messages/interfaces/store.hpp"
#include "messages/wire_lists.hpp"

namespace msg::wire_lists {

namespace {

/// Names are at most three characters: they precede every remote message. They
/// are never reused for another type: lt was one.
constexpr auto list =
  std::make_tuple(named<find_account>{"sfa"}, named<create_account>{"sca"}, named<set_password>{"ssp"},
                  named<set_account_status>{"sss"}, named<list_accounts>{"sla"}, named<note_login>{"snl"},
                  named<list_characters>{"slc"}, named<create_character>{"scc"}, named<delete_character>{"sdc"},
                  named<save_locations>{"ssl"}, named<get_store_status>{"sgs"}, named<store_status>{"srs"},
                  named<account_record>{"ra"}, named<std::vector<account_record>>{"rav"}, named<character_record>{"rc"},
                  named<std::vector<character_record>>{"rcv"}, named<begin_stay>{"sbs"});

} // namespace

void register_store(caf::actor_system_config& config) { register_all(config, list); }

std::string check_store(caf::actor_system& system) { return check_all(system, list); }

} // namespace msg::wire_lists
