#include "tools/bots/talk_book.hpp"

namespace tools::bots {

using namespace msg;
using client::say_kind;

namespace {

/// Two may say the same.
std::string line_key(bot_index speaker, std::string_view words) {
  return "line " + std::to_string(speaker) + " " + std::string{words};
}

std::string gesture_key(uint32_t player_id, uint8_t type) {
  return "gesture " + std::to_string(player_id) + " " + std::to_string(type);
}

} // namespace

request talk_book::request_of(kind what) {
  switch (what) {
  case kind::general:
    return request::say;
  case kind::whisper:
    return request::whisper;
  case kind::shout:
    return request::shout;
  case kind::gesture:
    return request::gesture;
  }
  return request::say;
}

std::string talk_book::text_of(const utterance& x) {
  return std::string{to_string(request_of(x.what))} + " '" + x.words + "'";
}

bot_index talk_book::by_name(std::string_view character) const {
  for (bot_index i = 0; i < all_.size(); ++i)
    if (all_[i].character == character)
      return i;
  return no_bot;
}

void talk_book::said(bot_index speaker, const client::c2s_say& x, time_ms now) {
  utterance line;
  line.speaker = speaker;
  line.words = x.words.str();
  line.sent = now;
  if (x.say_type == static_cast<uint8_t>(say_kind::whisper)) {
    line.what = kind::whisper;
    line.listener_name = x.listener_name.str();
    ++all_.counts.whispers;
  } else if (x.say_type == static_cast<uint8_t>(say_kind::shout)) {
    line.what = kind::shout;
    ++all_.counts.shouts;
  } else {
    ++all_.counts.says;
  }
  all_[speaker].waiting.asked(request_of(line.what), now);
  auto key = line_key(speaker, line.words);
  add(std::move(key), std::move(line));
}

void talk_book::add(std::string key, utterance line) {
  if (auto found = open_.find(key); found != open_.end() && found->second.what == line.what) {
    line.times += found->second.times;
    line.heard = std::move(found->second.heard);
  }
  open_.insert_or_assign(std::move(key), std::move(line));
}

void talk_book::gestured(bot_index speaker, const client::c2s_gesture& x, time_ms now) {
  ++all_.counts.gestures;
  all_[speaker].waiting.asked(request::gesture, now);
  utterance line;
  line.what = kind::gesture;
  line.speaker = speaker;
  line.words = std::to_string(x.gesture_type);
  line.sent = now;
  add(gesture_key(all_[speaker].player_id, x.gesture_type), std::move(line));
}

void talk_book::heard_one(bot_index by, utterance& x, time_ms now) {
  if (++x.heard[by] > x.times)
    all_.blame(by, check::words_come_once, now, text_of(x) + (x.times == 1 ? " once" : " as often as it was said"),
               std::to_string(x.heard[by]) + " times");
  if (by != x.speaker || (x.echoed && x.times == 1))
    return;
  x.echoed = x.echoed.value_or(now);
  all_.answered(by, request_of(x.what), now);
  if (x.what == kind::gesture)
    return;
  auto& own = all_[by].own_words;
  own.push_back(now);
  if (own.size() > witness::deeds_max)
    own.pop_front();
}

void talk_book::heard(bot_index by, const client::s2c_say& x, time_ms now) {
  auto type = static_cast<say_kind>(x.say_type);
  if (x.speaking_player_id == client::nobody || type == say_kind::system)
    return heard_system(by, now);
  auto speaker = all_.by_player(x.speaking_player_id);
  if (speaker == no_bot)
    return;
  auto found = open_.find(line_key(speaker, x.words.str()));
  if (found == open_.end())
    return all_.blame(by, check::words_are_true, now, "only what " + all_[speaker].bot + " said lately",
                      std::string{x.words.str()});
  auto& line = found->second;
  auto is_type_right = (line.what == kind::general && type == say_kind::general)
                       || (line.what == kind::whisper && type == say_kind::whisper)
                       || (line.what == kind::shout && type == say_kind::shout);
  if (!is_type_right || x.speaker_name.str() != all_[speaker].character)
    all_.blame(by, check::words_are_true, now, text_of(line) + " from " + all_[speaker].character,
               "type " + std::to_string(x.say_type) + " from " + std::string{x.speaker_name.str()});
  if (line.what == kind::whisper && by != speaker && all_[by].character != line.listener_name)
    all_.blame(by, check::whisper_is_private, now, "only " + line.listener_name + " hears " + text_of(line),
               "heard by " + all_[by].character);
  heard_one(by, line, now);
}

void talk_book::saw_gesture(bot_index by, const client::s2c_gesture& x, time_ms now) {
  auto speaker = all_.by_player(x.gesturing_player_id);
  if (speaker == no_bot)
    return;
  auto found = open_.find(gesture_key(x.gesturing_player_id, x.gesture_type));
  if (found == open_.end())
    return all_.blame(by, check::words_are_true, now, "only gestures that " + all_[speaker].bot + " made lately",
                      "gesture " + std::to_string(x.gesture_type));
  heard_one(by, found->second, now);
}

/// A line of the server answers whatever is waited for: a whisper first, which is refused most often.
void talk_book::heard_system(bot_index by, time_ms now) {
  for (auto what : {kind::whisper, kind::shout, kind::general})
    if (all_[by].waiting.waits(request_of(what)))
      return refuse_oldest(by, what, now);
}

void talk_book::refuse_oldest(bot_index speaker, kind what, time_ms now) {
  auto oldest = open_.end();
  for (auto i = open_.begin(); i != open_.end(); ++i) {
    const auto& x = i->second;
    if (x.speaker == speaker && x.what == what && !x.echoed && (oldest == open_.end() || x.sent < oldest->second.sent))
      oldest = i;
  }
  all_.answered(speaker, request_of(what), now);
  ++all_.counts.chat_refused;
  if (oldest == open_.end())
    return;
  const auto& line = oldest->second;
  auto listener = what == kind::whisper ? by_name(line.listener_name) : no_bot;
  // A server that stops tells everybody so, which is no answer to a whisper.
  auto may_stop = [&](bot_index i) { return now <= all_[i].severable_until; };
  if (listener != no_bot && !may_stop(speaker) && !may_stop(listener)
      && all_[listener].places.surely_present(line.sent - all_.margin_ms(), now))
    all_.blame_since(speaker, check::whisper_finds_player, now, line.listener_name + " is online", "a refusal",
                     line.sent - all_.margin_ms());
  // Kept until it is forgotten: the line may have been about something else, and the words come after all.
  oldest->second.is_judged = true;
}

/// What a disturbance holds back may come as late as it likes, and must still be true and come once.
void talk_book::tick(time_ms now) {
  auto unanswered_ms = all_.options().answer_ms + all_.margin_ms();
  auto may_forget = all_.is_calm(now - unanswered_ms, now);
  for (auto& [key, x] : open_)
    if (x.echoed && !x.is_judged && now - *x.echoed >= all_.margin_ms())
      judge(x, now);
  if (may_forget)
    std::erase_if(open_, [&](const auto& entry) {
      const auto& x = entry.second;
      return x.is_judged || (!x.echoed && now - x.sent > unanswered_ms);
    });
}

void talk_book::judge(utterance& x, time_ms now) {
  x.is_judged = true;
  auto since = x.sent - all_.margin_ms();
  for (bot_index i = 0; i < all_.size(); ++i) {
    if (i == x.speaker)
      continue;
    if (x.what == kind::general) {
      judge_near(x, i, now, check::say_is_heard_near, check::say_is_not_heard_far);
    } else if (x.what == kind::gesture) {
      judge_near(x, i, now, check::gesture_is_seen_near, check::gesture_is_not_seen_far);
    } else if ((x.what == kind::shout || all_[i].character == x.listener_name)
               && all_[i].places.surely_present(since, now)) {
      auto promise = x.what == kind::shout ? check::shout_is_heard : check::whisper_is_heard;
      all_.log.tested(promise);
      if (!x.heard.contains(i))
        all_.blame_since(i, promise, now, text_of(x) + " of " + all_[x.speaker].bot, "nothing", since);
    }
  }
}

void talk_book::judge_near(const utterance& x, bot_index i, time_ms now, check near, check far) {
  const auto& from = all_[x.speaker].places;
  const auto& to = all_[i].places;
  auto since = x.sent - all_.margin_ms();
  auto is_heard = x.heard.contains(i);
  if (surely_in_sight(from, to, since, *x.echoed) && to.surely_present(since, now)) {
    all_.log.tested(near);
    if (!is_heard)
      all_.blame_since(i, near, now,
                       text_of(x) + " of " + all_[x.speaker].bot + " at " + place_text(from.now().map, from.now().cell),
                       "nothing at " + place_text(to.now().map, to.now().cell), since);
  }
  if (is_heard)
    all_.log.tested(far);
  auto far_since = all_.disturbed.calm_before(since, *x.echoed, all_.margin_ms());
  if (is_heard && surely_out_of_sight(from, to, far_since, *x.echoed))
    all_.blame(i, far, now, "nothing of " + all_[x.speaker].bot + " at " + place_text(from.now().map, from.now().cell),
               text_of(x) + " at " + place_text(to.now().map, to.now().cell));
}

} // namespace tools::bots
