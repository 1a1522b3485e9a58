#include "tools/sim/last_events.hpp"

#include "tools/sim/child_stream.hpp"
#include "tools/sim/event_text.hpp"

namespace tools::simulator {

namespace {

struct is_enough {};

/// In the child.
void write_lines(const sim::run_plan& plan, uint64_t until_step, const child_writer& write) {
  diagram lanes{plan.nodes};
  tracer events{{}, [&](const trace_event& x) {
                  if (x.what == trace_event::kind::message && x.step > until_step)
                    throw is_enough{};
                  auto line = x.step > until_step ? std::nullopt : lanes.line(x);
                  if (line)
                    write(line->append("\n"));
                }};
  sim::run_watch watch;
  watch.begin = [&](sim::arena& x) { events.listen(x); };
  watch.step = [&](const sim::step_info&, uint64_t step, uint64_t) {
    if (step > until_step)
      throw is_enough{};
    return true;
  };
  try {
    sim::run(plan, watch);
  } catch (const is_enough&) {
  } catch (const std::exception&) { // the very thing that is to be shown
  }
}

} // namespace

std::string last_events(const sim::run_plan& plan, uint64_t step, int stop_fd) {
  std::deque<std::string> lines;
  std::string begun;
  auto take = [&](std::string_view text) {
    begun += text;
    size_t at = 0;
    for (auto end = begun.find('\n'); end != begun.npos; end = begun.find('\n', at)) {
      lines.push_back(begun.substr(at, end + 1 - at));
      at = end + 1;
      if (lines.size() > events_shown)
        lines.pop_front();
    }
    begun.erase(0, at);
  };
  stream_from_child([&](const child_writer& write) { write_lines(plan, step, write); }, take, stop_fd);
  auto result = diagram{plan.nodes}.heading() + "\n";
  for (const auto& line : lines)
    result += line;
  return result;
}

} // namespace tools::simulator
