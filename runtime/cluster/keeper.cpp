#include "runtime/cluster/keeper.hpp"

#include "runtime/base/log.hpp"
#include "runtime/base/probes.hpp"

namespace runtime::cluster {

namespace {

constexpr auto directory_deadline = std::chrono::seconds{2};
constexpr auto store_deadline = std::chrono::seconds{6};

} // namespace

keeper::keeper(caf::actor_config& cfg, keeper_options options)
    : msg::keeper_actor::base(cfg), options_(std::move(options)) {
  set_down_handler([this](const caf::down_msg& down) {
    auto is_ours = (running_.account && down.source == running_.account.address())
                   || (running_.directory && down.source == running_.directory.address());
    if (!is_ours)
      return;
    // Under the next epoch, wherever that is: sessions must see that these are others.
    log::error(log::component::cluster, "services-died", "the services of node {} died and begin anew",
               options_.node.name);
    give_back([] {});
  });
}

void keeper::on_exit() {
  for (const auto& x : {caf::actor_cast<caf::actor>(running_.account), caf::actor_cast<caf::actor>(running_.directory)})
    if (x)
      send_exit(x, caf::exit_reason::user_shutdown);
  running_ = {};
  options_.store = nullptr;
  options_.router = nullptr;
  options_.spawn_services = nullptr;
}

keeper::behavior_type keeper::make_behavior() {
  return {
    [this](const msg::cluster_view& view) {
      if (const auto* lease = view.lease(msg::services_lease)) {
        settle(*lease);
        if (epoch_ == 0 && lease->epoch == given_back_ && lease->holder == options_.node)
          release([] {}); // the database did not hear it
      }
      if (epoch_ != 0 && !is_stopping_ && should_go(view))
        give_back([] {});
    },
    [this](const msg::lease_news& news) { settle(news.lease); },
    [this](const msg::keeper_stop&) -> caf::result<caf::ok_atom> {
      is_stopping_ = true;
      if (epoch_ == 0)
        return caf::ok_atom::value;
      auto promise = make_response_promise<caf::ok_atom>();
      give_back([promise]() mutable { promise.deliver(caf::ok_atom::value); });
      return promise;
    },
  };
}

bool keeper::should_go(const msg::cluster_view& view) const {
  const auto* self = view.find(options_.node);
  return self && self->is_draining && std::ranges::any_of(view.nodes, [&](const msg::node_record& x) {
           return x.key.name != options_.node.name && x.state == msg::node_state::alive && !x.is_draining
                  && x.has_role("service");
         });
}

void keeper::settle(const msg::lease_record& lease) {
  if (lease.epoch < known_)
    return;
  known_ = lease.epoch;
  auto is_ours = lease.holder == options_.node;
  if (epoch_ != 0 && (!is_ours || epoch_ != lease.epoch)) {
    end([this, lease, is_ours] {
      if (is_ours)
        begin(lease.epoch);
    });
  } else if (is_ours && epoch_ == 0) {
    begin(lease.epoch);
  }
}

void keeper::begin(uint64_t epoch) {
  if (is_stopping_ || epoch_ != 0 || epoch < known_ || !options_.spawn_services)
    return;
  epoch_ = epoch;
  running_ = options_.spawn_services(epoch);
  monitor(running_.account);
  monitor(running_.directory);
  log::info(log::component::cluster, "services-here", "node {} runs the services, epoch {}", options_.node.name, epoch);
  send(options_.router, msg::services_opened{running_.account, running_.directory, epoch});
}

void keeper::end(std::function<void()> done) {
  auto ended = std::exchange(running_, {});
  epoch_ = 0;
  send(options_.router, msg::services_opened{});
  demonitor(ended.account.address());
  demonitor(ended.directory.address());
  auto finish = [this, ended, done] {
    send_exit(ended.account, caf::exit_reason::user_shutdown);
    send_exit(ended.directory, caf::exit_reason::user_shutdown);
    done();
  };
  request(ended.directory, directory_deadline, msg::directory_stop{})
    .then([finish](caf::ok_atom) { finish(); }, [finish](const caf::error&) { finish(); });
}

void keeper::give_back(std::function<void()> done) {
  auto epoch = epoch_;
  known_ = std::max(known_, epoch + 1);
  log::info(log::component::cluster, "services-leave", "node {} gives the services away", options_.node.name);
  given_back_ = epoch;
  end([this, done] { release(done); });
}

/// Until it has been heard nobody runs the services; it may be said twice.
void keeper::release(std::function<void()> done) {
  request(options_.store, store_deadline,
          msg::release_lease{std::string{msg::services_lease}, options_.node, given_back_})
    .then([done](caf::ok_atom) { done(); },
          [done](const caf::error&) {
            SOMETIMES(release_said_again);
            done(); /* the next view shows it */
          });
}

} // namespace runtime::cluster
