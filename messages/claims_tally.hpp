// Which sessions of a node hold an account, and of which directory: that of which
// epoch. Shared by the sessions, which run on the threads of their edges, and the
// router, which answers the next directory from it.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>

namespace msg {

class claims_tally {
public:
  /// The session is about to claim an account of the directory of this epoch, or has claimed it again. False, and
  /// nothing is noted, when a later directory has had this node count already: it may grant the account to others.
  bool note(uint64_t session, uint64_t epoch) {
    std::lock_guard guard{mutex_};
    if (epoch < counted_)
      return false;
    put(session, epoch);
    return true;
  }

  /// The session has lost its directory and keeps the account: every later one has to wait for it.
  void lose_directory(uint64_t session) {
    std::lock_guard guard{mutex_};
    if (epochs_.contains(session))
      put(session, 0);
  }

  /// The session holds no account any more.
  void forget(uint64_t session) {
    std::lock_guard guard{mutex_};
    remove(session);
  }

  /// How many hold an account of an earlier directory than that of this epoch.
  uint32_t older_than(uint64_t epoch) {
    std::lock_guard guard{mutex_};
    if (epoch > counted_)
      counted_ = epoch;
    uint32_t result = 0;
    for (auto i = sessions_.begin(); i != sessions_.end() && i->first < epoch; ++i)
      result += i->second;
    return result;
  }

  /// The latest epoch anybody has counted for: there is a directory of that one.
  uint64_t newest() const {
    std::lock_guard guard{mutex_};
    return counted_;
  }

  uint32_t size() const {
    std::lock_guard guard{mutex_};
    return static_cast<uint32_t>(epochs_.size());
  }

private:
  void put(uint64_t session, uint64_t epoch) {
    remove(session);
    epochs_[session] = epoch;
    ++sessions_[epoch];
  }
  void remove(uint64_t session) {
    auto i = epochs_.find(session);
    if (i == epochs_.end())
      return;
    if (auto count = sessions_.find(i->second); --count->second == 0)
      sessions_.erase(count);
    epochs_.erase(i);
  }

  mutable std::mutex mutex_;
  std::map<uint64_t, uint64_t> epochs_;   // by session
  std::map<uint64_t, uint32_t> sessions_; // by epoch
  uint64_t counted_ = 0;
};

} // namespace msg
