#include "tests/sim/plain_passwords.hpp"

#include <map>

namespace sim {

namespace {

constexpr uint64_t check_ms_max = 200;

using timed_passwords = msg::password_actor::extend<
  // INTERNAL: this answer is due.
  caf::reacts_to<caf::tick_atom, uint64_t>>;

class plain_passwords final : public timed_passwords::base {
public:
  plain_passwords(caf::actor_config& cfg, runtime::prng dice) : timed_passwords::base(cfg), dice_(dice) {}

  const char* name() const override { return "passwords"; }
  void on_exit() override { waiting_.clear(); }

protected:
  behavior_type make_behavior() override {
    return {
      [this](const msg::verify_password& what) -> caf::result<bool> {
        return later(what.hash == "plain:" + what.password);
      },
      [this](const msg::hash_password& what) -> caf::result<std::string> { return later("plain:" + what.password); },
      [this](caf::tick_atom, uint64_t number) {
        auto answer = std::move(waiting_.at(number));
        waiting_.erase(number);
        answer();
      },
    };
  }

private:
  template <class T>
  caf::result<T> later(T answer) {
    auto promise = make_response_promise<T>();
    waiting_.emplace(++last_, [promise, answer]() mutable { promise.deliver(std::move(answer)); });
    delayed_send(this, std::chrono::milliseconds{1 + dice_.below(check_ms_max)}, caf::tick_atom::value, last_);
    return promise;
  }

  runtime::prng dice_;
  std::map<uint64_t, std::function<void()>> waiting_;
  uint64_t last_ = 0;
};

} // namespace

msg::password_actor spawn_plain_passwords(caf::actor_system& system, runtime::prng dice) {
  return caf::actor_cast<msg::password_actor>(system.spawn<plain_passwords>(dice));
}

} // namespace sim
