// A session in the world, real services, and zones that only do what the test
// tells them.

#pragma once

#include "tests/actors/session/scripted_zone.hpp"
#include "tests/actors/simulated_services.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace actors {

using script = std::shared_ptr<test::zone_script>;

class drift_fixture : public testing::Test {
protected:
  drift_fixture() {
    account = node.create_account("Tester");
    alpha = node.create_character(account, "Alpha").id();
    first = begin(1, 1);
    id = log_in_and_enter();
  }

  ~drift_fixture() override {
    for (auto& x : scripts)
      x->forget();
  }

  /// A zone for this map under this epoch, which sessions find from now on.
  script begin(uint16_t map, uint64_t epoch) {
    auto result = spawn(epoch);
    node.route(map, epoch, last);
    return result;
  }
  /// A zone nobody finds.
  script spawn(uint64_t epoch) {
    auto result = std::make_shared<test::zone_script>();
    result->epoch = epoch;
    scripts.push_back(result);
    last = node.sim.own(caf::actor_cast<msg::zone_actor>(node.sim.system().spawn<test::scripted_zone>(result)));
    return result;
  }

  uint64_t log_in_and_enter() {
    auto result = node.log_in(account, "Tester");
    node.choose(result, "Alpha");
    node.sim.settle();
    node.take(result);
    session = dynamic_cast<class session*>(caf::actor_cast<caf::abstract_actor*>(node.owners.at(result)));
    EXPECT_TRUE(session->is_in_zone());
    return result;
  }

  void gesture(size_t times = 1) {
    for (size_t i = 0; i < times; ++i)
      node.say(id, msg::client::c2s_gesture{4});
    node.sim.settle();
  }

  /// For so many seconds, a multiple of ten.
  void play_on(int seconds) {
    for (; seconds > 0 && !node.at(id).is_closed; seconds -= 10) {
      gesture();
      node.sim.advance(std::chrono::seconds{10}, std::chrono::milliseconds{100});
    }
  }

  /// The zone as it stands goes on elsewhere; the old one knows that.
  script move(const script& from, uint16_t map, uint64_t epoch) {
    auto result = begin(map, epoch);
    result->stays = from->stays;
    from->is_moved = true;
    return result;
  }
  /// Its host starts it.
  void serve(uint16_t map, uint64_t epoch) {
    node.sim.get<caf::ok_atom>(node.table->zones.at(map), msg::zone_serve{epoch});
    node.sim.settle();
  }
  void kill(uint16_t map) {
    caf::anon_send_exit(node.table->zones.at(map), caf::exit_reason::kill);
    node.table->zones.erase(map);
    node.sim.settle();
  }

  std::vector<std::string> told() {
    std::vector<std::string> result;
    for (const auto& x : test::only<msg::client::s2c_say>(node.take(id)))
      result.emplace_back(x.words.str());
    return result;
  }

  static std::vector<uint32_t> up_to(uint32_t last) {
    std::vector<uint32_t> result(last);
    std::iota(result.begin(), result.end(), 1u);
    return result;
  }

  test::simulated_services node{1};
  msg::account_id account;
  msg::character_id alpha;
  std::vector<script> scripts;
  msg::zone_actor last;
  script first;
  uint64_t id = 0;
  class session* session = nullptr;
};

} // namespace actors
