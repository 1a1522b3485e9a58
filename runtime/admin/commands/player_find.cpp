// `player find NAME`: where he is.

#include "messages/client/names.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

constexpr uint32_t namesakes_max = 20;

void run(const conversation_ptr& talk) {
  talk->find_directory([talk](const msg::directory_actor& directory) {
    auto name = msg::client::fold_name(talk->with().text("name"));
    talk->ask(directory, remote_deadline, msg::list_players{"", name, namesakes_max}, "the directory",
              [talk, name](const std::vector<msg::player_entry>& found) {
                if (found.empty())
                  return talk->fail("not_online", "no player in the world has \"" + name + "\" in his name");
                std::vector<msg::player_entry> exactly;
                for (const auto& x : found)
                  if (x.name == name)
                    exactly.push_back(x);
                outcome result;
                result.tables.push_back(table_of(exactly.empty() ? found : exactly));
                talk->done(std::move(result));
              });
  });
}

} // namespace

const command player_find{
  .noun = "player",
  .verb = "find",
  .doc = "Tell where a player is, or everybody whose name contains the text.",
  .arguments = {{"name", argument_kind::text, "The character's name or a part of it, in any case.", true, true}},
  .run = run};

} // namespace runtime::admin
