#include "actors/session/session.hpp"

#include "actors/session/deadlines.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;
using std::chrono::milliseconds;

} // namespace

session::session(caf::actor_config& cfg, session_options options)
    : msg::session_actor::base(cfg), options_(std::move(options)), seed_(options_.seed) {
  visits_ = static_cast<uint32_t>(seed_());
  set_down_handler([this](const caf::down_msg& down) {
    auto is_unreachable = down.reason == caf::exit_reason::remote_link_unreachable;
    if (zone_.zone && down.source == zone_.zone.address()) {
      may_have_missed_ = may_have_missed_ || is_unreachable;
      drift();
    } else if (is_unreachable && down.source == last_zone_) {
      on_last_zone_lost();
    }
    if (services_.directory && down.source == services_.directory.address())
      on_directory_lost();
  });
}

/// Also of a session that is killed.
void session::on_exit() {
  forget_claim();
  zone_.zone = nullptr;
  services_ = {};
  trip_ = nullptr;
  errand_ = nullptr;
  departure_ = nullptr;
  chores_.clear();
}

session::behavior_type session::make_behavior() {
  return {
    [this](const msg::client_frames& frames) { on_frames(frames); },
    [this](const msg::connection_lost& what) { on_lost(what.reason); },
    [this](const msg::zone_departure& what) {
      if (is_from_zone())
        on_departure(what);
    },
    [this](const msg::zone_expelled& what) {
      if (what.visit == visit_ && is_from_zone())
        leave(what.reason, false);
    },
    [this](const msg::inputs_done& what) { on_inputs_done(what); },
    [this](const msg::zone_goes_on& what) { on_goes_on(what); },
    [this](const msg::session_close& what) { leave(what.reason, false); },
    [this](const msg::session_probe&) { return on_probe(); },
    [this](caf::tick_atom) { on_tick(); },
    [this](caf::join_atom) { do_chores(); },
  };
}

uint64_t session::now_ms() const {
  return static_cast<uint64_t>(std::chrono::duration_cast<milliseconds>(clock().now().time_since_epoch()).count());
}

msg::session_actor session::self() { return caf::actor_cast<msg::session_actor>(caf::strong_actor_ptr{ctrl()}); }

// -- frames -------------------------------------------------------------------------

void session::on_frames(const msg::client_frames& frames) {
  heard_ms_ = now_ms();
  if (stood_still(heard_ms_))
    return give_up_account(msg::close_reason::internal, "The server stood still for too long. Please log in again.");
  // Usually nothing waits, and the frames need not be copied.
  size_t done = waiting_.empty() ? work(frames.bytes, heard_ms_) : 0;
  waiting_.insert(waiting_.end(), frames.bytes.begin() + static_cast<ptrdiff_t>(done), frames.bytes.end());
  flush();
}

size_t session::work(msg::wire::byte_view frames, uint64_t now) {
  size_t at = 0;
  while (!is_held_up() && !is_leaving_ && frames.size() - at >= msg::client::link_head_size) {
    auto rest = frames.subspan(at);
    auto size = msg::client::read_head(rest).size;
    at += size;
    ++consumed_;
    handle_frame(rest.first(size), now);
  }
  return at;
}

void session::handle_frame(msg::wire::byte_view frame, uint64_t now_ms) {
  constexpr auto on = msg::wire::listener::game;
  constexpr auto to = msg::wire::direction::c2s;
  auto head = msg::client::read_head(frame);
  msg::game_request packet;
  auto body = frame.subspan(head.head_size());
  auto result = msg::decode(head.select, body, packet);
  if (!result)
    return refuse(head.select, msg::note_refusal(on, to, head.select, body, result));
  bool is_refused = false;
  auto what = machine_.on(packet, now_ms, options_.setup->rules, is_refused);
  if (is_refused)
    return refuse(head.select, msg::note_refusal(on, to, head.select, body, result));
  std::visit([this](auto& x) { perform(x); }, what);
}

void session::refuse(msg::wire::selector which, msg::refusal_note why) {
  auto times = options_.setup->metrics->add(metric::session_packets_refused_total, why.label());
  log::sampled(log::component::session, times, "packet-refused",
               "the session of {} ignores {}, number {:#06x}: {}; {} so far", options_.address, why.packet,
               which.number, why.reason, times);
}

void session::flush(bool close) {
  auto frames = machine_.take_frames();
  if (frames.empty() && consumed_ == 0 && !close)
    return;
  send(options_.edge, msg::edge_output{options_.connection, std::move(frames), std::exchange(consumed_, 0),
                                       is_authenticated_, close, leave_reason_});
}

