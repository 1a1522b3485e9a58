// The actor of one client on the login listener.

#pragma once

#include "actors/login/login_machine.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

namespace actors {

/// What all login connections of a node share; never changes.
struct login_setup {
  login_rules rules;
  msg::router_actor router;
  std::shared_ptr<runtime::metrics> metrics;
};

struct login_options {
  std::shared_ptr<const login_setup> setup;
  msg::edge_actor edge;
  msg::connection_id connection;
  std::string address; // of the client, dotted
};

class login final : public msg::connection_actor::base {
public:
  login(caf::actor_config& cfg, login_options options);

  const char* name() const override { return "login"; }
  /// Runs on the thread of its edge when that wakes it.
  subtype_t subtype() const override { return io_actor; }

protected:
  behavior_type make_behavior() override;

private:
  void work();
  void handle_frame(msg::wire::byte_view frame);
  void perform(login_action what);
  void authenticate(login_action what);
  void check_presence(msg::account_id account);
  void issue_ticket();
  void refuse(const caf::error& why);
  void refuse(login_refusal why);
  void flush(bool close = false);

  login_options options_;
  login_machine machine_;
  msg::service_handles services_;
  msg::wire::byte_buffer waiting_; // frames for when the machine is free
  uint32_t consumed_ = 0;
  bool is_authenticated_ = false;
};

} // namespace actors
