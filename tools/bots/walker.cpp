#include "tools/bots/walker.hpp"

namespace tools::bots {

namespace {

constexpr int wander_min = 3;
constexpr int wander_max = 20;
constexpr int tries_max = 12;
constexpr uint32_t detour_steps_max = 40;

/// A cell 3 to 20 away, or nothing when the dice fell off the map.
std::optional<uint32_t> pick_around(uint32_t cell, runtime::prng& rng) {
  auto roll = [&] { return static_cast<int>(rng.below(2 * wander_max + 1)) - wander_max; };
  auto x = x_of(cell) + roll();
  auto y = y_of(cell) + roll();
  if (!is_on_map(x, y) || distance(cell, cell_at(x, y)) < wander_min)
    return std::nullopt;
  return cell_at(x, y);
}

} // namespace

const map_mesh* walker::mesh_of_map() const {
  if (!mesh_)
    return nullptr;
  auto found = mesh_->find(map_);
  return found != mesh_->end() ? &found->second : nullptr;
}

void walker::place(uint16_t map, uint32_t cell) {
  map_ = map;
  cell_ = cell;
  halt();
}

void walker::halt() {
  way_.clear();
  leg_left_ = 0;
}

bool walker::wander(runtime::prng& rng) {
  halt();
  if (auto* mesh = mesh_of_map())
    return wander_by_mesh(*mesh, rng);
  return wander_blindly(rng);
}

bool walker::wander_by_mesh(const map_mesh& mesh, runtime::prng& rng) {
  for (int i = 0; i < tries_max; ++i) {
    auto goal = pick_around(cell_, rng);
    if (!goal || !mesh.is_walkable(*goal))
      continue;
    way_ = shortest_way(
      mesh, cell_, [&](uint32_t cell) { return cell == *goal; }, detour_steps_max);
    std::reverse(way_.begin(), way_.end());
    if (!way_.empty())
      return true;
  }
  return false;
}

bool walker::wander_blindly(runtime::prng& rng) {
  for (int i = 0; i < tries_max; ++i) {
    auto goal = pick_around(cell_, rng);
    if (!goal)
      continue;
    auto way = straight_way(cell_, *goal);
    if (std::any_of(way.begin(), way.end(), [&](uint32_t cell) { return blocked_.contains({map_, cell}); }))
      continue;
    way_.assign(way.rbegin(), way.rend());
    return true;
  }
  return false;
}

bool walker::seek_warp(runtime::prng& rng) {
  halt();
  auto* mesh = mesh_of_map();
  if (!mesh || mesh->targets.empty())
    return false;
  std::optional<size_t> wanted;
  if (rng.chance(1, 2))
    wanted = rng.below(mesh->targets.size());
  auto is_goal = [&](uint32_t cell) {
    auto found = mesh->warps.find(cell);
    return found != mesh->warps.end() && (!wanted || found->second == *wanted);
  };
  way_ = shortest_way(*mesh, cell_, is_goal, map_edge * map_edge);
  std::reverse(way_.begin(), way_.end());
  return !way_.empty();
}

bool walker::seek(uint32_t cell) {
  halt();
  if (auto* mesh = mesh_of_map())
    way_ = shortest_way(
      *mesh, cell_, [&](uint32_t x) { return x == cell; }, map_edge * map_edge);
  else
    way_ = straight_way(cell_, cell);
  std::reverse(way_.begin(), way_.end());
  return !way_.empty();
}

/// How many warps each map is away from `map`, for those that lead there.
std::map<uint16_t, uint32_t> walker::warps_to(uint16_t map) const {
  std::map<uint16_t, uint32_t> result{{map, 0}};
  for (uint32_t warps = 1; mesh_ != nullptr; ++warps) {
    std::map<uint16_t, uint32_t> found;
    for (const auto& [from, mesh] : *mesh_)
      for (const auto& target : mesh.targets)
        if (auto next = result.find(target.map); next != result.end() && !result.contains(from))
          found.emplace(from, warps);
    if (found.empty())
      break;
    result.merge(found);
  }
  return result;
}

std::optional<uint16_t> walker::seek_towards(uint16_t map) {
  halt();
  auto* mesh = mesh_of_map();
  if (!mesh)
    return std::nullopt;
  auto away = warps_to(map);
  std::vector<std::pair<uint32_t, size_t>> choices;
  for (size_t i = 0; i < mesh->targets.size(); ++i)
    if (auto found = away.find(mesh->targets[i].map); found != away.end())
      choices.emplace_back(found->second, i);
  std::sort(choices.begin(), choices.end());
  for (const auto& choice : choices) {
    auto is_goal = [&](uint32_t cell) {
      auto found = mesh->warps.find(cell);
      return found != mesh->warps.end() && found->second == choice.second;
    };
    if (!is_goal(cell_))
      way_ = shortest_way(*mesh, cell_, is_goal, map_edge * map_edge);
    std::reverse(way_.begin(), way_.end());
    if (is_goal(cell_) || !way_.empty())
      return mesh->targets[choice.second].map;
  }
  return std::nullopt;
}

std::optional<uint16_t> walker::warp_under() const {
  auto* mesh = mesh_of_map();
  auto* target = mesh ? mesh->target_at(cell_) : nullptr;
  return target ? std::optional{target->map} : std::nullopt;
}

uint32_t walker::leg_destination() const {
  auto steps = std::min(way_.size(), leg_steps_max);
  return steps == 0 ? cell_ : way_[way_.size() - steps];
}

void walker::grant(time_ms now) {
  leg_left_ = std::min(way_.size(), leg_steps_max);
  step_due_ = std::max(step_due_, now);
}

void walker::refuse() {
  if (!way_.empty())
    learn(leg_destination());
  halt();
}

void walker::put_back(uint32_t cell) {
  if (last_step_ != cell)
    learn(last_step_);
  cell_ = cell;
  halt();
}

uint32_t walker::step(time_ms now, runtime::prng& rng) {
  cell_ = way_.back();
  last_step_ = cell_;
  way_.pop_back();
  --leg_left_;
  step_due_ = now + step_ms_min + static_cast<time_ms>(rng.below(60));
  return cell_;
}

} // namespace tools::bots
