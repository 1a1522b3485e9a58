// What operators ask nodes: `zonehive NOUN VERB` for each admin command, made
// from its declaration, and what is done with several of them: a drain that is
// watched, a rolling restart, and `top`.

#include "runtime/admin/command_json.hpp"
#include "runtime/admin/command_list.hpp"
#include "tools/admin/client/drain.hpp"
#include "tools/admin/client/rolling_restart.hpp"
#include "tools/admin/client/terminal.hpp"
#include "tools/admin/client/top.hpp"
#include "tools/cli/operator_link.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>

namespace tools::cli {

namespace {

using nlohmann::json;
using runtime::admin::argument;
using runtime::admin::argument_kind;
using std::chrono::milliseconds;

constexpr double watch_s_min = 0.1;
constexpr double watch_s_max = 3600;

admin::screen screen_of(const context& ctx, const operator_link& from, admin::terminal* seat) {
  return {.io = ctx.io,
          .is_json = from.is_json(),
          .is_json_line = false,
          .is_terminal = admin::is_drawable(ctx.io.out),
          .wait = [seat](milliseconds time) { return seat ? seat->wait(time) : admin::wake::stop; }};
}

/// What the command line said about one command.
struct words {
  words(const runtime::admin::command& what, CLI::App& command, const context& ctx) : what(what), from(command, ctx) {}

