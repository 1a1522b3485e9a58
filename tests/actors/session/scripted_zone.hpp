// A zone without a world, for what sessions do when zones move, are lost and
// come back: it takes inputs, each once and in order, and behaves as it is told.

#pragma once

#include "tests/actors/stand_ins.hpp"

namespace test {

struct scripted_stay {
  msg::visit_id visit;
  uint32_t done = 0;
  bool is_held = false;
  msg::zone_client_actor session;
};

/// What a zone has been through, and how it goes on. Changed by tests at any time.
struct zone_script {
  uint64_t epoch = 1;
  bool is_torn = false;   // what it goes on with
  bool is_moved = false;  // answers zone_moved and takes nothing
  bool is_silent = false; // answers nothing and takes nothing
  bool says_done = true;
  bool saves = true; // else zone_leave waits for ever
  std::map<msg::character_id, scripted_stay> stays;
  std::vector<uint32_t> numbers; // of inputs dealt with
  size_t gaps = 0;               // inputs that came too early
  size_t activations = 0;
  size_t attaches = 0;
  std::vector<msg::zone_leave> leaves;
  std::vector<msg::zone_enter> enters;
  std::vector<caf::response_promise> unanswered;

  void forget() {
    stays.clear();
    enters.clear();
    unanswered.clear();
  }
};

class scripted_zone : public msg::zone_actor::base {
public:
  scripted_zone(caf::actor_config& config, std::shared_ptr<zone_script> script)
      : msg::zone_actor::base(config), script_(std::move(script)) {}

protected:
  behavior_type make_behavior() override {
    return {
      [this](const msg::zone_enter& what) {
        return answer<msg::zone_entered>([&] {
          script_->enters.push_back(what);
          script_->stays[what.who.id()] = {what.visit, 0, what.held, what.session};
          return msg::zone_entered{what.who.location.cell};
        });
      },
      [this](const msg::zone_activate& what) {
        return answer_stay<caf::ok_atom>(what, [&](scripted_stay& stay) {
          script_->activations += stay.is_held ? 1 : 0;
          stay.is_held = false;
          return caf::ok_atom::value;
        });
      },
      [this](const msg::zone_cancel& what) { script_->stays.erase(what.who); },
      [this](const msg::zone_resume& what) {
        return answer_stay<caf::ok_atom>(what, [](scripted_stay&) { return caf::ok_atom::value; });
      },
      [this](const msg::zone_attach& what) {
        ++script_->attaches;
        return answer_stay<msg::zone_attached>(what, [&](scripted_stay& stay) {
          return msg::zone_attached{stay.done, script_->epoch, script_->is_torn};
        });
      },
      [this](const msg::player_input& input) { take(input); },
      [this](const msg::zone_leave& what) {
        script_->leaves.push_back(what);
        return answer_stay<caf::ok_atom>(what, [&](scripted_stay&) {
          script_->stays.erase(what.who);
          return caf::ok_atom::value;
        });
      },
      // Here: whatever the test wants it to send.
      [this](const msg::zone_stop&) {
        for (auto& [id, stay] : script_->stays)
          send(stay.session, msg::zone_departure{stay.visit, departs, {7}, 5});
        return caf::ok_atom::value;
      },
      [](const msg::zone_freeze&) { return msg::zone_snapshot{}; },
      [](const msg::zone_install&) { return caf::ok_atom::value; },
      [this](const msg::zone_serve& what) {
        script_->epoch = what.epoch;
        for (auto& [id, stay] : script_->stays)
          send(stay.session, msg::zone_goes_on{stay.visit, stay.done, what.epoch, script_->is_torn});
        return caf::ok_atom::value;
      },
      [](const msg::zone_retire&) { return caf::ok_atom::value; },
      [](const msg::get_zone_status&) { return msg::zone_status{}; },
      [](caf::tick_atom, uint64_t) {},
    };
  }

private:
  template <class T, class Fn>
  caf::result<T> answer(Fn&& fn) {
    if (script_->is_moved)
      return make_error(msg::errc::zone_moved);
    if (!script_->is_silent)
      return fn();
    auto promise = make_response_promise<T>();
    script_->unanswered.push_back(promise);
    return promise;
  }

  template <class T, class Question, class Fn>
  caf::result<T> answer_stay(const Question& what, Fn&& fn) {
    return answer<T>([&]() -> caf::result<T> {
      auto i = script_->stays.find(what.who);
      if (i == script_->stays.end() || i->second.visit != what.visit)
        return make_error(msg::errc::stale_visit);
      return fn(i->second);
    });
  }

  void take(const msg::player_input& input) {
    auto i = script_->stays.find(input.who);
    if (script_->is_moved || script_->is_silent || i == script_->stays.end() || i->second.visit != input.visit)
      return;
    auto& stay = i->second;
    if (input.number > stay.done + 1)
      ++script_->gaps;
    if (input.number != stay.done + 1)
      return;
    script_->numbers.push_back(++stay.done);
    if (script_->says_done)
      send(stay.session, msg::inputs_done{stay.visit, stay.done});
  }

  std::shared_ptr<zone_script> script_;

public:
  msg::character_record departs = make_character(1, {100, 100});
};

} // namespace test
