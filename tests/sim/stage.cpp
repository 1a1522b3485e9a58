#include "tests/sim/stage.hpp"

namespace sim {

namespace {

constexpr size_t events_max = 40;
constexpr instant slice = second; // how often what the bots expect is put off while something is broken

arena_options arena_of(const stage_options& options) {
  arena_options result;
  result.seed = options.seed;
  result.nodes = options.nodes;
  result.bots = options.bots;
  result.maps = options.maps;
  result.are_idle = !options.are_free;
  result.are_blind = options.are_blind;
  result.tweak = options.tweak;
  return result;
}

std::string text_of(const stage_options& options) {
  return "seed " + std::to_string(options.seed) + ", " + std::to_string(options.nodes) + " nodes, "
         + std::to_string(options.bots) + " bots";
}

std::string cable_of(std::string_view what, std::string_view a, std::string_view b) {
  auto [first, second] = std::minmax(a, b);
  return std::string{what} + " " + std::string{first} + " " + std::string{second};
}

} // namespace

stage::stage(stage_options options)
    : options_(std::move(options)), trace_(__FILE__, __LINE__, text_of(options_)), arena_(arena_of(options_)) {
  world().on_event = [this](const std::string& what) {
    events_.push_back(seconds_text(world().elapsed()) + " " + what);
    if (events_.size() > events_max)
      events_.pop_front();
  };
  disturb(0); // the nodes are still finding each other
}

stage::~stage() {
  if (is_judged_ && !arena_.is_clean())
    ADD_FAILURE() << report();
}

std::string stage::report() const {
  std::string result;
  for (const auto& x : arena_.violations())
    result += x.invariant + " at " + seconds_text(x.at) + ", step " + std::to_string(x.step) + ": " + x.what + "\n";
  result += "what happened:\n";
  for (const auto& x : events_)
    result += "  " + x + "\n";
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  if (test)
    result += "again: ctest --preset dev -R '^" + std::string{test->test_suite_name()} + "\\." + test->name() + "$'\n";
  return result;
}

std::vector<violation> stage::expect_violations() {
  is_judged_ = false;
  return arena_.violations();
}

stage::bot_verbs stage::bot(bot_index i) {
  if (i >= options_.bots)
    throw std::out_of_range("there is no bot " + std::to_string(i));
  return {*this, i};
}

stage::node_verbs stage::node(std::string_view name) {
  auto n = world().find(name);
  if (!n)
    throw std::out_of_range("there is no node '" + std::string{name} + "'");
  return {*this, *n};
}

// -- what is broken -----------------------------------------------------------------

void stage::disturb(instant lasts) { who().disturbed(world().now() + lasts + recovery); }

void stage::begin_fault(const std::string& what) {
  world().on_event(what);
  faults_.insert(what);
  disturb(0);
}

void stage::end_fault(const std::string& what) {
  if (faults_.erase(what) == 0)
    return;
  world().on_event("no more: " + what);
  disturb(0);
}

void stage::partition(std::string_view a, std::string_view b) {
  begin_fault(cable_of("partition", a, b));
  world().partition(node(a).index(), node(b).index());
}

void stage::heal(std::string_view a, std::string_view b) {
  world().heal(node(a).index(), node(b).index());
  end_fault(cable_of("partition", a, b));
}

void stage::clog(std::string_view a, std::string_view b, duration by) {
  world().cables().clog(node(a).index(), node(b).index(), instant_of(by));
  if (by.count() > 0)
    begin_fault(cable_of("clog", a, b));
  else
    end_fault(cable_of("clog", a, b));
}

void stage::reset(std::string_view a, std::string_view b) {
  fault x;
  x.kind = fault_kind::reset;
  x.first = node(a).index();
  x.second = node(b).index();
  arena_.cause(x);
}

void stage::delay(duration up_to) {
  auto& weather = world().cables().weather;
  weather.latency_max = std::max(instant_of(up_to), cable_weather{}.latency_max);
  if (weather.latency_max > cable_weather{}.latency_max)
    begin_fault("delay");
  else
    end_fault("delay");
}

void stage::drop(uint32_t per_mille) {
  world().cables().weather.lost = per_mille;
  if (per_mille != 0)
    begin_fault("drop");
  else
    end_fault("drop");
}

void stage::duplicate(uint32_t per_mille) {
  world().cables().weather.repeated = per_mille;
  if (per_mille != 0)
    begin_fault("duplicate");
  else
    end_fault("duplicate");
}

void stage::swizzle(duration within) {
  fault x;
  x.kind = fault_kind::swizzle;
  x.lasts = instant_of(within);
  arena_.cause(x);
}

void stage::heal() {
  faults_.clear();
  arena_.heal();
}

// -- time ---------------------------------------------------------------------------

void stage::run_for(duration by) {
  run_until([] { return false; }, by);
}

bool stage::run_until(const std::function<bool()>& is_so, duration bound) {
  auto end = world().now() + instant_of(bound);
  do {
    if (!faults_.empty())
      disturb(slice);
    auto left = end - world().now();
    if (arena_.run_until(is_so, faults_.empty() ? left : std::min(left, slice)))
      return true;
  } while (is_clean() && world().now() < end);
  return false;
}

void stage::come_to_rest(duration bound) {
  if (is_clean() && !arena_.come_to_rest(instant_of(bound)) && is_clean())
    ADD_FAILURE() << "the cluster does not come to rest";
}

void stage::everybody_logs_in(duration bound) {
  for (bot_index i = 0; i < options_.bots; ++i)
    if (!who().is_in_world(i))
      who().log_in(i);
  if (!run_until([&] { return who().are_all_in_world(); }, bound) && is_clean())
    ADD_FAILURE() << "only " << who().bots().in_world() << " bots are in the world: " << who().bots().last_refusal();
  run_for(std::chrono::seconds{1}); // the greeting, which the oracle could take for an answer to what is said first
}

void stage::everybody_leaves(duration bound) {
  if (is_clean() && !arena_.send_home(instant_of(bound)) && is_clean())
    ADD_FAILURE() << "not everybody leaves";
}

// -- bots ---------------------------------------------------------------------------

void stage::bot_verbs::say(std::string_view words) const {
  if (!stage_.who().say(i_, words))
    ADD_FAILURE() << "bot " << i_ << " says '" << words << "' outside the world";
}

void stage::bot_verbs::whisper(std::string_view name, std::string_view words) const {
  if (!stage_.who().bots().whisper(i_, name, words, stage_.who().now()))
    ADD_FAILURE() << "bot " << i_ << " whispers '" << words << "' outside the world";
}

void stage::bot_verbs::shout(std::string_view words) const {
  if (!stage_.who().bots().shout(i_, words, stage_.who().now()))
    ADD_FAILURE() << "bot " << i_ << " shouts '" << words << "' outside the world";
}

void stage::bot_verbs::cut() const {
  fault x;
  x.kind = fault_kind::client_cut;
  x.first = i_;
  stage_.underneath().cause(x);
}

void stage::bot_verbs::half_open() const {
  fault x;
  x.kind = fault_kind::client_half_open;
  x.first = i_;
  stage_.underneath().cause(x);
}

void stage::bot_verbs::one_byte_at_a_time(bool on) const {
  auto key = "one byte at a time: bot " + std::to_string(i_);
  stage_.who().one_byte_at_a_time(i_, on);
  on ? stage_.begin_fault(key) : stage_.end_fault(key);
}

void stage::bot_verbs::stop_reading(bool on) const {
  auto key = "does not read: bot " + std::to_string(i_);
  stage_.who().stop_reading(i_, on);
  on ? stage_.begin_fault(key) : stage_.end_fault(key);
}

bool stage::bot_verbs::has_heard(std::string_view words) const {
  return std::ranges::any_of(stage_.who().bots().heard(i_), [&](const auto& line) { return line.words == words; });
}

std::optional<msg::account_id> stage::bot_verbs::account() const {
  for (const auto& [id, x] : stage_.world().database().accounts())
    if (x.record.name == "sim" + std::to_string(i_))
      return id;
  return std::nullopt;
}

std::optional<msg::character_location> stage::bot_verbs::saved() const {
  for (const auto& [id, x] : stage_.world().database().characters())
    if (!x.is_deleted && x.record.name == name())
      return x.record.location;
  return std::nullopt;
}

size_t stage::bot_verbs::characters() const {
  auto own = account();
  return static_cast<size_t>(std::ranges::count_if(
    stage_.world().database().characters(), [&](const auto& x) { return own && x.second.record.account == *own; }));
}

std::optional<node_index> stage::bot_verbs::edge_node() const {
  std::optional<node_index> result;
  if (auto own = account(); own && is_in_world())
    each_session(stage_.world(), [&](node_index n, const actors::session& session) {
      if (session.account() == *own)
        result = n;
    });
  return result;
}

// -- nodes --------------------------------------------------------------------------

std::string stage::node_verbs::key(std::string_view what) const {
  return std::string{what} + " " + stage_.world().name(n_);
}

void stage::node_verbs::kill() const {
  stage_.begin_fault(key("down:"));
  stage_.world().kill(n_);
}

void stage::node_verbs::power_off() const {
  stage_.begin_fault(key("down:"));
  stage_.world().kill(n_, node_loss::power);
}

void stage::node_verbs::stop() const {
  stage_.begin_fault(key("down:"));
  stage_.world().stop(n_);
}

void stage::node_verbs::restart() const {
  stage_.world().restart(n_);
  stage_.end_fault(key("paused:"));
  stage_.end_fault(key("down:"));
  stage_.disturb(0);
}

void stage::node_verbs::pause() const {
  stage_.begin_fault(key("paused:"));
  stage_.world().pause(n_);
}

void stage::node_verbs::resume() const {
  stage_.world().resume(n_);
  stage_.end_fault(key("paused:"));
}

void stage::node_verbs::isolate() const {
  stage_.begin_fault(key("isolated:"));
  stage_.world().isolate(n_);
}

void stage::node_verbs::skew_clock(int percent) const {
  stage_.world().skew_clock(n_, std::clamp(percent, -90, 100) * 10'000);
  percent != 0 ? stage_.begin_fault(key("skewed clock:")) : stage_.end_fault(key("skewed clock:"));
}

void stage::node_verbs::unreachable_for_clients(bool on) const {
  stage_.world().clients().cut(stage_.world().address(n_), on);
  on ? stage_.begin_fault(key("unreachable for clients:")) : stage_.end_fault(key("unreachable for clients:"));
}

// -- the database -------------------------------------------------------------------

void stage::store_verbs::stall(duration by) const {
  fault x;
  x.kind = fault_kind::store_stall;
  x.lasts = instant_of(by);
  stage_.underneath().cause(x);
}

void stage::store_verbs::fail_before_commit(uint32_t n) const {
  stage_.disturb(0);
  stage_.world().store().fail_before_next = n;
}

void stage::store_verbs::fail_after_commit(uint32_t n) const {
  stage_.disturb(0);
  stage_.world().store().fail_after_next = n;
}

void stage::store_verbs::down(bool on) const {
  stage_.world().store().is_down = on;
  on ? stage_.begin_fault("store down") : stage_.end_fault("store down");
}

} // namespace sim
