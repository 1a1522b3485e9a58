// `audit ls`: what operators have changed, the newest first. A command is in the
// table twice, when it begins and when it is over; the first row is shown only
// while there is no second one.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

#include <charconv>
#include <ctime>
#include <set>

namespace runtime::admin {

namespace {

/// "2026-05-01T12:00:00Z"
std::string time_text(uint64_t at_ms) {
  auto seconds = static_cast<std::time_t>(at_ms / 1000);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  auto size = std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
}

/// The number behind '#' in "done #12: ..."; 0: none.
uint64_t begun_of(const std::string& outcome) {
  uint64_t result = 0;
  auto at = outcome.find(" #");
  if (outcome.starts_with("done #") || outcome.starts_with("refused #"))
    std::from_chars(outcome.data() + at + 2, outcome.data() + outcome.size(), result);
  return result;
}

outcome tell(const std::vector<msg::audit_record>& records) {
  table audit{"audit", {"id", "at", "who", "node", "command", "arguments", "outcome", "undo"}, {}};
  std::set<uint64_t> over;
  for (const auto& x : records) {
    over.insert(begun_of(x.outcome));
    if (!over.contains(x.id))
      audit.rows.push_back(
        {static_cast<int64_t>(x.id), time_text(x.at_ms), x.who, x.node, x.command, x.arguments, x.outcome, x.undo});
  }
  outcome result;
  result.tables.push_back(std::move(audit));
  return result;
}

} // namespace

const command audit_ls{
  .noun = "audit",
  .verb = "ls",
  .doc = "List what operators have changed, the newest first.",
  .arguments = {{"before", argument_kind::number, "Only what is older than the entry with this id.", false, false, 1,
                 uint64_t{1} << 62},
                {"limit", argument_kind::number, "How many entries at most, 100 unless told.", false, false, 1, 1000}},
  .run = [](const conversation_ptr& talk) {
    msg::list_audit what{talk->with().number("before"), static_cast<uint32_t>(talk->with().number("limit", 100))};
    talk->ask(talk->node().store, remote_deadline, what, "the database",
              [talk](const std::vector<msg::audit_record>& records) { talk->done(tell(records)); });
  }};

} // namespace runtime::admin
