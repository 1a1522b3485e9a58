// What the statements about nodes and those about leases share.
//
// Whoever changes more than one of them locks nodes first, then the coordinator's
// lease, then other leases, then characters.

#pragma once

#include "runtime/postgres/statements.hpp"

#include <optional>

namespace runtime::postgres {

/// A condition on a row of `leases`.
inline const std::string holder_is_alive =
  "EXISTS (SELECT 1 FROM nodes WHERE state = 0 AND name || '/' || incarnation = leases.holder)";

/// Answers everything at one moment; `view_of` reads its rows.
extern const statement view_read;
answer<msg::cluster_view> view_of(const result& rows);

/// Within a transaction, which holds the coordinator's lease as it is until its end; nothing when it has this epoch.
std::optional<answer<caf::ok_atom>> check_coordinator(connection& on, uint64_t epoch);

/// What `act` did is undone unless it answers a value.
template <class Act>
auto in_transaction(connection& on, Act act) -> decltype(act()) {
  transaction all_or_nothing{on};
  if (auto begun = all_or_nothing.begin(); !begun.ok())
    return begun.why();
  auto done = act();
  if (done.index() != 0)
    return done;
  if (auto committed = all_or_nothing.commit(); !committed.ok())
    return committed.why();
  return done;
}

} // namespace runtime::postgres
