#include "tests/sim/memory_database.hpp"

#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"
#include "runtime/postgres/migrations.hpp"
#include "runtime/postgres/store_rules.hpp"

#include <caf/binary_serializer.hpp>

namespace sim {

namespace rules = runtime::postgres;
using msg::errc;
using time_point = memory_database::time_point;

namespace {

msg::account_record answer(const memory_database::account& of, time_point now) {
  auto record = of.record;
  if (of.locked_until > now)
    record.locked_s = static_cast<uint32_t>(std::chrono::ceil<std::chrono::seconds>(of.locked_until - now).count());
  return record;
}

} // namespace

// -- history ---------------------------------------------------------------------

/// FNV-1a over the values as CAF writes them, which is the same on every machine.
template <class... Ts>
void memory_database::fold(Ts... values) {
  std::vector<char> bytes;
  caf::binary_serializer sink{static_cast<caf::execution_unit*>(nullptr), bytes};
  if (auto failed = sink(values...))
    CAF_RAISE_ERROR("a row of the store cannot be serialised");
  for (auto byte : bytes)
    digest_ = (digest_ ^ static_cast<uint8_t>(byte)) * 0x100000001B3ull;
}

void memory_database::note(const account& row) {
  fold(uint8_t{1}, row.record, static_cast<int64_t>(row.locked_until.time_since_epoch().count()));
}

void memory_database::note(const character& row) { fold(uint8_t{2}, row.record, row.is_deleted); }

// -- accounts --------------------------------------------------------------------

memory_database::account* memory_database::account_of(msg::account_id id) {
  auto found = accounts_.find(id);
  return found == accounts_.end() ? nullptr : &found->second;
}

caf::expected<msg::account_record> memory_database::apply(const msg::find_account& what, time_point now) {
  auto found = account_names_.find(rules::fold_name(what.name));
  if (found == account_names_.end())
    return msg::make_error(errc::account_unknown);
  return answer(accounts_.at(found->second), now);
}

caf::expected<msg::account_record> memory_database::apply(const msg::create_account& what, time_point now) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  const auto next = msg::account_id{static_cast<uint32_t>(accounts_.size()) + 1};
  auto [at, added] = account_names_.emplace(rules::fold_name(what.name), next);
  if (!added) {
    const auto& existing = accounts_.at(at->second);
    if (existing.record.name != what.name || existing.record.password_hash != what.password_hash)
      return msg::make_error(errc::account_exists);
    return answer(existing, now);
  }
  auto& created = accounts_[next];
  created.record.id = next;
  created.record.name = what.name;
  created.record.password_hash = what.password_hash;
  created.record.status = what.status;
  note(created);
  commit();
  return answer(created, now);
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::set_password& what, time_point) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  auto* found = account_of(what.account);
  if (found == nullptr)
    return msg::make_error(errc::account_unknown);
  found->record.password_hash = what.password_hash;
  note(*found);
  commit();
  return caf::ok_atom::value;
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::set_account_status& what, time_point) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  auto* found = account_of(what.account);
  if (found == nullptr)
    return msg::make_error(errc::account_unknown);
  found->record.status = what.status;
  note(*found);
  commit();
  return caf::ok_atom::value;
}

caf::expected<std::vector<msg::account_record>> memory_database::apply(const msg::list_accounts& what, time_point now) {
  std::vector<msg::account_record> listed;
  const auto limit = std::min(what.limit, rules::accounts_listed_max);
  for (auto at = account_names_.upper_bound(rules::fold_name(what.after));
       at != account_names_.end() && listed.size() < limit; ++at) {
    listed.push_back(answer(accounts_.at(at->second), now));
    listed.back().password_hash.clear();
  }
  return listed;
}

caf::expected<msg::account_record> memory_database::apply(const msg::note_login& what, time_point now) {
  auto* found = account_of(what.account);
  if (found == nullptr)
    return msg::make_error(errc::account_unknown);
  auto& attempts = found->record.failed_attempts;
  if (what.succeeded) {
    attempts = 0;
    found->locked_until = {};
  } else if (what.attempts_max > 0 && attempts + 1 >= what.attempts_max) {
    attempts = 0;
    found->locked_until = now + std::chrono::seconds{what.lock_s};
  } else if (attempts < UINT16_MAX) {
    ++attempts;
  }
  note(*found);
  commit();
  return answer(*found, now);
}

// -- characters ------------------------------------------------------------------

caf::expected<std::vector<msg::character_record>> memory_database::apply(const msg::list_characters& what, time_point) {
  std::vector<msg::character_record> listed;
  for (const auto& [id, one] : characters_)
    if (one.record.account == what.account && !one.is_deleted)
      listed.push_back(one.record);
  return listed;
}

const memory_database::operation* memory_database::operation_of(const msg::operation_id& id) const {
  auto found = operations_.find(id);
  if (found == operations_.end())
    return nullptr;
  SOMETIMES(operation_answered_from_its_id);
  return &found->second;
}

