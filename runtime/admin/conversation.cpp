#include "runtime/admin/conversation.hpp"

#include "runtime/admin/command_json.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"

namespace runtime::admin {

namespace {

constexpr auto audit_deadline = std::chrono::milliseconds{3'000};

std::string detail_of(const caf::error& why) {
  auto& context = why.context();
  return context.match_elements<std::string>() ? context.get_as<std::string>(0) : std::string{};
}

} // namespace

std::string code_text(const caf::error& why) {
  if (why == caf::sec::request_timeout)
    return "timeout";
  switch (msg::code_of(why)) {
  case msg::errc::zone_unknown:
    return "zone_unknown";
  case msg::errc::node_unknown:
    return "node_unknown";
  case msg::errc::bad_request:
    return "refused"; // the question was understood: the cluster does not want it
  case msg::errc::not_online:
    return "not_online";
  case msg::errc::store_unavailable:
    return "store_unavailable";
  case msg::errc::overloaded:
    return "overloaded";
  case msg::errc::not_ready:
    return "not_ready";
  default:
    return "refused";
  }
}

std::map<uint16_t, uint64_t> epochs_of(const zone_sights& sights) {
  std::map<uint16_t, uint64_t> result;
  for (const auto& [map, sight] : sights)
    result[map] = sight.route.epoch;
  return result;
}

conversation::conversation(desk& self, run_command what, caf::typed_response_promise<command_answer> promise)
    : self_(self), is_desk_gone_(self.is_gone()), what_(std::move(what)), promise_(std::move(promise)) {}

/// Whoever waits is answered, also when a command forgot to, or the desk ends, which lets go of its questions first.
conversation::~conversation() {
  if (!is_delivered_ && !*is_desk_gone_)
    deliver(refusal{"timeout", "\"" + what_.what->name() + "\" ended without an answer; what it did is unknown", {}});
}

const desk_options& conversation::node() const { return self_.options(); }

bool conversation::is_dry_run() const { return what_.with.flag(dry_run_name); }

void conversation::begin() {
  if (!is_noted())
    return run();
  note("begun", {}, [talk = shared_from_this()](const std::string& problem) {
    if (problem.empty())
      return talk->run();
    talk->deliver(
      refusal{"store_unavailable", "nothing was done: the change cannot be noted in the audit table: " + problem, {}});
  });
}

void conversation::run() {
  log::info(log::component::cluster, "admin-command", "{} asks for \"{}\" {}", what_.who, what_.what->name(),
            to_json_text(what_.with));
  what_.what->run(shared_from_this());
}

// -- questions ----------------------------------------------------------------------

void conversation::ask_member(std::function<void(const msg::member_status&)> then) {
  ask(node().member, local_deadline, msg::get_member_status{}, "node " + node().node,
      [then = std::move(then)](const msg::member_status& status) { then(status); });
}

void conversation::ask_peers(std::function<void(const std::vector<msg::peer_record>&)> then) {
  ask(node().router, local_deadline, msg::list_peers{}, "the router of node " + node().node,
      [then = std::move(then)](const std::vector<msg::peer_record>& peers) { then(peers); });
}

void conversation::ask_zones(std::function<void(const zone_sights&)> then) {
  struct round {
    zone_sights found;
    size_t waits_for = 1; // this function itself
    std::function<void(const zone_sights&)> then;

    void one_less() {
      if (--waits_for == 0)
        then(found);
    }
  };
  auto all = std::make_shared<round>();
  all->then = std::move(then);
  ask(node().router, local_deadline, msg::list_zones{}, "the router of node " + node().node,
      [all, talk = shared_from_this()](const std::vector<msg::zone_route>& routes) {
        for (const auto& route : routes)
          if (auto& sight = all->found[route.map.value]; route.zone && sight.route.epoch <= route.epoch)
            sight.route = route;
        for (const auto& [map, sight] : all->found) {
          if (!sight.route.zone)
            continue;
          ++all->waits_for;
          talk->self_.request(sight.route.zone, local_deadline, msg::get_zone_status{})
            .then(
              [all, talk, map = map](const msg::zone_status& status) {
                all->found[map].status = status;
                all->one_less();
              },
              [all, talk](caf::error&) { all->one_less(); });
        }
        all->one_less();
      });
}

void conversation::find_directory(std::function<void(const msg::directory_actor&)> then) {
  ask(node().router, local_deadline, msg::find_services{}, "the router of node " + node().node,
      [talk = shared_from_this(), then = std::move(then)](const msg::service_handles& found) {
        if (!found.directory)
          return talk->fail("not_ready", "no node that can be reached runs the services");
        then(found.directory);
      });
}

void conversation::find_coordinator(coordinator_found then) {
  ask_member([talk = shared_from_this(), then = std::move(then)](const msg::member_status& status) {
    auto lease = status.view.lease(msg::coordinator_lease);
    if (!lease || !lease->holder)
      return talk->fail("not_ready", "no node coordinates the cluster at the moment");
    talk->ask_peers([talk, then, holder = lease->holder](const std::vector<msg::peer_record>& peers) {
      for (const auto& x : peers)
        if (x.node == holder && x.coordinator)
          return then(x.coordinator, "the coordinator on node " + holder.name);
      talk->fail("not_ready", "node " + talk->node().node + " cannot reach node " + holder.name
                                + ", which coordinates the cluster; ask another node");
    });
  });
}

void conversation::order_zone(const std::function<void(msg::zone_order&)>& change) {
  ask_member([talk = shared_from_this(), change](const msg::member_status& status) {
    msg::order_zone what;
    what.order.map.value = static_cast<uint16_t>(talk->with().number("map"));
    what.is_dry_run = talk->is_dry_run();
    for (const auto& x : status.view.orders)
      if (x.map == what.order.map)
        what.order = x;
    change(what.order);
    talk->ask_coordinator(order_deadline, what, [talk](const msg::order_answer& told) {
      talk->done({.sentence = told.sentence, .undo = told.undo});
    });
  });
}

// -- answers ------------------------------------------------------------------------

void conversation::done(outcome what) { finish(std::move(what)); }

void conversation::fail(const caf::error& why, const std::string& whom) {
  auto code = code_text(why);
  if (code == "timeout")
    return fail(code, whom + " did not answer in time" + (is_noted() ? "; what it did is unknown" : ""));
  auto detail = detail_of(why);
  if (detail.empty() && why.category() == msg::error_category())
    detail = msg::to_string(msg::code_of(why));
  fail(code, detail.empty() ? whom + " is gone" : whom + " says: " + detail);
}

void conversation::finish(answer what) {
  if (is_answered_)
    return;
  if (!is_noted())
    return deliver(std::move(what));
  auto good = std::get_if<outcome>(&what);
  auto begun = " #" + std::to_string(audit_id_) + ": ";
  auto text = good ? "done" + begun + good->sentence : "refused" + begun + std::get<refusal>(what).sentence;
  auto undo = good ? good->undo : std::string{};
  is_answered_ = true; // the first answer counts, also while it is being noted
  note(text, undo, [talk = shared_from_this(), text, what = std::move(what)](const std::string& problem) mutable {
    if (!problem.empty()) {
      talk->node().metrics->add(metric::admin_audit_lost_total);
      log::error(log::component::cluster, "audit-lost", "how \"{}\" of {} went is not in the audit table ({}): {}",
                 talk->what_.what->name(), talk->what_.who, problem, text);
    }
    talk->deliver(std::move(what));
  });
}

void conversation::deliver(answer what) {
  if (is_delivered_)
    return;
  is_answered_ = is_delivered_ = true;
  node().metrics->add(metric::admin_commands_total, std::holds_alternative<outcome>(what) ? "done" : "refused");
  self_.forget();
  promise_.deliver(command_answer{std::move(what)});
}

void conversation::note(const std::string& outcome, const std::string& undo,
                        std::function<void(std::string problem)> then) {
  msg::audit_record record;
  record.who = what_.who;
  record.node = node().node;
  record.command = what_.what->name();
  record.arguments = to_json_text(what_.with);
  record.outcome = outcome;
  record.undo = undo;
  if (!node().store)
    return then("the store is not there");
  // Both handlers hold the conversation: `then` alone may be moved from.
  self_.request(node().store, audit_deadline, msg::note_audit{record})
    .then(
      [talk = shared_from_this(), then](const msg::audit_record& noted) {
        if (talk->audit_id_ == 0)
          talk->audit_id_ = noted.id;
        then({});
      },
      [talk = shared_from_this(), then](caf::error& why) {
        then(std::string{msg::to_string(msg::code_of(why, msg::errc::store_unavailable))});
      });
}

} // namespace runtime::admin
