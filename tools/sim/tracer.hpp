// What happens in a run, one event after the other, for traces and diagrams.

#pragma once

#include "tests/sim/run.hpp"

namespace tools::simulator {

struct party {
  enum class where : uint8_t { nowhere, client, node, database } at = where::nowhere;
  sim::node_index node = 0;
  std::string role; // of an actor: the name of its class
  caf::actor_id id = 0;
};

/// "a/session:14"; "clients"; "nobody".
std::string to_text(const party& x);
/// Whether a filter means it: "session", "session:14", "a/session", "a/session:14", "clients".
bool is_meant(const party& x, std::string_view filter);

struct trace_event {
  enum class kind : uint8_t {
    message, // about to be dealt with by its receiver
    frame,   // on its way from node to node
    fault,   // or a repair, or what became of a node
    log,
  } what = kind::message;
  sim::instant at = 0; // since the cluster began
  uint64_t step = 0;
  party from;
  party to;
  bool is_answer = false;
  std::string name;                // of the message; or the whole sentence
  std::string fields;              // "" when there are none
  std::vector<std::string> frames; // client packets in it, with their fields
  std::string note;                // of a frame: "", "lost" or "repeated"; of a line of the log its level
};

/// Begins to listen to an arena, which must not end before the last event.
class tracer {
public:
  struct window {
    sim::instant from = 0;
    sim::instant to = sim::never;
    uint64_t first_step = 0;
    uint64_t last_step = UINT64_MAX;
  };

  tracer(window what, std::function<void(const trace_event&)> to) : window_(what), to_(std::move(to)) {}

  void listen(sim::arena& where);
  bool is_past(sim::instant at, uint64_t step) const { return at > window_.to || step > window_.last_step; }

private:
  bool is_wanted(uint64_t step) const;
  trace_event begin(trace_event::kind what, uint64_t step) const;
  party party_of(sim::node_index here, const caf::strong_actor_ptr& who) const;
  void message(sim::node_index n, caf::scheduled_actor& to, caf::mailbox_element& what);
  void frame(const sim::node_frame& what);

  window window_;
  std::function<void(const trace_event&)> to_;
  sim::arena* arena_ = nullptr;
  sim::cluster* cluster_ = nullptr;
  /// Of every actor that has had a message; the proxies that stand for it elsewhere do not know.
  std::map<std::pair<sim::node_index, caf::actor_id>, std::string_view> roles_;
};

} // namespace tools::simulator
