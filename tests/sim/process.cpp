#include "tests/sim/process.hpp"

#include "actors/edge/tcp_edge.hpp"
#include "actors/session/session.hpp"
#include "runtime/cluster/host.hpp"
#include "runtime/cluster/keeper.hpp"

namespace sim {

namespace {

caf::actor_clock::time_point to_time_point(instant x) {
  return caf::actor_clock::time_point{caf::actor_clock::duration_type{static_cast<int64_t>(x)}};
}

/// Null when it has ended.
template <class Actor, class Handle>
const Actor* look_into(const Handle& handle) {
  auto* found = handle ? caf::actor_cast<caf::abstract_actor*>(handle) : nullptr;
  return found ? dynamic_cast<const Actor*>(found) : nullptr;
}

} // namespace

// -- clocks -------------------------------------------------------------------------

void node_clock::set_rate(instant now, int32_t ppm) {
  local_ = local_at(now);
  global_ = now;
  rate_ = static_cast<uint64_t>(static_cast<int64_t>(million) + ppm);
}

instant node_clock::local_at(instant global) const {
  auto passed = global - global_;
  return local_ + passed / million * rate_ + passed % million * rate_ / million;
}

instant node_clock::global_at(instant local) const {
  if (local <= local_)
    return global_;
  auto wanted = local - local_;
  auto result = global_ + wanted / rate_ * million + wanted % rate_ * million / rate_;
  while (local_at(result) < local)
    ++result;
  return result;
}

// -- processes ----------------------------------------------------------------------

struct process::config : runtime::boot::node_config {
  explicit config(const runtime::boot::serve_options& options) : runtime::boot::node_config(options) {
    set("scheduler.policy", caf::atom("testing"));
    set("middleman.network-backend", caf::atom("testing"));
    set("middleman.manual-multiplexing", true);
    set("middleman.attach-utility-actors", true);
  }
};

process::process(const runtime::boot::serve_options& options, runtime::boot::seams seams, instant local_now)
    : options_(options), config_(std::make_unique<config>(options_)),
      system_(std::make_unique<caf::actor_system>(*config_)),
      scheduler_(dynamic_cast<caf::scheduler::test_coordinator*>(&system_->scheduler())),
      network_(dynamic_cast<caf::io::network::test_multiplexer*>(&system_->middleman().backend())),
      metrics_(std::make_shared<runtime::metrics>()) {
  system_->await_actors_before_shutdown(false);
  scheduler_->clock().current_time = to_time_point(local_now);
  node_ = std::make_unique<runtime::boot::node>(*system_, options_, metrics_, std::move(seams));
}

/// Nobody sees what happens here: the process is gone already, and only its memory is given back. An actor that
/// rearms a timer would keep CAF from ending, so all of them are killed first.
process::~process() {
  auto kill = [](const auto& actor) {
    if (actor)
      caf::anon_send_exit(actor, caf::exit_reason::kill);
  };
  kill(node_->member());
  kill(node_->coordinator());
  if (const auto* host = look_into<runtime::cluster::host>(node_->host())) {
    host->each_zone([&](msg::map_id, uint64_t, const msg::zone_actor& zone) { kill(zone); });
    for (const auto& zone : host->retired())
      kill(zone);
  }
  kill(node_->host());
  if (const auto* keeper = look_into<runtime::cluster::keeper>(node_->keeper())) {
    kill(keeper->running().directory);
    kill(keeper->running().account);
  }
  kill(node_->keeper());
  for (const auto& edge : node_->edges()) {
    // CAF's registry holds those that another node knows, and lives longer than what they need to end.
    if (const auto* sockets = dynamic_cast<const actors::tcp_edge*>(caf::actor_cast<caf::abstract_actor*>(edge)))
      sockets->each_owner([&](const msg::connection_actor& owner, size_t) { kill(owner); });
    kill(edge);
  }
  kill(node_->store());
  kill(node_->passwords());
  kill(node_->router());
  // Sessions whose edge has ended already, and that CAF's registry holds as another node knows them.
  for (caf::actor_id id = 1; id <= system_->latest_actor_id(); ++id)
    if (auto left = system_->registry().get(id);
        left && dynamic_cast<const actors::session*>(caf::actor_cast<caf::abstract_actor*>(left)))
      caf::anon_send_exit(left, caf::exit_reason::kill);
  constexpr size_t rounds_max = 100'000;
  for (size_t i = 0; i < rounds_max && (scheduler_->has_job() || network_->try_exec_runnable()); ++i)
    if (scheduler_->has_job())
      scheduler_->run_once();
  scheduler_->clock().cancel_all();
  network_->pending_connects().clear(); // CAF would accept them when its broker has ended already
  node_.reset();
  system_.reset();
}

void process::set_clock(instant local) {
  auto& clock = scheduler_->clock();
  clock.current_time = to_time_point(local);
  clock.trigger_expired_timeouts();
}

instant process::next_due() const {
  const auto& schedule = scheduler_->clock().schedule();
  return schedule.empty() ? never : static_cast<instant>(schedule.begin()->first.time_since_epoch().count());
}

caf::mailbox_element* process::next_message(caf::resumable* job) {
  auto* actor = dynamic_cast<caf::scheduled_actor*>(job);
  if (!actor || actor->mailbox().closed() || actor->mailbox().blocked())
    return nullptr;
  return actor->mailbox().peek();
}

void process::run_job(size_t i) {
  auto& jobs = scheduler_->jobs;
  std::swap(jobs[0], jobs[i]);
  scheduler_->run_once();
}

bool process::run_network() { return network_->try_exec_runnable() || network_->try_accept_connection(); }

size_t process::idle_actors() const {
  size_t zones = 0;
  if (const auto* host = look_into<runtime::cluster::host>(node_->host()))
    host->each_zone([&](msg::map_id, uint64_t, const msg::zone_actor&) { ++zones; });
  if (const auto* host = look_into<runtime::cluster::host>(node_->host()))
    zones += host->retired().size();
  size_t services = 0;
  if (const auto* keeper = look_into<runtime::cluster::keeper>(node_->keeper()))
    services = keeper->epoch() != 0 ? 2 : 0;
  constexpr size_t always = 6; // store, router, host, keeper, coordinator, member
  return zones + services + node_->edges().size() + (node_->passwords() ? 1 : 0) + always;
}

size_t process::actors() const { return system_->registry().running(); }

} // namespace sim
