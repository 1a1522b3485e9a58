// The packets that somebody acts on: their values survive the wire, and no bytes
// whatever bring the decoder down.

#include "messages/handled.hpp"

#include "messages/wire/arbitrary.hpp"
#include "runtime/base/prng.hpp"
#include "tests/messages/arbitrary_body.hpp"

#include <gtest/gtest.h>

namespace msg {

namespace {

template <class... Ts, class Fn>
void for_each_packet(wire::type_list<Ts...>, Fn&& fn) {
  (fn(std::type_identity<Ts>{}), ...);
}

template <class List>
using packet_of = typename variant_of<List>::type;

template <class Variant>
wire::byte_buffer body_of(const Variant& x) {
  wire::byte_buffer result;
  std::visit([&](const auto& packet) { wire::encode(result, packet); }, x);
  return result;
}

template <class List>
void expect_round_trips() {
  runtime::prng rng{7};
  for_each_packet(List{}, [&]<class T>(std::type_identity<T>) {
    for (int i = 0; i < 50; ++i) {
      auto value = wire::arbitrary<T>(rng);
      wire::byte_buffer body;
      wire::encode(body, value);
      packet_of<List> found;
      auto result = decode(T::info.select, body, found);
      ASSERT_TRUE(result) << T::info.name << ": " << wire::to_string(result.code) << " at " << result.field;
      ASSERT_TRUE(std::holds_alternative<T>(found)) << T::info.name;
      ASSERT_EQ(std::get<T>(found), value) << T::info.name;
    }
  });
}

template <class List>
void expect_damage_is_harmless() {
  runtime::prng rng{11};
  size_t accepted = 0;
  size_t refused = 0;
  for_each_packet(List{}, [&]<class T>(std::type_identity<T>) {
    for (int i = 0; i < 300; ++i) {
      wire::byte_buffer body;
      wire::encode(body, wire::arbitrary<T>(rng));
      test::damage(body, rng);
      packet_of<List> first;
      if (!decode(T::info.select, body, first)) {
        ++refused;
        continue;
      }
      ++accepted;
      packet_of<List> second;
      ASSERT_TRUE(decode(T::info.select, body_of(first), second)) << T::info.name;
      ASSERT_EQ(first, second) << T::info.name;
      ASSERT_EQ(body_of(first), body_of(second)) << T::info.name;
    }
  });
  EXPECT_GT(accepted, 0u);
  EXPECT_GT(refused, 0u);
}

} // namespace

TEST(Handled, EveryPacketSurvivesTheRoundTrip) {
  expect_round_trips<login_requests>();
  expect_round_trips<login_answers>();
  expect_round_trips<zone_requests>();
  expect_round_trips<game_requests>();
  expect_round_trips<game_answers>();
}

TEST(Handled, DamagedBytesAreRefusedOrReadTheSameTwice) {
  expect_damage_is_harmless<login_requests>();
  expect_damage_is_harmless<login_answers>();
  expect_damage_is_harmless<zone_requests>();
  expect_damage_is_harmless<game_requests>();
  expect_damage_is_harmless<game_answers>();
}

TEST(Handled, ASelectorOfNoListIsUnknown) {
  game_request packet;
  EXPECT_EQ(decode({wire::ctrl_game, 0x1234}, {}, packet).code, wire::decode_errc::unknown_packet);
  EXPECT_EQ(decode({wire::ctrl_link, 0x1200}, {}, packet).code, wire::decode_errc::unknown_packet);
}

TEST(Handled, AnswersAreNoRequests) {
  game_request packet;
  EXPECT_EQ(decode(client::s2c_fix_move::info.select, {}, packet).code, wire::decode_errc::unknown_packet);
  login_request login;
  EXPECT_EQ(decode(client::c2s_say::info.select, {}, login).code, wire::decode_errc::unknown_packet);
}

TEST(Handled, AZoneRequestIsEncodedWithItsNumber) {
  wire::byte_buffer body{99};
  EXPECT_EQ(encode(body, zone_request{client::c2s_pc_move{0x0102, 3}}), 0x1202);
  EXPECT_EQ(body, (wire::byte_buffer{99, 2, 1, 0, 0, 3}));
}

TEST(Handled, ADescriptionHasTheNameAndTheFields) {
  EXPECT_EQ(describe(game_request{client::c2s_pc_move{5, 1}}), "c2s_pc_move {\"next_cell\":5,\"move_speed\":1}");
  EXPECT_EQ(describe(game_answer{client::s2c_char_logout{}}), "s2c_char_logout {}");
}

} // namespace msg
