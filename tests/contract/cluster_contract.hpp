// What tests about nodes and leases begin with.

#pragma once

#include "tests/contract/store_harness.hpp"

namespace test {

/// Far longer than a test takes by the clock of a real database.
inline constexpr uint32_t ten_minutes = 600'000;

class ClusterContract : public StoreContract {
protected:
  using ok = caf::ok_atom;
  using view_t = msg::cluster_view;

  /// A value of its own in every field that a node tells of itself.
  static msg::node_record node(const std::string& name, uint64_t incarnation = 1) {
    msg::node_record x;
    x.key = {name, incarnation};
    x.host = name + ".example";
    x.port = 65535;
    x.admin = "127.0.0.1:8080";
    x.version = "1.2 (test)";
    x.protocol_oldest = 3;
    x.protocol_newest = 4;
    x.roles = {"login", "zone"};
    x.maps = {1, 7, 65535};
    x.capacity = 4294967295;
    return x;
  }
  outcome<view_t> try_join(const msg::node_record& who, const std::string& cluster = "test") {
    return ask<view_t>(msg::join_cluster{cluster, who});
  }
  msg::node_key join(const std::string& name, uint64_t incarnation = 1) {
    get<view_t>(msg::join_cluster{"test", node(name, incarnation)});
    return {name, incarnation};
  }
  view_t view() { return get<view_t>(msg::get_cluster_view{}); }

  static msg::beat beat_of(const msg::node_key& who) {
    msg::beat what;
    what.node = who;
    what.lease_ms = ten_minutes;
    what.coordinator_ms = ten_minutes;
    return what;
  }
  view_t beat(const msg::node_key& who) { return get<view_t>(beat_of(who)); }
  /// The coordinator's lease after a beat that wants it.
  msg::lease_record candidate(const msg::node_key& who, uint32_t coordinator_ms = ten_minutes) {
    auto what = beat_of(who);
    what.wants_coordinator = true;
    what.coordinator_ms = coordinator_ms;
    auto seen = get<view_t>(what);
    const auto* lease = seen.lease(msg::coordinator_lease);
    return lease ? *lease : msg::lease_record{};
  }
  /// Makes it the coordinator for the rest of the test.
  void lead(const msg::node_key& who) {
    auto lease = candidate(who, 4294967295);
    ASSERT_EQ(lease.holder, who);
    term_ = lease.epoch;
  }

  /// Without the time that is left, which differs from store to store; empty when there is none.
  msg::lease_record lease(const std::string& name) {
    auto seen = view();
    const auto* found = seen.lease(name);
    auto result = found ? *found : msg::lease_record{};
    result.left_ms = 0;
    return result;
  }
  uint32_t left_ms(const std::string& name) {
    auto seen = view();
    const auto* found = seen.lease(name);
    return found ? found->left_ms : 0;
  }
  msg::node_state state(const std::string& name) {
    auto seen = view();
    const auto* found = seen.find(name);
    return found ? found->state : msg::node_state{99};
  }
  msg::assign_lease assignment(const std::string& name, uint64_t from_epoch, const msg::node_key& to) const {
    return {name, from_epoch, to, ten_minutes, term_};
  }
  uint64_t assign(const std::string& name, uint64_t from_epoch, const msg::node_key& to) {
    return get<msg::lease>(assignment(name, from_epoch, to)).epoch;
  }
  std::string refused(const msg::assign_lease& what) { return refusal(ask<msg::lease>(what)); }
  void kill(const msg::node_key& who) { get<ok>(msg::declare_dead{who, term_}); }

  uint64_t term_ = 0;
};

inline msg::lease_record held(const std::string& name, const msg::node_key& by, uint64_t epoch) {
  return {name, by, epoch, 0, 0, 0};
}

/// Reads better than a pair of braces in a failure, and in gtest's output.
inline std::string shown(const msg::lease_record& x) {
  return x.name + " of " + (x.holder ? to_string(x.holder) : "nobody") + ", epoch " + std::to_string(x.epoch);
}

} // namespace test
