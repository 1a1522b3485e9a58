// The directory actor: who holds which account, where each character is heard.
// One for the whole cluster.

#pragma once

#include "messages/interfaces/directory.hpp"
#include "messages/interfaces/edge_fan.hpp"
#include "messages/interfaces/store.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

#include <map>

namespace actors {

struct directory_options {
  std::shared_ptr<runtime::metrics> metrics;
  msg::store_actor store{}; // where its lease is; null: there is no other directory, ever
  std::string holder{};     // names this life of this node
  /// How long sessions of other nodes may take to come back after a directory, or their node, was lost: longer than
  /// any of them keeps an account without one, and than it takes to notice.
  std::chrono::milliseconds grace{18'000};
};

class directory final : public msg::directory_actor::base {
public:
  directory(caf::actor_config& cfg, directory_options options);

  const char* name() const override { return "directory"; }
  void on_exit() override;

  /// For whoever watches from the same thread, as the simulator does.
  size_t claims() const { return claims_.size(); }

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
    msg::zone_actor zone;
    msg::receiver at;
    std::vector<claimant> waiting;
    uint32_t evictions = 0; // tries to have the zone save him
    bool is_ending = false; // the session is dead, its zone is still saving
    uint64_t lost = 0;      // the session's node cannot be reached: number of the loss
  };

  void take_lease();
  void take_own_lease();
  template <class Answer, class Question>
  caf::result<Answer> once_decided(const Question& what);
  /// Whether to grant is known from now on.
  void decide();
  msg::take_lease lease_of(const char* name) const;
  caf::result<caf::ok_atom> stop();

  caf::result<caf::ok_atom> on_claim(const msg::claim_account& what);
  void settle(const msg::claim_account& what, done_promise promise, bool is_alive);
  void grant(msg::account_id account, const msg::session_actor& session);
  void on_release(const msg::release_account& what);
  caf::result<caf::ok_atom> on_presence(const msg::announce_presence& what);
  caf::result<msg::presence> on_ask(const msg::ask_presence& what);
  caf::result<caf::ok_atom> on_whisper(const msg::whisper& what);
  void on_broadcast(const msg::broadcast& what);
  void on_down(const caf::down_msg& down);
  void on_session_down(const caf::actor_addr& session, bool is_unreachable);
  void on_lost_for_good(uint64_t number);
  void end_claim(msg::account_id account);
  void evict(msg::account_id account);
  void finish_eviction(msg::account_id account, msg::visit_id visit);
  void forget_name(msg::account_id account);
  void forget(msg::account_id account);

  directory_options options_;
  std::map<msg::account_id, claim> claims_;
  std::map<std::string, msg::account_id> by_name_; // folded names of characters in the world
  msg::edge_fan fan_;
  /// What was asked before the store has said for the first time whose the lease is.
  std::vector<std::function<void()>> undecided_;
  bool is_decided_ = false;
  bool is_stopping_ = false;
  bool is_heir_ = false; // takes back sessions of the last directory
  bool is_open_ = false; // holds the lease: nobody of an earlier directory comes any more
  uint64_t losses_ = 0;
};

} // namespace actors
