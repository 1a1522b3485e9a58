// How long a session waits for the answers of others.

#pragma once

#include <chrono>
#include <cstdint>

namespace actors {

inline constexpr std::chrono::seconds router_deadline{2};
inline constexpr std::chrono::seconds service_deadline{6}; // longer than the store's own deadline
inline constexpr std::chrono::seconds presence_deadline{2};
inline constexpr std::chrono::seconds zone_deadline{5};
inline constexpr std::chrono::seconds save_deadline{15}; // after which the zone is asked again
inline constexpr std::chrono::seconds attach_deadline{2};
inline constexpr std::chrono::milliseconds errand_retry{100}; // of what was asked of a zone that has moved
inline constexpr std::chrono::milliseconds talk_retry{100};   // of words for a directory that is not there
inline constexpr std::chrono::milliseconds talk_patience{2000};

constexpr uint64_t to_ms(std::chrono::milliseconds x) { return static_cast<uint64_t>(x.count()); }

} // namespace actors
