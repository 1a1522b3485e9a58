// What a bot does once it is in the world: it walks, talks, gestures, warps,
// rests, and now and then wants to leave; or it stands still and does what it is
// told. Pure: dice and time are given.

#pragma once

#include "tools/bots/bot_link.hpp"
#include "tools/bots/walker.hpp"

#include <deque>

namespace tools::bots {

/// What the life wants of the machine around it.
enum class wish : uint8_t { stay, log_out, cut };

/// When a bot has nothing to wait for.
inline constexpr time_ms never = INT64_MAX;

struct life_options {
  /// First part of everything the bot says; unique among all bots.
  std::string tag;
  /// Of the bot itself, which is never whispered to.
  bot_index self = 0;
  /// Characters that may be whispered to, by bot; shared by the swarm.
  std::shared_ptr<const std::vector<std::string>> names;
  /// Between two shouts of one bot.
  time_ms shout_ms = 31'000;
};

class bot_life {
public:
  bot_life(life_options options, std::shared_ptr<const world_mesh> mesh, runtime::prng rng)
      : options_(std::move(options)), walker_(std::move(mesh)), rng_(rng) {}

  /// The bot stands in the world; it waits a moment before it acts.
  void enter(uint16_t map, uint32_t cell, time_ms now);
  /// When `wake` has something to do.
  time_ms due() const;
  wish wake(time_ms now, std::vector<client_packet>& out);
  void received(const msg::game_answer& packet, time_ms now, std::vector<client_packet>& out);

  /// Not free: it stands still but for what it is told. What is under way is finished.
  void set_free(bool is_free, time_ms now);
  /// Held: nothing new is begun, no next leg of a way either, until it is let go.
  void hold(bool is_held) { is_held_ = is_held; }
  /// Walks to `cell` of `map`, through warps when it has to; not for a free bot.
  void walk_to(uint16_t map, uint32_t cell, time_ms now);
  /// Whether the last `walk_to` ended where it should.
  bool has_arrived() const { return has_arrived_; }
  /// Why the last `walk_to` was given up; empty while it has not been.
  const std::string& gave_up() const { return gave_up_; }
  /// Says `words` as they are, at once; `listener_name` of a whisper.
  void say(msg::client::say_kind kind, std::string_view listener_name, std::string_view words,
           std::vector<client_packet>& out) const;
  /// The bot is not in the world any more.
  void left() { give_up("the bot left the world"); }
  /// Whether it waits for an answer or makes its steps.
  bool is_busy() const { return warp_ != warp_stage::none || awaits_grant_ || walker_.is_granted(); }

  const walker& legs() const { return walker_; }
  bool is_warping() const { return warp_ != warp_stage::none; }

private:
  enum class warp_stage : uint8_t { none, asked, loading, going };

  struct errand {
    uint16_t map = 0;
    uint32_t cell = 0;
    uint32_t setbacks = 0;
    bool has_begun = false;
  };

  bool begins_something() const { return !is_held_ && (is_free_ || errand_); }
  void go_on(time_ms now, std::vector<client_packet>& out);
  void ask_warp(uint16_t map, time_ms now, std::vector<client_packet>& out);
  void give_up(std::string why);
  /// The server did not let the bot go on.
  void set_back(std::string_view why);
  wish act(time_ms now, std::vector<client_packet>& out);
  wish leave_or_rest(uint64_t roll, time_ms now);
  wish wake_warping(time_ms now, std::vector<client_packet>& out);
  void arrive(uint32_t cell, time_ms now, std::vector<client_packet>& out);
  bool may_walk(time_ms now);
  bool speak(uint64_t roll, time_ms now, std::vector<client_packet>& out);
  std::string next_words();
  void rest(time_ms now, time_ms at_least, time_ms spread);

  void on(const msg::client::s2c_ans_move& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_fix_move& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_warp_ready& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_warp& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_say& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_warp_login& x, time_ms now, std::vector<client_packet>& out);
  template <class T>
  void on(const T&, time_ms, std::vector<client_packet>&) {}

  life_options options_;
  walker walker_;
  runtime::prng rng_;
  time_ms act_due_ = 0;
  time_ms speak_due_ = 0;
  time_ms shout_due_ = 0;
  std::deque<time_ms> corrections_; // of the last minute
  time_ms walk_given_up_ = 0;       // when a leg that was asked for is not awaited any more
  bool awaits_grant_ = false;
  bool seeks_warp_ = false;
  warp_stage warp_ = warp_stage::none;
  uint16_t warp_map_ = 0;
  uint16_t loaded_map_ = 0; // the last one it was told to load
  time_ms warp_due_ = 0;
  bool is_free_ = true;
  bool is_held_ = false;
  std::optional<errand> errand_;
  bool has_arrived_ = false;
  std::string gave_up_;
  uint32_t said_ = 0;
  uint8_t gesture_ = 0;
};

} // namespace tools::bots
