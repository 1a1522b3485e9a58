#include "runtime/admin/desk.hpp"

#include "runtime/admin/conversation.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"

#include <future>

namespace runtime::admin {

namespace {

constexpr size_t conversations_max = 32;
/// More than the longest conversation: two notes in the audit table and an order.
constexpr auto answer_deadline = std::chrono::seconds{24};
/// Until the answer has reached whoever ordered the stop.
constexpr auto stop_delay = std::chrono::milliseconds{300};

} // namespace

desk::desk(caf::actor_config& cfg, desk_options options) : desk_actor::base(cfg), options_(std::move(options)) {}

void desk::on_exit() {
  *is_gone_ = true;
  options_.member = nullptr;
  options_.router = nullptr;
  options_.store = nullptr;
}

desk::behavior_type desk::make_behavior() {
  return {
    [this](const run_command& what) { return on_command(what); },
    [this](caf::tick_atom, const std::string& why) {
      if (options_.request_stop)
        options_.request_stop(why);
    },
  };
}

caf::result<command_answer> desk::on_command(const run_command& what) {
  if (conversations_ >= conversations_max) {
    options_.metrics->add(metric::admin_commands_total, "refused");
    return command_answer{refusal{"overloaded", "too many commands are being dealt with; try again", {}}};
  }
  ++conversations_;
  auto promise = make_response_promise<command_answer>();
  std::make_shared<conversation>(*this, what, promise)->begin();
  return promise;
}

void desk::stop_soon(const std::string& why) { delayed_send(this, stop_delay, caf::tick_atom::value, why); }

command_runner runner_of(caf::actor_system& system, const desk_actor& desk) {
  return [&system, desk](const command& command, const arguments& with, const std::string& who) -> answer {
    run_command what{&command, with, who};
    auto result = std::make_shared<std::promise<answer>>();
    auto future = result->get_future();
    system.spawn([=](caf::event_based_actor* self) {
      self->request(desk, answer_deadline, what)
        .then([result](const command_answer& x) { result->set_value(x.what); },
              [result](caf::error&) {
                result->set_value(refusal{"timeout", "the node did not answer in time; what it did is unknown", {}});
              });
    });
    // The actor answers in time unless the whole system has come to an end.
    if (future.wait_for(answer_deadline + std::chrono::seconds{1}) != std::future_status::ready)
      return refusal{"timeout", "the node is about to end", {}};
    return future.get();
  };
}

} // namespace runtime::admin
