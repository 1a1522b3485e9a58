// A stage whose environment breaks: three settled bots and, if wanted, a
// disturbance.

#pragma once

#include "tests/tools/bots/stage.hpp"

namespace tools::bots {

inline constexpr auto here = cell_at(100, 100);
inline constexpr auto close_by = cell_at(104, 100);
inline constexpr auto far = cell_at(200, 200);

/// Somebody's zone was lost and is there again; his place follows.
inline msg::client::s2c_say notice() {
  return {static_cast<uint8_t>(msg::client::say_kind::system), msg::client::nobody, stage::text("SYSTEM"),
          msg::wire::open_text<64>{"The world skipped a beat. You are back where you were last saved."}};
}

/// Anna and Bert together, Carl far away, all settled; then, if wanted, a disturbance that outlasts the test.
struct trouble_stage : stage {
  explicit trouble_stage(bool is_disturbed) : stage(two_maps()) {
    a = enter_new("Anna", 1, 1, here);
    b = enter_new("Bert", 2, 1, close_by);
    c = enter_new("Carl", 3, 1, far);
    appear(a, b, close_by);
    appear(b, a, here);
    pass(10'000);
    if (is_disturbed)
      disturb(600'000);
  }
  void disturb(time_ms ms) { judge.disturbed(now, now + ms); }
  void lose(bot_index i) {
    of(i).is_in = false;
    judge.closed(i, close_cause::server, now);
  }
  bot_index a = 0;
  bot_index b = 0;
  bot_index c = 0;
};

} // namespace tools::bots
