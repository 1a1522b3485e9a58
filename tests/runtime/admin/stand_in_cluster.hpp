// Stand-ins for everything that a desk asks: a member with a view that tests
// change, a router, a coordinator, a directory, one zone, and a store that has
// nothing but an audit table.

#pragma once

#include "runtime/admin/desk.hpp"
#include "tests/sim/sim_system.hpp"

namespace test {

/// What the stand-ins answer, and what they were asked.
struct stand_in_cluster {
  msg::member_status status;
  bool has_joined = true;
  std::vector<msg::peer_record> peers;
  std::vector<msg::zone_route> zones;
  msg::directory_actor directory;

  caf::error coordinator_refuses; // what it answers to everything, unless it is none
  bool is_coordinator_silent = false;
  msg::move_report move;
  msg::drain_status drain;
  std::vector<msg::order_move> moves;
  std::vector<msg::order_drain> drains;
  std::vector<msg::order_zone> orders;

  std::vector<msg::player_entry> players;
  std::vector<std::string> kicked;

  std::vector<msg::audit_record> audit;
  int audit_failures = 0;    // so many notes are refused
  int audit_good_before = 0; // after so many that are not
};

using stand_in_ptr = std::shared_ptr<stand_in_cluster>;

inline msg::member_actor spawn_member(sim::sim_system& sim, stand_in_ptr table) {
  auto behaviour = [table]() -> msg::member_actor::behavior_type {
    return {
      [table](const msg::get_member_status&) -> caf::result<msg::member_status> {
        if (!table->has_joined)
          return make_error(msg::errc::not_ready);
        return table->status;
      },
      [](const msg::reach_news&) {},
      [](const msg::member_stop&) { return caf::ok_atom::value; },
      [](caf::tick_atom) {},
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

inline msg::router_actor spawn_peers(sim::sim_system& sim, stand_in_ptr table) {
  auto behaviour = [table]() -> msg::router_actor::behavior_type {
    return {
      [](const msg::find_zone&) -> caf::result<msg::zone_route> { return make_error(msg::errc::zone_unknown); },
      [table](const msg::find_services&) -> caf::result<msg::service_handles> {
        if (!table->directory)
          return make_error(msg::errc::not_ready);
        return msg::service_handles{{}, {}, table->directory, 1};
      },
      [table](const msg::list_zones&) { return table->zones; },
      [table](const msg::list_peers&) { return table->peers; },
      [](const msg::count_old_claims&) { return uint32_t{0}; },
      [](const msg::sum_old_claims&) { return msg::old_claims{}; },
      [](const msg::zone_opened&) {},
      [](const msg::zone_closed&) {},
      [](const msg::services_opened&) {},
      [](const msg::cluster_view&) {},
      [](const msg::node_offer& offer) { return offer; },
      [](const msg::node_news&) {},
      [](const msg::node_ping&) {},
      [](caf::tick_atom, const std::string&) {},
      [](caf::tick_atom) {},
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

class stand_in_coordinator : public msg::coordinator_actor::base {
public:
  stand_in_coordinator(caf::actor_config& config, stand_in_ptr table)
      : msg::coordinator_actor::base(config), table_(std::move(table)) {}
  void on_exit() override { unanswered_.clear(); }

protected:
  behavior_type make_behavior() override {
    return {
      [this](const msg::explain_zone& what) -> caf::result<msg::zone_explanation> {
        return reply(msg::zone_explanation{what.map, "best where it is", {{"a", true, true, 5, "cost 5"}}});
      },
      [this](const msg::order_move& what) -> caf::result<msg::move_report> {
        table_->moves.push_back(what);
        return reply(table_->move);
      },
      [this](const msg::order_drain& what) -> caf::result<msg::order_answer> {
        table_->drains.push_back(what);
        return reply(msg::order_answer{"node " + what.node + " is drained", "node undrain " + what.node});
      },
      [this](const msg::get_drain&) -> caf::result<msg::drain_status> { return reply(table_->drain); },
      [this](const msg::order_zone& what) -> caf::result<msg::order_answer> {
        table_->orders.push_back(what);
        return reply(msg::order_answer{"ordered", "zone spawn 7"});
      },
      [](const msg::coordinator_news&) {},
      [](caf::tick_atom) {},
    };
  }

private:
  template <class T>
  caf::result<T> reply(T answer) {
    if (table_->is_coordinator_silent) {
      auto promise = make_response_promise<T>();
      unanswered_.push_back(promise);
      return promise;
    }
    if (table_->coordinator_refuses)
      return table_->coordinator_refuses;
    return answer;
  }

  stand_in_ptr table_;
  std::vector<caf::response_promise> unanswered_;
};

inline msg::directory_actor spawn_directory(sim::sim_system& sim, stand_in_ptr table) {
  auto behaviour = [table]() -> msg::directory_actor::behavior_type {
    return {
      [](const msg::claim_account&) { return caf::ok_atom::value; },
      [](const msg::release_account&) {},
      [](const msg::announce_presence&) { return caf::ok_atom::value; },
      [](const msg::ask_presence&) { return msg::presence{}; },
      [](const msg::whisper&) { return caf::ok_atom::value; },
      [](const msg::broadcast&) {},
      [table](const msg::list_players& what) {
        std::vector<msg::player_entry> result;
        for (const auto& x : table->players)
          if (x.name > what.after && x.name.find(what.filter) != std::string::npos && result.size() < what.limit)
            result.push_back(x);
        return result;
      },
      [table](const msg::kick_player& what) -> caf::result<caf::ok_atom> {
        for (const auto& x : table->players)
          if (x.name == what.name) {
            table->kicked.push_back(what.name);
            return caf::ok_atom::value;
          }
        return make_error(msg::errc::not_online);
      },
      [](const msg::nodes_dead&) {},
      [](const msg::directory_stop&) { return caf::ok_atom::value; },
      [](caf::tick_atom) {},
      [](caf::tick_atom, uint64_t) {},
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

inline msg::store_actor spawn_audit_store(sim::sim_system& sim, stand_in_ptr table) {
  auto refuse = [](const auto&) { return make_error(msg::errc::store_unavailable); };
  auto behaviour = [table, refuse]() -> msg::store_actor::behavior_type {
    using account = caf::result<msg::account_record>;
    using character = caf::result<msg::character_record>;
    using ok = caf::result<caf::ok_atom>;
    using view = caf::result<msg::cluster_view>;
    using lease = caf::result<msg::lease>;
    return {
      [=](const msg::find_account& x) -> account { return refuse(x); },
      [=](const msg::create_account& x) -> account { return refuse(x); },
      [=](const msg::set_password& x) -> ok { return refuse(x); },
      [=](const msg::set_account_status& x) -> ok { return refuse(x); },
      [=](const msg::list_accounts& x) -> caf::result<std::vector<msg::account_record>> { return refuse(x); },
      [=](const msg::note_login& x) -> account { return refuse(x); },
      [=](const msg::list_characters& x) -> caf::result<std::vector<msg::character_record>> { return refuse(x); },
      [=](const msg::create_character& x) -> character { return refuse(x); },
      [=](const msg::delete_character& x) -> ok { return refuse(x); },
      [=](const msg::begin_stay& x) -> character { return refuse(x); },
      [=](const msg::save_locations& x) -> ok { return refuse(x); },
      [=](const msg::join_cluster& x) -> view { return refuse(x); },
      [=](const msg::beat& x) -> view { return refuse(x); },
      [=](const msg::get_cluster_view& x) -> view { return refuse(x); },
      [=](const msg::leave_cluster& x) -> ok { return refuse(x); },
      [=](const msg::declare_dead& x) -> ok { return refuse(x); },
      [=](const msg::assign_lease& x) -> lease { return refuse(x); },
      [=](const msg::release_lease& x) -> ok { return refuse(x); },
      [=](const msg::hand_over& x) -> lease { return refuse(x); },
      [=](const msg::set_zone_order& x) -> ok { return refuse(x); },
      [=](const msg::set_draining& x) -> ok { return refuse(x); },
      [=](const msg::note_audit& what) -> caf::result<msg::audit_record> {
        if (table->audit_good_before-- <= 0 && table->audit_failures-- > 0)
          return make_error(msg::errc::store_unavailable);
        table->audit.push_back(what.what);
        table->audit.back().id = table->audit.size();
        return table->audit.back();
      },
      [=](const msg::list_audit& what) -> caf::result<std::vector<msg::audit_record>> {
        std::vector<msg::audit_record> result{table->audit.rbegin(), table->audit.rend()};
        result.resize(std::min<size_t>(result.size(), what.limit));
        return result;
      },
      [=](const msg::get_store_status& x) -> caf::result<msg::store_status> { return refuse(x); },
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

/// A zone that answers about its status, and nothing else.
inline msg::zone_actor spawn_zone_status(sim::sim_system& sim, msg::zone_status status) {
  auto behaviour = [status]() -> msg::zone_actor::behavior_type {
    using ok = caf::result<caf::ok_atom>;
    auto refuse = [](const auto&) { return make_error(msg::errc::not_ready); };
    return {
      [=](const msg::zone_enter& x) -> caf::result<msg::zone_entered> { return refuse(x); },
      [=](const msg::zone_activate& x) -> ok { return refuse(x); },
      [](const msg::zone_cancel&) {},
      [=](const msg::zone_resume& x) -> ok { return refuse(x); },
      [=](const msg::zone_attach& x) -> caf::result<msg::zone_attached> { return refuse(x); },
      [](const msg::player_input&) {},
      [=](const msg::zone_leave& x) -> ok { return refuse(x); },
      [=](const msg::zone_stop& x) -> ok { return refuse(x); },
      [=](const msg::zone_freeze& x) -> caf::result<msg::zone_snapshot> { return refuse(x); },
      [=](const msg::zone_install& x) -> ok { return refuse(x); },
      [=](const msg::zone_serve& x) -> ok { return refuse(x); },
      [=](const msg::zone_retire& x) -> ok { return refuse(x); },
      [=](const msg::get_zone_status&) { return status; },
      [](caf::tick_atom, uint64_t) {},
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

} // namespace test
