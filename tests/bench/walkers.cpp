#include "tests/bench/walkers.hpp"

#include <string>

namespace bench {

namespace {

using namespace msg::client;

constexpr uint64_t tick_ms = 50;
constexpr uint64_t step_ticks = 3; // 150 ms
constexpr int walk_max = 20;       // cells
constexpr uint8_t speed = 1;

uint32_t index_of(int x, int y) { return static_cast<uint32_t>(y * static_cast<int>(loaders::map_side) + x); }

} // namespace

walkers::walkers(std::shared_ptr<const loaders::zone_content> content, size_t count, area where)
    : content_(std::move(content)), where_(where) {
  auto width = static_cast<uint64_t>(where.x_max - where.x_min + 1);
  auto height = static_cast<uint64_t>(where.y_max - where.y_min + 1);
  while (all_.size() < count) {
    walker next{{static_cast<uint32_t>(all_.size() + 1)},
                where.x_min + static_cast<int>(random_.below(width)),
                where.y_min + static_cast<int>(random_.below(height))};
    if (free(next.x, next.y))
      all_.push_back(next);
  }
}

bool walkers::free(int x, int y) const {
  if (!where_.contains(x, y))
    return false;
  auto at = loaders::cell::from_index(index_of(x, y));
  return content_->map.walkable(at) && !content_->map.warp_at(at);
}

void walkers::enter(actors::zone_world& world, msg::audience& out) {
  for (const auto& who : all_) {
    msg::character_record record;
    record.location.id = who.id;
    record.location.cell = index_of(who.x, who.y);
    record.name = "Walker" + std::to_string(who.id.value);
    world.enter(std::move(record), {0, {who.id.value}}, actors::arrival::login, {12, 0}, out);
  }
}

/// Straight on in a random direction, as far as it goes.
void walkers::plan(walker& who) {
  constexpr int tries = 16;
  for (int i = 0; i < tries && who.left == 0; ++i) {
    who.dx = static_cast<int>(random_.below(3)) - 1;
    who.dy = static_cast<int>(random_.below(3)) - 1;
    if (who.dx == 0 && who.dy == 0)
      continue;
    auto longest = 1 + static_cast<int>(random_.below(walk_max));
    while (who.left < longest && free(who.x + who.dx * (who.left + 1), who.y + who.dy * (who.left + 1)))
      ++who.left;
  }
}

void walkers::apply(actors::zone_world& world, walker& who, const msg::zone_request& what, msg::audience& out) {
  ++requests_;
  static_cast<void>(world.apply(who.id, what, now_ms_, out));
}

void walkers::tick(actors::zone_world& world, msg::audience& out) {
  now_ms_ += tick_ms;
  ++ticks_;
  for (size_t i = ticks_ % step_ticks; i < all_.size(); i += step_ticks) {
    auto& who = all_[i];
    if (who.left == 0) {
      plan(who);
      if (who.left == 0)
        continue;
      auto to = index_of(who.x + who.dx * who.left, who.y + who.dy * who.left);
      apply(world, who, c2s_ask_move{to, speed}, out);
    }
    who.x += who.dx;
    who.y += who.dy;
    --who.left;
    apply(world, who, c2s_pc_move{index_of(who.x, who.y), speed}, out);
    const auto* there = world.find(who.id);
    refused_ += there == nullptr || there->location.cell != index_of(who.x, who.y) ? 1 : 0;
  }
}

} // namespace bench
