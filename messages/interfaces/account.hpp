// ACCOUNT: who may log in. Checks passwords, counts failures, issues and
// redeems the tickets that lead from the login listener to the game listener.

#pragma once

#include "messages/errors.hpp"
#include "messages/records.hpp"

#include <caf/all.hpp>

namespace msg {

struct authenticate {
  std::string name;
  std::string password; // never logged
  static constexpr auto fields =
    wire::fields(wire::field("name", &authenticate::name), wire::field("password", &authenticate::password));
};

struct issue_ticket {
  account_id account;
  std::string name;
  std::string address; // of the client, without port
  static constexpr auto fields =
    wire::fields(wire::field("account", &issue_ticket::account), wire::field("name", &issue_ticket::name),
                 wire::field("address", &issue_ticket::address));
};

struct redeem_ticket {
  uint32_t ticket = 0;
  std::string name;
  std::string address;
  static constexpr auto fields =
    wire::fields(wire::field("ticket", &redeem_ticket::ticket), wire::field("name", &redeem_ticket::name),
                 wire::field("address", &redeem_ticket::address));
};

using account_actor = caf::typed_actor<
  // The account. account_unknown, wrong_password, account_banned, account_pending, account_locked.
  caf::replies_to<authenticate>::with<account_id>,
  // A ticket: good once, for this account, from this address, for a short time.
  caf::replies_to<issue_ticket>::with<uint32_t>,
  // ticket_invalid.
  caf::replies_to<redeem_ticket>::with<account_id>>;

/// Work that takes milliseconds of processor time on purpose.
struct verify_password {
  std::string password;
  std::string hash;
  static constexpr auto fields =
    wire::fields(wire::field("password", &verify_password::password), wire::field("hash", &verify_password::hash));
};

struct hash_password {
  std::string password;
  static constexpr auto fields = wire::fields(wire::field("password", &hash_password::password));
};

/// PASSWORDS: bcrypt, away from the scheduler's threads.
using password_actor = caf::typed_actor<
  // Whether it matches, in a time that does not tell how much of it does. An empty hash takes as long and
  // matches nothing, so that unknown names cost what known ones cost.
  caf::replies_to<verify_password>::with<bool>,
  // A fresh crypt(5) hash.
  caf::replies_to<hash_password>::with<std::string>>;

} // namespace msg
