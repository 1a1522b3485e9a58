// `zone explain MAP`: why it runs where it does, and what speaks for the others.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

outcome tell(const msg::zone_explanation& told) {
  table options{"nodes", {"node", "now", "possible", "score", "why"}, {}};
  for (const auto& x : told.options)
    options.rows.push_back(
      {x.node, x.is_now ? "yes" : "", x.is_possible ? "yes" : "no", x.is_possible ? cell{x.score} : cell{""}, x.why});
  outcome result{.sentence = told.verdict};
  result.tables.push_back(std::move(options));
  return result;
}

} // namespace

const command zone_explain{.noun = "zone",
                           .verb = "explain",
                           .doc = "Tell how every node scores as a place for a zone, the best first; less is better.",
                           .arguments = {{"map", argument_kind::map, "The number of its map.", true, true}},
                           .run = [](const conversation_ptr& talk) {
                             msg::map_id map{static_cast<uint16_t>(talk->with().number("map"))};
                             talk->ask_coordinator(
                               remote_deadline, msg::explain_zone{map},
                               [talk](const msg::zone_explanation& told) { talk->done(tell(told)); });
                           }};

} // namespace runtime::admin
