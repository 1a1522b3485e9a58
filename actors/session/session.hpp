// The actor of one client on the game listener: carries out what its machine
// decides, and holds the client's place while it changes zones.
//
// A session whose zone is lost, or has moved and not said where to, is adrift: it
// keeps its client and goes on taking what he says.
//
//   session                                       router, zones, store
//   find_zone, until a zone serves the map   -->
//   zone_attach                              -->
//                            zone_attached   <--  the zone has moved: goes on, with the inputs sent again
//                            stale_visit     <--  it was started anew and knows nothing of him:
//   begin_stay, zone_enter, zone_activate    -->  back where he was saved last
//
// Or zone_goes_on comes meanwhile. What was asked of the lost zone is asked again.

#pragma once

#include "actors/session/input_window.hpp"
#include "actors/session/session_machine.hpp"
#include "messages/catalog.hpp"
#include "messages/claims_tally.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/base/prng.hpp"

#include <caf/all.hpp>

namespace actors {

/// What all sessions of a node share; never changes.
struct session_setup {
  session_rules rules;
  std::chrono::milliseconds tick{5000};     // between keepalives
  std::chrono::milliseconds silent{15000};  // a client that said nothing for so long may be replaced
  std::chrono::milliseconds lost{60000};    // and after so long it is gone
  std::chrono::milliseconds orphan{12000};  // how long an account is kept without a directory
  std::chrono::milliseconds adrift{30000};  // how long a lost zone is looked for
  std::string node;                         // name of this one
  std::shared_ptr<msg::claims_tally> tally; // of this node; may be null
  msg::router_actor router;
  std::shared_ptr<runtime::metrics> metrics;
  /// Sees each input once, when it gets its number; may be null.
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
  void on_exit() override;
  /// Runs on the thread of its edge when that wakes it.
  subtype_t subtype() const override { return io_actor; }

  // For whoever watches from the same thread, as the simulator does.
  /// The account it would still act for.
  msg::account_id account() const { return stood_still(now_ms()) ? msg::account_id{} : account_; }
  msg::character_id character() const { return machine_.id(); }
  bool is_in_zone() const { return is_in_world_ && zone_.zone; }
  /// In the world, but in no zone that it knows.
  bool is_adrift() const { return is_in_world_ && !zone_.zone; }
  msg::map_id map() const { return zone_.map; }
  uint64_t zone_epoch() const { return zone_.epoch; }
  msg::visit_id visit() const { return visit_; }
  size_t waiting_bytes() const { return waiting_.size(); }
  size_t window_size() const { return window_.size(); }

protected:
  behavior_type make_behavior() override;

private:
  struct crossing;

  /// Something to ask the zone of this stay until it has answered, wherever it is by then.
  struct errand {
    std::variant<msg::zone_leave, msg::zone_activate, msg::zone_resume> what;
    std::chrono::seconds deadline;
    std::function<void()> done;
    std::function<void()> gone; // the zone that serves the map has nothing of this stay
  };

  /// Something for later.
  struct chore {
    uint64_t due_ms = 0;
    std::function<void()> what;
  };

  void on_frames(const msg::client_frames& frames);
  void on_lost(msg::close_reason reason);
  void on_departure(const msg::zone_departure& what);
  void on_tick();
  bool on_probe();
  bool stood_still(uint64_t now_ms) const;

  /// Handles whole frames until the session is held up; returns the bytes dealt with.
  size_t work(msg::wire::byte_view frames, uint64_t now);
  void handle_frame(msg::wire::byte_view frame, uint64_t now_ms);
  void flush(bool close = false);
  void refuse(msg::wire::selector which, msg::refusal_note why);
  /// Whether what the client says has to wait.
  bool is_held_up() const { return machine_.is_busy() || trip_ || window_.is_full(); }
  /// Free again: go on with what waited.
  void go_on();
  void later(std::chrono::milliseconds pause, std::function<void()> what);
  void do_chores();

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

  void whisper(std::shared_ptr<const action::whisper> what, uint64_t until_ms);
  void shout(std::shared_ptr<const action::shout> what, uint64_t until_ms);
  void claim(msg::account_id account);
  void list(msg::account_id account);
  void fail_login(const caf::error& why);

  // -- the services: session_services.cpp
  /// False when a later directory than that of this epoch counts already.
  bool note_claim(uint64_t epoch);
  void forget_claim();
  /// The directory is lost: looks for the next one and claims the account again, or gives up.
  void on_directory_lost();
  void rejoin();
  void claim_again(const msg::service_handles& services);
  void rejoined(const msg::service_handles& services);
  void rejoin_later();
  void give_up_account(msg::close_reason reason, std::string_view words);
  msg::announce_presence presence() const;
  void announce();

