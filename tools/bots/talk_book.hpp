// Who hears what: the oracle's ledger of everything the bots said and did with
// gestures. A line is judged when its echo is old enough that everybody who had
// to hear it has.

#pragma once

#include "tools/bots/witness.hpp"

namespace tools::bots {

class talk_book {
public:
  explicit talk_book(witnesses& all) : all_(all) {}

  void said(bot_index speaker, const msg::client::c2s_say& x, time_ms now);
  void gestured(bot_index speaker, const msg::client::c2s_gesture& x, time_ms now);
  void heard(bot_index by, const msg::client::s2c_say& x, time_ms now);
  void saw_gesture(bot_index by, const msg::client::s2c_gesture& x, time_ms now);
  /// Judges what is old enough.
  void tick(time_ms now);

private:
  enum class kind : uint8_t { general, whisper, shout, gesture };

  struct utterance {
    kind what = kind::general;
    bot_index speaker = no_bot;
    std::string listener_name; // of a whisper
    std::string words;
    time_ms sent = 0;
    std::optional<time_ms> echoed;
    std::map<bot_index, uint32_t> heard; // how often
    uint32_t times = 1;                  // said again before it was judged
    bool is_judged = false;              // kept for what a disturbance still holds back
  };

  static request request_of(kind what);
  static std::string text_of(const utterance& x);
  void add(std::string key, utterance line);
  void heard_one(bot_index by, utterance& x, time_ms now);
  void heard_system(bot_index by, time_ms now);
  void refuse_oldest(bot_index speaker, kind what, time_ms now);
  void judge(utterance& x, time_ms now);
  void judge_near(const utterance& x, bot_index i, time_ms now, check near, check far);
  bot_index by_name(std::string_view character) const;

  witnesses& all_;
  std::map<std::string, utterance, std::less<>> open_; // by what makes it unique
};

} // namespace tools::bots
