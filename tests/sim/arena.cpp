#include "tests/sim/arena.hpp"

namespace sim {

namespace {

namespace log = runtime::log;

constexpr instant patience = 15 * second; // of a player whose world stands still
constexpr instant still_for = 2 * second;
constexpr instant saved_after = 7 * second;        // a checkpoint, and its commit
constexpr instant vanished_after = 90 * second;    // session.lost_s, edge.idle_timeout_s, and what follows
constexpr instant end_noticed_after = 15 * second; // a closed connection lingers for a while

/// What an operator must be told and faults bring about: a node cannot stop in order without what it needs for that,
/// and a session is made to crash.
bool is_expected(std::string_view event, bool crashes) {
  return event == "stop-incomplete" || (crashes && event == "owner-died");
}

cluster_options cluster_of(const arena_options& options, arena& self) {
  cluster_options result;
  result.seed = options.seed;
  result.nodes = options.nodes;
  result.maps = options.maps;
  result.tweak = options.tweak;
  result.watch_sent = [&self](const msg::player_input& input) {
    if (!self.world().is_burying())
      self.judge().sent(input);
  };
  result.watch_done = [&self](node_index n, const msg::player_input& input) {
    if (!self.world().is_burying())
      self.judge().done(n, input);
  };
  return result;
}

player_options players_of(const arena_options& options) {
  player_options result;
  result.count = options.bots;
  result.seed = options.seed ^ 0xB075;
  result.are_idle = options.are_idle;
  result.are_blind = options.are_blind;
  result.promises.loss_ms = 12'000;
  return result;
}

} // namespace

arena::arena(arena_options options)
    : cluster_(cluster_of(options, *this)), players_(cluster_, players_of(options)), inspector_(cluster_, players_),
      log_(
        [this](log::component, log::level level, std::string_view event, std::string_view sentence) {
          if (cluster_.is_burying())
            return;
          if (level == log::level::error && !is_expected(event, has_crashed_sessions_))
            inspector_.blame("no-error-is-logged", std::string{event} + ": " + std::string{sentence});
          if (on_log)
            on_log(level, event, sentence);
        },
        log::level::debug) {
  cluster_.on_step = [this](const step_info& step) {
    inspector_.after(step);
    if (on_step)
      on_step(step);
  };
}

/// Whoever watches the nodes is gone before they are.
arena::~arena() { cluster_.bury_all(); }

void arena::cause(const fault& what) {
  if (info_of(what.kind).is_noticed)
    players_.disturbed(cluster_.now() + what.lasts + recovery);
  has_vanished_clients_ |= what.kind == fault_kind::client_half_open;
  has_crashed_sessions_ |= what.kind == fault_kind::session_crash;
  apply(what, cluster_, players_);
}

void arena::heal() {
  players_.disturbed(cluster_.now() + recovery);
  cluster_.heal();
  cluster_.at(cluster_.now() + patience, [this] { wake_players_of_dead_connections(); });
  for (bot_index i = 0; i < players_.count(); ++i) {
    players_.one_byte_at_a_time(i, false);
    players_.stop_reading(i, false);
  }
}

/// Where a machine lost its power, a client that does not speak never learns that its connection is dead. Its player
/// sees that nothing moves any more, and logs in again.
void arena::wake_players_of_dead_connections() {
  constexpr instant silence = 12 * second; // a session says the time every 5 s
  for (bot_index i = 0; i < players_.count(); ++i)
    if (players_.is_in_world(i) && players_.silent_for(i) > silence)
      players_.cut(i);
}

bool arena::run_until(const std::function<bool()>& is_so, instant bound) {
  auto was_so = false;
  cluster_.run_until(
    [&] {
      take_over_complaints();
      was_so = is_so();
      return was_so || !is_clean();
    },
    bound);
  return was_so && is_clean();
}

void arena::run_for(instant by) {
  run_until([] { return false; }, by);
}

void arena::take_over_complaints() {
  const auto& log = players_.oracle().log();
  if (log.total() == complaints_)
    return;
  for (; complaints_ < log.total(); ++complaints_) {
    if (complaints_ >= log.detailed().size())
      continue;
    const auto& x = log.detailed()[complaints_];
    auto text = x.bot + ": " + to_string(x.kind) + ": expected " + x.expected + ", came " + x.came;
    for (const auto& packet : x.packets)
      text += "\n      " + packet;
    inspector_.blame(x.kind == tools::bots::check::bytes_decode ? "outbound-decodes" : "bots-are-content",
                     std::move(text));
  }
}

bool arena::come_to_rest(instant bound) {
  players_.hold(true);
  auto is_at_rest = run_until([&] { return players_.bots().is_still(); }, bound);
  if (!is_at_rest && is_clean())
    inspector_.blame("everybody-plays", "the bots do not come to rest within " + std::to_string(bound / second) + " s");
  run_for(still_for + saved_after);
  if (is_clean())
    inspector_.look(moment::quiet);
  players_.hold(false);
  return is_at_rest && is_clean();
}

bool arena::send_home(instant bound) {
  players_.leave_all();
  auto has_left = run_until([&] { return players_.bots().finished() == players_.count(); }, bound);
  if (!has_left && is_clean())
    inspector_.blame("everybody-plays", std::to_string(players_.count() - players_.bots().finished())
                                          + " bots do not get out of the world");
  run_for(has_vanished_clients_ ? vanished_after : end_noticed_after);
  if (is_clean())
    inspector_.look(moment::gone);
  return has_left && is_clean();
}

} // namespace sim
