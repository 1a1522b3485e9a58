// The directory actor: who holds which account, where each character is heard.
// One for the whole cluster.
//
//   directory                    router (of its node)         routers of all nodes
//   sum_old_claims{epoch}  -->   count_old_claims       -->
//                          <--   {0, complete}          <--   sessions of an earlier directory
//   from then on it grants accounts to others than those who had them already

#pragma once

#include "messages/interfaces/edge_fan.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

#include <map>

namespace actors {

struct directory_options {
  std::shared_ptr<runtime::metrics> metrics;
  msg::router_actor router; // of its node
  uint64_t epoch = 0;       // of its lease
  /// How long it waits for the sessions of the last directory at most, and how long a session out of reach keeps its
  /// account: longer than any of them keeps one without a directory, and than it takes to notice.
  std::chrono::milliseconds grace{18'000};
};

class directory final : public msg::directory_actor::base {
public:
  directory(caf::actor_config& cfg, directory_options options);

  const char* name() const override { return "directory"; }
  void on_exit() override;

  /// For whoever watches from the same thread, as the simulator does.
  size_t claims() const { return claims_.size(); }
  /// Whether it grants accounts to those who had none before.
  bool is_open() const { return is_open_; }
  uint64_t epoch() const { return options_.epoch; }

protected:
  behavior_type make_behavior() override;

private:
  using done_promise = caf::typed_response_promise<caf::ok_atom>;

  /// A session that wants an account whose holder is about to let go.
  struct claimant {
    msg::session_actor session;
    done_promise promise;
  };

  /// One account in use.
  struct claim {
    msg::session_actor session;
    msg::character_id who; // in the world; 0 when not
    std::string folded_name;
    msg::visit_id visit;
    msg::map_id map;
    std::string node; // whose edge has the connection
    msg::receiver at;
    std::vector<claimant> waiting;
    bool is_ending = false; // the session is dead, its zone is still saving
    msg::zone_actor zone;   // that was asked to save him
    uint32_t evictions = 0; // tries to have a zone save him
    uint32_t silences = 0;  // of a zone that was asked
    uint64_t again = 0;     // number of the next try; 0 when none waits
    uint64_t lost = 0;      // the session's node cannot be reached: number of the loss
  };

  void count();
  void open(std::string_view why);
  caf::result<caf::ok_atom> on_claim(const msg::claim_account& what);
  void settle(const msg::claim_account& what, done_promise promise, bool is_alive);
  void grant(msg::account_id account, const msg::session_actor& session);
  void on_release(const msg::release_account& what);
  caf::result<caf::ok_atom> on_presence(const msg::announce_presence& what);
  caf::result<msg::presence> on_ask(const msg::ask_presence& what);
  caf::result<caf::ok_atom> on_whisper(const msg::whisper& what);
  void on_broadcast(const msg::broadcast& what);
  std::vector<msg::player_entry> list(const msg::list_players& what) const;
  caf::result<caf::ok_atom> kick(const msg::kick_player& what);
  void on_down(const caf::down_msg& down);
  void on_session_down(const caf::actor_addr& session, bool is_unreachable);
  void on_nodes_dead(const msg::nodes_dead& what);
  void on_time(uint64_t number);
  void end_claim(msg::account_id account);
  void evict(msg::account_id account);
  void ask_zone(msg::account_id account, const msg::zone_actor& zone);
  void fail_eviction(msg::account_id account, const caf::error& why);
  void evict_again(msg::account_id account);
  void finish_eviction(msg::account_id account, msg::visit_id visit, std::string_view outcome);
  /// The claim, if it still ends and is about this visit: the account may belong to somebody else by now.
  claim* find_ending(msg::account_id account, msg::visit_id visit);
  void forget_name(msg::account_id account);
  void forget(msg::account_id account);
  uint64_t now_ms() const;

  directory_options options_;
  std::map<msg::account_id, claim> claims_;
  std::map<std::string, msg::account_id> by_name_; // folded names of characters in the world
  msg::edge_fan fan_;
  std::vector<msg::broadcast> unheard_; // while it is not open
  uint64_t open_by_ms_ = 0;             // by then it opens in any case
  bool is_stopping_ = false;
  bool is_open_ = false; // nobody of an earlier directory comes any more
  uint64_t numbers_ = 0; // of losses and tries
};

} // namespace actors
