// How a session keeps its account while the services move or are lost.

#include "actors/session/deadlines.hpp"
#include "actors/session/session.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

constexpr auto rejoin_retry = std::chrono::milliseconds{250};

} // namespace

/// Before the directory is asked, so that the next one waits for the answer of this one.
bool session::note_claim(uint64_t epoch) { return !options_.setup->tally || options_.setup->tally->note(id(), epoch); }

void session::forget_claim() {
  if (options_.setup->tally)
    options_.setup->tally->forget(id());
}

msg::announce_presence session::presence() const {
  return {account_,  machine_.id(), machine_.name(),     visit_,
          zone_.map, options_.edge, options_.connection, options_.setup->node};
}

void session::announce() {
  if (!account_ || !services_.directory || !is_in_world_ || trip_)
    return;
  request(services_.directory, presence_deadline, presence())
    .then([this, visit = visit_](caf::ok_atom) { is_presence_stale_ &= visit != visit_; },
          [](caf::error&) { /* at the next tick */ });
}

void session::on_directory_lost() {
  demonitor(services_.directory.address());
  services_.directory = nullptr;
  services_.account = nullptr;
  if (options_.setup->tally)
    options_.setup->tally->lose_directory(id());
  is_presence_stale_ = true;
  orphan_ms_ = now_ms();
  rejoin();
}

/// Also of a session that is leaving: its account stays taken until its character is saved.
void session::rejoin() {
  if (services_.directory || !account_)
    return;
  if (now_ms() >= orphan_ms_ + static_cast<uint64_t>(options_.setup->orphan.count()))
    return give_up_account(msg::close_reason::store_lost, "The server has lost touch with you. Please log in again.");
  request(options_.setup->router, router_deadline, msg::find_services{})
    .then(
      [this](const msg::service_handles& services) {
        if (services.epoch < services_.epoch)
          return rejoin_later();
        claim_again(services);
      },
      [this](caf::error&) { rejoin_later(); });
}

void session::claim_again(const msg::service_handles& services) {
  request(services.directory, presence_deadline, msg::claim_account{account_, self(), true})
    .then(
      [this, services, account = account_](caf::ok_atom) {
        if (!account_) // given up while this was under way
          return send(services.directory, msg::release_account{account, self()});
        rejoined(services);
      },
      [this](caf::error& why) {
        if (msg::code_of(why, msg::errc::overloaded) == msg::errc::already_online)
          give_up_account(msg::close_reason::replaced, "Your account is in use elsewhere.");
        else
          rejoin_later();
      });
}

/// Others are granted it from now on; saving the character may take longer.
void session::give_up_account(msg::close_reason reason, std::string_view words) {
  SOMETIMES(session_gives_up_its_account);
  account_ = {};
  forget_claim();
  if (is_leaving_)
    return;
  machine_.tell(words);
  flush();
  leave(reason, false);
}

void session::rejoin_later() {
  later(rejoin_retry, [this] { rejoin(); });
}

void session::rejoined(const msg::service_handles& services) {
  if (!note_claim(services.epoch)) // there is a later one already
    return rejoin_later();
  SOMETIMES(account_claimed_again);
  services_ = services;
  monitor(services_.directory);
  announce();
}

} // namespace actors
