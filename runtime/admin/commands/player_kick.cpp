// `player kick NAME`: ends his session; he may log in again.

#include "messages/client/names.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

void rehearse(const conversation_ptr& talk, const msg::directory_actor& directory, const std::string& name) {
  talk->ask(directory, remote_deadline, msg::list_players{"", name, 1000}, "the directory",
            [talk, name](const std::vector<msg::player_entry>& found) {
              for (const auto& x : found)
                if (x.name == name)
                  return talk->done({.sentence = "the session of " + name + " in zone " + std::to_string(x.map.value)
                                                 + " would be ended"});
              talk->fail("not_online", "player " + name + " is not in the world");
            });
}

void run(const conversation_ptr& talk) {
  talk->find_directory([talk](const msg::directory_actor& directory) {
    auto name = msg::client::fold_name(talk->with().text("name"));
    if (talk->is_dry_run())
      return rehearse(talk, directory, name);
    talk->ask(directory, remote_deadline, msg::kick_player{name}, "the directory",
              [talk, name](caf::ok_atom) { talk->done({.sentence = "the session of " + name + " was told to end"}); });
  });
}

} // namespace

const command player_kick{
  .noun = "player",
  .verb = "kick",
  .doc = "End the session of a player; he is saved and may log in again.",
  .arguments = {{"name", argument_kind::text, "The character's name, in any case.", true, true}},
  .is_write = true,
  .run = run};

} // namespace runtime::admin
