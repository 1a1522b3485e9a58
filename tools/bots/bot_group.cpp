#include "tools/bots/bot_group.hpp"

#include "tools/bots/bot_name.hpp"

namespace tools::bots {

using namespace msg;

namespace {

std::string tag_of(uint64_t run, bot_index i) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result;
  for (int shift = 20; shift >= 0; shift -= 4)
    result += digits[run >> shift & 15];
  return result + "." + std::to_string(i);
}

} // namespace

bot_group::bot_group(group_options options, std::shared_ptr<const world_mesh> mesh, transport wires)
    : options_(std::move(options)), wires_(std::move(wires)), names_(std::make_shared<std::vector<std::string>>()),
      mesh_(mesh), oracle_(options_.promises, std::move(mesh)) {
  runtime::prng rng{options_.seed};
  bots_.reserve(options_.count);
  for (bot_index i = 0; i < options_.count; ++i)
    add_bot(i, rng);
}

void bot_group::add_bot(bot_index i, runtime::prng& rng) {
  bot_profile profile;
  profile.account = account_name(options_.account_prefix, i);
  profile.password = options_.password;
  profile.class_id = static_cast<uint8_t>(i % 4);
  profile.nation = options_.nation_of ? options_.nation_of(i) : static_cast<uint8_t>(i % 2);
  profile.prefix = options_.account_prefix;
  profile.number = i;
  profile.is_idle = options_.are_idle;
  life_options life;
  life.tag = tag_of(runtime::prng{options_.seed}(), i);
  life.self = i;
  life.names = names_;
  names_->push_back(character_name(options_.account_prefix, i, 0));
  oracle_.add(profile.account);
  auto first = static_cast<time_ms>(uint64_t{i} * 1000 / options_.ramp_per_s);
  bots_.push_back({bot_machine{std::move(profile), std::move(life), mesh_, rng.fork(), first}});
  bots_.back().due = bots_.back().machine.due();
  due_.insert({bots_.back().due, i});
}

dialect bot_group::dialect_of(listener on) const {
  return on == listener::login ? options_.login_dialect : options_.game_dialect;
}

uint32_t bot_group::in_world() const {
  uint32_t result = 0;
  for (const auto& x : bots_)
    result += x.machine.is_in_world() ? 1 : 0;
  return result;
}

bool bot_group::is_still() const {
  for (bot_index i = 0; i < size(); ++i)
    if (bots_[i].machine.is_busy() || oracle_.of(i).waiting.any())
      return false;
  return true;
}

std::pair<uint16_t, uint32_t> bot_group::place(bot_index i) const {
  const auto& legs = bots_[i].machine.life().legs();
  return {legs.map(), legs.cell()};
}

time_ms bot_group::due() const { return due_.empty() ? judge_due_ : std::min(judge_due_, due_.begin()->first); }

void bot_group::wake(time_ms now) {
  while (!due_.empty() && due_.begin()->first <= now) {
    auto i = due_.begin()->second;
    std::vector<bot_action> actions;
    bots_[i].machine.wake(now, actions);
    apply(i, actions, now);
  }
  if (now < judge_due_)
    return;
  oracle_.tick(now);
  judge_due_ = now + judge_ms;
}

void bot_group::leave_all(time_ms now) {
  oracle_.finish();
  for (bot_index i = 0; i < size(); ++i) {
    if (bots_[i].is_finished)
      continue;
    std::vector<bot_action> actions;
    bots_[i].machine.leave(now, actions);
    apply(i, actions, now);
  }
}

void bot_group::apply(bot_index i, std::vector<bot_action>& actions, time_ms now) {
  for (auto& x : actions) {
    if (auto* where = std::get_if<connect_to>(&x))
      open(i, *where, now);
    else if (auto* packet = std::get_if<client_packet>(&x))
      send(i, *packet, now);
    else
      close(i, std::get<bots::hang_up>(x).is_rough, now);
  }
  settle(i, now);
}

void bot_group::settle(bot_index i, time_ms now) {
  auto& x = bots_[i];
  if (x.machine.refusals() != x.refusals_told) {
    x.refusals_told = x.machine.refusals();
    refusal_ = x.machine.refusal();
    oracle_.refused(i, refusal_, now);
  }
  if (x.is_finished)
    return;
  due_.erase({x.due, i});
  if (x.machine.is_finished()) {
    x.is_finished = true;
    ++finished_;
    return;
  }
  x.due = x.machine.due();
  due_.insert({x.due, i});
}