  // -- into the world, and from zone to zone: session_travel.cpp
  void enter_later();
  void find_place(std::shared_ptr<msg::character_record> who, uint64_t until_ms);
  void enter_zone(const msg::zone_route& to, std::shared_ptr<msg::character_record> who, uint64_t until_ms);
  void entered(const msg::zone_route& at);
  void doubt_enter(const msg::zone_route& at);
  void fail_enter(const caf::error& why);
  void find_next(std::shared_ptr<crossing> trip);
  void reserve(std::shared_ptr<crossing> trip);
  void fail_reserve(std::shared_ptr<crossing> trip, const caf::error& why);
  void depart(std::shared_ptr<crossing> trip);
  void arrive(std::shared_ptr<crossing> trip);
  void activate(std::shared_ptr<crossing> trip);
  void stay(std::shared_ptr<crossing> trip);
  void settle();

  // -- zones that move and are lost: session_drift.cpp
  bool is_from_zone();
  void on_inputs_done(const msg::inputs_done& what);
  void on_goes_on(const msg::zone_goes_on& what);
  void adopt(const msg::zone_actor& zone, uint64_t epoch, uint32_t done);
  bool is_stay_over() const;
  void ask_zone(errand what);
  void ask_now();
  void fail_errand(const msg::zone_actor& asked, const caf::error& why);
  void drift();
  void lose_zone();
  void look_for_zone();
  void search(uint64_t number);
  void attach(const msg::zone_route& to, uint64_t number);
  void announce_anew(msg::map_id map);
  void on_last_zone_lost();
  void fail_attach(const caf::error& why, uint64_t number);
  void search_later(uint64_t number);
  void look_at_store();
  void note_outage();
  void on_stay_gone();
  /// `zone`: where it goes on, when that is known better than the router may know it.
  void enter_anew(msg::zone_route zone = {});
  void begin_again(std::shared_ptr<crossing> trip);
  void come_back(std::shared_ptr<crossing> trip, const msg::character_record& who);
  void come_back_later(std::shared_ptr<crossing> trip);
  /// Whether the client has left, or the time is over: then the session has ended.
  bool gives_up(const std::shared_ptr<crossing>& trip);
  void give_up_zone();

  /// Leaves the world, saved, then ends.
  void leave(msg::close_reason reason, bool answer);
  void leave_zone();
  /// `is_saved`: his character is, or never was in the world.
  void end(msg::close_reason reason, bool is_saved = true);

  msg::operation_id next_operation() { return {seed_(), seed_()}; }
  msg::visit_id next_visit() { return {++visits_}; }
  uint64_t now_ms() const;
  msg::session_actor self();

  session_options options_;
  session_machine machine_;
  runtime::prng seed_;
  msg::service_handles services_; // known once a ticket was redeemed; without a directory while that is lost
  msg::account_id account_;       // claimed; 0 when not
  msg::zone_route zone_;          // of the stay; its handle is null outside the world, and adrift
  msg::visit_id visit_;
  uint32_t visits_ = 0; // the last number that was given to one
  input_window window_;
  std::shared_ptr<crossing> trip_;                 // under way
  std::shared_ptr<const errand> errand_;           // under way
  std::vector<chore> chores_;                      // in the order in which they came up
  msg::wire::byte_buffer waiting_;                 // frames for when the session is free
  std::unique_ptr<msg::zone_departure> departure_; // came while the machine was busy
  uint64_t heard_ms_ = 0;
  uint64_t ticked_ms_ = 0;         // when it last was alive for sure; 0 before the login
  caf::actor_addr last_zone_;      // from which this one has moved: what it had said last may still be on its way
  bool may_have_missed_ = false;   // what a zone had said to the client may be lost
  uint64_t orphan_ms_ = 0;         // since when there is no directory; 0 when there is one
  uint64_t adrift_ms_ = 0;         // since when it is out of touch with a zone; 0 when it is not
  uint64_t patience_ms_ = 0;       // until when it looks for one
  uint64_t store_ms_ = 0;          // when it last looked whether the store answers
  uint64_t asked_ = 0;             // number of the last question to a zone: how earlier ones failed is ignored
  uint64_t search_ = 0;            // number of the search under way: what belongs to an earlier one is ignored
  uint32_t consumed_ = 0;          // frames to be told the edge
  bool is_presence_stale_ = false; // the directory does not know where the character is
  bool is_in_world_ = false;
  bool is_lost_ = false; // the client is gone
  bool is_leaving_ = false;
  bool answers_leave_ = false;
  bool is_authenticated_ = false;
  msg::close_reason leave_reason_ = msg::close_reason::client_left;
};

/// One change of zones under way, or a stay that is begun anew.
struct session::crossing {
  msg::zone_departure plan; // who, and where to
  msg::visit_id visit;      // in the next zone
  msg::zone_route next;
  msg::zone_route hint;      // of a stay begun anew; tried once
  uint64_t until_ms = 0;     // until when a next zone that moves is tried again
  bool is_reserved = false;  // perhaps; the next zone has been asked
  bool is_moving = false;    // the next zone has been found to move
  bool is_stay_gone = false; // the last zone has nothing of him
  bool is_return = false;    // a stay begun anew: there is no last zone
};

} // namespace actors
