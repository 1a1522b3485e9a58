#include "tests/sim/memory_store.hpp"

#include "runtime/postgres/migrations.hpp"
#include "runtime/postgres/store_rules.hpp"

#include <map>

namespace sim {

namespace {

namespace rules = runtime::postgres;
using msg::errc;

class memory_store : public msg::store_actor::base {
public:
  explicit memory_store(caf::actor_config& config) : msg::store_actor::base(config) {}

  const char* name() const override { return "memory_store"; }

protected:
  behavior_type make_behavior() override;

private:
  struct account {
    msg::account_record record;
    caf::actor_clock::time_point locked_until{};
  };
  struct character {
    msg::character_record record;
    bool deleted = false;
  };
  enum class operation_kind : uint8_t { create_character, delete_character };
  struct operation {
    operation_kind kind;
    msg::account_id account;
    msg::character_id character;
    errc refused = errc::none;
  };

  msg::account_record answer(const account& of) const;
  account* account_of(msg::account_id id);

  caf::result<msg::account_record> find(const msg::find_account& what) const;
  caf::result<msg::account_record> create(const msg::create_account& what);
  caf::result<caf::ok_atom> change(const msg::set_password& what);
  caf::result<caf::ok_atom> change(const msg::set_account_status& what);
  std::vector<msg::account_record> list(const msg::list_accounts& what) const;
  caf::result<msg::account_record> note(const msg::note_login& what);
  std::vector<msg::character_record> list(const msg::list_characters& what) const;
  caf::result<msg::character_record> create(const msg::create_character& what);
  operation insert(const msg::character_record& what);
  caf::result<caf::ok_atom> remove(const msg::delete_character& what);
  caf::result<caf::ok_atom> save(const msg::save_locations& what);
  msg::store_status status() const;

  std::map<msg::account_id, account> accounts_;
  std::map<std::string, msg::account_id> account_names_; // folded
  std::map<msg::character_id, character> characters_;
  std::map<std::string, msg::character_id> character_names_; // folded, also of deleted ones
  std::map<msg::operation_id, operation> operations_;
  uint32_t serial_last_ = 0;
};

memory_store::behavior_type memory_store::make_behavior() {
  return {
    [this](const msg::find_account& what) { return find(what); },
    [this](const msg::create_account& what) { return create(what); },
    [this](const msg::set_password& what) { return change(what); },
    [this](const msg::set_account_status& what) { return change(what); },
    [this](const msg::list_accounts& what) { return list(what); },
    [this](const msg::note_login& what) { return note(what); },
    [this](const msg::list_characters& what) { return list(what); },
    [this](const msg::create_character& what) { return create(what); },
    [this](const msg::delete_character& what) { return remove(what); },
    [this](const msg::save_locations& what) { return save(what); },
    [this](const msg::get_store_status&) { return status(); },
  };
}

msg::account_record memory_store::answer(const account& of) const {
  auto record = of.record;
  const auto now = clock().now();
  record.locked_s = of.locked_until > now
                      ? static_cast<uint32_t>(std::chrono::ceil<std::chrono::seconds>(of.locked_until - now).count())
                      : 0;
  return record;
}

memory_store::account* memory_store::account_of(msg::account_id id) {
  auto found = accounts_.find(id);
  return found == accounts_.end() ? nullptr : &found->second;
}

caf::result<msg::account_record> memory_store::find(const msg::find_account& what) const {
  auto found = account_names_.find(rules::fold_name(what.name));
  if (found == account_names_.end())
    return msg::make_error(errc::account_unknown);
  return answer(accounts_.at(found->second));
}

caf::result<msg::account_record> memory_store::create(const msg::create_account& what) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  const auto next = msg::account_id{static_cast<uint32_t>(accounts_.size()) + 1};
  auto [at, added] = account_names_.emplace(rules::fold_name(what.name), next);
  if (!added) {
    const auto& existing = accounts_.at(at->second);
    if (existing.record.name != what.name || existing.record.password_hash != what.password_hash)
      return msg::make_error(errc::account_exists);
    return answer(existing);
  }
  auto& created = accounts_[next];
  created.record.id = next;
  created.record.name = what.name;
  created.record.password_hash = what.password_hash;
  created.record.status = what.status;
  return answer(created);
}

caf::result<caf::ok_atom> memory_store::change(const msg::set_password& what) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  auto* found = account_of(what.account);
  if (found == nullptr)
    return msg::make_error(errc::account_unknown);
  found->record.password_hash = what.password_hash;
  return caf::ok_atom_v;
}

