#include "runtime/base/probes.hpp"

#include "runtime/base/kebab_case.hpp"

namespace runtime::probes {

namespace {

struct entry {
  kebab_case name;
  std::string_view why;
};

constexpr std::array<entry, count> entries{{
#define ZONEHIVE_PROBE_ENTRY(id, why) {kebab_case{#id}, why},
  ZONEHIVE_PROBES(ZONEHIVE_PROBE_ENTRY)
#undef ZONEHIVE_PROBE_ENTRY
}};

} // namespace

std::vector<hit_count> hits() {
  std::vector<hit_count> result;
  result.reserve(count);
  for (size_t i = 0; i < count; ++i)
    result.push_back({entries[i].name.view(), entries[i].why, detail::counters[i].load(std::memory_order_relaxed)});
  return result;
}

void reset() {
  for (auto& times : detail::counters)
    times.store(0, std::memory_order_relaxed);
}

} // namespace runtime::probes
