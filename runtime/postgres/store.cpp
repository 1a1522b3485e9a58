#include "runtime/postgres/store.hpp"

#include "runtime/base/backoff.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/postgres/statements.hpp"

#include <deque>
#include <map>

namespace runtime::postgres {

namespace {

using msg::errc;

/// The answer to a caller, or why there is none.
using reply = std::variant<caf::message, errc, problem>;
using work = std::function<reply(connection&)>;

// Messages between the dispatcher and its workers; they never leave the process.
struct job {
  uint64_t id = 0;
  clock::time_point deadline;
  std::shared_ptr<const work> what;
};
struct job_done {
  uint64_t id = 0;
  reply outcome;
};
struct job_again {
  uint64_t id = 0;
};
struct deadline_reached {};

} // namespace

} // namespace runtime::postgres

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runtime::postgres::job)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runtime::postgres::job_done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runtime::postgres::job_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runtime::postgres::deadline_reached)

namespace runtime::postgres {

namespace {

// -- worker ----------------------------------------------------------------------

using worker_actor = caf::typed_actor<caf::reacts_to<job>>;
using job_sink = caf::typed_actor<caf::reacts_to<job_done>>;

struct worker_state {
  std::unique_ptr<connection> on;
};

/// Nothing thrown gets out: an actor that throws is gone, and with it its answer.
reply attempt(const job& what, connection& on) {
  try {
    on.set_deadline(what.deadline);
    return (*what.what)(on);
  } catch (const std::exception& thrown) {
    on.close();
    return problem{failure::bug, {}, {}, std::string{"exception: "} + thrown.what()};
  }
}

worker_actor::behavior_type worker(worker_actor::stateful_pointer<worker_state> self, const std::string& url,
                                   std::chrono::milliseconds timeout, std::shared_ptr<const interrupt> stop) {
  self->state.on = std::make_unique<connection>(url, timeout, std::move(stop));
  return {[self](const job& what) {
    // The dispatcher is known as the sender only: a handle kept here would keep it alive.
    auto back = caf::actor_cast<job_sink>(self->current_sender());
    self->send(back, job_done{what.id, attempt(what, *self->state.on)});
  }};
}

// -- dispatcher ------------------------------------------------------------------

using dispatcher_actor =
  msg::store_actor::extend<caf::reacts_to<job_done>, caf::reacts_to<job_again>, caf::reacts_to<deadline_reached>>;

template <class Request>
using answer_to =
  std::variant_alternative_t<0, decltype(execute(std::declval<connection&>(), std::declval<const Request&>()))>;

template <class T>
reply to_reply(answer<T> from) {
  if (auto* refused = std::get_if<errc>(&from))
    return *refused;
  if (auto* why = std::get_if<problem>(&from))
    return std::move(*why);
  return caf::make_message(std::move(std::get<T>(from)));
}

class dispatcher : public dispatcher_actor::base {
public:
  dispatcher(caf::actor_config& config, store_options options);

  const char* name() const override { return "store"; }
  void on_exit() override;

protected:
  behavior_type make_behavior() override;

private:
  struct request {
    caf::response_promise promise;
    std::shared_ptr<const work> what;
    clock::time_point deadline;
    backoff waits;
  };
  using requests = std::map<uint64_t, request>;

  template <class Request>
  caf::typed_response_promise<answer_to<Request>> accept(const Request& what) {
    auto promise = make_response_promise<answer_to<Request>>();
    put_in_line(promise, [what](connection& on) { return to_reply(execute(on, what)); });
    return promise;
  }

  void put_in_line(caf::response_promise& promise, work what);
  void dispatch();
  void handle(const job_done& done);
  void retry(requests::iterator which, const problem& why);
  void expire();
  void watch_deadline();
  void finish(requests::iterator which, const reply& with);
  std::chrono::milliseconds attempt_time() const { return options_.deadline / 2; }
  worker_actor start_worker();
  void replace_worker(const caf::down_msg& down);
  void note_availability(bool available, std::string_view why);
  void count(const metric_info& info, std::string_view label);
  void show_queue();

