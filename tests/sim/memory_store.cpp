#include "tests/sim/memory_store.hpp"

#include "runtime/base/prng.hpp"
#include "runtime/base/probes.hpp"

#include <variant>

namespace sim {

namespace {

// Messages of the store to itself; they never leave the process.
struct execute_now {
  uint64_t id = 0;
};
struct answer_now {
  uint64_t id = 0;
};
struct deadline_reached {};

} // namespace

} // namespace sim

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sim::execute_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sim::answer_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sim::deadline_reached)

namespace sim {

namespace {

using msg::errc;
using std::chrono::milliseconds;
using time_point = memory_database::time_point;

/// How often those who wait look whether a stall was prolonged or cut short.
constexpr auto stall_poll = milliseconds{100};

using outcome = std::variant<caf::message, caf::error>;
using work = std::function<outcome(memory_database&, time_point now)>;

caf::error unavailable(std::string why) { return msg::make_error(errc::store_unavailable, std::move(why)); }

template <class Request>
using answer_to =
  typename decltype(std::declval<memory_database&>().apply(std::declval<const Request&>(), time_point{}))::value_type;

template <class Request, class... Ts>
inline constexpr bool is_any_of = (std::is_same_v<Request, Ts> || ...);

template <class Request>
inline constexpr bool is_read = is_any_of<Request, msg::find_account, msg::list_accounts, msg::list_characters,
                                          msg::get_store_status, msg::get_cluster_view, msg::list_audit>;

using store_with_timers =
  msg::store_actor::extend<caf::reacts_to<execute_now>, caf::reacts_to<answer_now>, caf::reacts_to<deadline_reached>>;

class memory_store : public store_with_timers::base {
public:
  memory_store(caf::actor_config& config, memory_store_options options);

  const char* name() const override { return "store"; }
  void on_exit() override;

protected:
  behavior_type make_behavior() override;

private:
  struct request {
    caf::response_promise promise;
    work what;
    time_point deadline;
    milliseconds answer_after{0}; // from the commit on
    bool writes = false;
    bool is_stalled = false;
    bool is_executed = false;
    outcome result;
  };
  using requests = std::map<uint64_t, request>;

  template <class Request>
  caf::typed_response_promise<answer_to<Request>> accept(const Request& what) {
    auto promise = make_response_promise<answer_to<Request>>();
    put_in_line(promise, !is_read<Request>, [what](memory_database& in, time_point now) -> outcome {
      auto got = in.apply(what, now);
      if (!got)
        return got.error();
      return caf::make_message(std::move(*got));
    });
    return promise;
  }

  void put_in_line(caf::response_promise& promise, bool writes, work what);
  void execute(uint64_t id);
  void execute_late(std::map<uint64_t, work>::iterator which);
  void commit(requests::iterator which);
  void lose_answer(requests::iterator which, std::string why);
  void answer(uint64_t id);
  void watch_deadline();
  void expire();
  void finish(requests::iterator which, outcome with);

  /// Counts it, too.
  bool is_dead();
  milliseconds draw_latency();
  bool strikes(uint32_t& next, uint32_t per_mille);
  bool is_down() const { return options_.weather->is_down || (options_.is_cut && *options_.is_cut); }
  time_point database_now() const { return options_.now ? options_.now() : clock().now(); }

