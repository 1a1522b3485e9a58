// The zone actor: owns one map and its players, and runs its rules at a fixed
// tick. What arrives between ticks waits in a bounded inbox, in order.
//
//   dormant --zone_serve--> serving <--zone_serve-- frozen
//                              |  --zone_freeze-->    |
//                              +---- zone_retire -----+--> retired, ends
//
// messages/interfaces/zone.hpp has the protocol of a move.

#pragma once

#include "actors/zone/save_queue.hpp"
#include "actors/zone/tick_times.hpp"
#include "actors/zone/zone_world.hpp"
#include "messages/interfaces/edge_fan.hpp"
#include "messages/interfaces/store.hpp"
#include "messages/interfaces/zone.hpp"
#include "runtime/base/backoff.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

#include <chrono>

namespace actors {

struct zone_options {
  std::shared_ptr<const loaders::zone_content> content;
  zone_rules rules;
  std::chrono::milliseconds tick{50};
  std::chrono::milliseconds checkpoint{5000}; // how old a saved location may be
  size_t players_max = 2000;
  size_t inputs_max = 128; // of one player between two ticks; more ends his stay
  /// The wall clock when the actor clock stood at its epoch, in seconds of the
  /// day; only shown to clients.
  int64_t wall_offset_s = 0;
  msg::store_actor store; // of its node
  std::shared_ptr<runtime::metrics> metrics;
  uint64_t seed = 0;
  /// Microseconds of real time for measuring ticks; never decides anything.
  uint64_t (*stopwatch_us)() = nullptr;
  /// Sees each input of a player just before it is dealt with; may be null.
  std::function<void(const msg::player_input&)> watch_input;
};

class zone final : public msg::zone_actor::base {
public:
  zone(caf::actor_config& cfg, zone_options options);

  const char* name() const override { return "zone"; }
  void on_exit() override;

  enum class phase : uint8_t { dormant, serving, frozen, retired };

  // For whoever watches from the same thread, as the simulator does.
  phase now() const { return phase_; }
  bool is_serving() const { return phase_ == phase::serving; }
  bool is_frozen() const { return phase_ == phase::frozen; }
  bool is_retired() const { return phase_ == phase::retired; }
  uint64_t epoch() const { return epoch_; }
  const zone_world& world() const { return world_; }
  const zone_options& options() const { return options_; }
  size_t inbox_size() const { return inbox_.size(); }
  size_t visitors() const { return visitors_.size(); }
  bool is_saving() const { return !saves_.empty(); }

protected:
  behavior_type make_behavior() override;

private:
  using done_promise = caf::typed_response_promise<caf::ok_atom>;

  struct enter_request {
    msg::zone_enter what;
    caf::typed_response_promise<msg::zone_entered> promise;
  };
  /// A request that is answered with ok.
  template <class Request>
  struct asked {
    Request what;
    done_promise promise;
  };
  using leave_request = asked<msg::zone_leave>;
  using activate_request = asked<msg::zone_activate>;
  using resume_request = asked<msg::zone_resume>;
  struct attach_request {
    msg::zone_attach what;
    caf::typed_response_promise<msg::zone_attached> promise;
  };
  using inbox_item = std::variant<msg::player_input, std::unique_ptr<enter_request>, leave_request, activate_request,
                                  msg::zone_cancel, resume_request, std::unique_ptr<attach_request>>;

  /// One stay. A held one has its player here instead of in the world.
  struct visitor {
    msg::visit_id visit;
    msg::zone_client_actor session;
    msg::receiver at;
    std::optional<msg::character_record> held;
    uint64_t held_since_ms = 0;
    uint32_t accepted = 0;          // number of the last input that was taken; all before it were, too
    size_t inputs = 0;              // in the inbox
    bool is_missing_inputs = false; // one was lost on its way: the session is to send again
    uint64_t lenient_until_ms = 0;  // much is sent again: what is too much at once is no flood
    bool is_expelled = false;
    // What an earlier copy of the zone said to his client may be lost: he is told nothing until he has entered anew.
    bool is_torn = false;
    msg::edge_actor edge; // of one who is torn
  };

  caf::error refusal() const;
  template <class Request>
  caf::result<caf::ok_atom> take_request(const Request& what);
  caf::result<msg::zone_entered> take_enter(const msg::zone_enter& what);
  caf::result<msg::zone_attached> take_attach(const msg::zone_attach& what);
  void take_input(const msg::player_input& input);
  void tick_from(uint64_t now_ns);
  void on_tick(uint64_t due_ns);
  void work();
  void ask_for_missing();
  void look_around();
  void note_cost(uint64_t us);

  void deal_with(msg::player_input& input);
  void deal_with(std::unique_ptr<enter_request>& request);
  void deal_with(leave_request& request);
  void deal_with(activate_request& request);
  void deal_with(msg::zone_cancel& what);
  void deal_with(resume_request& request);
  void deal_with(std::unique_ptr<attach_request>& request);

  visitor* find(msg::character_id who, msg::visit_id visit);
  void admit(visitor& who, msg::character_record record, arrival how);
  void remove(msg::character_id who, bool save);
  void expel(visitor& who, msg::close_reason reason);
  void on_session_down(const caf::actor_addr& session);

  void save(bool checkpoint);
  void send_batch();
  void on_saved();
  void on_save_failed(const caf::error& why, uint64_t epoch);
  caf::result<caf::ok_atom> take_stop();
  void begin_stop();
  void finish_stop();

  // Moving; in zone_move.cpp.
  caf::result<msg::zone_snapshot> freeze();
  caf::result<caf::ok_atom> install(const msg::zone_snapshot& what);
  caf::result<caf::ok_atom> serve(uint64_t epoch);
  void retire(bool is_saved);
  void fence_edges();
  void fenced(uint32_t edge, bool is_sure);
  void refuse_all(const caf::error& why);
  bool take_stay(const msg::zone_stay& stay);
  void go_on_with(msg::character_id id, visitor& who);
  void tell_goes_on(const visitor& who);
  void tell_departure(const visitor& who, msg::character_id id, const loaders::warp& to);

  uint64_t now_ms() const;
  std::pair<uint8_t, uint8_t> time_of_day() const;

  zone_options options_;
  zone_world world_;
  msg::edge_fan fan_;
  std::vector<inbox_item> inbox_;
  std::map<msg::character_id, visitor> visitors_;

  phase phase_ = phase::dormant;
  uint64_t epoch_ = 0;
  std::optional<msg::zone_snapshot> snapshot_; // while frozen
  std::vector<caf::typed_response_promise<msg::zone_snapshot>> freezing_;
  size_t fences_ = 0; // edges that have not answered yet
  uint64_t freezes_ = 0;
  uint64_t frozen_since_ms_ = 0; // or installed
  uint64_t next_tick_ns_ = 0;    // of the tick that counts

  save_queue<done_promise> saves_;
  bool is_urgent_ = false; // somebody waits for a commit
  uint64_t checkpoint_at_ms_ = 0;
  uint64_t save_not_before_ms_ = 0;
  runtime::backoff backoff_;

  std::vector<done_promise> departed_; // in this tick: answered once its words are on their way
  std::vector<done_promise> stopping_;
  bool is_stopping_ = false;
  tick_times times_;
  uint64_t ticks_ = 0;
  bool are_inputs_missing_ = false; // of anybody
  uint64_t look_at_ms_ = 0;         // after places nobody takes
  uint64_t cost_us_ = 0;            // of the second that is under way
  uint64_t cost_at_ms_ = 0;         // when it began
  uint32_t cost_last_us_ = 0;
};

} // namespace actors