void bot_group::open(bot_index i, const connect_to& where, time_ms now) {
  auto& x = bots_[i];
  x.target = where.on;
  x.is_open = true;
  ++x.connections;
  if (!wires_.open(i, where))
    drop(i, close_cause::never_open, now);
}

void bot_group::send(bot_index i, const client_packet& packet, time_ms now) {
  auto& x = bots_[i];
  if (!x.is_open)
    return;
  auto frame = frame_of(packet);
  oracle_.sent(i, packet, frame, now);
  if (oracle_.of(i).character != (*names_)[i] && !oracle_.of(i).character.empty())
    (*names_)[i] = oracle_.of(i).character;
  seal(frame, options_.key, dialect_of(x.target));
  wires_.send(i, frame);
}

void bot_group::close(bot_index i, bool is_rough, time_ms now) {
  auto& x = bots_[i];
  if (!x.is_open)
    return;
  x.is_open = false;
  wires_.close(i, is_rough);
  if (x.link)
    oracle_.closed(i, close_cause::bot, now);
  x.link.reset();
}

void bot_group::drop(bot_index i, close_cause cause, time_ms now) {
  auto& x = bots_[i];
  x.is_open = false;
  oracle_.closed(i, cause, now);
  x.link.reset();
  x.machine.closed(now);
}

void bot_group::opened(bot_index i, time_ms now) {
  auto& x = bots_[i];
  if (!x.is_open || x.link)
    return;
  x.link.emplace(x.target, options_.key, dialect_of(x.target));
  oracle_.opened(i, x.target, now);
  std::vector<bot_action> actions;
  x.machine.connected(now, actions);
  apply(i, actions, now);
}

void bot_group::received(bot_index i, wire::byte_view bytes, time_ms now) {
  if (!bots_[i].link)
    return;
  bots_[i].link->feed(bytes);
  drain(i, now);
}

void bot_group::lost(bot_index i, close_cause cause, time_ms now) {
  if (!bots_[i].is_open)
    return;
  drop(i, cause, now);
  settle(i, now);
}

void bot_group::drain(bot_index i, time_ms now) {
  auto& x = bots_[i];
  auto connection = x.connections;
  // An action may close the connection and with it the link.
  while (x.connections == connection && x.link) {
    auto event = x.link->next();
    if (!event)
      return;
    if (auto* damage = std::get_if<link_damage>(&*event)) {
      oracle_.damaged(i, *damage, x.link->last_frame(), now);
      if (damage->is_fatal) {
        close(i, true, now);
        x.machine.closed(now);
        return settle(i, now);
      }
      continue;
    }
    const auto& packet = std::get<server_packet>(*event);
    oracle_.received(i, packet, x.link->last_frame(), now);
    std::vector<bot_action> actions;
    x.machine.received(packet, now, actions);
    apply(i, actions, now);
  }
}

void bot_group::log_in(bot_index i, time_ms now) {
  bots_[i].machine.log_in(now);
  settle(i, now);
}

void bot_group::log_out(bot_index i, time_ms now) {
  std::vector<bot_action> actions;
  bots_[i].machine.log_out(now, actions);
  apply(i, actions, now);
}

void bot_group::hang_up(bot_index i, bool is_rough, time_ms now) {
  std::vector<bot_action> actions;
  bots_[i].machine.cut(is_rough, now, actions);
  apply(i, actions, now);
}

void bot_group::walk_to(bot_index i, uint16_t map, uint32_t cell, time_ms now) {
  bots_[i].machine.walk_to(map, cell, now);
  settle(i, now);
}

bool bot_group::say(bot_index i, client::say_kind kind, std::string_view name, std::string_view words, time_ms now) {
  std::vector<bot_action> actions;
  auto result = bots_[i].machine.say(kind, name, words, actions);
  apply(i, actions, now);
  return result;
}

bool bot_group::say(bot_index i, std::string_view words, time_ms now) {
  return say(i, client::say_kind::general, {}, words, now);
}

bool bot_group::whisper(bot_index i, std::string_view name, std::string_view words, time_ms now) {
  return say(i, client::say_kind::whisper, name, words, now);
}

bool bot_group::shout(bot_index i, std::string_view words, time_ms now) {
  return say(i, client::say_kind::shout, {}, words, now);
}

void bot_group::live(bot_index i, time_ms now) {
  bots_[i].machine.live(now);
  settle(i, now);
}

void bot_group::hold(bool is_held, time_ms now) {
  for (bot_index i = 0; i < size(); ++i) {
    bots_[i].machine.hold(is_held);
    settle(i, now);
  }
}

} // namespace tools::bots
