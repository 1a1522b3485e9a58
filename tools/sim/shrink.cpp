#include "tools/sim/shrink.hpp"

namespace tools::simulator {

namespace {

constexpr sim::instant tenth = sim::second / 10;

class shrinker {
public:
  shrinker(sim::run_plan plan, const shrink_options& options) : options_(options) { result_.plan = std::move(plan); }

  shrink_result run() {
    for (auto is_smaller = true; is_smaller && !is_over();) {
      auto before = sim::to_text(result_.plan);
      fewer_faults();
      shorter_faults();
      fewer(&sim::run_plan::bots);
      fewer(&sim::run_plan::nodes);
      less_time();
      is_smaller = sim::to_text(result_.plan) != before;
    }
    result_.is_finished = !is_over();
    return std::move(result_);
  }

private:
  bool is_over() {
    is_over_ = is_over_ || result_.tries >= options_.tries_max || (options_.may_go_on && !options_.may_go_on());
    return is_over_;
  }

  /// Takes it when it is another plan and still fails.
  bool take(sim::run_plan smaller) {
    smaller = without_idle_faults(std::move(smaller));
    auto text = sim::to_text(smaller);
    if (text == sim::to_text(result_.plan) || is_over())
      return false;
    auto known = tried_.find(text);
    if (known == tried_.end()) {
      ++result_.tries;
      known = tried_.emplace(text, options_.fails(smaller)).first;
    }
    if (known->second)
      result_.plan = std::move(smaller);
    if (options_.on_try)
      options_.on_try(result_.plan, result_.tries);
    return known->second;
  }

  /// Delta debugging: halves, quarters, ... of the list are left out, at last every single one.
  void fewer_faults() {
    for (auto size = result_.plan.faults.size(); size > 0 && !is_over();) {
      size = std::min(size, result_.plan.faults.size());
      for (size_t at = 0; at < result_.plan.faults.size() && !is_over();) {
        auto smaller = result_.plan;
        auto begin = smaller.faults.begin() + static_cast<ptrdiff_t>(at);
        smaller.faults.erase(begin, begin + static_cast<ptrdiff_t>(std::min(size, smaller.faults.size() - at)));
        if (!take(std::move(smaller)))
          at += size;
      }
      size /= 2;
    }
  }

  void shorter_faults() {
    for (size_t i = 0; i < result_.plan.faults.size(); ++i) {
      auto is_shorter = true;
      while (is_shorter && i < result_.plan.faults.size() && result_.plan.faults[i].lasts >= 2 * tenth) {
        auto smaller = result_.plan;
        smaller.faults[i].lasts = smaller.faults[i].lasts / 2 / tenth * tenth;
        is_shorter = take(std::move(smaller));
      }
    }
  }

  void fewer(uint32_t sim::run_plan::*count) {
    auto try_with = [&](uint32_t n) {
      auto smaller = result_.plan;
      smaller.*count = n;
      return n >= 1 && n < result_.plan.*count && take(std::move(smaller));
    };
    while (!is_over() && (try_with(1) || try_with(result_.plan.*count / 2) || try_with(result_.plan.*count - 1))) {
    }
  }

  void less_time() {
    auto try_with = [&](sim::instant time) {
      auto smaller = result_.plan;
      smaller.faults_for = std::max(time / tenth * tenth, tenth);
      return smaller.faults_for < result_.plan.faults_for && take(std::move(smaller));
    };
    while (!is_over() && (try_with(result_.plan.faults_for / 2) || try_with(result_.plan.faults_for / 4 * 3))) {
    }
    if (!result_.plan.faults.empty())
      try_with(result_.plan.faults.back().at + sim::second);
  }

  const shrink_options& options_;
  shrink_result result_;
  std::map<std::string, bool> tried_;
  bool is_over_ = false;
};

} // namespace

sim::run_plan without_idle_faults(sim::run_plan plan) {
  std::erase_if(plan.faults, [&](const sim::fault& x) {
    switch (sim::info_of(x.kind).target) {
    case sim::fault_target::node:
      return x.first >= plan.nodes || x.at >= plan.faults_for;
    case sim::fault_target::two_nodes:
      return x.first >= plan.nodes || x.second >= plan.nodes || x.at >= plan.faults_for;
    case sim::fault_target::bot:
      return x.first >= plan.bots || x.at >= plan.faults_for;
    default:
      return x.at >= plan.faults_for;
    }
  });
  return plan;
}

shrink_result shrink(sim::run_plan plan, const shrink_options& options) {
  return shrinker{std::move(plan), options}.run();
}

} // namespace tools::simulator
