#include "actors/session/input_window.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

msg::zone_request gesture(uint8_t kind) { return msg::client::c2s_gesture{kind}; }

/// Number and kind of all that wait.
std::vector<std::pair<uint32_t, uint32_t>> waiting(const input_window& window) {
  std::vector<std::pair<uint32_t, uint32_t>> result;
  window.each([&](uint32_t number, const msg::zone_request& packet) {
    result.emplace_back(number, std::get<msg::client::c2s_gesture>(packet).gesture_type);
  });
  return result;
}

using pair = std::pair<uint32_t, uint32_t>;

} // namespace

TEST(InputWindow, NumbersFromOneAndKeepsTheOrder) {
  input_window window;
  EXPECT_EQ(window.push(gesture(10)), 1u);
  EXPECT_EQ(window.push(gesture(20)), 2u);
  EXPECT_EQ(window.push(gesture(30)), 3u);
  EXPECT_THAT(waiting(window), ElementsAre(pair{1, 10}, pair{2, 20}, pair{3, 30}));
}

TEST(InputWindow, ForgetsWhatTheZoneHasDealtWith) {
  input_window window;
  for (uint8_t kind : {10, 20, 30})
    window.push(gesture(kind));
  window.done(2);
  EXPECT_THAT(waiting(window), ElementsAre(pair{3, 30}));
  window.done(1);
  EXPECT_THAT(waiting(window), ElementsAre(pair{3, 30})) << "said late";
  EXPECT_EQ(window.push(gesture(40)), 4u);
  window.done(4);
  EXPECT_THAT(waiting(window), IsEmpty());
  EXPECT_EQ(window.push(gesture(50)), 5u);
}

TEST(InputWindow, AZoneThatHasDealtWithMoreThanWasSentChangesNoNumber) {
  input_window window;
  window.push(gesture(10));
  window.done(9);
  EXPECT_THAT(waiting(window), IsEmpty());
  EXPECT_EQ(window.push(gesture(20)), 2u);
}

TEST(InputWindow, ANewStayBeginsAtOne) {
  input_window window;
  window.push(gesture(10));
  window.push(gesture(20));
  window.done(1);
  window.begin();
  EXPECT_EQ(window.size(), 0u);
  EXPECT_EQ(window.push(gesture(30)), 1u);
}

TEST(InputWindow, IsFullAtItsBoundUntilSomethingIsDone) {
  input_window window;
  for (size_t i = 0; i < input_window::size_max; ++i) {
    EXPECT_FALSE(window.is_full());
    window.push(gesture(1));
  }
  EXPECT_TRUE(window.is_full());
  window.done(1);
  EXPECT_FALSE(window.is_full());
}

} // namespace actors