void session::go_on() {
  if (is_lost_ && !is_leaving_)
    return leave(leave_reason_, false);
  if (departure_)
    return on_departure(*std::exchange(departure_, nullptr));
  auto done = work(waiting_, now_ms());
  if (done == waiting_.size())
    msg::wire::byte_buffer{}.swap(waiting_);
  else
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<ptrdiff_t>(done));
  flush();
}

void session::later(milliseconds pause, std::function<void()> what) {
  chores_.push_back({now_ms() + static_cast<uint64_t>(pause.count()), std::move(what)});
  delayed_send(this, pause, caf::join_atom::value);
}

void session::do_chores() {
  auto now = now_ms();
  std::vector<chore> due;
  std::erase_if(chores_, [&](chore& x) {
    if (x.due_ms > now)
      return false;
    due.push_back(std::move(x));
    return true;
  });
  for (auto& x : due)
    x.what(); // may add others
}

// -- login --------------------------------------------------------------------------

void session::perform(action::redeem& what) {
  auto redeem = msg::redeem_ticket{what.ticket, std::move(what.account_name), options_.address};
  request(options_.setup->router, router_deadline, msg::find_services{})
    .then(
      [this, redeem](const msg::service_handles& services) {
        services_ = services;
        request(services_.account, service_deadline, redeem)
          .then([this](msg::account_id account) { claim(account); }, [this](caf::error& why) { fail_login(why); });
      },
      [this](caf::error& why) { fail_login(why); });
}

void session::claim(msg::account_id account) {
  if (!note_claim(services_.epoch))
    return fail_login(make_error(msg::errc::not_ready));
  request(services_.directory, service_deadline, msg::claim_account{account, self(), false})
    .then(
      [this, account](caf::ok_atom) {
        account_ = account;
        monitor(services_.directory);
        list(account);
      },
      [this](caf::error& why) { fail_login(why); });
}

void session::list(msg::account_id account) {
  request(services_.store, service_deadline, msg::list_characters{account})
    .then(
      [this](std::vector<msg::character_record>& characters) {
        is_authenticated_ = true;
        machine_.logged_in(account_, std::move(characters));
        ticked_ms_ = now_ms();
        delayed_send(this, options_.setup->tick, caf::tick_atom::value);
        go_on();
      },
      [this](caf::error& why) { fail_login(why); });
}

void session::fail_login(const caf::error& why) {
  log::info(log::component::session, "login-refused", "the session of {} refuses account {}: {}", options_.address,
            machine_.account_name(), system().render(why));
  machine_.login_refused(msg::to_string(msg::code_of(why)));
  flush();
  end(msg::close_reason::refused);
}

// -- characters ---------------------------------------------------------------------

void session::perform(action::create& what) {
  request(services_.store, service_deadline, msg::create_character{next_operation(), std::move(what.what)})
    .then(
      [this](const msg::character_record& made) {
        log::info(log::component::session, "character-created", "account {} creates character {} ({})", account_.value,
                  made.id().value, made.name);
        machine_.created(made);
        go_on();
      },
      [this](caf::error& why) {
        auto code = msg::code_of(why);
        machine_.create_refused(code == msg::errc::name_taken   ? refusal::name_taken
                                : code == msg::errc::slots_full ? refusal::slots_full
                                                                : refusal::failed,
                                msg::to_string(code));
        go_on();
      });
}

void session::perform(action::remove& what) {
  request(services_.store, service_deadline, msg::delete_character{next_operation(), account_, what.name})
    .then(
      [this, name = what.name](caf::ok_atom) {
        log::info(log::component::session, "character-deleted", "account {} deletes character {}", account_.value,
                  name);
        machine_.removed(name);
        go_on();
      },
      [this](caf::error& why) {
        auto code = msg::code_of(why);
        machine_.remove_refused(code == msg::errc::character_unknown ? refusal::not_found : refusal::failed,
                                msg::to_string(code));
        go_on();
      });
}

// -- in the world --------------------------------------------------------------------

void session::perform(action::forward& what) {
  auto number = window_.push(what.what);
  if (window_.is_full())
    SOMETIMES(inputs_held_back);
  msg::player_input input{machine_.id(), visit_, number, std::move(what.what)};
  if (options_.setup->watch_input)
    options_.setup->watch_input(input);
  if (zone_.zone) // else it is sent when there is one
    send(zone_.zone, std::move(input));
}

void session::perform(action::whisper& what) {
  whisper(std::make_shared<const action::whisper>(std::move(what)), now_ms() + to_ms(talk_patience));
}

