// The store on PostgreSQL.
//
//   caller -> dispatcher -> worker (detached, one connection) -> dispatcher -> caller
//
// The dispatcher is an ordinary actor: it queues in order of arrival, hands
// each request to an idle worker, repeats with back-off what found the database
// unavailable, and answers every request by its deadline. Whatever is unknown
// about an attempt that broke is settled by repeating: every request is
// idempotent. Requests run side by side, so two that are not awaited one after
// the other may take effect in either order.

#pragma once

#include "messages/interfaces/store.hpp"
#include "runtime/base/metrics.hpp"

namespace runtime {

struct store_options {
  /// As libpq takes it: postgresql://user:password@host:port/database, or key=value pairs.
  std::string url;
  /// Connections, each with a thread; at least 1.
  size_t workers = 4;
  /// Requests that may await their answer; more are answered errc::overloaded.
  size_t queue_max = 4096;
  /// After this long a request is answered errc::store_unavailable.
  std::chrono::milliseconds deadline{5000};
  /// Waits between attempts of one request; see runtime::backoff.
  std::chrono::milliseconds backoff_first{50};
  std::chrono::milliseconds backoff_max{2000};
  /// For the jitter.
  uint64_t seed = 0;
  /// May be null.
  std::shared_ptr<runtime::metrics> metrics;
};

/// Ends on an exit message: it answers what waits with errc::store_unavailable
/// and stops its workers at once, also those that wait for the database.
msg::store_actor spawn_store(caf::actor_system& system, store_options options);

} // namespace runtime
