// One store of either kind, with the means to ask it and to let time pass.

#pragma once

#include "messages/interfaces/store.hpp"

#include <gtest/gtest.h>

#include <variant>

namespace test {

/// What a store answered: a value, or the code of its error.
template <class T>
using outcome = std::variant<T, msg::errc>;

class store_harness {
public:
  caf::actor_system& system() { return *system_; }

  template <class T, class Request>
  outcome<T> ask(const Request& what) {
    caf::scoped_actor self{*system_};
    auto pending = self->request(store_, caf::infinite, what);
    work_();
    outcome<T> answer = msg::errc::none;
    pending.receive([&](const T& value) { answer = value; },
                    [&](const caf::error& why) { answer = msg::code_of(why); });
    return answer;
  }

  /// For requests that must succeed; fails the test otherwise.
  template <class T, class Request>
  T get(const Request& what) {
    auto answer = ask<T>(what);
    if (auto* value = std::get_if<T>(&answer))
      return *value;
    ADD_FAILURE() << "refused: " << msg::to_string(std::get<msg::errc>(answer));
    return T{};
  }

  /// Makes locks, leases and beats look as if they were `by` earlier.
  void pass_time(std::chrono::seconds by) { pass_time_(by); }

  ~store_harness();

private:
  friend std::unique_ptr<store_harness> make_memory_harness(std::chrono::milliseconds latency_max);
  friend std::unique_ptr<store_harness> make_postgres_harness();

  // The order matters: a system ends before its configuration.
  std::unique_ptr<caf::actor_system_config> config_ = std::make_unique<caf::actor_system_config>();
  std::unique_ptr<caf::actor_system> system_;
  msg::store_actor store_;
  std::function<void()> work_;
  std::function<void(std::chrono::seconds)> pass_time_;
};

/// Each request takes up to `latency_max` of virtual time; 0: everything is answered at once.
std::unique_ptr<store_harness> make_memory_harness(std::chrono::milliseconds latency_max);
std::unique_ptr<store_harness> make_postgres_harness();

enum class store_kind : uint8_t { memory, slow_memory, postgres };
/// The name of a kind in the names of the tests.
inline void PrintTo(store_kind kind, std::ostream* out) {
  constexpr std::string_view names[] = {"Memory", "SlowMemory", "Postgres"};
  *out << names[static_cast<size_t>(kind)];
}

inline std::unique_ptr<store_harness> make_harness(store_kind kind) {
  switch (kind) {
  case store_kind::memory:
    return make_memory_harness(std::chrono::milliseconds{0});
  case store_kind::slow_memory:
    return make_memory_harness(std::chrono::milliseconds{20});
  case store_kind::postgres:
    break;
  }
  return make_postgres_harness();
}

/// Reads best in a failure when it is compared as text.
template <class T>
std::string refusal(const outcome<T>& answer) {
  auto* code = std::get_if<msg::errc>(&answer);
  return code == nullptr ? "not refused" : std::string{msg::to_string(*code)};
}
inline std::string text(msg::errc code) { return std::string{msg::to_string(code)}; }

/// The suite that every store must pass; each test gets an empty store.
class StoreContract : public testing::TestWithParam<store_kind> {
protected:
  template <class T, class Request>
  outcome<T> ask(const Request& what) {
    return harness_->ask<T>(what);
  }
  template <class T, class Request>
  T get(const Request& what) {
    return harness_->get<T>(what);
  }

  msg::account_record account(const std::string& name, const std::string& hash = "hash") {
    return get<msg::account_record>(msg::create_account{name, hash});
  }

  std::unique_ptr<store_harness> harness_ = make_harness(GetParam());
};

} // namespace test

#define INSTANTIATE_STORE_CONTRACT(suite)                                                                              \
  INSTANTIATE_TEST_SUITE_P(                                                                                            \
    Stores, suite,                                                                                                     \
    testing::Values(test::store_kind::memory, test::store_kind::slow_memory, test::store_kind::postgres),              \
    testing::PrintToStringParamName())
