#include "runtime/boot/node_start.hpp"

#include "runtime/base/log.hpp"

#include <set>

namespace runtime::boot {

namespace {

constexpr auto look_interval = std::chrono::milliseconds{50};
constexpr auto look_deadline = std::chrono::milliseconds{500};
constexpr auto patience = std::chrono::seconds{10};

class waiter final : public caf::event_based_actor {
public:
  waiter(caf::actor_config& cfg, msg::router_actor router, msg::member_actor member, std::function<void()> done)
      : caf::event_based_actor(cfg), router_(std::move(router)), member_(std::move(member)), done_(std::move(done)) {
    until_ = clock().now() + patience;
  }

  const char* name() const override { return "start-waiter"; }
  void on_exit() override {
    router_ = nullptr;
    member_ = nullptr;
  }

protected:
  caf::behavior make_behavior() override {
    look();
    return {[this](caf::tick_atom) { look(); }};
  }

private:
  void look() {
    if (clock().now() >= until_) {
      log::warn(log::component::boot, "cluster-incomplete", "not everything of the cluster runs yet");
      return finish();
    }
    request(router_, look_deadline, msg::find_services{})
      .then([this](const msg::service_handles&) { count_zones(); }, [this](const caf::error&) { look_again(); });
  }

  void count_zones() {
    request(member_, look_deadline, msg::get_member_status{})
      .then(
        [this](const msg::member_status& status) {
          std::set<msg::map_id> wanted;
          for (const auto& node : status.view.nodes)
            if (node.state == msg::node_state::alive && node.has_role("zone"))
              for (auto map : node.maps)
                wanted.insert({map});
          for (const auto& order : status.view.orders)
            if (order.is_stopped)
              wanted.erase(order.map);
          compare(std::move(wanted));
        },
        [this](const caf::error&) { look_again(); });
  }

  void compare(std::set<msg::map_id> wanted) {
    request(router_, look_deadline, msg::list_zones{})
      .then(
        [this, wanted](const std::vector<msg::zone_route>& routes) mutable {
          for (const auto& route : routes)
            wanted.erase(route.map);
          if (wanted.empty())
            finish();
          else
            look_again();
        },
        [this](const caf::error&) { look_again(); });
  }

  void look_again() { delayed_send(this, look_interval, caf::tick_atom::value); }

  void finish() {
    auto done = std::move(done_);
    quit();
    done();
  }

  msg::router_actor router_;
  msg::member_actor member_;
  std::function<void()> done_;
  caf::actor_clock::time_point until_;
};

} // namespace

void await_cluster(caf::actor_system& system, msg::router_actor router, msg::member_actor member,
                   std::function<void()> done) {
  system.spawn<waiter>(std::move(router), std::move(member), std::move(done));
}

} // namespace runtime::boot
