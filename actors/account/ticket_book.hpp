// Login tickets: good once, for one account, from one address, for a while.
// Pure: the clock and the dice are arguments.

#pragma once

#include "messages/ids.hpp"

#include <map>
#include <optional>
#include <string>

namespace actors {

class ticket_book {
public:
  struct ticket {
    msg::account_id account;
    std::string name; // of the account, as typed
    std::string address;
    uint64_t until_ms = 0;
  };

  /// Writes a ticket under `number`, which must be hard to guess; false when it is 0 or in use.
  bool issue(uint32_t number, ticket what) { return number != 0 && tickets_.emplace(number, std::move(what)).second; }

  /// Tears the ticket up, whatever the outcome, unless it was made for someone
  /// else: then it stays good for him.
  std::optional<msg::account_id> redeem(uint32_t number, const std::string& name, const std::string& address,
                                        uint64_t now_ms) {
    auto i = tickets_.find(number);
    if (i == tickets_.end() || i->second.name != name || i->second.address != address)
      return std::nullopt;
    auto found = std::move(i->second);
    tickets_.erase(i);
    if (now_ms >= found.until_ms)
      return std::nullopt;
    return found.account;
  }

  /// Forgets what has expired.
  void sweep(uint64_t now_ms) {
    std::erase_if(tickets_, [&](const auto& x) { return now_ms >= x.second.until_ms; });
  }

  size_t size() const { return tickets_.size(); }

private:
  std::map<uint32_t, ticket> tickets_;
};

} // namespace actors
