// The desk actor: where a node's operators are served. Every command is a
// conversation of its own: it asks the node's member, router and store, the
// coordinator that acts, hosts, zones and the directory, each with a deadline,
// and answers in any case.
//
//   run_command --> note_audit "begun"      (writes only; refused when it cannot be noted)
//                   ... the command's own questions ...
//                   note_audit "done" / "refused"
//               <-- command_answer
//
// What changes something is noted before it is done, so that nothing is done
// unnoted, and again with how it went.

#pragma once

#include "messages/interfaces/member.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/admin/admin_api.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

#include <functional>

namespace runtime::admin {

struct desk_options {
  std::string node; // its name
  msg::member_actor member;
  msg::router_actor router;
  msg::store_actor store;
  std::shared_ptr<runtime::metrics> metrics;
  /// An ordered stop of this node begins. Called on the desk's thread; must not wait.
  std::function<void(std::string why)> request_stop;
};

struct run_command {
  const command* what = nullptr;
  arguments with;
  std::string who; // user@host, as they say
};

struct command_answer {
  answer what;
};

using desk_actor = caf::typed_actor<
  // Always an answer, never an error.
  caf::replies_to<run_command>::with<command_answer>,
  // INTERNAL: the answer to whoever ordered the stop has had its time.
  caf::reacts_to<caf::tick_atom, std::string>>;

class desk final : public desk_actor::base {
public:
  desk(caf::actor_config& cfg, desk_options options);

  const char* name() const override { return "desk"; }
  void on_exit() override;

  const desk_options& options() const { return options_; }
  /// This node stops, a moment from now.
  void stop_soon(const std::string& why);
  /// True once this actor has ended: handlers of its questions may be destroyed after it.
  std::shared_ptr<const bool> is_gone() const { return is_gone_; }
  /// A conversation is over.
  void forget() { --conversations_; }

protected:
  behavior_type make_behavior() override;

private:
  caf::result<command_answer> on_command(const run_command& what);

  desk_options options_;
  std::shared_ptr<bool> is_gone_ = std::make_shared<bool>(false);
  size_t conversations_ = 0;
};

/// Has the desk run commands for a thread that may wait, until the answer is there or its time is up.
command_runner runner_of(caf::actor_system& system, const desk_actor& desk);

} // namespace runtime::admin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runtime::admin::run_command)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runtime::admin::command_answer)
