#include "tools/sim/event_text.hpp"

#include "tools/sim/plan_reading.hpp"

namespace tools::simulator {

namespace {

using kind = trace_event::kind;

constexpr size_t lane_width = 10;
constexpr size_t label_max = 110;
constexpr size_t packet_indent = 20;
constexpr size_t moment_width = 18; // of most moments

std::string padded(std::string text, size_t width) {
  if (text.size() < width)
    text.resize(width, ' ');
  return text;
}

std::string moment_text(const trace_event& x) {
  auto at = time_text(x.at);
  auto step = "#" + std::to_string(x.step);
  std::string result(at.size() < 9 ? 9 - at.size() : 0, ' ');
  return result.append(at).append(" ").append(padded(std::move(step), 8));
}

std::string cut(std::string text) {
  if (text.size() > label_max)
    text.replace(label_max, std::string::npos, "...");
  return text;
}

bool is_routine(const trace_event& x) {
  if (x.name == "edge_output" && x.frames.empty() && x.fields.find("close") == x.fields.npos)
    return true; // credit
  return x.what == kind::message
         && (x.name.starts_with("tick") || x.name.starts_with("timeout_msg") || x.name == "execute_now"
             || x.name == "answer_now" || x.name.ends_with("deadline_reached"));
}

std::string node_name(const party& x) { return std::string(1, static_cast<char>('a' + x.node)); }

const char* kind_name(const trace_event& x) {
  constexpr const char* names[] = {"message", "frame", "fault", "log"};
  return names[static_cast<size_t>(x.what)];
}

std::string first_frame(const trace_event& x) {
  if (x.frames.empty())
    return {};
  return " " + x.frames.front() + (x.frames.size() > 1 ? " and " + std::to_string(x.frames.size() - 1) + " more" : "");
}

} // namespace

std::string trace_lines(const trace_event& x) {
  auto result = moment_text(x);
  switch (x.what) {
  case kind::fault:
    return result + "== " + x.name + "\n";
  case kind::log:
    return result + "-- " + x.note + " " + x.name + "\n";
  case kind::frame: {
    result += node_name(x.from) + " ~> " + node_name(x.to) + "  ";
    result += (x.is_answer ? "answer " : "") + x.name + ", " + x.fields;
    if (!x.note.empty())
      result.append(" (").append(x.note).append(")");
    return result.append("\n");
  }
  case kind::message:
    break;
  }
  result += to_text(x.from) + " -> " + to_text(x.to) + "  " + (x.is_answer ? "answer " : "") + x.name
            + (x.fields.empty() ? "" : " {" + x.fields + "}") + "\n";
  for (const auto& packet : x.frames)
    result.append(packet_indent, ' ').append("| ").append(packet).append("\n");
  return result;
}

nlohmann::ordered_json trace_json(const trace_event& x) {
  nlohmann::ordered_json result{
    {"at_s", static_cast<double>(x.at / sim::ms) / 1000}, {"step", x.step}, {"kind", kind_name(x)}};
  if (x.what == kind::message || x.what == kind::frame) {
    result["from"] = to_text(x.from);
    result["to"] = to_text(x.to);
    result["is_answer"] = x.is_answer;
    result["message"] = x.name;
    result["fields"] = x.fields;
    if (!x.frames.empty())
      result["packets"] = x.frames;
  } else {
    result["text"] = x.name;
  }
  if (!x.note.empty())
    result[x.what == kind::log ? "level" : "fate"] = x.note;
  return result;
}

// -- sequence diagrams --------------------------------------------------------------

size_t diagram::lane_of(const party& x) const {
  switch (x.at) {
  case party::where::node:
    return 1 + x.node;
  case party::where::database:
    return 1 + nodes_;
  default:
    return 0;
  }
}

std::string diagram::bar() const {
  std::string result((nodes_ + 2) * lane_width, ' ');
  for (size_t lane = 0; lane < nodes_ + 2; ++lane)
    result[lane * lane_width + lane_width / 2] = '|';
  return result;
}

std::string diagram::arrow(size_t from, size_t to, bool is_lost) const {
  auto result = bar();
  auto centre = [](size_t lane) { return lane * lane_width + lane_width / 2; };
  if (from == to) {
    result[centre(from)] = 'o';
    return result;
  }
  auto low = std::min(centre(from), centre(to));
  auto high = std::max(centre(from), centre(to));
  for (auto i = low + 1; i < high; ++i)
    result[i] = '-';
  auto head = to > from ? high - 1 : low + 1;
  result[head] = is_lost ? 'x' : to > from ? '>' : '<';
  return result;
}

std::optional<std::string> diagram::line(const trace_event& x) const {
  if (is_routine(x) || (x.what == kind::frame && x.note.empty()))
    return std::nullopt;
  auto line = moment_text(x);
  if (x.what == kind::fault) {
    line += cut("== " + x.name + " ==");
  } else if (x.what == kind::log) {
    line += cut("-- " + x.note + " " + x.name);
  } else {
    auto from = x.from;
    auto to = x.to;
    // The edges are where clients begin.
    if (x.name == "client_frames")
      from.at = party::where::client;
    else if (to.role == "tcp-edge" && !x.frames.empty())
      to.at = party::where::client;
    if (from.at == party::where::nowhere)
      from = to;
    auto sender = x.from.at == party::where::client ? std::string{"clients"} : x.from.role;
    auto who = x.what == kind::frame
                 ? x.name + " " + x.note
                 : sender + " > " + x.to.role + ":" + std::to_string(x.to.id) + " " + (x.is_answer ? "answer " : "")
                     + x.name + (x.fields.empty() ? "" : " {" + x.fields + "}") + first_frame(x);
    line += arrow(lane_of(from), lane_of(to), x.note == "lost") + "  " + cut(who);
  }
  return line;
}

std::string diagram::heading() const {
  std::string heading(moment_width, ' ');
  auto lane = [&](const std::string& name) {
    heading += padded(std::string(lane_width / 2 - name.size() / 2, ' ') + name, lane_width);
  };
  lane("clients");
  for (uint32_t n = 0; n < nodes_; ++n)
    lane(std::string(1, static_cast<char>('a' + n)));
  lane("database");
  return heading.substr(0, heading.find_last_not_of(' ') + 1);
}

} // namespace tools::simulator
