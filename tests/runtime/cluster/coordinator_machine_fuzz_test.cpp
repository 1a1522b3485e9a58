// Anything may happen to a cluster.

#include "runtime/base/prng.hpp"
#include "tests/runtime/cluster/machine_fixture.hpp"

namespace runtime::cluster {

namespace {

using kind = decision::kind;
using testing::IsEmpty;

/// Nodes come, go, fall silent, lose sight of each other, drain and come back; decisions succeed, fail, or are never
/// heard of again. `carry_out` checks that nothing is given twice.
class CoordinatorMachineFuzz : public CoordinatorMachine {
protected:
  explicit CoordinatorMachineFuzz() { begin(0); }

  void begin(uint64_t seed) {
    what = model{};
    dice = prng{seed};
    for (auto name : {"a", "b", "c", "d", "e"}) {
      std::vector<uint16_t> maps;
      for (uint16_t map = 1; map <= 8; ++map)
        if (dice.chance(2, 3))
          maps.push_back(map);
      what.add(name, std::move(maps));
    }
    waiting.clear();
  }

  msg::node_record& any() { return what.view.nodes[dice.below(what.view.nodes.size())]; }

  void something_happens() {
    auto& node = any();
    switch (dice.below(8)) {
    case 0:
      node.is_draining = !node.is_draining && dice.chance(1, 3);
      break;
    case 1:
      if (node.key != what.self && node.state == msg::node_state::alive && dice.chance(1, 3))
        what.die(node.key, msg::node_state::left);
      break;
    case 2: {
      auto old = node.key;
      if (old == what.self)
        break;
      what.die(old);
      ++node.key.incarnation;
      node.state = msg::node_state::alive;
      node.beats = 0;
      break;
    }
    case 3:
      if (!what.silent.erase(node.key.name) && node.key != what.self)
        what.silent.insert(node.key.name);
      break;
    case 4:
      what.unseen.clear();
      if (dice.chance(1, 2) && node.key != what.self)
        what.unseen.push_back(node.key.name);
      break;
    case 5:
      node.unseen.clear();
      if (dice.chance(1, 2))
        node.unseen.push_back(any().key.name);
      break;
    case 6:
      what.order(
        {{static_cast<uint16_t>(1 + dice.below(8))}, dice.chance(1, 4), dice.chance(1, 2) ? any().key.name : ""});
      break;
    default:
      what.epoch += dice.below(2);
    }
  }

  /// What must hold of every decision when it is made.
  void check(const decision& x) {
    if (x.what == kind::declare_dead) {
      const auto* node = what.view.find(x.to);
      ASSERT_TRUE(node && node->state == msg::node_state::alive);
      EXPECT_TRUE(what.silent.contains(x.to.name) || !what.unseen.empty() || x.to == what.self
                  || std::ranges::any_of(what.view.nodes, [](const auto& y) { return !y.unseen.empty(); }));
      return;
    }
    for (const auto& [lease, other] : waiting)
      EXPECT_FALSE(lease == x.lease && other.term == x.term && other.what == x.what && other.epoch == x.epoch)
        << x.lease << " is decided twice";
    if (x.what == kind::stop)
      return;
    const auto* to = what.view.find(x.to);
    ASSERT_TRUE(to) << x.to.name;
    EXPECT_EQ(to->state, msg::node_state::alive);
    EXPECT_FALSE(to->is_draining);
    EXPECT_TRUE(to->has_role(x.map ? "zone" : "service"));
    EXPECT_TRUE(!x.map || std::ranges::find(to->maps, x.map.value) != to->maps.end());
    EXPECT_EQ(std::ranges::find(what.unseen, x.to.name), what.unseen.end());
    EXPECT_TRUE(x.what != kind::move || x.from != x.to);
  }

  /// As the database does: it takes what is still true, and refuses the rest.
  void end(const decision& x) {
    auto* node = what.view.find(x.to);
    auto alive = node && node->state == msg::node_state::alive;
    auto* lease = what.view.lease(x.lease);
    auto epoch = lease ? lease->epoch : 0;
    auto held =
      lease && what.view.find(lease->holder) && what.view.find(lease->holder)->state == msg::node_state::alive;
    bool may = x.term == what.epoch && dice.chance(3, 4);
    if (x.what == kind::declare_dead)
      may = may && alive;
    else if (x.what == kind::assign)
      may = may && alive && epoch == x.epoch && !held;
    else
      may = may && held && epoch == x.epoch && (x.what == kind::stop || alive);
    if (may)
      what.carry_out(x);
    else
      what.fail(x);
  }

  prng dice{0};
  std::vector<std::pair<std::string, decision>> waiting;
};

TEST_F(CoordinatorMachineFuzz, WhateverHappensNothingIsGivenTwiceOrToWhoCannotRunIt) {
  size_t decided = 0;
  for (uint64_t seed = 1; seed <= 50 && !HasFailure(); ++seed) {
    testing::ScopedTrace trace(__FILE__, __LINE__, "seed " + std::to_string(seed));
    begin(seed);
    for (int i = 0; i < 400 && !HasFailure(); ++i) {
      if (dice.chance(1, 4))
        something_happens();
      for (const auto& x : what.step(dice.chance(1, 50) ? 4'000 : 500)) {
        check(x);
        waiting.emplace_back(x.lease, x);
        ++decided;
      }
      std::erase_if(waiting, [&](const auto& x) {
        if (x.second.term != what.epoch || dice.chance(1, 2)) {
          end(x.second);
          return true;
        }
        return false;
      });
    }
    if (what.view.find(what.self)->state != msg::node_state::alive)
      continue;
    // Everybody is well again: what is wanted runs where it can.
    waiting.clear();
    what.silent.clear();
    what.unseen.clear();
    ++what.epoch;
    for (auto& x : what.view.nodes) {
      x.unseen.clear();
      x.is_draining = false;
      if (x.state != msg::node_state::alive)
        ++x.key.incarnation;
      x.state = msg::node_state::alive;
    }
    what.run(20'000);
    std::map<msg::map_id, uint32_t> costs;
    std::map<std::string, std::string> barred;
    for (auto map : placement{what.view, costs, barred, {}, {}}.wanted())
      EXPECT_TRUE(what.view.find(what.zone(map.value).holder)) << "zone " << map.value;
    EXPECT_TRUE(what.view.find(what.lease("services").holder));
    EXPECT_THAT(what.run(10'000), IsEmpty());
  }
  EXPECT_GT(decided, 1'000u);
}

} // namespace

} // namespace runtime::cluster