  memory_store_options options_;
  runtime::prng dice_;
  requests requests_;             // not yet answered, by id: in order of arrival and of deadline
  std::map<uint64_t, work> late_; // answered, but still on their way to the database
  uint64_t id_last_ = 0;
  bool is_deadline_watched_ = false;
};

memory_store::memory_store(caf::actor_config& config, memory_store_options options)
    : store_with_timers::base(config), options_(std::move(options)), dice_(options_.seed) {
  if (!options_.database)
    options_.database = std::make_shared<memory_database>();
  if (!options_.weather)
    options_.weather = std::make_shared<store_weather>();
}

memory_store::behavior_type memory_store::make_behavior() {
  return {
    [this](const msg::find_account& what) { return accept(what); },
    [this](const msg::create_account& what) { return accept(what); },
    [this](const msg::set_password& what) { return accept(what); },
    [this](const msg::set_account_status& what) { return accept(what); },
    [this](const msg::list_accounts& what) { return accept(what); },
    [this](const msg::note_login& what) { return accept(what); },
    [this](const msg::list_characters& what) { return accept(what); },
    [this](const msg::create_character& what) { return accept(what); },
    [this](const msg::delete_character& what) { return accept(what); },
    [this](const msg::begin_stay& what) { return accept(what); },
    [this](const msg::save_locations& what) { return accept(what); },
    [this](const msg::join_cluster& what) { return accept(what); },
    [this](const msg::beat& what) { return accept(what); },
    [this](const msg::get_cluster_view& what) { return accept(what); },
    [this](const msg::leave_cluster& what) { return accept(what); },
    [this](const msg::declare_dead& what) { return accept(what); },
    [this](const msg::assign_lease& what) { return accept(what); },
    [this](const msg::release_lease& what) { return accept(what); },
    [this](const msg::hand_over& what) { return accept(what); },
    [this](const msg::set_zone_order& what) { return accept(what); },
    [this](const msg::set_draining& what) { return accept(what); },
    [this](const msg::note_audit& what) { return accept(what); },
    [this](const msg::list_audit& what) { return accept(what); },
    [this](const msg::get_store_status& what) { return accept(what); },
    [this](const execute_now& what) { execute(what.id); },
    [this](const answer_now& what) { answer(what.id); },
    [this](const deadline_reached&) { expire(); },
  };
}

// -- fortune ---------------------------------------------------------------------

bool memory_store::is_dead() {
  if (!options_.is_dead || !*options_.is_dead)
    return false;
  ++options_.weather->happened.lost_with_node;
  return true;
}

milliseconds memory_store::draw_latency() {
  auto draw = [this](uint32_t min, uint32_t max) {
    return max <= min ? uint64_t{min} : min + dice_.below(uint64_t{max} - min + 1);
  };
  const auto& weather = *options_.weather;
  return milliseconds{static_cast<int64_t>(draw(options_.latency_min_ms, options_.latency_max_ms)
                                           + draw(weather.latency_min_ms, weather.latency_max_ms))};
}

bool memory_store::strikes(uint32_t& next, uint32_t per_mille) {
  if (next > 0) {
    --next;
    return true;
  }
  return per_mille > 0 && dice_.chance(per_mille, 1000);
}

// -- the way of a request ----------------------------------------------------------

void memory_store::put_in_line(caf::response_promise& promise, bool writes, work what) {
  auto& weather = *options_.weather;
  if (is_dead())
    return;
  if (is_down()) {
    ++weather.happened.refused_while_down;
    return promise.deliver(unavailable("the database is down"));
  }
  if (requests_.size() >= std::max<size_t>(options_.queue_max, 1)) {
    ++weather.happened.overloaded;
    return promise.deliver(msg::make_error(errc::overloaded));
  }
  auto latency = draw_latency();
  auto until_commit =
    latency.count() > 0 ? milliseconds{dice_.below(static_cast<uint64_t>(latency.count()) + 1)} : milliseconds{0};
  auto id = ++id_last_;
  requests_.emplace(
    id,
    request{promise, std::move(what), clock().now() + options_.deadline, latency - until_commit, writes, {}, {}, {}});
  if (until_commit.count() > 0)
    delayed_send(this, until_commit, execute_now{id});
  else
    execute(id);
  watch_deadline();
}

void memory_store::execute(uint64_t id) {
  if (is_dead())
    return;
  auto& weather = *options_.weather;
  auto late = late_.find(id);
  auto which = requests_.find(id);
  if (late == late_.end() && which == requests_.end())
    return;
  if (is_down()) {
    ++weather.happened.refused_while_down;
    if (late != late_.end())
      late_.erase(late);
    else
      finish(which, unavailable("the database is down"));
    return;
  }
  if (auto now = database_now(); now < weather.stalled_until) {
    if (which != requests_.end() && !std::exchange(which->second.is_stalled, true))
      ++weather.happened.stalled;
    auto rest = std::chrono::ceil<milliseconds>(weather.stalled_until - now);
    delayed_send(this, std::min(rest, milliseconds{stall_poll}) + draw_latency(), execute_now{id});
    return;
  }
  if (late != late_.end())
    execute_late(late);
  else
    commit(which);
}

void memory_store::execute_late(std::map<uint64_t, work>::iterator which) {
  auto what = std::move(which->second);
  late_.erase(which);
  ++options_.weather->happened.committed_late;
  what(*options_.database, database_now());
}

void memory_store::commit(requests::iterator which) {
  auto& weather = *options_.weather;
  auto& one = which->second;
  if (strikes(weather.fail_before_next, weather.fail_before_per_mille)) {
    ++weather.happened.failed_before_commit;
    return finish(which, unavailable("the connection broke before the commit"));
  }
  one.result = one.what(*options_.database, database_now());
  one.is_executed = true;
  if (one.writes && strikes(weather.fail_after_next, weather.fail_after_per_mille)) {
    ++weather.happened.failed_after_commit;
    if (!weather.repeats || !dice_.chance(1, 3)) {
      if (dice_.chance(1, 2))
        lose_answer(which, "the connection broke after the commit");
      return; // or it is answered at its deadline
    }
    one.result = one.what(*options_.database, database_now());
  }
  if (one.answer_after.count() > 0)
    delayed_send(this, one.answer_after, answer_now{which->first});
  else
    finish(which, std::move(one.result));
}

void memory_store::lose_answer(requests::iterator which, std::string why) {
  if (which->second.writes)
    SOMETIMES(commit_lost_its_reply);
  finish(which, unavailable(std::move(why)));
}

void memory_store::answer(uint64_t id) {
  if (is_dead())
    return;
  auto which = requests_.find(id);
  if (which == requests_.end())
    return;
  if (is_down()) {
    ++options_.weather->happened.refused_while_down;
    return lose_answer(which, "the database is down");
  }
  finish(which, std::move(which->second.result));
}

/// One timer for all: as every request has the same time, the oldest is the next to expire.
void memory_store::watch_deadline() {
  if (is_deadline_watched_ || requests_.empty())
    return;
  is_deadline_watched_ = true;
  scheduled_send(this, requests_.begin()->second.deadline, deadline_reached{});
}

void memory_store::expire() {
  is_deadline_watched_ = false;
  if (is_dead())
    return;
  while (!requests_.empty() && requests_.begin()->second.deadline <= clock().now()) {
    auto which = requests_.begin();
    auto& one = which->second;
    ++options_.weather->happened.deadlines_passed;
    if (one.is_executed) {
      lose_answer(which, "no answer in time");
      continue;
    }
    // What has left for the database may arrive there whatever the caller is told.
    if (late_.size() < options_.queue_max && dice_.chance(1, 2))
      late_.emplace(which->first, std::move(one.what));
    finish(which, unavailable("no answer in time"));
  }
  watch_deadline();
}

void memory_store::finish(requests::iterator which, outcome with) {
  auto promise = std::move(which->second.promise);
  requests_.erase(which);
  std::visit([&](auto& x) { promise.deliver(std::move(x)); }, with);
}

void memory_store::on_exit() {
  late_.clear();
  if (!requests_.empty() && is_dead())
    requests_.clear();
  while (!requests_.empty())
    finish(requests_.begin(), unavailable("the store is stopping"));
}

} // namespace

msg::store_actor spawn_memory_store(caf::actor_system& system, memory_store_options options) {
  return system.spawn<memory_store>(std::move(options));
}

msg::store_actor spawn_memory_store(caf::actor_system& system) { return spawn_memory_store(system, {}); }

} // namespace sim
