// Locations on their way to the store: the newest of each character, one batch
// at a time, and who waits for them to be committed. Pure: the actor sends the
// batches and reports how they ended.

#pragma once

#include "messages/records.hpp"

#include <map>
#include <optional>
#include <vector>

namespace actors {

/// `Waiter` is whatever must be told when a character's location is committed.
template <class Waiter>
class save_queue {
public:
  void add(const msg::character_location& row) {
    auto [i, is_new] = rows_.emplace(row.id, row);
    if (!is_new && i->second.revision < row.revision)
      i->second = row;
  }

  /// `waiter` wants everything added so far about `who` to be committed.
  void wait_for(msg::character_id who, Waiter waiter) { waiters_.emplace(who, std::move(waiter)); }

  bool contains(msg::character_id who) const { return rows_.contains(who) || saving_.contains(who); }
  bool empty() const { return rows_.empty() && saving_.empty(); }
  bool is_saving() const { return !saving_.empty(); }
  /// Whether the last batch that ended failed.
  bool has_failed() const { return has_failed_; }

  /// Everything that is not known to be committed, by character.
  std::vector<msg::character_location> all() const {
    auto newest = saving_;
    for (const auto& [id, row] : rows_)
      newest.insert_or_assign(id, row);
    std::vector<msg::character_location> result;
    for (const auto& [id, row] : newest)
      result.push_back(row);
    return result;
  }

  /// Nobody saves it here any more. Returns whoever waits.
  std::vector<Waiter> abandon() {
    std::vector<Waiter> left;
    for (auto& [id, waiter] : waiters_)
      left.push_back(std::move(waiter));
    waiters_.clear();
    rows_.clear();
    saving_.clear();
    return left;
  }

  /// The next batch; empty while one is under way or when there is nothing.
  std::vector<msg::character_location> begin() {
    std::vector<msg::character_location> batch;
    if (is_saving())
      return batch;
    saving_.swap(rows_);
    batch.reserve(saving_.size());
    for (const auto& [id, row] : saving_)
      batch.push_back(row);
    return batch;
  }

  /// The batch is committed. Returns whoever waited for nothing else.
  std::vector<Waiter> succeed() {
    std::vector<Waiter> done;
    for (const auto& [id, row] : saving_) {
      if (rows_.contains(id))
        continue;
      auto [first, last] = waiters_.equal_range(id);
      for (auto i = first; i != last; ++i)
        done.push_back(std::move(i->second));
      waiters_.erase(first, last);
    }
    saving_.clear();
    has_failed_ = false;
    return done;
  }

  /// The batch may not be committed: it goes back in line.
  void fail() {
    std::map<msg::character_id, msg::character_location> again;
    again.swap(saving_);
    for (const auto& [id, row] : again)
      add(row);
    has_failed_ = true;
  }

private:
  std::map<msg::character_id, msg::character_location> rows_;
  std::map<msg::character_id, msg::character_location> saving_;
  std::multimap<msg::character_id, Waiter> waiters_;
  bool has_failed_ = false;
};

} // namespace actors
