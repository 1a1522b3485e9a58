// `zone move MAP [NODE]`: its players stay in it.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

outcome tell(const conversation_ptr& talk, const msg::move_report& report, const std::string& from) {
  auto map = std::to_string(report.map.value);
  auto to = talk->with().text("node");
  auto where = to.empty() ? std::string{"the node that suits it best"} : "node " + to;
  if (talk->is_dry_run())
    return {.sentence =
              "zone " + map + " would move to " + where + ", with " + std::to_string(report.players) + " players"};
  outcome result{.sentence = "zone " + map + " has moved to " + where + ": " + std::to_string(report.players)
                             + " players, " + std::to_string(report.bytes) + " bytes, a pause of "
                             + std::to_string((report.pause_us + 500) / 1000) + " ms"};
  if (!from.empty())
    result.undo = "zone move " + map + " " + from;
  result.tables.push_back(
    {"move",
     {"map", "epoch", "players", "bytes", "pause_us"},
     {{int64_t{report.map.value}, static_cast<int64_t>(report.epoch), static_cast<int64_t>(report.players),
       static_cast<int64_t>(report.bytes), static_cast<int64_t>(report.pause_us)}}});
  return result;
}

void run(const conversation_ptr& talk) {
  talk->ask_member([talk](const msg::member_status& status) {
    msg::map_id map{static_cast<uint16_t>(talk->with().number("map"))};
    auto lease = status.view.lease(msg::zone_lease(map));
    auto from = lease ? lease->holder.name : std::string{};
    talk->ask_coordinator(order_deadline, msg::order_move{map, talk->with().text("node"), talk->is_dry_run()},
                          [talk, from, map](const msg::move_report& report) {
                            if (!report.is_done && (!talk->is_dry_run() || !report.problem.empty()))
                              return talk->fail("refused", "zone " + std::to_string(map.value)
                                                             + " did not move: " + report.problem);
                            talk->done(tell(talk, report, from));
                          });
  });
}

} // namespace

const command zone_move{
  .noun = "zone",
  .verb = "move",
  .doc = "Move a zone to another node; its players stay in it.",
  .arguments = {{"map", argument_kind::map, "The number of its map.", true, true},
                {"node", argument_kind::node, "Where to; without it, to the node that suits it best.", false, true}},
  .is_write = true,
  .run = run};

} // namespace runtime::admin
