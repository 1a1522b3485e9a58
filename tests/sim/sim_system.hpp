// One seeded, single-threaded actor system in virtual time. The same seed gives
// the same schedule; a failing test prints the seed to replay. Time stands
// still unless a test lets it pass, and does not begin at zero.

#pragma once

#include "messages/wire_types.hpp"
#include "runtime/base/prng.hpp"

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace sim {

/// How a request went; neither value nor error while it is under way.
template <class T>
struct answer {
  std::optional<T> value;
  std::optional<caf::error> why;

  bool is_done() const { return value || why; }
};

class sim_system {
public:
  explicit sim_system(uint64_t seed) : rng_(seed), system_(prepare(config_)), scheduler_(coordinator(system_)) {
    scheduler_.advance_time(std::chrono::hours{1});
  }

  /// Ends every owned actor: an actor that lives on would keep the system from ending.
  ~sim_system() {
    for (auto i = owned_.rbegin(); i != owned_.rend(); ++i)
      caf::anon_send_exit(*i, caf::exit_reason::kill);
    owned_.clear();
    settle();
  }

  caf::actor_system& system() { return system_; }
  runtime::prng& rng() { return rng_; }
  uint64_t now_ms() {
    return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(scheduler_.clock().now().time_since_epoch()).count());
  }

  /// Ends `x` with this system.
  template <class Handle>
  Handle own(Handle x) {
    owned_.push_back(caf::actor_cast<caf::actor>(x));
    return x;
  }

  /// Runs one message of one actor, chosen by the seed.
  bool step() {
    if (scheduler_.jobs.empty())
      return false;
    auto pick = static_cast<ptrdiff_t>(rng_.below(scheduler_.jobs.size()));
    std::rotate(scheduler_.jobs.begin(), scheduler_.jobs.begin() + pick, scheduler_.jobs.begin() + pick + 1);
    return scheduler_.try_run_once();
  }

  /// Until nobody has anything to do at this moment.
  void settle() {
    constexpr size_t steps_max = 1'000'000;
    for (size_t i = 0; i < steps_max; ++i)
      if (!step())
        return;
    ADD_FAILURE() << "the actors never come to rest";
  }

  void advance(std::chrono::nanoseconds duration, std::chrono::nanoseconds quantum = std::chrono::milliseconds{10}) {
    settle();
    for (std::chrono::nanoseconds spent{0}; spent < duration; spent += quantum) {
      scheduler_.advance_time(std::min(quantum, duration - spent));
      settle();
    }
  }

  /// Sends a request; its answer appears once the system has run far enough.
  template <class T, class Handle, class Request>
  std::shared_ptr<answer<T>> ask(const Handle& to, Request what) {
    auto result = std::make_shared<answer<T>>();
    system_.spawn([=](caf::event_based_actor* self) {
      self->request(to, caf::infinite, what)
        .then([result](const T& value) { result->value = value; }, [result](caf::error& why) { result->why = why; });
    });
    settle();
    return result;
  }

  /// A request that must succeed within a minute.
  template <class T, class Handle, class Request>
  T get(const Handle& to, Request what) {
    auto result = ask<T>(to, std::move(what));
    for (int i = 0; i < 600 && !result->is_done(); ++i)
      advance(std::chrono::milliseconds{100});
    if (result->value)
      return *result->value;
    ADD_FAILURE() << (result->why ? system_.render(*result->why) : "no answer");
    return {};
  }

private:
  static caf::actor_system_config& prepare(caf::actor_system_config& config) {
    config.set("scheduler.policy", caf::atom("testing"));
    msg::register_wire_types(config);
    return config;
  }

  static caf::scheduler::test_coordinator& coordinator(caf::actor_system& system) {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  }

  runtime::prng rng_;
  caf::actor_system_config config_;
  caf::actor_system system_;
  caf::scheduler::test_coordinator& scheduler_;
  std::vector<caf::actor> owned_;
};

} // namespace sim
