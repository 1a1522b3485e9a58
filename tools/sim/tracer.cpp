#include "tools/sim/tracer.hpp"

#include "messages/interfaces/edge.hpp"
#include "tools/sim/message_text.hpp"

namespace tools::simulator {

namespace {

bool is_store(std::string_view role) { return role == "store"; }

std::string node_name(sim::node_index n) { return std::string(1, static_cast<char>('a' + n)); }

} // namespace

std::string to_text(const party& x) {
  switch (x.at) {
  case party::where::nowhere:
    return "nobody";
  case party::where::client:
    return "clients";
  default:
    return node_name(x.node) + "/" + x.role + ":" + std::to_string(x.id);
  }
}

bool is_meant(const party& x, std::string_view filter) {
  if (x.at == party::where::nowhere)
    return false;
  if (x.at == party::where::client)
    return filter == "clients";
  auto slash = filter.find('/');
  if (slash != filter.npos) {
    if (filter.substr(0, slash) != node_name(x.node))
      return false;
    filter.remove_prefix(slash + 1);
  }
  auto colon = filter.find(':');
  return filter.substr(0, colon) == x.role
         && (colon == filter.npos || filter.substr(colon + 1) == std::to_string(x.id));
}

void tracer::listen(sim::arena& where) {
  arena_ = &where;
  cluster_ = &where.world();
  cluster_->on_message = [this](sim::node_index n, caf::scheduled_actor& to, caf::mailbox_element& what) {
    if (cluster_->is_burying())
      return;
    roles_[{n, to.id()}] = to.name();
    if (is_wanted(cluster_->steps() + 1))
      message(n, to, what);
  };
  cluster_->cables().on_frame = [this](const sim::node_frame& what) {
    if (is_wanted(cluster_->steps()))
      frame(what);
  };
  cluster_->on_event = [this](const std::string& sentence) {
    if (!is_wanted(cluster_->steps()))
      return;
    auto event = begin(trace_event::kind::fault, cluster_->steps());
    event.name = sentence;
    to_(event);
  };
  arena_->on_log = [this](runtime::log::level level, std::string_view name, std::string_view sentence) {
    if (!is_wanted(cluster_->steps() + 1))
      return;
    auto event = begin(trace_event::kind::log, cluster_->steps() + 1);
    event.name = std::string{name} + ": " + std::string{sentence};
    event.note = runtime::log::level_names[static_cast<size_t>(level)];
    to_(event);
  };
}

bool tracer::is_wanted(uint64_t step) const {
  auto at = cluster_->elapsed();
  return at >= window_.from && at <= window_.to && step >= window_.first_step && step <= window_.last_step;
}

trace_event tracer::begin(trace_event::kind what, uint64_t step) const {
  trace_event result;
  result.what = what;
  result.at = cluster_->elapsed();
  result.step = step;
  return result;
}

party tracer::party_of(sim::node_index here, const caf::strong_actor_ptr& who) const {
  party result;
  if (!who)
    return result;
  result.at = party::where::node;
  result.node = here;
  result.id = who->id();
  for (sim::node_index n = 0; n < cluster_->nodes(); ++n)
    if (auto* life = cluster_->life(n); life && life->system().node() == who->node())
      result.node = n;
  const auto* local = dynamic_cast<const caf::local_actor*>(caf::actor_cast<caf::abstract_actor*>(who));
  auto known = roles_.find({result.node, result.id});
  result.role = local ? local->name() : known != roles_.end() ? known->second : "actor";
  if (is_store(result.role))
    result.at = party::where::database;
  return result;
}

void tracer::message(sim::node_index n, caf::scheduled_actor& to, caf::mailbox_element& what) {
  auto event = begin(trace_event::kind::message, cluster_->steps() + 1);
  event.from = party_of(n, what.sender);
  event.to = {party::where::node, n, to.name(), to.id()};
  if (is_store(event.to.role))
    event.to.at = party::where::database;
  if (what.content().match_elements<msg::client_frames>())
    event.from.at = party::where::client; // from an edge, which has no actor's name on it
  event.is_answer = what.mid.is_response();
  auto words = describe_message(what.content(), {event.from.role, event.to.role, event.is_answer});
  event.name = std::move(words.name);
  event.fields = std::move(words.fields);
  event.frames = std::move(words.frames);
  to_(event);
}

void tracer::frame(const sim::node_frame& what) {
  auto event = begin(trace_event::kind::frame, cluster_->steps());
  event.from = {party::where::node, what.from, "node", 0};
  event.to = {party::where::node, what.to, "node", 0};
  event.is_answer = what.is_answer;
  auto* life = cluster_->life(what.from);
  event.name = life ? describe_types(life->system(), what.types) : std::string{what.types};
  event.fields = std::to_string(what.size) + " bytes";
  if (what.how != sim::node_frame::fate::sent)
    event.note = what.how == sim::node_frame::fate::lost ? "lost" : "repeated";
  to_(event);
}

} // namespace tools::simulator
