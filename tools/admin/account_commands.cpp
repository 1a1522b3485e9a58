#include "tools/admin/account_commands.hpp"

#include "runtime/base/entropy.hpp"
#include "runtime/postgres/statements.hpp"
#include "tools/admin/password_prompt.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <iomanip>
#include <ostream>

namespace tools {

namespace {

using namespace runtime::postgres;
using msg::errc;

constexpr std::chrono::seconds patience{10};

/// Runs a request; nothing when it failed, which then has been said.
template <class Request>
auto ask(connection& on, const Request& what, const console& io)
  -> std::optional<std::variant_alternative_t<0, decltype(execute(on, what))>> {
  on.set_deadline(runtime::postgres::clock::now() + patience);
  auto got = execute(on, what);
  if (auto* refused = std::get_if<errc>(&got))
    io.err << "Refused: " << msg::to_string(*refused) << ".\n";
  if (auto* why = std::get_if<problem>(&got)) {
    io.err << "The database reports: " << why->text << ".\n";
    if (why->sqlstate == "42P01")
      io.err << "Its schema is missing: run `zonehive db migrate` first.\n";
  }
  if (got.index() != 0)
    return std::nullopt;
  return std::get<0>(std::move(got));
}

bool check_name(const std::string& name, const console& io) {
  if (is_account_name(name))
    return true;
  io.err << "An account name has 3 to 20 letters, digits, underscores or hyphens.\n";
  return false;
}

/// Exit code, and the hash when that is `exit_ok`.
int hash_new_password(const std::optional<std::string>& given, unsigned cost, const console& io, std::string& hash) {
  if (cost < runtime::password_cost_min || cost > runtime::password_cost_max) {
    io.err << "The cost of a password hash is between " << runtime::password_cost_min << " and "
           << runtime::password_cost_max << ".\n";
    return exit_bad_usage;
  }
  auto password = given ? given : prompt_password(io);
  if (!password) {
    io.err << "No password was given, or two different ones.\n";
    return exit_failed;
  }
  if (password->empty()) {
    io.err << "The password is empty.\n";
    return exit_failed;
  }
  std::array<uint8_t, 16> salt{};
  runtime::entropy_bytes(salt);
  hash = runtime::hash_password(*password, cost, salt);
  if (hash.empty()) {
    io.err << "A password has at most " << runtime::password_bytes_max << " bytes, none of them zero.\n";
    return exit_failed;
  }
  return exit_ok;
}

std::string_view status_text(msg::account_status status) {
  switch (status) {
  case msg::account_status::active:
    return "active";
  case msg::account_status::banned:
    return "banned";
  case msg::account_status::pending:
    return "pending";
  }
  return "unknown";
}

void print_account(const msg::account_record& one, const console& io) {
  io.out << std::left << std::setw(10) << one.id.value << "  " << std::setw(20) << one.name << "  "
         << status_text(one.status);
  if (one.locked_s > 0)
    io.out << ", locked for " << one.locked_s << " s";
  io.out << '\n';
}

nlohmann::json to_json(const msg::account_record& one) {
  return {{"id", one.id.value},
          {"name", one.name},
          {"status", status_text(one.status)},
          {"failed_attempts", one.failed_attempts},
          {"locked_s", one.locked_s}};
}

} // namespace

bool is_account_name(const std::string& name) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return name.size() >= 3 && name.size() <= 20 && name.find_first_not_of(allowed) == std::string::npos;
}

int account_create(const std::string& url, const std::string& name, const std::optional<std::string>& password,
                   unsigned cost, const console& io) {
  if (!check_name(name, io))
    return exit_bad_usage;
  msg::create_account what{name, {}};
  if (auto code = hash_new_password(password, cost, io, what.password_hash); code != exit_ok)
    return code;
  connection on{url, patience};
  auto created = ask(on, what, io);
  if (!created)
    return exit_failed;
  io.out << "Account " << created->name << " was created with id " << created->id.value << ".\n"
         << "Undo: zonehive account ban " << name << '\n';
  return exit_ok;
}

int account_set_password(const std::string& url, const std::string& name, const std::optional<std::string>& password,
                         unsigned cost, const console& io) {
  if (!check_name(name, io))
    return exit_bad_usage;
  connection on{url, patience};
  auto found = ask(on, msg::find_account{name}, io);
  if (!found)
    return exit_failed;
  msg::set_password what{found->id, {}};
  if (auto code = hash_new_password(password, cost, io, what.password_hash); code != exit_ok)
    return code;
  if (!ask(on, what, io))
    return exit_failed;
  io.out << "Account " << found->name << " has a new password.\n"
         << "Undo: the old password is known to nobody; set it again with zonehive account set-password " << name
         << '\n';
  return exit_ok;
}

int account_ban(const std::string& url, const std::string& name, bool unban, const console& io) {
  if (!check_name(name, io))
    return exit_bad_usage;
  connection on{url, patience};
  auto found = ask(on, msg::find_account{name}, io);
  if (!found)
    return exit_failed;
  const auto wanted = unban ? msg::account_status::active : msg::account_status::banned;
  if (found->status == wanted) {
    io.out << "Account " << found->name << " is " << status_text(wanted) << " already.\n";
    return exit_ok;
  }
  if (!ask(on, msg::set_account_status{found->id, wanted}, io))
    return exit_failed;
  io.out << "Account " << found->name << " was " << status_text(found->status) << " and is " << status_text(wanted)
         << " now.\n"
         << "Undo: zonehive account " << (unban ? "ban " : "unban ") << name << '\n';
  return exit_ok;
}

int account_ls(const std::string& url, bool json, const console& io) {
  constexpr uint32_t page = 1000;
  connection on{url, patience};
  auto all = nlohmann::json::array();
  for (msg::list_accounts what{"", page};;) {
    auto some = ask(on, what, io);
    if (!some)
      return exit_failed;
    for (const auto& one : *some) {
      if (json)
        all.push_back(to_json(one));
      else
        print_account(one, io);
    }
    if (some->size() < page)
      break;
    what.after = some->back().name;
  }
  if (json)
    io.out << all.dump(2) << '\n';
  return exit_ok;
}

} // namespace tools
