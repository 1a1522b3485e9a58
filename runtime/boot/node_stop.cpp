#include "runtime/boot/node_stop.hpp"

#include "runtime/base/log.hpp"

namespace runtime::boot {

namespace {

class stopper final : public caf::event_based_actor {
public:
  stopper(caf::actor_config& cfg, stop_list what, std::chrono::milliseconds deadline, std::function<void(bool)> done)
      : caf::event_based_actor(cfg), what_(std::move(what)), done_(std::move(done)) {
    until_ = clock().now() + deadline;
    set_down_handler([this](const caf::down_msg&) {
      if (--waited_for_ == 0)
        finish();
    });
  }

  const char* name() const override { return "stopper"; }
  void on_exit() override { what_ = {}; }

protected:
  caf::behavior make_behavior() override {
    waited_for_ = what_.edges.size();
    if (waited_for_ == 0)
      leave_host();
    for (const auto& edge : what_.edges)
      ask<uint32_t>(edge, msg::edge_stop{msg::close_reason::shutdown}, "some sessions did not end in time",
                    [this] { leave_host(); });
    return {[](caf::unit_t) {}};
  }

private:
  caf::timespan left() const {
    auto now = clock().now();
    return now < until_ ? std::chrono::duration_cast<caf::timespan>(until_ - now) : caf::timespan{1};
  }

  /// Goes on with `next` once everybody has answered.
  template <class Answer, class Handle, class Request, class Next>
  void ask(const Handle& whom, const Request& request, const char* problem, Next next) {
    auto proceed = [this, next] {
      if (--waited_for_ == 0)
        next();
    };
    this->request(whom, left(), request)
      .then([proceed](const Answer&) { proceed(); },
            [this, proceed, problem](const caf::error&) {
              if (std::exchange(is_good_, false))
                log::error(log::component::boot, "stop-incomplete", "{}", problem);
              proceed();
            });
  }

  void leave_host() {
    waited_for_ = 1;
    ask<caf::ok_atom>(what_.host, msg::leave_host{}, "some zones could not leave in time", [this] { stop_keeper(); });
  }

  void stop_keeper() {
    waited_for_ = 1;
    ask<caf::ok_atom>(what_.keeper, msg::keeper_stop{}, "the services could not leave in time",
                      [this] { stop_member(); });
  }

  void stop_member() {
    if (!what_.member)
      return end_all();
    waited_for_ = 1;
    ask<caf::ok_atom>(what_.member, msg::member_stop{}, "the database does not know that this node has left",
                      [this] { end_all(); });
  }

  template <class Handle>
  void end(const Handle& whom, bool waits = false) {
    if (!whom)
      return;
    if (waits) {
      monitor(whom);
      ++waited_for_;
    }
    send_exit(whom, caf::exit_reason::user_shutdown);
  }

  void end_all() {
    for (const auto& edge : what_.edges)
      end(edge, true);
    end(what_.member);
    end(what_.coordinator);
    end(what_.keeper);
    end(what_.host);
    end(what_.router);
    end(what_.passwords);
    end(what_.store, true); // commits what is under way
    if (waited_for_ == 0)
      finish();
  }

  void finish() {
    auto done = std::move(done_);
    auto is_good = is_good_;
    quit();
    done(is_good);
  }

  stop_list what_;
  std::function<void(bool)> done_;
  caf::actor_clock::time_point until_;
  size_t waited_for_ = 0;
  bool is_good_ = true;
};

} // namespace

void spawn_stopper(caf::actor_system& system, stop_list what, std::chrono::milliseconds deadline,
                   std::function<void(bool is_good)> done) {
  system.spawn<stopper>(std::move(what), deadline, std::move(done));
}

} // namespace runtime::boot
