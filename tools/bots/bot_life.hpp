// What a bot does once it is in the world: it walks, talks, gestures, warps,
// rests, and now and then wants to leave. Pure: dice and time are given.

#pragma once

#include "tools/bots/bot_link.hpp"
#include "tools/bots/walker.hpp"

#include <deque>

namespace tools::bots {

/// What the life wants of the machine around it.
enum class wish : uint8_t { stay, log_out, cut };

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

  const walker& legs() const { return walker_; }
  bool is_warping() const { return warp_ != warp_stage::none; }

private:
  enum class warp_stage : uint8_t { none, asked, loading, going };

  wish act(time_ms now, std::vector<client_packet>& out);
  wish leave_or_rest(uint64_t roll, time_ms now);
  void wake_warping(time_ms now, std::vector<client_packet>& out);
  void arrive(uint32_t cell, time_ms now, std::vector<client_packet>& out);
  bool may_walk(time_ms now);
  bool speak(uint64_t roll, time_ms now, std::vector<client_packet>& out);
  std::string next_words();
  void rest(time_ms now, time_ms at_least, time_ms spread);

  void on(const msg::client::s2c_ans_move& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_fix_move& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_warp_ready& x, time_ms now, std::vector<client_packet>& out);
  void on(const msg::client::s2c_warp& x, time_ms now, std::vector<client_packet>& out);
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
  time_ms warp_due_ = 0;
  uint32_t said_ = 0;
  uint8_t gesture_ = 0;
};

} // namespace tools::bots
