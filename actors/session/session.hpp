// The actor of one client on the game listener: carries out what its machine
// decides, and holds the client's place while it changes zones.

#pragma once

#include "actors/session/session_machine.hpp"
#include "messages/catalog.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/base/prng.hpp"

#include <caf/all.hpp>

namespace actors {

/// What all sessions of a node share; never changes.
struct session_setup {
  session_rules rules;
  std::chrono::milliseconds tick{5000};    // between keepalives
  std::chrono::milliseconds silent{15000}; // a client that said nothing for so long may be replaced
  std::chrono::milliseconds lost{60000};   // and after so long it is gone
  std::chrono::milliseconds orphan{12000}; // how long an account is kept without a directory
  msg::router_actor router;
  std::shared_ptr<runtime::metrics> metrics;
  /// Sees each input just before it is sent to a zone; may be null.
  std::function<void(const msg::player_input&)> watch_input;
};

struct session_options {
  std::shared_ptr<const session_setup> setup;
  msg::edge_actor edge;
  msg::connection_id connection;
  std::string address; // of the client, dotted
  uint64_t seed = 0;   // of operation and visit ids: no two sessions ever share one
};

class session final : public msg::session_actor::base {
public:
  session(caf::actor_config& cfg, session_options options);

  const char* name() const override { return "session"; }
  /// Runs on the thread of its edge when that wakes it.
  subtype_t subtype() const override { return io_actor; }

  // For whoever watches from the same thread, as the simulator does.
  /// The account it would still act for.
  msg::account_id account() const { return stood_still(now_ms()) ? msg::account_id{} : account_; }
  msg::character_id character() const { return machine_.id(); }
  bool is_in_zone() const { return zone_ != nullptr; }
  msg::visit_id visit() const { return visit_; }
  size_t waiting_bytes() const { return waiting_.size(); }

protected:
  behavior_type make_behavior() override;

private:
  void on_frames(const msg::client_frames& frames);
  void on_lost(msg::close_reason reason);
  void on_departure(const msg::zone_departure& what);
  void on_zone_down();
  void on_tick();
  bool on_probe();
  bool stood_still(uint64_t now_ms) const;

  /// Handles whole frames until the machine is busy; returns the bytes dealt with.
  size_t work(msg::wire::byte_view frames, uint64_t now);
  void handle_frame(msg::wire::byte_view frame, uint64_t now_ms);
  void flush(bool close = false);
  void refuse(msg::wire::selector which, msg::refusal_note why);
  /// The machine is free again: go on with what waited.
  void go_on();

  void perform(std::monostate&) {}
  void perform(action::redeem& what);
  void perform(action::create& what);
  void perform(action::remove& what);
  void perform(action::enter& what);
  void perform(action::forward& what);
  void perform(action::whisper& what);
  void perform(action::shout& what);
  void perform(action::leave& what);
  void perform(action::close& what);

  void claim(msg::account_id account);
  /// The directory is lost: looks for the next one and claims the account again, or gives up.
  void on_directory_down();
  void rejoin();
  void rejoined(const msg::service_handles& services);
  void rejoin_later();
  void give_up_account(msg::close_reason reason, std::string_view words);
  msg::announce_presence presence() const;
  void list(msg::account_id account);
  void fail_login(const caf::error& why);
  void enter_later();
  void find_place(std::shared_ptr<msg::character_record> who);
  void enter_zone(const msg::zone_actor& zone, const msg::character_record& who);
  void doubt_enter(const msg::zone_actor& zone);
  void fail_enter(const caf::error& why);

  struct crossing;
  void reserve(std::shared_ptr<crossing> trip);
  void depart(std::shared_ptr<crossing> trip);
  void arrive(std::shared_ptr<crossing> trip);
  void stay(std::shared_ptr<crossing> trip);

  /// Leaves the world, saved, then ends.
  void leave(msg::close_reason reason, bool answer);
  void leave_zone();
  void end(msg::close_reason reason);

  msg::operation_id next_operation() { return {seed_(), seed_()}; }
  uint64_t now_ms() const;
  msg::session_actor self();

  session_options options_;
  session_machine machine_;
  runtime::prng seed_;
  msg::service_handles services_; // known once a ticket was redeemed
  msg::account_id account_;       // claimed; 0 when not
  msg::zone_actor zone_;          // null outside the world
  msg::visit_id visit_;
  msg::wire::byte_buffer waiting_;                 // frames for when the machine is free
  std::unique_ptr<msg::zone_departure> departure_; // came while the machine was busy
  uint64_t heard_ms_ = 0;
  uint64_t ticked_ms_ = 0;         // when it last was alive for sure; 0 before the login
  uint64_t orphan_ms_ = 0;         // since when there is no directory; 0 when there is one
  bool is_presence_stale_ = false; // the directory does not know where the character is
  uint32_t consumed_ = 0;          // frames to be told the edge
  bool is_lost_ = false;           // the client is gone
  bool is_zone_down_ = false;
  bool is_leaving_ = false;
  bool answers_leave_ = false;
  bool is_authenticated_ = false;
  msg::close_reason leave_reason_ = msg::close_reason::client_left;
};

} // namespace actors
