// One command that is being dealt with: what it was given, whom it can ask, and
// how it answers. Commands hold it in the handlers of their questions; it answers
// by itself when the last of those is gone.

#pragma once

#include "messages/errors.hpp"
#include "runtime/admin/desk.hpp"

#include <chrono>
#include <optional>

namespace runtime::admin {

/// A zone that some node says it serves.
struct zone_sight {
  msg::zone_route route;
  std::optional<msg::zone_status> status; // none: it did not answer
};
/// By map.
using zone_sights = std::map<uint16_t, zone_sight>;

/// Under which epoch each is served.
std::map<uint16_t, uint64_t> epochs_of(const zone_sights& sights);

class conversation : public std::enable_shared_from_this<conversation> {
public:
  using milliseconds = std::chrono::milliseconds;

  conversation(desk& self, run_command what, caf::typed_response_promise<command_answer> promise);
  ~conversation();
  conversation(const conversation&) = delete;
  conversation& operator=(const conversation&) = delete;

  const arguments& with() const { return what_.with; }
  bool is_dry_run() const;
  const desk_options& node() const;
  desk& self() { return self_; }

  /// Runs the command; one that writes is noted first.
  void begin();

  // -- questions; each fails the conversation when it is not answered ---------------

  /// `whom` is for people: "the coordinator on node b".
  template <class Handle, class Request, class Then>
  void ask(const Handle& to, milliseconds deadline, Request what, std::string whom, Then then);

  void ask_member(std::function<void(const msg::member_status&)> then);
  void ask_peers(std::function<void(const std::vector<msg::peer_record>&)> then);
  /// Every zone that is served, with its status.
  void ask_zones(std::function<void(const zone_sights&)> then);
  void find_directory(std::function<void(const msg::directory_actor&)> then);
  /// The coordinator that acts.
  template <class Request, class Then>
  void ask_coordinator(milliseconds deadline, Request what, Then then);

  /// Has the coordinator change the order of the zone "map", and answers with what it says.
  void order_zone(const std::function<void(msg::zone_order&)>& change);

  // -- answers; the first one counts ------------------------------------------------

  void done(outcome what);
  void fail(std::string code, std::string sentence) { finish(refusal{std::move(code), std::move(sentence), {}}); }
  void refuse(refusal what) { finish(std::move(what)); }
  /// `whom` is who said so.
  void fail(const caf::error& why, const std::string& whom);

private:
  using coordinator_found = std::function<void(const msg::coordinator_actor&, const std::string& whom)>;

  bool is_noted() const { return what_.what->is_write && !is_dry_run(); }
  void run();
  void finish(answer what);
  void deliver(answer what);
  void note(const std::string& outcome, const std::string& undo, std::function<void(std::string problem)> then);
  void find_coordinator(coordinator_found then);

  desk& self_;
  std::shared_ptr<const bool> is_desk_gone_;
  run_command what_;
  caf::typed_response_promise<command_answer> promise_;
  uint64_t audit_id_ = 0;     // of "begun"
  bool is_answered_ = false;  // the answer is known
  bool is_delivered_ = false; // and given
};

inline constexpr std::chrono::milliseconds local_deadline{2'000};
inline constexpr std::chrono::milliseconds remote_deadline{3'000};
inline constexpr std::chrono::milliseconds order_deadline{12'000}; // of a move, which the coordinator waits for

/// Players as `player ls` shows them.
table table_of(const std::vector<msg::player_entry>& players);

/// A code as programs read it: "zone_unknown".
std::string code_text(const caf::error& why);

template <class Handle, class Request, class Then>
void conversation::ask(const Handle& to, milliseconds deadline, Request what, std::string whom, Then then) {
  if (!to)
    return fail("not_ready", whom + " is not there");
  self_.request(to, deadline, std::move(what))
    .then(std::move(then), [talk = shared_from_this(), whom](caf::error& why) { talk->fail(why, whom); });
}

template <class Request, class Then>
void conversation::ask_coordinator(milliseconds deadline, Request what, Then then) {
  find_coordinator([talk = shared_from_this(), deadline, what = std::move(what),
                    then = std::move(then)](const msg::coordinator_actor& to, const std::string& whom) {
    talk->ask(to, deadline, what, whom, then);
  });
}

} // namespace runtime::admin
