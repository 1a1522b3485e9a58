#include "runtime/base/planted.hpp"

#include "runtime/base/kebab_case.hpp"

namespace runtime::planted {

namespace {

#define ZONEHIVE_PLANTED_NAME(id, checker, what) kebab_case{#id},
constexpr std::array names{ZONEHIVE_PLANTED_TABLE(ZONEHIVE_PLANTED_NAME)};
#undef ZONEHIVE_PLANTED_NAME

#define ZONEHIVE_PLANTED_ENTRY(id, checker, what)                                                                      \
  entry{bug::id, names[static_cast<size_t>(bug::id)].view(), checker, what},
constexpr std::array entries{ZONEHIVE_PLANTED_TABLE(ZONEHIVE_PLANTED_ENTRY)};
#undef ZONEHIVE_PLANTED_ENTRY

struct state {
  std::atomic<bool> is_on{false};
  std::atomic<uint64_t> calls{0};
};

std::array<state, entries.size()> states;

state& state_of(bug which) { return states[static_cast<size_t>(which)]; }

} // namespace

bool is_compiled_in() {
#ifdef ZONEHIVE_PLANTED_BUGS
  return true;
#else
  return false;
#endif
}

std::span<const entry> table() { return entries; }

void switch_on(bug which) {
  state_of(which).calls = 0;
  state_of(which).is_on = true;
}

void all_off() {
  for (auto& x : states)
    x.is_on = false;
}

bool is_on(bug which) { return state_of(which).is_on.load(std::memory_order_relaxed); }

bool is_on_every(bug which, uint64_t nth) {
  return is_on(which) && (state_of(which).calls.fetch_add(1, std::memory_order_relaxed) + 1) % nth == 0;
}

} // namespace runtime::planted
