#include "tests/contract/store_harness.hpp"

#include "runtime/postgres/store.hpp"
#include "tests/contract/postgres_cluster.hpp"
#include "tests/sim/memory_store.hpp"

#include <caf/scheduler/test_coordinator.hpp>

namespace test {

store_harness::~store_harness() {
  caf::anon_send_exit(store_, caf::exit_reason::user_shutdown);
  work_();
  store_ = nullptr;
}

std::unique_ptr<store_harness> make_memory_harness(std::chrono::milliseconds latency_max) {
  auto harness = std::make_unique<store_harness>();
  harness->config_->set("scheduler.policy", caf::atom("testing"));
  harness->system_ = std::make_unique<caf::actor_system>(*harness->config_);
  auto* scheduler = dynamic_cast<caf::scheduler::test_coordinator*>(&harness->system_->scheduler());
  harness->work_ = [scheduler, latency_max] {
    scheduler->run();
    for (std::chrono::milliseconds spent{0}; spent < latency_max; ++spent) {
      scheduler->advance_time(std::chrono::milliseconds{1});
      scheduler->run();
    }
  };
  harness->pass_time_ = [scheduler](std::chrono::seconds by) { scheduler->advance_time(by); };
  sim::memory_store_options options;
  options.latency_max_ms = static_cast<uint32_t>(latency_max.count());
  options.seed = 1;
  harness->store_ = sim::spawn_memory_store(*harness->system_, std::move(options));
  return harness;
}

std::unique_ptr<store_harness> make_postgres_harness() {
  auto harness = std::make_unique<store_harness>();
  auto url = postgres_cluster::shared().new_migrated_database();
  harness->config_->set("scheduler.policy", caf::atom("sharing"));
  harness->config_->set("scheduler.max-threads", 2);
  harness->system_ = std::make_unique<caf::actor_system>(*harness->config_);
  harness->work_ = [] {};
  harness->pass_time_ = [url](std::chrono::seconds by) {
    const auto earlier = " - interval '" + std::to_string(by.count()) + " s'";
    run_sql(url, "UPDATE accounts SET locked_until = locked_until" + earlier);
    run_sql(url, "UPDATE leases SET expires_at = expires_at" + earlier);
    run_sql(url, "UPDATE nodes SET beat_at = beat_at" + earlier);
  };
  runtime::store_options options;
  options.url = url;
  options.workers = 2;
  harness->store_ = runtime::spawn_store(*harness->system_, options);
  return harness;
}

} // namespace test
