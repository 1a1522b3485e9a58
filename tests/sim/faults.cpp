#include "tests/sim/faults.hpp"

#include <charconv>

namespace sim {

namespace {

using k = fault_kind;
using t = fault_target;

constexpr instant moment_only = 0;
constexpr instant brief = second / 5;
constexpr instant some_time = 8 * second;

constexpr fault_info table[] = {
  {k::kill, "kill", t::node, "", 0, 0, second, some_time, "kill -9; the node starts again afterwards"},
  {k::power_off, "power-off", t::node, "", 0, 0, second, some_time,
   "the machine falls silent; the node starts again afterwards"},
  {k::stop, "stop", t::node, "", 0, 0, 12 * second, 16 * second, "the node stops in order and starts again"},
  {k::pause, "pause", t::node, "", 0, 0, brief, some_time, "the process stands still"},
  {k::skew_clock, "skew-clock", t::node, "per mille", 1, 10, second, some_time,
   "the node's clock goes faster (or, with 100 added, slower)"},
  {k::partition, "partition", t::two_nodes, "", 0, 0, brief, some_time, "two nodes cannot reach each other"},
  {k::isolate, "isolate", t::node, "", 0, 0, brief, some_time, "a node cannot reach any other"},
  {k::clog, "clog", t::two_nodes, "ms", 50, 3'000, brief, some_time, "bytes between two nodes come late"},
  {k::swizzle, "swizzle", t::nothing, "", 0, 0, second, some_time,
   "some cables are clogged one after the other, and freed in another order"},
  {k::reset, "reset", t::two_nodes, "", 0, 0, moment_only, moment_only, "the connection between two nodes breaks"},
  {k::delay, "delay", t::nothing, "ms", 5, 400, second, some_time, "every cable between nodes takes up to so long"},
  {k::drop, "drop", t::nothing, "per mille", 5, 100, second, some_time, "requests and answers between nodes are lost"},
  {k::duplicate, "duplicate", t::nothing, "per mille", 50, 500, second, some_time,
   "requests between nodes that may be repeated arrive twice"},
  {k::store_stall, "store.stall", t::nothing, "", 0, 0, brief, some_time, "the database answers nothing"},
  {k::store_down, "store.down", t::nothing, "", 0, 0, brief, some_time, "the database cannot be reached"},
  {k::store_fail_before_commit, "store.fail_before_commit", t::nothing, "per mille", 50, 500, second, some_time,
   "transactions fail"},
  {k::store_fail_after_commit, "store.fail_after_commit", t::nothing, "per mille", 50, 500, second, some_time,
   "transactions are committed, and their answer is lost"},
  {k::client_cut, "client.cut", t::bot, "", 0, 0, moment_only, moment_only, "a client's connection is reset"},
  {k::client_half_open, "client.half_open", t::bot, "", 0, 0, moment_only, moment_only,
   "a client's machine vanishes without a word"},
  {k::client_one_byte_at_a_time, "client.one_byte_at_a_time", t::bot, "", 0, 0, second, some_time,
   "a client's bytes come one by one"},
  {k::client_stop_reading, "client.stop_reading", t::bot, "", 0, 0, second, some_time, "a client does not read"},
  {k::client_flood, "client.flood", t::bot, "packets", 100, 300, moment_only, moment_only,
   "a client sends far more than it may"},
  {k::session_crash, "session.crash", t::bot, "", 0, 0, moment_only, moment_only,
   "the session of a client ends as if by a bug in it"},
  {k::clients_unreachable, "clients.unreachable", t::node, "", 0, 0, brief, some_time,
   "clients and a node cannot reach each other"},
  {k::store_unreachable, "store.unreachable", t::node, "", 0, 0, brief, some_time, "a node cannot reach the database"},
  {k::zone_move, "zone.move", t::zone_and_node, "", 0, 0, moment_only, moment_only,
   "an operator moves a zone to a node", false},
  {k::node_drain, "node.drain", t::node, "", 0, 0, second, some_time,
   "an operator drains a node, and lets it run zones again afterwards", false},
};

constexpr uint32_t slower = 100; // added to the amount for a clock that goes slower

std::string node_text(uint32_t n) { return std::string(1, static_cast<char>('a' + n)); }

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> result;
  while (!line.empty()) {
    auto at = line.find_first_not_of(' ');
    if (at == line.npos)
      break;
    auto end = line.find(' ', at);
    end = end == line.npos ? line.size() : end;
    result.push_back(line.substr(at, end - at));
    line.remove_prefix(end);
  }
  return result;
}

std::optional<uint32_t> number_in(std::string_view text) {
  uint32_t result = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{result} : std::nullopt;
}

std::optional<uint32_t> node_in(std::string_view text) {
  return text.size() == 1 && text[0] >= 'a' && text[0] <= 'z' ? std::optional{uint32_t(text[0] - 'a')} : std::nullopt;
}

uint32_t between(runtime::prng& dice, uint32_t low, uint32_t high) {
  return low + static_cast<uint32_t>(dice.below(uint64_t{high} - low + 1));
}

} // namespace

std::span<const fault_info> fault_table() { return table; }

const fault_info& info_of(fault_kind kind) { return table[static_cast<size_t>(kind)]; }

std::optional<fault_kind> fault_named(std::string_view name) {
  for (const auto& x : table)
    if (x.name == name)
      return x.kind;
  return std::nullopt;
}

std::string seconds_text(instant x) {
  char text[32];
  auto at = std::to_chars(text, text + sizeof text, x / second).ptr;
  *at++ = '.';
  auto rest = std::to_string(x % second / ms);
  return std::string(text, at) + std::string(3 - rest.size(), '0') + rest + "s";
}

std::optional<instant> parse_seconds(std::string_view text) {
  if (text.empty() || text.back() != 's')
    return std::nullopt;
  text.remove_suffix(1);
  auto point = text.find('.');
  auto whole = number_in(text.substr(0, point));
  if (!whole)
    return std::nullopt;
  auto result = *whole * second;
  if (point != text.npos) {
    std::string thousandths{text.substr(point + 1)};
    if (thousandths.empty() || thousandths.size() > 3)
      return std::nullopt;
    thousandths.resize(3, '0');
    auto rest = number_in(thousandths);
    if (!rest)
      return std::nullopt;
    result += *rest * ms;
  }
  return result;
}

// -- text ---------------------------------------------------------------------------

std::string to_text(const fault& x) {
  const auto& info = info_of(x.kind);
  auto result = "at " + seconds_text(x.at) + " " + std::string{info.name};
  if (info.target == t::node)
    result += " " + node_text(x.first);
  else if (info.target == t::two_nodes)
    result += " " + node_text(x.first) + " " + node_text(x.second);
  else if (info.target == t::bot)
    result += " " + std::to_string(x.first);
  else if (info.target == t::zone_and_node)
    result += " " + std::to_string(x.second) + " " + node_text(x.first);
  if (!info.amount.empty())
    result += " by " + std::to_string(x.amount);
  if (info.lasts_max != 0)
    result += " for " + seconds_text(x.lasts);
  return result;
}

std::optional<fault> parse_fault(std::string_view line, std::string& problem) {
  auto words = words_of(line);
  auto fail = [&](std::string why) {
    problem = std::move(why);
    return std::nullopt;
  };
  if (words.size() < 3 || words[0] != "at")
    return fail("a fault is `at TIME KIND [TARGET...] [by AMOUNT] [for TIME]`");
  fault result;
  auto at = parse_seconds(words[1]);
  if (!at)
    return fail("'" + std::string{words[1]} + "' is no time such as 12.340s");
  result.at = *at;
  auto kind = fault_named(words[2]);
  if (!kind)
    return fail("'" + std::string{words[2]} + "' is no fault; `zonehive sim run --help` lists them");
  result.kind = *kind;
  const auto& info = info_of(*kind);
  size_t i = 3;
  auto take = [&](auto parse, uint32_t& into, const char* what) {
    auto value = i < words.size() ? parse(words[i++]) : std::nullopt;
    if (!value)
      problem = std::string{info.name} + " wants " + what;
    into = value.value_or(0);
    return value.has_value();
  };
  if ((info.target == t::node || info.target == t::two_nodes) && !take(node_in, result.first, "a node, a to z"))
    return std::nullopt;
  if (info.target == t::two_nodes && !take(node_in, result.second, "two nodes, a to z"))
    return std::nullopt;
  if (info.target == t::bot && !take(number_in, result.first, "the number of a bot"))
    return std::nullopt;
  if (info.target == t::zone_and_node
      && (!take(number_in, result.second, "the number of a zone's map")
          || !take(node_in, result.first, "a zone and a node, a to z")))
    return std::nullopt;
  for (; i + 1 < words.size(); i += 2) {
    auto number = number_in(words[i + 1]);
    auto lasts = parse_seconds(words[i + 1]);
    if (words[i] == "by" && number && !info.amount.empty())
      result.amount = *number;
    else if (words[i] == "for" && lasts && info.lasts_max != 0)
      result.lasts = *lasts;
    else
      return fail("'" + std::string{words[i]} + " " + std::string{words[i + 1]} + "' makes no sense for "
                  + std::string{info.name});
  }
  if (i < words.size())
    return fail("'" + std::string{words[i]} + "' is too much");
  auto most = info.amount_max + (*kind == k::skew_clock ? slower : 0);
  if (!info.amount.empty() && (result.amount < info.amount_min || result.amount > most))
    return fail(std::string{info.name} + " by " + std::to_string(result.amount) + ": expected "
                + std::to_string(info.amount_min) + " to " + std::to_string(info.amount_max) + " "
                + std::string{info.amount});
  return result;
}

// -- drawing ------------------------------------------------------------------------

std::vector<fault> draw_faults(runtime::prng& dice, const fault_plan& plan) {
  std::vector<fault> result;
  std::vector<fault_kind> kinds;
  for (auto kind : plan.kinds) {
    auto target = info_of(kind).target;
    auto wants_two = target == t::two_nodes || target == t::zone_and_node;
    if ((wants_two && plan.nodes < 2) || (target == t::bot && plan.bots == 0))
      continue;
    kinds.push_back(kind);
  }
  for (uint32_t i = 0; i < plan.count && !kinds.empty() && plan.until > plan.from; ++i) {
    fault x;
    x.at = (plan.from + dice.below(plan.until - plan.from)) / ms * ms;
    x.kind = kinds[dice.below(kinds.size())];
    const auto& info = info_of(x.kind);
    if (info.target == t::bot)
      x.first = static_cast<uint32_t>(dice.below(plan.bots));
    else if (info.target != t::nothing)
      x.first = static_cast<uint32_t>(dice.below(plan.nodes));
    if (info.target == t::zone_and_node)
      x.second = 1 + static_cast<uint32_t>(dice.below(plan.maps));
    if (info.target == t::two_nodes)
      x.second = static_cast<uint32_t>((x.first + 1 + dice.below(plan.nodes - 1)) % plan.nodes);
    if (!info.amount.empty())
      x.amount = between(dice, info.amount_min, info.amount_max);
    if (x.kind == k::skew_clock && dice.chance(1, 2))
      x.amount += slower;
    if (info.lasts_max != 0)
      x.lasts = (info.lasts_min + dice.below(info.lasts_max - info.lasts_min + 1)) / ms * ms;
    result.push_back(x);
  }
  std::ranges::stable_sort(result, {}, &fault::at);
  return result;
}

// -- doing --------------------------------------------------------------------------

namespace {

void later(cluster& where, instant after, std::function<void()> what) {
  where.at(where.now() + after, std::move(what));
}

void lose_node(const fault& x, cluster& where, node_loss how) {
  where.kill(x.first, how);
  later(where, x.lasts, [&where, n = x.first] {
    if (!where.life(n))
      where.restart(n);
  });
}

void swizzle(const fault& x, cluster& where) {
  auto& dice = where.dice();
  constexpr instant whole = 3'600 * second;
  for (node_index a = 0; a < where.nodes(); ++a)
    for (node_index b = a + 1; b < where.nodes(); ++b) {
      if (!dice.chance(2, 3))
        continue;
      later(where, dice.below(x.lasts / 2 + 1), [&where, a, b] { where.cables().clog(a, b, whole); });
      later(where, x.lasts / 2 + dice.below(x.lasts / 2 + 1), [&where, a, b] {
        where.cables().clog(a, b, 0);
        where.cables().reset(a, b);
      });
    }
}

void apply_to_node(const fault& x, cluster& where) {
  auto n = x.first;
  if (n >= where.nodes())
    return;
  switch (x.kind) {
  case k::kill:
    return lose_node(x, where, node_loss::process);
  case k::power_off:
    return lose_node(x, where, node_loss::power);
  case k::stop:
    where.stop(n);
    return later(where, x.lasts, [&where, n] {
      if (!where.life(n))
        where.restart(n);
    });
  case k::pause:
    where.pause(n);
    return later(where, x.lasts, [&where, n] { where.resume(n); });
  case k::skew_clock: {
    auto per_mille = static_cast<int32_t>(x.amount > slower ? x.amount - slower : x.amount);
    where.skew_clock(n, (x.amount > slower ? -per_mille : per_mille) * 1'000);
    return later(where, x.lasts, [&where, n] { where.skew_clock(n, 0); });
  }
  case k::isolate:
    where.isolate(n);
    return later(where, x.lasts, [&where, n] {
      for (node_index other = 0; other < where.nodes(); ++other)
        where.heal(n, other);
    });
  case k::node_drain:
    where.order_drain(where.name(n), true);
    // Whoever coordinates by then, if anybody does: the operator sees to it that it happens.
    return later(where, x.lasts, [&where, n] { where.insist_on_undrain(where.name(n)); });
  case k::store_unreachable:
    where.cut_database(n, true);
    return later(where, x.lasts, [&where, n] { where.cut_database(n, false); });
  default:
    where.clients().cut(where.address(n), true);
    return later(where, x.lasts, [&where, n] { where.clients().cut(where.address(n), false); });
  }
}

void apply_to_cable(const fault& x, cluster& where) {
  auto a = x.first;
  auto b = x.second;
  if (a >= where.nodes() || b >= where.nodes() || a == b)
    return;
  if (x.kind == k::reset)
    return where.cables().reset(a, b);
  if (x.kind == k::partition) {
    where.partition(a, b);
    return later(where, x.lasts, [&where, a, b] { where.heal(a, b); });
  }
  where.cables().clog(a, b, x.amount * ms);
  later(where, x.lasts, [&where, a, b] { where.cables().clog(a, b, 0); });
}

void apply_to_bot(const fault& x, cluster& where, players& who) {
  auto i = x.first;
  if (i >= who.count())
    return;
  if (x.kind == k::client_cut)
    return who.cut(i);
  if (x.kind == k::client_half_open)
    return who.half_open(i);
  if (x.kind == k::client_flood)
    return who.flood(i, x.amount);
  if (x.kind == k::session_crash)
    return who.crash_session(i);
  auto set = [&who, i, kind = x.kind](bool on) {
    if (kind == k::client_stop_reading)
      who.stop_reading(i, on);
    else
      who.one_byte_at_a_time(i, on);
  };
  set(true);
  later(where, x.lasts, [set] { set(false); });
}

void apply_to_all(const fault& x, cluster& where) {
  auto& cables = where.cables().weather;
  auto& store = where.store();
  switch (x.kind) {
  case k::swizzle:
    return swizzle(x, where);
  case k::delay:
    cables.latency_max = std::max(x.amount * ms, cables.latency_min);
    return later(where, x.lasts, [&cables] { cables.latency_max = cable_weather{}.latency_max; });
  case k::drop:
    cables.lost = x.amount;
    return later(where, x.lasts, [&cables] { cables.lost = 0; });
  case k::duplicate:
    cables.repeated = x.amount;
    return later(where, x.lasts, [&cables] { cables.repeated = 0; });
  case k::store_stall:
    store.stalled_until = where.database_time(where.now() + x.lasts);
    return;
  case k::store_down:
    store.is_down = true;
    return later(where, x.lasts, [&store] { store.is_down = false; });
  case k::store_fail_before_commit:
    store.fail_before_per_mille = x.amount;
    return later(where, x.lasts, [&store] { store.fail_before_per_mille = 0; });
  default:
    store.fail_after_per_mille = x.amount;
    return later(where, x.lasts, [&store] { store.fail_after_per_mille = 0; });
  }
}

} // namespace

void apply(const fault& x, cluster& where, players& who) {
  if (where.on_event)
    where.on_event(to_text(x));
  switch (info_of(x.kind).target) {
  case t::node:
    return apply_to_node(x, where);
  case t::two_nodes:
    return apply_to_cable(x, where);
  case t::bot:
    return apply_to_bot(x, where, who);
  case t::nothing:
    return apply_to_all(x, where);
  case t::zone_and_node:
    if (x.first < where.nodes())
      where.order_move({static_cast<uint16_t>(x.second)}, where.name(x.first));
    return;
  }
}

} // namespace sim
