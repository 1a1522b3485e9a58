// A machine and the cluster it decides about.

#pragma once

#include "tests/runtime/cluster/model.hpp"

#include <gmock/gmock.h>

namespace runtime::cluster {

class CoordinatorMachine : public testing::Test {
protected:
  /// Nodes a, b and c, each able to run zones 1 to 6; nothing runs yet.
  void three_nodes() {
    for (auto name : {"a", "b", "c"})
      what.add(name, {1, 2, 3, 4, 5, 6});
  }
  /// The same, two zones each; the services on a.
  void running() {
    three_nodes();
    for (uint16_t map = 1; map <= 6; ++map)
      what.give_zone(map, std::array{"a", "b", "c"}[map % 3u]);
    what.give("services", "a");
    EXPECT_THAT(what.run(3'000), testing::IsEmpty());
  }
  void kill(const std::string& name) {
    what.silent.insert(name);
    what.unseen.push_back(name);
  }
  template <class T>
  static std::string why_not(const ordered<T>& x) {
    return std::holds_alternative<refusal>(x) ? std::get<refusal>(x).why : "";
  }
  template <class T>
  static msg::errc code_of(const ordered<T>& x) {
    return std::holds_alternative<refusal>(x) ? std::get<refusal>(x).code : msg::errc::none;
  }

  model what;
};

} // namespace runtime::cluster