caf::result<caf::ok_atom> memory_store::change(const msg::set_account_status& what) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  auto* found = account_of(what.account);
  if (found == nullptr)
    return msg::make_error(errc::account_unknown);
  found->record.status = what.status;
  return caf::ok_atom_v;
}

std::vector<msg::account_record> memory_store::list(const msg::list_accounts& what) const {
  std::vector<msg::account_record> listed;
  const auto limit = std::min(what.limit, rules::accounts_listed_max);
  for (auto at = account_names_.upper_bound(rules::fold_name(what.after));
       at != account_names_.end() && listed.size() < limit; ++at) {
    listed.push_back(answer(accounts_.at(at->second)));
    listed.back().password_hash.clear();
  }
  return listed;
}

caf::result<msg::account_record> memory_store::note(const msg::note_login& what) {
  auto* found = account_of(what.account);
  if (found == nullptr)
    return msg::make_error(errc::account_unknown);
  auto& attempts = found->record.failed_attempts;
  if (what.succeeded) {
    attempts = 0;
    found->locked_until = {};
  } else if (what.attempts_max > 0 && attempts + 1 >= what.attempts_max) {
    attempts = 0;
    found->locked_until = clock().now() + std::chrono::seconds{what.lock_s};
  } else if (attempts < UINT16_MAX) {
    ++attempts;
  }
  return answer(*found);
}

std::vector<msg::character_record> memory_store::list(const msg::list_characters& what) const {
  std::vector<msg::character_record> listed;
  for (const auto& [id, one] : characters_)
    if (one.record.account == what.account && !one.deleted)
      listed.push_back(one.record);
  return listed;
}

caf::result<msg::character_record> memory_store::create(const msg::create_character& what) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (account_of(what.what.account) == nullptr)
    return msg::make_error(errc::account_unknown);
  auto found = operations_.find(what.operation);
  if (found == operations_.end())
    found = operations_.emplace(what.operation, insert(what.what)).first;
  const auto& first = found->second;
  if (first.kind != operation_kind::create_character || first.account != what.what.account)
    return msg::make_error(errc::bad_request);
  if (first.refused != errc::none)
    return msg::make_error(first.refused);
  return characters_.at(first.character).record;
}

memory_store::operation memory_store::insert(const msg::character_record& what) {
  operation done{operation_kind::create_character, what.account, {}};
  if (list(msg::list_characters{what.account}).size() >= rules::characters_max) {
    done.refused = errc::slots_full;
    return done;
  }
  const auto next = msg::character_id{static_cast<uint32_t>(characters_.size()) + 1};
  if (!character_names_.emplace(rules::fold_name(what.name), next).second) {
    done.refused = errc::name_taken;
    return done;
  }
  auto& record = characters_[next].record;
  record = what;
  record.location.id = next;
  rules::sort_items(record.items);
  for (auto& item : record.items)
    item.serial = ++serial_last_;
  done.character = next;
  return done;
}

caf::result<caf::ok_atom> memory_store::remove(const msg::delete_character& what) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  if (account_of(what.account) == nullptr || !rules::is_storable_name(what.name))
    return msg::make_error(errc::character_unknown);
  auto found = operations_.find(what.operation);
  if (found == operations_.end()) {
    operation done{operation_kind::delete_character, what.account, {}, errc::character_unknown};
    auto named = character_names_.find(rules::fold_name(what.name));
    if (named != character_names_.end()) {
      auto& target = characters_.at(named->second);
      if (target.record.account == what.account && !target.deleted) {
        target.deleted = true;
        done.character = named->second;
        done.refused = errc::none;
      }
    }
    found = operations_.emplace(what.operation, done).first;
  }
  const auto& first = found->second;
  if (first.kind != operation_kind::delete_character || first.account != what.account)
    return msg::make_error(errc::bad_request);
  if (first.refused != errc::none)
    return msg::make_error(first.refused);
  return caf::ok_atom_v;
}

caf::result<caf::ok_atom> memory_store::save(const msg::save_locations& what) {
  if (auto refused = rules::check(what); refused != errc::none)
    return msg::make_error(refused);
  for (const auto& [id, row] : rules::newest_rows(what)) {
    auto found = characters_.find(id);
    if (found != characters_.end() && found->second.record.location.revision < row.revision)
      found->second.record.location = row;
  }
  return caf::ok_atom_v;
}

msg::store_status memory_store::status() const {
  msg::store_status now;
  now.schema_version = rules::migrations().back().version;
  now.accounts = static_cast<uint32_t>(accounts_.size());
  for (const auto& [id, one] : characters_)
    now.characters += one.deleted ? 0 : 1;
  return now;
}

} // namespace

msg::store_actor spawn_memory_store(caf::actor_system& system) { return system.spawn<memory_store>(); }

} // namespace sim
