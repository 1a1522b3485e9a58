#include "tools/sim/child_stream.hpp"
#include "tools/sim/event_text.hpp"
#include "tools/sim/plan_reading.hpp"
#include "tools/sim/stop_watch.hpp"

#include <ostream>
#include <set>

namespace tools::simulator {

namespace {

/// "12.5s" or "#1200".
bool read_end(const char* flag, const std::string& text, sim::instant& at, uint64_t& step, std::string& problem) {
  if (text.empty())
    return true;
  if (text.front() == '#') {
    auto value = parse_whole(flag, std::string_view{text}.substr(1), 0, UINT64_MAX, problem);
    step = value.value_or(0);
    if (!value)
      problem = std::string{flag} + " wants a time such as 12.5s or a step such as #1200, not '" + text + "'";
    return value.has_value();
  }
  auto time = sim::parse_seconds(text);
  at = time.value_or(0);
  if (!time)
    problem = std::string{flag} + " wants a time such as 12.5s or a step such as #1200, not '" + text + "'";
  return time.has_value();
}

struct trace_order {
  sim::run_plan plan;
  tracer::window window;
  std::string actor;
  bool is_json = false;
};

struct window_is_over {};

/// What is written when the filter meant nobody, so that the next try does.
std::string who_there_is(const trace_order& order, const std::set<std::string>& roles) {
  std::string list;
  for (const auto& x : roles)
    list += (list.empty() ? "" : ", ") + x;
  return "# nothing of '" + order.actor + "' in that time; there are " + list
         + ", each with a node and a number: a/session:14\n";
}

/// In the child.
void write_trace(const trace_order& order, const child_writer& write) {
  std::set<std::string> roles{"clients"};
  auto is_any = order.actor.empty();
  tracer events{order.window, [&](const trace_event& x) {
                  for (const auto* who : {&x.from, &x.to})
                    if (!who->role.empty() && x.what == trace_event::kind::message)
                      roles.insert(who->role);
                  // Clients speak to edges, and their edges to them.
                  auto is_of_clients = order.actor == "clients" && !x.frames.empty() && x.name != "player_input";
                  auto is_of_somebody = x.what == trace_event::kind::message || x.what == trace_event::kind::frame;
                  if (!order.actor.empty() && is_of_somebody && !is_of_clients && !is_meant(x.from, order.actor)
                      && !is_meant(x.to, order.actor))
                    return;
                  is_any |= is_of_somebody;
                  auto text = order.is_json
                                ? trace_json(x).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
                                : trace_lines(x);
                  if (!write(text))
                    throw window_is_over{};
                }};
  sim::arena* arena = nullptr;
  sim::run_watch watch;
  watch.begin = [&](sim::arena& x) {
    arena = &x;
    events.listen(x);
  };
  watch.step = [&](const sim::step_info&, uint64_t step, uint64_t) {
    if (events.is_past(arena->world().elapsed(), step))
      throw window_is_over{};
    return true;
  };
  try {
    auto result = sim::run(order.plan, watch);
    for (const auto& x : result.violations)
      if (!order.is_json)
        write(time_text(x.at) + " #" + std::to_string(x.step) + " !! " + x.invariant + ": " + x.what + "\n");
  } catch (const window_is_over&) {
  } catch (const std::exception& problem) {
    write("# " + std::string{problem.what()} + "\n");
  }
  if (!is_any && !order.is_json)
    write(who_there_is(order, roles));
}

} // namespace

int run_sim_trace(const trace_words& words, const console& io) {
  std::string problem;
  trace_order order;
  order.actor = words.actor;
  order.is_json = words.output == "json";
  auto source = read_source(words.plan, drawn_seed(), problem);
  auto& window = order.window;
  if (source && source->is_drawn)
    problem = "--seed or --scenario says what to trace";
  else if (source && read_end("--from", words.from, window.from, window.first_step, problem)
           && read_end("--to", words.to, window.to, window.last_step, problem)
           && (window.from > window.to || window.first_step > window.last_step))
    problem = "--from is behind --to";
  if (!problem.empty()) {
    io.err << "sim trace: " << problem << "\n";
    return exit_bad_usage;
  }
  order.plan = source->plan_of(source->first);
  stop_watch stop;
  auto end = stream_from_child([&](const child_writer& write) { write_trace(order, write); },
                               [&](std::string_view text) { io.out << text << std::flush; }, stop.fd());
  if (end.how == child_end::interrupted)
    return exit_interrupted;
  if (end.how == child_end::done)
    return exit_ok;
  io.err << "sim trace: " << end.death << "\n";
  return exit_crash;
}

} // namespace tools::simulator
