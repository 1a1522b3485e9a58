// What operators ask the coordinator.

#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/cluster/coordinator.hpp"

namespace runtime::cluster {

namespace {

constexpr auto store_deadline = std::chrono::seconds{5};
constexpr auto router_deadline = std::chrono::seconds{1};
/// Whoever has not heard of the database for so long may have been replaced.
constexpr uint64_t news_max_ms = 3'000;

/// Of a move that could be made.
msg::move_report plan_of(const decision& what, const msg::cluster_view& view) {
  msg::move_report report;
  report.map = what.map;
  report.epoch = what.epoch;
  if (const auto* lease = view.lease(what.lease))
    report.players = lease->players;
  return report;
}

} // namespace

bool coordinator::is_ready() const { return acts() && now_ms() <= news_ms_ + news_max_ms; }

template <class T>
caf::result<T> coordinator::answer(const char* order, const ordered<T>& what) const {
  if (const auto* no = std::get_if<refusal>(&what)) {
    options_.metrics->add(metric::cluster_orders_total, std::string{order} + ",refused");
    return make_error(no->code, no->why);
  }
  options_.metrics->add(metric::cluster_orders_total, std::string{order} + ",answered");
  return std::get<T>(what);
}

caf::result<msg::zone_explanation> coordinator::explain(msg::map_id map) const {
  if (!is_ready())
    return make_error(msg::errc::not_ready);
  return answer("explain-zone", machine_.explain(map, now_ms()));
}

caf::result<msg::drain_status> coordinator::get_drain(const std::string& node) const {
  if (!is_ready())
    return make_error(msg::errc::not_ready);
  return answer("get-drain", machine_.drain_of(node));
}

caf::result<msg::move_report> coordinator::order_move(const msg::order_move& what) {
  if (!is_ready())
    return make_error(msg::errc::not_ready);
  auto decided = machine_.order_move(what, now_ms());
  if (const auto* no = std::get_if<refusal>(&decided))
    return answer<msg::move_report>("move", *no);
  const auto& go = std::get<decision>(decided);
  if (what.is_dry_run)
    return answer<msg::move_report>("move", plan_of(go, news_.view));
  options_.metrics->add(metric::cluster_orders_total, "move,answered");
  auto promise = make_response_promise<msg::move_report>();
  request(options_.router, router_deadline, msg::list_peers{})
    .then([this, go, promise](const peers& others) { move(go, others, promise); },
          [this, go, promise](const caf::error&) { move(go, {}, promise); });
  return promise;
}

/// The order is the database's; what follows from it is decided when it is seen there.
template <class Order>
caf::result<msg::order_answer> coordinator::write_order(const char* name, Order what, msg::order_answer answer,
                                                        std::function<void()> taken) {
  auto promise = make_response_promise<msg::order_answer>();
  request(options_.store, store_deadline, std::move(what))
    .then(
      [this, name, promise, answer, taken](caf::ok_atom) mutable {
        taken();
        options_.metrics->add(metric::cluster_orders_total, std::string{name} + ",answered");
        log::info(log::component::cluster, "order-taken", "by order: {}", answer.sentence);
        promise.deliver(std::move(answer));
        look_again();
      },
      [this, name, promise](caf::error& why) mutable {
        options_.metrics->add(metric::cluster_orders_total, std::string{name} + ",failed");
        promise.deliver(std::move(why));
      });
  return promise;
}

caf::result<msg::order_answer> coordinator::order_drain(const msg::order_drain& what) {
  if (!is_ready())
    return make_error(msg::errc::not_ready);
  auto checked = machine_.check_drain(what, now_ms());
  if (what.is_dry_run || std::holds_alternative<refusal>(checked))
    return answer("drain", checked);
  const auto* node = news_.view.find(what.node);
  auto begins = what.is_draining && node && !node->is_draining;
  return write_order("drain", msg::set_draining{what.node, what.is_draining}, std::get<msg::order_answer>(checked),
                     [this, begins, name = what.node] {
                       if (begins)
                         machine_.begin_drain(name);
                     });
}

caf::result<msg::order_answer> coordinator::order_zone(const msg::order_zone& what) {
  if (!is_ready())
    return make_error(msg::errc::not_ready);
  auto checked = machine_.check_order(what);
  if (what.is_dry_run || std::holds_alternative<refusal>(checked))
    return answer("zone", checked);
  return write_order("zone", msg::set_zone_order{what.order}, std::get<msg::order_answer>(checked));
}

} // namespace runtime::cluster