void memory_database::note(const msg::operation_id& id, const operation& done) {
  operations_.emplace(id, done);
  fold(uint8_t{3}, id, static_cast<uint8_t>(done.kind), done.account, done.character,
       static_cast<uint8_t>(done.refused));
}

caf::expected<msg::character_record> memory_database::apply(const msg::create_character& what, time_point) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (account_of(what.what.account) == nullptr)
    return msg::make_error(errc::account_unknown);
  operation first;
  if (const auto* known = operation_of(what.operation)) {
    first = *known;
  } else {
    first = insert(what.what);
    note(what.operation, first);
    commit();
  }
  if (first.kind != operation_kind::create_character || first.account != what.what.account)
    return msg::make_error(errc::bad_request);
  if (first.refused != errc::none)
    return msg::make_error(first.refused);
  return characters_.at(first.character).record;
}

memory_database::operation memory_database::insert(const msg::character_record& what) {
  operation done{operation_kind::create_character, what.account, {}};
  if (apply(msg::list_characters{what.account}, {})->size() >= rules::characters_max) {
    done.refused = errc::slots_full;
    return done;
  }
  const auto next = msg::character_id{static_cast<uint32_t>(characters_.size()) + 1};
  if (!character_names_.emplace(rules::fold_name(what.name), next).second) {
    done.refused = errc::name_taken;
    return done;
  }
  auto& created = characters_[next];
  created.record = what;
  created.record.location.id = next;
  auto& items = created.record.items;
  rules::sort_items(items);
  for (auto& item : items)
    item.serial = ++serial_last_;
  if (PLANTED(item_doubled) && !items.empty())
    items.push_back(items.front());
  note(created);
  done.character = next;
  return done;
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::delete_character& what, time_point) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (account_of(what.account) == nullptr || !rules::is_storable_name(what.name))
    return msg::make_error(errc::character_unknown);
  operation first;
  if (const auto* known = operation_of(what.operation)) {
    first = *known;
  } else {
    first = remove(what);
    note(what.operation, first);
    commit();
  }
  if (first.kind != operation_kind::delete_character || first.account != what.account)
    return msg::make_error(errc::bad_request);
  if (first.refused != errc::none)
    return msg::make_error(first.refused);
  return caf::ok_atom::value;
}

memory_database::operation memory_database::remove(const msg::delete_character& what) {
  operation done{operation_kind::delete_character, what.account, {}, errc::character_unknown};
  auto named = character_names_.find(rules::fold_name(what.name));
  if (named == character_names_.end())
    return done;
  auto& target = characters_.at(named->second);
  if (target.record.account != what.account || target.is_deleted)
    return done;
  target.is_deleted = true;
  note(target);
  done.character = named->second;
  done.refused = errc::none;
  return done;
}

caf::expected<msg::character_record> memory_database::apply(const msg::begin_stay& what, time_point) {
  auto found = characters_.find(what.who);
  if (found == characters_.end() || found->second.is_deleted || found->second.record.account != what.account)
    return msg::make_error(errc::character_unknown);
  auto& revision = found->second.record.location.revision;
  revision = (revision / msg::revisions_of_a_stay + 1) * msg::revisions_of_a_stay;
  note(found->second);
  commit();
  return found->second.record;
}

caf::expected<caf::ok_atom> memory_database::apply(const msg::save_locations& what, time_point) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (what.rows.empty())
    return caf::ok_atom::value;
  if (auto epoch = epoch_of(msg::zone_lease(what.fence.map)); epoch != what.fence.epoch) {
    if (!PLANTED(epoch_not_checked)) {
      SOMETIMES(write_was_fenced);
      ++fenced_;
      return msg::make_error(errc::fenced);
    }
    ++stale_writes_;
    commit();
  }
  if (save(what.rows))
    commit();
  return caf::ok_atom::value;
}

/// Whether anything has changed.
bool memory_database::save(const std::vector<msg::character_location>& rows) {
  auto has_changed = false;
  for (const auto& [id, row] : rules::newest_rows(rows)) {
    auto found = characters_.find(id);
    if (found == characters_.end() || found->second.record.location.revision >= row.revision)
      continue;
    found->second.record.location = row;
    fold(uint8_t{4}, row);
    has_changed = true;
  }
  return has_changed;
}

void memory_database::note_text(const std::string& what) { fold(uint8_t{5}, what); }

caf::expected<msg::store_status> memory_database::apply(const msg::get_store_status&, time_point) {
  msg::store_status now;
  now.schema_version = rules::migrations().back().version;
  now.accounts = static_cast<uint32_t>(accounts_.size());
  for (const auto& [id, one] : characters_)
    now.characters += one.is_deleted ? 0 : 1;
  return now;
}

} // namespace sim
