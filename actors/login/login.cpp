#include "actors/login/login.hpp"

#include "messages/catalog.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;
using std::chrono::seconds;

constexpr auto router_deadline = seconds{2};
constexpr auto account_deadline = seconds{35}; // a queue of passwords may be ahead
constexpr auto service_deadline = seconds{6};

login_refusal refusal_of(const caf::error& why) {
  switch (msg::code_of(why)) {
  case msg::errc::account_unknown:
  case msg::errc::account_exists:
  case msg::errc::bad_request:
  case msg::errc::wrong_password:
    return login_refusal::wrong_password;
  case msg::errc::account_banned:
    return login_refusal::banned;
  case msg::errc::account_pending:
    return login_refusal::pending;
  case msg::errc::account_locked:
    return login_refusal::locked;
  default:
    return login_refusal::unavailable;
  }
}

} // namespace

login::login(caf::actor_config& cfg, login_options options)
    : msg::connection_actor::base(cfg), options_(std::move(options)) {}

login::behavior_type login::make_behavior() {
  return {
    [this](const msg::client_frames& frames) {
      waiting_.insert(waiting_.end(), frames.bytes.begin(), frames.bytes.end());
      work();
    },
    [this](const msg::connection_lost&) {
      flush(true);
      quit();
    },
  };
}

void login::work() {
  size_t at = 0;
  while (!machine_.is_busy() && waiting_.size() - at >= msg::client::link_head_size) {
    auto rest = msg::wire::byte_view{waiting_}.subspan(at);
    auto size = msg::client::read_head(rest).size;
    at += size;
    ++consumed_;
    handle_frame(rest.first(size));
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<ptrdiff_t>(at));
  flush();
}

void login::handle_frame(msg::wire::byte_view frame) {
  auto head = msg::client::read_head(frame);
  auto body = frame.subspan(head.head_size());
  // Clients of other agents send the login without its four trailing bytes, or with more.
  constexpr auto login_select = msg::client::c2ls_login::info.select;
  constexpr auto login_size = msg::wire::size_of<msg::client::c2ls_login>();
  constexpr size_t trailer_size = 4;
  msg::wire::byte_buffer adjusted;
  if (head.select == login_select && body.size() >= login_size - trailer_size && body.size() != login_size) {
    adjusted.assign(body.begin(), body.end());
    adjusted.resize(login_size);
    body = adjusted;
  }
  msg::login_request packet;
  bool is_refused = false;
  login_action what;
  auto result = msg::decode(head.select, body, packet);
  if (result)
    what = machine_.on(packet, options_.setup->rules, is_refused);
  if (!result || is_refused) {
    auto why = msg::note_refusal(msg::wire::listener::login, msg::wire::direction::c2s, head.select, body, result);
    auto times = options_.setup->metrics->add(metric::session_packets_refused_total, why.label());
    log::sampled(log::component::login, times, "packet-refused",
                 "the login of {} ignores {}, number {:#06x}: {}; {} so far", options_.address, why.packet,
                 head.select.number, why.reason, times);
  }
  perform(std::move(what));
}

void login::perform(login_action what) {
  switch (what.what) {
  case login_action::kind::none:
    break;
  case login_action::kind::authenticate:
    authenticate(std::move(what));
    break;
  case login_action::kind::issue_ticket:
    issue_ticket();
    break;
  case login_action::kind::close:
    flush(true);
    quit();
    break;
  }
}

void login::authenticate(login_action what) {
  request(options_.setup->router, router_deadline, msg::find_services{})
    .then(
      [this, what](const msg::service_handles& services) {
        services_ = services;
        request(services_.account, account_deadline, msg::authenticate{what.name, what.password})
          .then([this](msg::account_id account) { check_presence(account); }, [this](caf::error& why) { refuse(why); });
      },
      [this](caf::error& why) { refuse(why); });
}

void login::check_presence(msg::account_id account) {
  request(services_.directory, service_deadline, msg::ask_presence{account})
    .then(
      [this, account](const msg::presence& now) {
        if (now.online)
          return refuse(login_refusal::already_online);
        if (now.sessions >= options_.setup->rules.sessions_max)
          return refuse(login_refusal::full);
        is_authenticated_ = true;
        machine_.accepted(account, options_.setup->rules);
        work();
      },
      [this](caf::error& why) { refuse(why); });
}

void login::issue_ticket() {
  request(services_.account, service_deadline, msg::issue_ticket{machine_.account(), machine_.name(), options_.address})
    .then(
      [this](uint32_t ticket) {
        machine_.ticket_issued(ticket, options_.setup->rules);
        work();
      },
      [this](caf::error& why) { refuse(why); });
}

void login::refuse(const caf::error& why) {
  log::info(log::component::login, "login-refused", "the login of {} refuses account {}: {}", options_.address,
            machine_.name(), system().render(why));
  refuse(refusal_of(why));
}

void login::refuse(login_refusal why) {
  perform(machine_.refused(why, options_.setup->rules));
  work();
}

void login::flush(bool close) {
  auto frames = machine_.take_frames();
  if (frames.empty() && consumed_ == 0 && !close)
    return;
  msg::edge_output out;
  out.to = options_.connection;
  out.frames = std::move(frames);
  out.consumed = std::exchange(consumed_, 0);
  out.authenticated = is_authenticated_;
  out.close = close;
  out.reason = msg::close_reason::refused;
  send(options_.edge, std::move(out));
}

} // namespace actors