  store_options options_;
  prng dice_;
  std::shared_ptr<interrupt> stop_ = std::make_shared<interrupt>();
  std::vector<worker_actor> workers_;
  std::vector<worker_actor> idle_;
  requests requests_;          // not yet answered, by id: in order of arrival and of deadline
  std::deque<uint64_t> ready_; // wait for a worker; may name requests that are answered
  uint64_t id_last_ = 0;
  bool deadline_watched_ = false;
  bool available_ = true;
};

dispatcher::dispatcher(caf::actor_config& config, store_options options)
    : dispatcher_actor::base(config), options_(std::move(options)), dice_(options_.seed) {}

dispatcher::behavior_type dispatcher::make_behavior() {
  set_down_handler([this](const caf::down_msg& down) { replace_worker(down); });
  for (size_t i = 0; i < std::max<size_t>(options_.workers, 1); ++i)
    idle_.push_back(start_worker());
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
    [this](const job_done& done) { handle(done); },
    [this](const job_again& again) {
      ready_.push_back(again.id);
      dispatch();
    },
    [this](const deadline_reached&) { expire(); },
  };
}

worker_actor dispatcher::start_worker() {
  auto started = home_system().spawn<caf::detached>(worker, options_.url, attempt_time(), stop_);
  monitor(started);
  workers_.push_back(started);
  return started;
}

/// What the dead worker was doing is answered at its deadline.
void dispatcher::replace_worker(const caf::down_msg& down) {
  auto is_dead = [&](const worker_actor& one) { return one.address() == down.source; };
  if (std::erase_if(workers_, is_dead) == 0)
    return;
  std::erase_if(idle_, is_dead);
  log::error(log::component::store, "worker-died", "a thread of the store died and is replaced: {}",
             caf::to_string(down.reason));
  idle_.push_back(start_worker());
  dispatch();
}

void dispatcher::put_in_line(caf::response_promise& promise, work what) {
  if (requests_.size() >= std::max<size_t>(options_.queue_max, 1)) {
    count(metric::store_requests_total, "overloaded");
    promise.deliver(msg::make_error(errc::overloaded));
    return;
  }
  auto id = ++id_last_;
  requests_.emplace(id,
                    request{promise, std::make_shared<const work>(std::move(what)), clock().now() + options_.deadline,
                            backoff{options_.backoff_first, options_.backoff_max, dice_.fork()}});
  ready_.push_back(id);
  show_queue();
  watch_deadline();
  dispatch();
}

void dispatcher::dispatch() {
  while (!idle_.empty() && !ready_.empty()) {
    auto found = requests_.find(ready_.front());
    ready_.pop_front();
    if (found == requests_.end())
      continue;
    // Half of the time, so that a connection that went silent leaves time for a new one.
    auto until = std::min(found->second.deadline, clock().now() + attempt_time());
    send(idle_.back(), job{found->first, until, found->second.what});
    idle_.pop_back();
  }
}

void dispatcher::handle(const job_done& done) {
  idle_.push_back(caf::actor_cast<worker_actor>(current_sender()));
  if (auto found = requests_.find(done.id); found != requests_.end()) {
    const auto* why = std::get_if<problem>(&done.outcome);
    if (why != nullptr && (why->kind == failure::unavailable || why->kind == failure::conflict)) {
      retry(found, *why);
    } else {
      note_availability(true, {});
      finish(found, done.outcome);
    }
  }
  dispatch();
}

void dispatcher::retry(requests::iterator which, const problem& why) {
  const bool unavailable = why.kind == failure::unavailable;
  if (unavailable)
    note_availability(false, why.text);
  auto wait = which->second.waits.next();
  if (clock().now() + wait >= which->second.deadline)
    return finish(which, why);
  count(metric::store_retries_total, unavailable ? "unavailable" : "conflict");
  delayed_send(this, wait, job_again{which->first});
}

/// One timer for all: as every request has the same time, the oldest is the next to expire.
void dispatcher::watch_deadline() {
  if (deadline_watched_ || requests_.empty())
    return;
  deadline_watched_ = true;
  scheduled_send(this, requests_.begin()->second.deadline, deadline_reached{});
}

void dispatcher::expire() {
  deadline_watched_ = false;
  while (!requests_.empty() && requests_.begin()->second.deadline <= clock().now())
    finish(requests_.begin(), problem{failure::unavailable, {}, {}, "no answer in time"});
  watch_deadline();
}

void dispatcher::finish(requests::iterator which, const reply& with) {
  auto promise = std::move(which->second.promise);
  requests_.erase(which);
  show_queue();
  if (const auto* value = std::get_if<caf::message>(&with)) {
    count(metric::store_requests_total, "ok");
    promise.deliver(*value);
  } else if (const auto* refused = std::get_if<errc>(&with)) {
    count(metric::store_requests_total, "refused");
    promise.deliver(msg::make_error(*refused));
  } else {
    const auto& why = std::get<problem>(with);
    const bool bug = why.kind != failure::unavailable && why.kind != failure::conflict;
    count(metric::store_requests_total, bug ? "failed" : "unavailable");
    if (bug)
      log::error(log::component::store, "statement-failed", "the database refused a statement: {} (SQLSTATE {}){}",
                 why.text, why.sqlstate, why.sqlstate == "42P01" ? "; is the schema up to date?" : "");
    promise.deliver(
      msg::make_error(why.kind == failure::refused ? errc::bad_request : errc::store_unavailable, why.text));
  }
}

void dispatcher::note_availability(bool available, std::string_view why) {
  if (available == available_)
    return;
  available_ = available;
  if (available)
    log::info(log::component::store, "database-back", "the database answers again");
  else
    log::warn(log::component::store, "database-unavailable", "the database at {} does not answer: {}",
              address_of(options_.url), why);
}

void dispatcher::count(const metric_info& info, std::string_view label) {
  if (options_.metrics)
    options_.metrics->add(info, label);
}

void dispatcher::show_queue() {
  if (options_.metrics)
    options_.metrics->set(metric::store_queue, static_cast<int64_t>(requests_.size()));
}

/// Also runs when the last handle to the store is gone, when nothing may refer
/// to this actor any more: hence anonymous messages.
void dispatcher::on_exit() {
  stop_->raise();
  for (const auto& one : workers_)
    caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
  workers_.clear();
  idle_.clear();
  while (!requests_.empty())
    finish(requests_.begin(), problem{failure::unavailable, {}, {}, "the store is stopping"});
}

} // namespace

} // namespace runtime::postgres

namespace runtime {

msg::store_actor spawn_store(caf::actor_system& system, store_options options) {
  return system.spawn<postgres::dispatcher>(std::move(options));
}

} // namespace runtime
