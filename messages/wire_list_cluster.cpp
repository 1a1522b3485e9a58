// What nodes tell each other, and the database, about the cluster.

#include "messages/interfaces/cluster_store.hpp"
#include "messages/interfaces/coordinator.hpp"
#include "messages/interfaces/keeper.hpp"
#include "messages/interfaces/member.hpp"
#include "messages/wire_lists.hpp"

namespace msg::wire_lists {

namespace {

/// Names are at most three characters: they precede every remote message. They
/// are never reused for another type.
constexpr auto list = std::make_tuple(
  named<join_cluster>{"cj"}, named<beat>{"cb"}, named<get_cluster_view>{"cgv"}, named<cluster_view>{"cv"},
  named<leave_cluster>{"cl"}, named<declare_dead>{"cd"}, named<assign_lease>{"cal"}, named<release_lease>{"lr"},
  named<hand_over>{"cho"}, named<lease>{"ll"}, named<set_zone_order>{"cso"}, named<set_draining>{"csd"},
  named<note_audit>{"cna"}, named<audit_record>{"car"}, named<list_audit>{"cla"},
  named<std::vector<audit_record>>{"cav"}, named<prepare_zone>{"kp"}, named<commit_zone>{"kc"},
  named<discard_zone>{"kd"}, named<lease_news>{"kn"}, named<move_zone>{"km"}, named<move_report>{"kmr"},
  named<stop_zone>{"ks"}, named<list_zone_loads>{"kl"}, named<std::vector<zone_load>>{"klv"}, named<explain_zone>{"oe"},
  named<zone_explanation>{"oze"}, named<order_move>{"om"}, named<order_drain>{"od"}, named<get_drain>{"ogd"},
  named<drain_status>{"ods"}, named<order_zone>{"oz"}, named<order_answer>{"oa"}, named<get_member_status>{"mg"},
  named<member_status>{"ms"}, named<reach_news>{"mr"}, named<member_stop>{"mst"}, named<leave_host>{"kle"},
  named<keeper_stop>{"kks"});

} // namespace

void register_cluster(caf::actor_system_config& config) { register_all(config, list); }

std::string check_cluster(caf::actor_system& system) { return check_all(system, list); }

} // namespace msg::wire_lists