/// While the services move to another node it is tried again for a moment.
void session::whisper(std::shared_ptr<const action::whisper> what, uint64_t until_ms) {
  auto fail = [this, what, until_ms](refusal why) {
    if (why == refusal::failed && now_ms() < until_ms)
      return later(talk_retry, [this, what, until_ms] { whisper(what, until_ms); });
    machine_.whisper_refused(what->to, why);
    go_on();
  };
  if (!services_.directory)
    return fail(refusal::failed);
  request(services_.directory, service_deadline, msg::whisper{machine_.id(), machine_.name(), what->to, what->words})
    .then(
      [this, what](caf::ok_atom) {
        machine_.whispered(what->words);
        go_on();
      },
      [fail](caf::error& why) {
        fail(msg::code_of(why) == msg::errc::not_online ? refusal::not_online : refusal::failed);
      });
}

void session::perform(action::shout& what) {
  shout(std::make_shared<const action::shout>(std::move(what)), now_ms() + to_ms(talk_patience));
}

void session::shout(std::shared_ptr<const action::shout> what, uint64_t until_ms) {
  if (services_.directory)
    return send(services_.directory, msg::broadcast{static_cast<uint8_t>(msg::client::say_kind::shout),
                                                    machine_.id().value, machine_.name(), what->words});
  if (now_ms() < until_ms)
    return later(talk_retry, [this, what, until_ms] { shout(what, until_ms); });
  machine_.tell("Your shout is not heard just now. Try again later.");
  flush();
}

void session::perform(action::leave&) { leave(msg::close_reason::logout, true); }

void session::perform(action::close&) {
  log::warn(log::component::session, "clock-cheat", "character {} is cut off: its clock runs too fast",
            machine_.id().value);
  leave(msg::close_reason::kicked, false);
}

void session::on_tick() {
  auto now = now_ms();
  if (stood_still(now))
    return give_up_account(msg::close_reason::internal, "The server stood still for too long. Please log in again.");
  ticked_ms_ = now;
  delayed_send(this, options_.setup->tick, caf::tick_atom::value);
  if (services_.directory && options_.setup->tally && options_.setup->tally->newest() > services_.epoch)
    on_directory_lost(); // it is out of reach, and there is another one
  if (!is_in_world_ || is_leaving_ || is_lost_)
    return;
  if (window_.is_full())
    heard_ms_ = now; // he is not listened to
  if (now >= heard_ms_ + static_cast<uint64_t>(options_.setup->lost.count()))
    return leave(msg::close_reason::idle, false);
  machine_.tick(now);
  if (is_presence_stale_)
    announce();
  flush();
}

/// A process that was stopped for a while does not know whether its accounts have been granted to others meanwhile.
bool session::stood_still(uint64_t now_ms) const {
  const auto& setup = *options_.setup;
  return account_ && ticked_ms_ != 0
         && now_ms >= ticked_ms_ + static_cast<uint64_t>((setup.tick + setup.orphan).count());
}

bool session::on_probe() {
  auto silent_ms = static_cast<uint64_t>(options_.setup->silent.count());
  if (!is_leaving_ && now_ms() < heard_ms_ + silent_ms)
    return true;
  SOMETIMES(session_replaced);
  leave(msg::close_reason::replaced, false);
  return false;
}

// -- the end ------------------------------------------------------------------------

void session::on_lost(msg::close_reason reason) {
  is_lost_ = true;
  if (reason == msg::close_reason::shutdown)
    machine_.tell("The server is shutting down.");
  leave(reason, false);
}

void session::leave(msg::close_reason reason, bool answer) {
  if (is_leaving_)
    return;
  leave_reason_ = reason;
  auto is_on_its_way = (machine_.is_busy() || trip_) && !answer;
  if (is_on_its_way && reason != msg::close_reason::internal) {
    is_lost_ = true; // go_on comes back here
    return;
  }
  is_leaving_ = true;
  answers_leave_ = answer;
  trip_ = nullptr;
  if (!is_in_world_)
    return end(reason);
  leave_zone();
}

/// The account stays claimed until he is saved: what is loaded next must be what was left.
void session::leave_zone() {
  auto done = [this] { end(leave_reason_); };
  ask_zone({msg::zone_leave{machine_.id(), visit_, true}, save_deadline, done, done});
  look_for_zone();
}

void session::end(msg::close_reason reason, bool is_saved) {
  is_leaving_ = true;
  leave_reason_ = reason;
  trip_ = nullptr;
  errand_ = nullptr;
  ++search_;
  // Without its zone nobody knows whether the character is saved: then the directory sees to that first.
  if (account_ && services_.directory && is_saved)
    send(services_.directory, msg::release_account{account_, self()});
  if (answers_leave_)
    machine_.left();
  flush(!PLANTED(session_ends_silently));
  if (!PLANTED(session_never_ends))
    quit();
}

} // namespace actors
