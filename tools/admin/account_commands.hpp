// `zonehive account ...`: the accounts players log in with. The commands work
// on the database directly and need no running server; a running one sees a
// change at the next login.

#pragma once

#include "runtime/base/password.hpp"
#include "tools/console/console.hpp"

#include <optional>
#include <string>

namespace tools {

/// 3 to 20 of A-Z a-z 0-9 _ -
bool is_account_name(const std::string& name);

/// Without `password` it is asked for: one line of input, twice without echo
/// when that is a terminal. `cost` is the one of bcrypt, 4 to 31.
int account_create(const std::string& url, const std::string& name, const std::optional<std::string>& password,
                   unsigned cost, const console& io);

int account_set_password(const std::string& url, const std::string& name, const std::optional<std::string>& password,
                         unsigned cost, const console& io);

/// Bans, or with `unban` lets in again.
int account_ban(const std::string& url, const std::string& name, bool unban, const console& io);

/// All accounts in the order of their names.
int account_ls(const std::string& url, bool json, const console& io);

} // namespace tools