  const runtime::admin::command& what;
  operator_link from;
  std::map<std::string, std::string, std::less<>> texts; // by argument
  std::map<std::string, bool, std::less<>> flags;
  std::string watch;
  bool is_unwatched = false; // a drain
};

using words_ptr = std::shared_ptr<words>;

std::string_view placeholder(const argument& x) {
  switch (x.kind) {
  case argument_kind::node:
    return "NODE";
  case argument_kind::map:
    return "MAP";
  case argument_kind::number:
    return "N";
  case argument_kind::text:
  case argument_kind::flag:
    break;
  }
  return "TEXT";
}

std::string upper(std::string_view text) {
  std::string result;
  for (char c : text)
    result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return result;
}

std::string option_name(std::string_view name) {
  auto result = "--" + std::string{name};
  std::replace(result.begin(), result.end(), '_', '-');
  return result;
}

void add_argument(CLI::App& command, const argument& x, words& to) {
  std::string doc{x.doc};
  std::string name{x.name};
  if (x.kind == argument_kind::flag) {
    command.add_flag(option_name(name), to.flags[name], doc);
    return;
  }
  if (x.kind == argument_kind::number)
    doc += " [" + std::to_string(x.min) + " .. " + std::to_string(x.max) + "]";
  auto option = command.add_option(x.is_positional ? upper(name) : option_name(name), to.texts[name], doc);
  option->type_name(std::string{placeholder(x)})->required(x.is_required);
}

/// As the node wants them; a number that is none stays a text, which is then refused with a sentence.
json arguments_of(const words& given) {
  auto result = json::object();
  for (const auto& x : given.what.arguments) {
    auto i = given.texts.find(x.name);
    if (i == given.texts.end() || i->second.empty())
      continue;
    const auto& text = i->second;
    uint64_t number = 0;
    auto [end, err] = std::from_chars(text.data(), text.data() + text.size(), number);
    auto is_number = (x.kind == argument_kind::map || x.kind == argument_kind::number) && err == std::errc{}
                     && end == text.data() + text.size();
    result[i->first] = is_number ? json(number) : json(text);
  }
  for (const auto& [name, is_set] : given.flags)
    if (is_set)
      result[name] = true;
  return result;
}

/// Nothing when `text` is no time.
std::optional<milliseconds> watch_period(const std::string& text) {
  if (text == "true") // the option alone
    return milliseconds{2'000};
  char* end = nullptr;
  auto seconds = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || *end != '\0' || !(seconds >= watch_s_min && seconds <= watch_s_max))
    return std::nullopt;
  return milliseconds{static_cast<int64_t>(seconds * 1000)};
}

int watch(admin::node_link& link, const words& given, const json& arguments, milliseconds period, const context& ctx) {
  admin::terminal seat{true};
  auto to = screen_of(ctx, given.from, &seat);
  to.is_json_line = true;
  for (auto is_first = true;; is_first = false) {
    auto got = link.ask(given.what.noun, given.what.verb, arguments, false);
    if (to.is_terminal && !to.is_json)
      ctx.io.out << "\x1b[H\x1b[J";
    else if (!is_first && !to.is_json)
      ctx.io.out << '\n';
    print(got, to);
    ctx.io.out.flush();
    if (!got.is_ok() && !got.may_pass())
      return exit_code_of(got);
    if (to.wait(period) == admin::wake::stop)
      return exit_code_of(got);
  }
}

int run_command(const words& given, const context& ctx) {
  auto arguments = arguments_of(given);
  auto parsed = runtime::admin::parse_arguments(given.what, runtime::admin::dump(arguments));
  if (auto problem = std::get_if<std::string>(&parsed)) {
    ctx.io.err << "zonehive: " << *problem << '\n';
    return exit_bad_usage;
  }
  auto period = given.watch.empty() ? milliseconds{0} : watch_period(given.watch);
  if (!period) {
    ctx.io.err << "zonehive: --watch=" << given.watch << ": expected seconds from 0.1 to 3600\n";
    return exit_bad_usage;
  }
  auto link = given.from.open();
  if (!link)
    return exit_bad_usage;
  if (period->count() > 0)
    return watch(*link, given, arguments, *period, ctx);
  if (&given.what == &runtime::admin::node_drain) {
    admin::terminal seat{false};
    return drain_node(*link, arguments, !given.is_unwatched, screen_of(ctx, given.from, &seat));
  }
  auto got = link->ask(given.what.noun, given.what.verb, arguments, given.what.is_write);
  print(got, screen_of(ctx, given.from, nullptr));
  return exit_code_of(got);
}

void add_one(CLI::App& noun, const runtime::admin::command& what, const context& ctx, action& todo) {
  auto command = noun.add_subcommand(std::string{what.verb}, std::string{what.doc});
  auto given = std::make_shared<words>(what, *command, ctx);
  for (const auto& x : what.arguments)
    add_argument(*command, x, *given);
  if (what.is_write)
    command->add_flag("--dry-run", given->flags[std::string{runtime::admin::dry_run_name}],
                      "Only say what would be done.");
  else
    command->add_flag("--watch", given->watch, "Ask again and again, every 2 s or as told: --watch=SECONDS.");
  if (&what == &runtime::admin::node_drain)
    command->add_flag("--no-wait", given->is_unwatched, "Only order it; otherwise it is watched until it is done.");
  command->callback([given, &ctx, &todo] { todo = [given, &ctx] { return run_command(*given, ctx); }; });
}

void add_restart(CLI::App& cluster, const context& ctx, action& todo) {
  struct restart_words {
    restart_words(CLI::App& command, const context& ctx) : from(command, ctx) {}
    operator_link from;
    bool is_rolling = false;
    admin::rolling_options options;
    uint32_t timeout_s = 300;
  };
  auto command = cluster.add_subcommand(
    "restart", "Restart all nodes one after the other, each drained before it stops; whatever starts processes on the "
               "machines must start them again. Nobody is disconnected but the clients of the node that stops.");
  auto given = std::make_shared<restart_words>(*command, ctx);
  command->add_flag("--rolling", given->is_rolling, "One after the other; there is no other way.")->required();
  command->add_option("--except", given->options.except, "Nodes to leave alone, such as those that are done.")
    ->delimiter(',')
    ->type_name("NODE,..");
  command->add_option("--timeout", given->timeout_s, "How long each step of each node may take. [default 300 s]")
    ->check(CLI::Range(1, 86'400))
    ->type_name("SECONDS");
  command->add_flag("--dry-run", given->options.is_dry_run, "Only say in which order.");
  command->callback([given, &ctx, &todo] {
    todo = [given, &ctx] {
      auto link = given->from.open();
      if (!link)
        return static_cast<int>(exit_bad_usage);
      given->options.timeout = std::chrono::seconds{given->timeout_s};
      admin::terminal seat{false};
      return restart_rolling(*link, given->options, screen_of(ctx, given->from, &seat));
    };
  });
}

void add_top(CLI::App& root, const context& ctx, action& todo) {
  struct top_words {
    top_words(CLI::App& command, const context& ctx) : from(command, ctx) {}
    operator_link from;
    double period_s = 1;
  };
  auto command = root.add_subcommand("top", "Watch nodes and zones in the terminal; q or Ctrl-C ends it. With -o json "
                                            "one object a line.");
  auto given = std::make_shared<top_words>(*command, ctx);
  command->add_option("--every", given->period_s, "Seconds between two pictures. [default 1]")
    ->check(CLI::Range(watch_s_min, watch_s_max))
    ->type_name("SECONDS");
  command->callback([given, &ctx, &todo] {
    todo = [given, &ctx] {
      auto link = given->from.open();
      if (!link)
        return static_cast<int>(exit_bad_usage);
      admin::terminal seat{true};
      auto period = milliseconds{static_cast<int64_t>(given->period_s * 1000)};
      return run_top(*link, period, screen_of(ctx, given->from, &seat));
    };
  });
}

std::string_view sentence_of(std::string_view noun) {
  constexpr std::pair<std::string_view, std::string_view> sentences[] = {
    {"cluster", "The cluster as a whole."},
    {"node", "The nodes of the cluster: look, drain, stop."},
    {"zone", "The zones: where they run, and why there; move, stop, pin."},
    {"player", "The players who are in the world."},
    {"service", "What there is one of in the cluster."},
    {"lease", "Who owns what."},
    {"audit", "What operators have changed."},
  };
  for (const auto& [name, sentence] : sentences)
    if (name == noun)
      return sentence;
  return "Ask the nodes of the cluster.";
}

} // namespace

void add_operator(CLI::App& root, const context& ctx, action& todo) {
  std::map<std::string_view, CLI::App*> nouns;
  for (auto what : runtime::admin::all_commands) {
    auto& noun = nouns[what->noun];
    if (!noun) {
      noun = root.add_subcommand(std::string{what->noun}, std::string{sentence_of(what->noun)});
      noun->require_subcommand(1);
    }
    add_one(*noun, *what, ctx, todo);
  }
  add_restart(*nouns.at("cluster"), ctx, todo);
  add_top(root, ctx, todo);
}

} // namespace tools::cli
