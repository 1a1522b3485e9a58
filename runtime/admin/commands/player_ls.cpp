// `player ls`: who is in the world, a page at a time.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

void run(const conversation_ptr& talk) {
  talk->find_directory([talk](const msg::directory_actor& directory) {
    auto limit = static_cast<uint32_t>(talk->with().number("limit", 100));
    msg::list_players what{talk->with().text("after"), talk->with().text("filter"), limit};
    talk->ask(directory, remote_deadline, what, "the directory",
              [talk, limit](const std::vector<msg::player_entry>& found) {
                outcome result;
                result.tables.push_back(table_of(found));
                if (found.size() >= limit)
                  result.sentence = "there may be more: add --after " + found.back().name;
                talk->done(std::move(result));
              });
  });
}

} // namespace

table table_of(const std::vector<msg::player_entry>& players) {
  table result{"players", {"name", "map", "node", "character", "account"}, {}};
  for (const auto& x : players)
    result.rows.push_back(
      {x.name, int64_t{x.map.value}, x.node, static_cast<int64_t>(x.who.value), static_cast<int64_t>(x.account.value)});
  return result;
}

const command player_ls{
  .noun = "player",
  .verb = "ls",
  .doc = "List the players who are in the world, by name.",
  .arguments = {{"filter", argument_kind::text, "Only names that contain this, in any case."},
                {"after", argument_kind::text, "Only names behind this one."},
                {"limit", argument_kind::number, "How many at most, 100 unless told.", false, false, 1, 1000}},
  .run = run};

} // namespace runtime::admin
