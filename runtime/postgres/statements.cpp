#include "runtime/postgres/statements.hpp"

#include "runtime/base/probes.hpp"
#include "runtime/postgres/row.hpp"
#include "runtime/postgres/store_rules.hpp"

#include <spdlog/fmt/fmt.h>

namespace runtime::postgres {

namespace {

using msg::errc;

// -- accounts --------------------------------------------------------------------

/// The columns of account_record; the remaining time of a lock is told by the clock of the database.
const std::string account_columns =
  "id, name, password_hash, status, failed_attempts, "
  "greatest(0, ceil(extract(epoch FROM coalesce(locked_until, now()) - now())))::bigint";

const statement account_find{"account_find", "SELECT " + account_columns + " FROM accounts WHERE name_folded = $1"};
const statement account_insert{"account_insert",
                               "INSERT INTO accounts (name, name_folded, password_hash, status) "
                               "VALUES ($1, $2, $3, $4::smallint) ON CONFLICT (name_folded) DO NOTHING RETURNING "
                                 + account_columns};
const statement account_password{"account_password",
                                 "UPDATE accounts SET password_hash = $2 WHERE id = $1::bigint RETURNING id"};
const statement account_status{"account_status",
                               "UPDATE accounts SET status = $2::smallint WHERE id = $1::bigint RETURNING id"};
const statement account_list{"account_list", "SELECT " + account_columns
                                               + " FROM accounts WHERE name_folded > $1 "
                                                 "ORDER BY name_folded LIMIT $2::bigint"};
const statement account_read{"account_read", "SELECT " + account_columns + " FROM accounts WHERE id = $1::bigint"};
const statement account_succeeded{"account_succeeded", "UPDATE accounts SET failed_attempts = 0, locked_until = NULL "
                                                       "WHERE id = $1::bigint RETURNING "
                                                         + account_columns};
const statement account_failed{
  "account_failed", "UPDATE accounts SET "
                    "failed_attempts = CASE WHEN failed_attempts + 1 >= $2::integer AND $2::integer > 0 THEN 0 "
                    "ELSE least(failed_attempts + 1, 65535) END, "
                    "locked_until = CASE WHEN failed_attempts + 1 >= $2::integer AND $2::integer > 0 "
                    "THEN now() + make_interval(secs => $3::bigint) ELSE locked_until END "
                    "WHERE id = $1::bigint RETURNING "
                      + account_columns};

answer<msg::account_record> one_account(const result& rows, errc if_none) {
  if (!rows.ok())
    return rows.why();
  if (rows.size() == 0)
    return if_none;
  return read_row<msg::account_record>(rows, 0);
}

answer<caf::ok_atom> one_changed(const result& rows, errc if_none) {
  if (!rows.ok())
    return rows.why();
  if (rows.size() == 0)
    return if_none;
  return caf::ok_atom_v;
}

// -- characters ------------------------------------------------------------------

const std::string character_columns = columns_of<msg::character_record>();

/// The items of a character in one text, so that a character is one row.
const std::string items_column =
  ", (SELECT string_agg(concat_ws(' ', serial, code, info, container, slot), ' ' ORDER BY container, slot) "
  "FROM items WHERE owner = characters.id)";

const statement character_list{"character_list", "SELECT " + character_columns + items_column
                                                   + " FROM characters WHERE account = $1::bigint "
                                                     "AND deleted_at IS NULL ORDER BY id"};
const statement character_read{"character_read",
                               "SELECT " + character_columns + items_column + " FROM characters WHERE id = $1::bigint"};
const statement stay_begin{"stay_begin", "UPDATE characters SET revision = (revision / "
                                           + std::to_string(msg::revisions_of_a_stay) + " + 1) * "
                                           + std::to_string(msg::revisions_of_a_stay)
                                           + " WHERE id = $1::bigint AND account = $2::bigint AND deleted_at IS NULL "
                                             "RETURNING "
                                           + character_columns + items_column};
const statement character_count{"character_count", "SELECT count(*) FROM characters "
                                                   "WHERE account = $1::bigint AND deleted_at IS NULL"};
const statement character_delete{"character_delete",
                                 "UPDATE characters SET deleted_at = now() WHERE account = $1::bigint "
                                 "AND name_folded = $2 AND deleted_at IS NULL RETURNING id"};
const statement items_insert{"items_insert",
                             "INSERT INTO items (code, info, owner, container, slot) "
                             "SELECT code, info, $1::bigint, container, slot FROM "
                             "unnest($2::bigint[], $3::bigint[], $4::smallint[], $5::smallint[]) WITH ORDINALITY "
                             "AS given (code, info, container, slot, place) ORDER BY place"};

/// Everything but the id, which is the first column and given by the database.
const statement& character_insert() {
  static const statement made = [] {
    const auto count = values_of(msg::character_record{}).size();
    std::string places = "$1";
    for (size_t i = 2; i <= count; ++i)
      places += fmt::format(", ${}", i);
    return statement{"character_insert", "INSERT INTO characters (name_folded, "
                                           + character_columns.substr(std::string_view{"id, "}.size()) + ") VALUES ("
                                           + places + ") ON CONFLICT (name_folded) DO NOTHING RETURNING id"};
  }();
  return made;
}

msg::character_record read_character(const result& rows, int row) {
  auto record = read_row<msg::character_record>(rows, row);
  static const auto items_at = static_cast<int>(values_of(record).size());
  auto text = rows.text(row, items_at);
  while (!text.empty()) {
    auto& item = record.items.emplace_back();
    for_each_column(item, [&]<class M>(std::string_view, M& member) {
      if constexpr (std::is_enum_v<M>)
        member = static_cast<M>(take_number<std::underlying_type_t<M>>(text));
      else
        member = take_number<M>(text);
    });
  }
  return record;
}

// -- operations ------------------------------------------------------------------

enum class operation_kind : uint8_t { create_character = 1, delete_character = 2 };

const statement account_lock{"account_lock", "SELECT id FROM accounts WHERE id = $1::bigint FOR UPDATE"};
const statement operation_find{"operation_find", "SELECT kind, account, coalesce(character, 0), refused "
                                                 "FROM operations WHERE id = $1::uuid"};
const statement operation_note{"operation_note", "INSERT INTO operations (id, kind, account, character, refused) "
                                                 "VALUES ($1::uuid, $2::smallint, $3::bigint, "
                                                 "nullif($4::bigint, 0), $5::smallint)"};

/// What an operation came to: a character, or a refusal.
struct effect {
  msg::character_id character;
  errc refused = errc::none;
};

std::string uuid(const msg::operation_id& id) { return fmt::format("{:016x}{:016x}", id.high, id.low); }

/// Runs `act` once for this operation id, in one transaction with the row that
/// remembers it; later calls get what the first one came to. The lock on the
/// account keeps an attempt of unknown outcome and its repetition apart.
template <class Act>
answer<effect> once(connection& on, const msg::operation_id& id, operation_kind kind, msg::account_id account,
                    Act act) {
  transaction all_or_nothing{on};
  if (auto begun = all_or_nothing.begin(); !begun.ok())
    return begun.why();
  auto locked = on.run(account_lock, {to_text(account)});
  if (!locked.ok())
    return locked.why();
  if (locked.size() == 0)
    return errc::account_unknown;
  auto found = on.run(operation_find, {uuid(id)});
  if (!found.ok())
    return found.why();
  if (found.size() > 0) {
    SOMETIMES(operation_answered_from_its_id);
    if (found.text(0, 0) != to_text(kind) || found.text(0, 1) != to_text(account))
      return errc::bad_request;
    effect first;
    from_text(found.text(0, 2), first.character);
    from_text(found.text(0, 3), first.refused);
    return first;
  }
  answer<effect> done = act();
  auto* now = std::get_if<effect>(&done);
  if (now == nullptr)
    return done;
  auto noted =
    on.run(operation_note, {uuid(id), to_text(kind), to_text(account), to_text(now->character), to_text(now->refused)});
  if (noted.ok())
    noted = all_or_nothing.commit();
  if (!noted.ok())
    return noted.why();
  return done;
}

answer<effect> insert_items(connection& on, msg::character_id owner, std::vector<msg::item_record> items) {
  sort_items(items);
  auto column = [&](auto member) {
    std::vector<uint32_t> values;
    values.reserve(items.size());
    for (const auto& item : items)
      values.push_back(static_cast<uint32_t>(item.*member));
    return to_text(values);
  };
  auto inserted =
    on.run(items_insert, {to_text(owner), column(&msg::item_record::code), column(&msg::item_record::info),
                          column(&msg::item_record::container), column(&msg::item_record::slot)});
  if (!inserted.ok())
    return inserted.why();
  return effect{owner};
}

answer<effect> insert_character(connection& on, const msg::character_record& what) {
  auto count = on.run(character_count, {to_text(what.account)});
  if (!count.ok())
    return count.why();
  auto digits = count.text(0, 0);
  if (take_number<uint64_t>(digits) >= characters_max)
    return effect{{}, errc::slots_full};
  auto values = values_of(what);
  values.front() = fold_name(what.name); // in place of the id
  auto inserted = on.run(character_insert(), values);
  if (!inserted.ok())
    return inserted.why();
  if (inserted.size() == 0)
    return effect{{}, errc::name_taken};
  msg::character_id id;
  from_text(inserted.text(0, 0), id);
  return insert_items(on, id, what.items);
}

// -- status -------------------------------------------------------------------

const statement status_read{"status_read", "SELECT (SELECT coalesce(max(version), 0) FROM schema_migrations), "
                                           "(SELECT count(*) FROM accounts), "
                                           "(SELECT count(*) FROM characters WHERE deleted_at IS NULL)"};

} // namespace

answer<msg::account_record> execute(connection& on, const msg::find_account& what) {
  if (!is_storable_name(what.name))
    return errc::account_unknown;
  return one_account(on.run(account_find, {fold_name(what.name)}), errc::account_unknown);
}

answer<msg::account_record> execute(connection& on, const msg::create_account& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  auto folded = fold_name(what.name);
  auto inserted =
    one_account(on.run(account_insert, {what.name, folded, what.password_hash, to_text(what.status)}), errc::none);
  if (!std::holds_alternative<errc>(inserted))
    return inserted;
  // The name exists. Hashes are salted: the same one means that this very
  // request succeeded before, and only its answer was lost.
  auto existing = one_account(on.run(account_find, {folded}), errc::account_exists);
  if (auto* record = std::get_if<msg::account_record>(&existing))
    if (record->password_hash != what.password_hash || record->name != what.name)
      return errc::account_exists;
  return existing;
}

answer<caf::ok_atom> execute(connection& on, const msg::set_password& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  return one_changed(on.run(account_password, {to_text(what.account), what.password_hash}), errc::account_unknown);
}

answer<caf::ok_atom> execute(connection& on, const msg::set_account_status& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  return one_changed(on.run(account_status, {to_text(what.account), to_text(what.status)}), errc::account_unknown);
}

answer<std::vector<msg::account_record>> execute(connection& on, const msg::list_accounts& what) {
  auto rows = on.run(account_list, {fold_name(what.after), to_text(std::min(what.limit, accounts_listed_max))});
  if (!rows.ok())
    return rows.why();
  std::vector<msg::account_record> accounts;
  for (int row = 0; row < rows.size(); ++row) {
    accounts.push_back(read_row<msg::account_record>(rows, row));
    accounts.back().password_hash.clear();
  }
  return accounts;
}

answer<msg::account_record> execute(connection& on, const msg::note_login& what) {
  const auto id = to_text(what.account);
  if (!what.succeeded)
    return one_account(on.run(account_failed, {id, to_text(what.attempts_max), to_text(what.lock_s)}),
                       errc::account_unknown);
  // Most logins find nothing to reset: they only read.
  auto now = one_account(on.run(account_read, {id}), errc::account_unknown);
  auto* record = std::get_if<msg::account_record>(&now);
  if (record == nullptr || (record->failed_attempts == 0 && record->locked_s == 0))
    return now;
  return one_account(on.run(account_succeeded, {id}), errc::account_unknown);
}

answer<std::vector<msg::character_record>> execute(connection& on, const msg::list_characters& what) {
  auto rows = on.run(character_list, {to_text(what.account)});
  if (!rows.ok())
    return rows.why();
  std::vector<msg::character_record> characters;
  characters.reserve(static_cast<size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    characters.push_back(read_character(rows, row));
  return characters;
}

answer<msg::character_record> execute(connection& on, const msg::create_character& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  auto done = once(on, what.operation, operation_kind::create_character, what.what.account,
                   [&] { return insert_character(on, what.what); });
  if (auto* refused = std::get_if<errc>(&done))
    return *refused;
  if (auto* why = std::get_if<problem>(&done))
    return std::move(*why);
  const auto& effect_now = std::get<effect>(done);
  if (effect_now.refused != errc::none)
    return effect_now.refused;
  auto rows = on.run(character_read, {to_text(effect_now.character)});
  if (!rows.ok())
    return rows.why();
  if (rows.size() == 0)
    return errc::character_unknown;
  return read_character(rows, 0);
}

answer<caf::ok_atom> execute(connection& on, const msg::delete_character& what) {
  if (auto refused = check(what); refused != errc::none)
    return refused;
  if (!is_storable_name(what.name))
    return errc::character_unknown;
  auto done = once(on, what.operation, operation_kind::delete_character, what.account, [&]() -> answer<effect> {
    auto deleted = on.run(character_delete, {to_text(what.account), fold_name(what.name)});
    if (!deleted.ok())
      return deleted.why();
    if (deleted.size() == 0)
      return effect{{}, errc::character_unknown};
    effect now;
    from_text(deleted.text(0, 0), now.character);
    return now;
  });
  if (auto* refused = std::get_if<errc>(&done))
    return *refused == errc::account_unknown ? errc::character_unknown : *refused;
  if (auto* why = std::get_if<problem>(&done))
    return std::move(*why);
  if (auto refused = std::get<effect>(done).refused; refused != errc::none)
    return refused;
  return caf::ok_atom_v;
}

answer<msg::character_record> execute(connection& on, const msg::begin_stay& what) {
  auto rows = on.run(stay_begin, {to_text(what.who), to_text(what.account)});
  if (!rows.ok())
    return rows.why();
  if (rows.size() == 0)
    return errc::character_unknown;
  return read_character(rows, 0);
}

answer<msg::store_status> execute(connection& on, const msg::get_store_status&) {
  auto rows = on.run(status_read);
  if (!rows.ok())
    return rows.why();
  return read_row<msg::store_status>(rows, 0);
}

} // namespace runtime::postgres
