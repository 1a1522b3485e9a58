// Actors that stand in for what is not under test: the edge records what
// clients would get, the router answers from a table, passwords are compared as
// they are, and a store can be told to fail.

#pragma once

#include "messages/claims_tally.hpp"
#include "messages/interfaces/router.hpp"
#include "tests/actors/small_world.hpp"
#include "tests/sim/memory_store.hpp"
#include "tests/sim/sim_system.hpp"

namespace test {

/// What one connection was sent, frame by frame in the clear.
struct line {
  std::vector<msg::wire::byte_buffer> frames;
  uint32_t consumed = 0;
  bool is_authenticated = false;
  bool is_closed = false;
  msg::close_reason reason = msg::close_reason::client_left;

  /// As packets of the game listener, and forgets them.
  std::vector<msg::game_answer> take() {
    std::vector<msg::game_answer> result;
    for (const auto& frame : std::exchange(frames, {}))
      for (auto& packet : answers_in(frame))
        result.push_back(std::move(packet));
    return result;
  }
};

struct edge_record {
  std::map<uint64_t, line> lines;
  size_t batches = 0;
};

inline void record_frames(line& into, msg::wire::byte_view bytes) {
  while (!bytes.empty()) {
    auto size = msg::client::read_head(bytes).size;
    into.frames.emplace_back(bytes.begin(), bytes.begin() + size);
    bytes = bytes.subspan(size);
  }
}

inline msg::edge_actor spawn_edge(sim::sim_system& sim, std::shared_ptr<edge_record> record) {
  auto behaviour = [record]() -> msg::edge_actor::behavior_type {
    return {
      [record](const msg::edge_output& what) {
        auto& to = record->lines[what.to.value];
        EXPECT_FALSE(to.is_closed) << "output after the close";
        record_frames(to, what.frames);
        to.consumed += what.consumed;
        to.is_authenticated |= what.authenticated;
        if (what.close) {
          to.is_closed = true;
          to.reason = what.reason;
        }
      },
      [record](const msg::edge_batch& what) {
        ++record->batches;
        size_t frame = 0;
        size_t receiver = 0;
        for (size_t i = 0; i < what.frame_ends.size(); ++i) {
          for (; receiver < what.receiver_ends[i]; ++receiver)
            if (auto& to = record->lines[what.receivers[receiver]]; !to.is_closed)
              record_frames(to, msg::wire::byte_view{what.bytes}.subspan(frame, what.frame_ends[i] - frame));
          frame = what.frame_ends[i];
        }
      },
      [](const msg::edge_fence&) { return caf::ok_atom::value; },
      [](const msg::edge_stop&) { return uint32_t{0}; },
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

struct routes {
  msg::service_handles services;
  std::map<uint16_t, msg::zone_actor> zones;
  std::map<uint16_t, uint64_t> epochs; // of the zones; 1 unless told
  msg::old_claims old_claims{0, true};
  std::shared_ptr<msg::claims_tally> tally; // counts them, when there is one
};

/// `table` may change at any time; empty it before the system ends.
inline msg::router_actor spawn_router(sim::sim_system& sim, std::shared_ptr<routes> table) {
  auto behaviour = [table]() -> msg::router_actor::behavior_type {
    return {
      [table](const msg::find_zone& what) -> caf::result<msg::zone_route> {
        auto i = table->zones.find(what.map.value);
        if (i == table->zones.end())
          return make_error(msg::errc::zone_unknown);
        auto epoch = table->epochs.find(what.map.value);
        return msg::zone_route{what.map, epoch == table->epochs.end() ? 1 : epoch->second, i->second};
      },
      [table](const msg::find_services&) -> caf::result<msg::service_handles> {
        if (!table->services.complete())
          return make_error(msg::errc::not_ready);
        return table->services;
      },
      [](const msg::list_zones&) { return std::vector<msg::zone_route>{}; },
      [](const msg::list_peers&) { return std::vector<msg::peer_record>{}; },
      [table](const msg::count_old_claims&) { return table->old_claims.sessions; },
      [table](const msg::sum_old_claims& what) {
        auto result = table->old_claims;
        result.sessions += table->tally ? table->tally->older_than(what.epoch) : 0;
        return result;
      },
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

struct password_counts {
  size_t verified = 0;
  size_t hashed = 0;
};

inline std::string plain_hash(const std::string& password) { return "plain:" + password; }

inline msg::password_actor spawn_passwords(sim::sim_system& sim, std::shared_ptr<password_counts> counts) {
  auto behaviour = [counts]() -> msg::password_actor::behavior_type {
    return {
      [counts](const msg::verify_password& what) {
        ++counts->verified;
        return what.hash == plain_hash(what.password);
      },
      [counts](const msg::hash_password& what) {
        ++counts->hashed;
        return plain_hash(what.password);
      },
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

/// Mishaps of saving, changed by tests.
struct store_weather {
  int failures = 0;     // so many saves are refused
  int losses = 0;       // then so many are never answered
  bool is_away = false; // the database: saves, accounts and stays are refused
  size_t commits = 0;
};

/// A store before `real` that only meddles with what zones and sessions in the world ask.
class shaky_store : public msg::store_actor::base {
public:
  shaky_store(caf::actor_config& config, msg::store_actor real, std::shared_ptr<store_weather> weather)
      : msg::store_actor::base(config), real_(std::move(real)), weather_(std::move(weather)) {}

  void on_exit() override {
    real_ = nullptr;
    unanswered_.clear();
  }

protected:
  behavior_type make_behavior() override {
    return {
      [this](const msg::find_account& what) { return pass<msg::account_record>(what); },
      [this](const msg::create_account& what) { return delegate(real_, what); },
      [this](const msg::set_password& what) { return delegate(real_, what); },
      [this](const msg::set_account_status& what) { return delegate(real_, what); },
      [this](const msg::list_accounts& what) { return delegate(real_, what); },
      [this](const msg::note_login& what) { return delegate(real_, what); },
      [this](const msg::list_characters& what) { return delegate(real_, what); },
      [this](const msg::create_character& what) { return delegate(real_, what); },
      [this](const msg::delete_character& what) { return delegate(real_, what); },
      [this](const msg::begin_stay& what) { return pass<msg::character_record>(what); },
      [this](const msg::save_locations& what) { return save(what); },
      [this](const msg::join_cluster& what) { return delegate(real_, what); },
      [this](const msg::beat& what) { return delegate(real_, what); },
      [this](const msg::get_cluster_view& what) { return delegate(real_, what); },
      [this](const msg::leave_cluster& what) { return delegate(real_, what); },
      [this](const msg::declare_dead& what) { return delegate(real_, what); },
      [this](const msg::assign_lease& what) { return delegate(real_, what); },
      [this](const msg::release_lease& what) { return delegate(real_, what); },
      [this](const msg::hand_over& what) { return delegate(real_, what); },
      [this](const msg::set_zone_order& what) { return delegate(real_, what); },
      [this](const msg::set_draining& what) { return delegate(real_, what); },
      [this](const msg::note_audit& what) { return delegate(real_, what); },
      [this](const msg::list_audit& what) { return delegate(real_, what); },
      [this](const msg::get_store_status& what) { return delegate(real_, what); },
    };
  }

private:
  template <class T, class Question>
  caf::result<T> pass(const Question& what) {
    if (weather_->is_away)
      return make_error(msg::errc::store_unavailable);
    return delegate(real_, what);
  }

  caf::result<caf::ok_atom> save(const msg::save_locations& what) {
    auto promise = make_response_promise<caf::ok_atom>();
    if (weather_->is_away || weather_->failures > 0) {
      weather_->failures -= weather_->is_away ? 0 : 1;
      promise.deliver(make_error(msg::errc::store_unavailable));
    } else if (weather_->losses > 0) {
      --weather_->losses;
      unanswered_.push_back(promise);
    } else {
      request(real_, caf::infinite, what)
        .then(
          [this, promise](caf::ok_atom) mutable {
            ++weather_->commits;
            promise.deliver(caf::ok_atom::value);
          },
          [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
    }
    return promise;
  }

  msg::store_actor real_;
  std::shared_ptr<store_weather> weather_;
  std::vector<caf::typed_response_promise<caf::ok_atom>> unanswered_;
};

} // namespace test
