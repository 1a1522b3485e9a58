// The database of the simulator: the contract of messages/interfaces/store.hpp
// in memory, as plain calls. It stands for what outlives every node, so all
// nodes of a simulated cluster share one, each through its own store actor
// (memory_store.hpp). Deterministic; time is an argument. Checkers look into it
// without asking anybody.

#pragma once

#include "messages/interfaces/store.hpp"

#include <map>

namespace sim {

class memory_database {
public:
  using time_point = caf::actor_clock::time_point;

  struct account {
    msg::account_record record; // its `locked_s` is always 0
    time_point locked_until{};
  };
  struct character {
    msg::character_record record;
    bool is_deleted = false;
  };

  struct node_row {
    msg::node_record record; // its `silent_ms` is always 0
    time_point beat_at{};
    const msg::node_key& key() const { return record.key; }
    msg::node_state state() const { return record.state; }
  };
  struct lease_row {
    msg::node_key holder; // none: nobody's
    uint64_t epoch = 0;
    time_point expires{};
    uint32_t players = 0;
    uint32_t cost = 0;
  };

  // Each is one transaction: all of it happens or nothing. Errors are those of
  // the contract, never store_unavailable or overloaded. `now` is the clock of
  // the database; account locks are compared with it.
  caf::expected<msg::account_record> apply(const msg::find_account& what, time_point now);
  caf::expected<msg::account_record> apply(const msg::create_account& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::set_password& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::set_account_status& what, time_point now);
  caf::expected<std::vector<msg::account_record>> apply(const msg::list_accounts& what, time_point now);
  caf::expected<msg::account_record> apply(const msg::note_login& what, time_point now);
  caf::expected<std::vector<msg::character_record>> apply(const msg::list_characters& what, time_point now);
  caf::expected<msg::character_record> apply(const msg::create_character& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::delete_character& what, time_point now);
  caf::expected<msg::character_record> apply(const msg::begin_stay& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::save_locations& what, time_point now);
  caf::expected<msg::cluster_view> apply(const msg::join_cluster& what, time_point now);
  caf::expected<msg::cluster_view> apply(const msg::beat& what, time_point now);
  caf::expected<msg::cluster_view> apply(const msg::get_cluster_view& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::leave_cluster& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::declare_dead& what, time_point now);
  caf::expected<msg::lease> apply(const msg::assign_lease& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::release_lease& what, time_point now);
  caf::expected<msg::lease> apply(const msg::hand_over& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::set_zone_order& what, time_point now);
  caf::expected<caf::ok_atom> apply(const msg::set_draining& what, time_point now);
  caf::expected<msg::audit_record> apply(const msg::note_audit& what, time_point now);
  caf::expected<std::vector<msg::audit_record>> apply(const msg::list_audit& what, time_point now);
  caf::expected<msg::store_status> apply(const msg::get_store_status& what, time_point now);

  // -- for checkers; ids and serials count from 1 in the order of commits --

  const std::map<msg::account_id, account>& accounts() const { return accounts_; }
  /// Also deleted ones.
  const std::map<msg::character_id, character>& characters() const { return characters_; }
  const std::map<std::string, lease_row>& leases() const { return leases_; }
  /// The last life of each name.
  const std::map<std::string, node_row>& nodes() const { return nodes_; }
  /// Saves that were refused because of their epoch, and those that should have been.
  uint64_t fenced() const { return fenced_; }
  uint64_t stale_writes() const { return stale_writes_; }
  /// Operation ids that were answered once, refusals included.
  size_t operations() const { return operations_.size(); }
  /// Transactions that changed a row.
  uint64_t commits() const { return commits_; }
  /// Over every changed row in the order of change: two databases with the same
  /// digest went through the same history.
  uint64_t digest() const { return digest_; }

private:
  enum class operation_kind : uint8_t { create_character, delete_character };
  struct operation {
    operation_kind kind = operation_kind::create_character;
    msg::account_id account;
    msg::character_id character;
    msg::errc refused = msg::errc::none;
  };

  account* account_of(msg::account_id id);
  operation insert(const msg::character_record& what);
  operation remove(const msg::delete_character& what);
  const operation* operation_of(const msg::operation_id& id) const;
  void note(const msg::operation_id& id, const operation& done);

  bool is_alive(const msg::node_key& key) const;
  bool coordinates(uint64_t epoch) const;
  /// Another holder, or nobody.
  void give(const std::string& name, lease_row& row, const msg::node_key& to);
  void free_leases_of(const msg::node_key& key);
  uint64_t epoch_of(const std::string& lease) const;
  bool save(const std::vector<msg::character_location>& rows);
  msg::cluster_view view(time_point now) const;
  void note_text(const std::string& what);

  // What a transaction changed, row by row.
  void note(const account& row);
  void note(const character& row);
  template <class... Ts>
  void fold(Ts... values);
  void commit() { ++commits_; }

  std::map<msg::account_id, account> accounts_;
  std::map<std::string, msg::account_id> account_names_; // folded
  std::map<msg::character_id, character> characters_;
  std::map<std::string, msg::character_id> character_names_; // folded, also of deleted ones
  std::map<msg::operation_id, operation> operations_;
  std::string cluster_;
  std::map<std::string, node_row> nodes_;
  std::map<std::string, lease_row> leases_;
  std::map<msg::map_id, msg::zone_order> orders_;
  std::vector<msg::audit_record> audit_;
  uint64_t fenced_ = 0;
  uint64_t stale_writes_ = 0;
  uint32_t serial_last_ = 0;
  uint64_t commits_ = 0;
  uint64_t digest_ = 0xCBF29CE484222325ull;
};

} // namespace sim
