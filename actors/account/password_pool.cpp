#include "actors/account/password_pool.hpp"

#include "messages/errors.hpp"
#include "runtime/base/entropy.hpp"
#include "runtime/base/password.hpp"

namespace actors {

namespace {

using worker_actor = msg::password_actor;

worker_actor::behavior_type worker(worker_actor::pointer, unsigned cost) {
  return {
    [=](const msg::verify_password& what) { return runtime::verify_password(what.password, what.hash, cost); },
    [=](const msg::hash_password& what) -> caf::result<std::string> {
      std::array<uint8_t, 16> salt;
      runtime::entropy_bytes(salt);
      auto hash = runtime::hash_password(what.password, cost, salt);
      if (hash.empty())
        return make_error(msg::errc::bad_request, "the password cannot be hashed");
      return hash;
    },
  };
}

/// Hands each request to the worker with the least before it.
class pool final : public msg::password_actor::base {
public:
  pool(caf::actor_config& cfg, password_options options) : msg::password_actor::base(cfg), options_(options) {
    for (size_t i = 0; i < options_.workers; ++i)
      workers_.push_back({spawn<caf::detached + caf::linked>(worker, options_.cost), 0});
  }

  const char* name() const override { return "password-pool"; }
  void on_exit() override { workers_.clear(); }

protected:
  behavior_type make_behavior() override {
    return {
      [this](const msg::verify_password& what) -> caf::result<bool> { return hand_out<bool>(what); },
      [this](const msg::hash_password& what) -> caf::result<std::string> { return hand_out<std::string>(what); },
    };
  }

private:
  struct slot {
    worker_actor worker;
    size_t waiting = 0;
  };

  template <class Answer, class Request>
  caf::result<Answer> hand_out(const Request& what) {
    constexpr auto deadline = std::chrono::seconds{30};
    if (waiting_ >= options_.queue_max)
      return make_error(msg::errc::overloaded, "too many passwords are waiting to be checked");
    auto to = std::ranges::min_element(workers_, {}, &slot::waiting);
    ++waiting_;
    ++to->waiting;
    auto done = [this, i = to - workers_.begin()] {
      --waiting_;
      --workers_[static_cast<size_t>(i)].waiting;
    };
    auto promise = make_response_promise<Answer>();
    request(to->worker, deadline, what)
      .then(
        [done, promise](Answer answer) mutable {
          done();
          promise.deliver(std::move(answer));
        },
        [done, promise](caf::error& why) mutable {
          done();
          promise.deliver(std::move(why));
        });
    return promise;
  }

  password_options options_;
  std::vector<slot> workers_;
  size_t waiting_ = 0;
};

} // namespace

msg::password_actor spawn_password_pool(caf::actor_system& system, password_options options) {
  return system.spawn<pool>(options);
}

} // namespace actors
