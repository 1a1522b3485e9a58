// Every packet of the catalogue: values survive the wire, every other length is
// refused, and no bytes whatever bring a decoder down.

#include "messages/catalog.hpp"

#include "messages/client/head.hpp"
#include "messages/wire/text.hpp"
#include "runtime/base/prng.hpp"
#include "tests/messages/arbitrary_body.hpp"

#include <gtest/gtest.h>

namespace msg {

namespace {

using wire::decode_errc;
using wire::direction;
using wire::listener;

struct recoded {
  wire::decode_result result;
  wire::byte_buffer bytes;
};

recoded recode(const catalog_entry& entry, wire::byte_view body) {
  recoded result;
  result.result = entry.recode(body, result.bytes);
  return result;
}

template <class Fn>
void for_each_typed(Fn&& fn) {
  for (const auto& entry : catalog()) {
    if (!entry.shape)
      continue;
    SCOPED_TRACE(std::string{entry.info.name});
    fn(entry);
    if (::testing::Test::HasFatalFailure())
      return;
  }
}

} // namespace

TEST(Catalog, EveryNumberFindsItsPacketAndNoOther) {
  size_t found = 0;
  for (auto on : {listener::login, listener::game})
    for (auto to : {direction::c2s, direction::s2c})
      for (auto ctrl : {wire::ctrl_link, wire::ctrl_game})
        for (uint32_t n = 0; n <= (ctrl == wire::ctrl_link ? 0xFFu : 0xFFFFu); ++n)
          if (const auto* entry = find_packet(on, to, {ctrl, static_cast<uint16_t>(n)})) {
            ++found;
            ASSERT_EQ(wire::listener_of(entry->info.on), on);
            ASSERT_EQ(entry->info.to, to);
            ASSERT_EQ(entry->info.select, (wire::selector{ctrl, static_cast<uint16_t>(n)}));
            ASSERT_TRUE(entry->info.has_number);
          }
  auto numbered = std::ranges::count_if(catalog(), [](const auto& x) { return x.info.has_number; });
  EXPECT_EQ(found, static_cast<size_t>(numbered));
  EXPECT_EQ(numbered, 508);
}

TEST(Catalog, EveryNameFindsItsPacket) {
  for (const auto& entry : catalog())
    EXPECT_EQ(find_packet(entry.info.name), &entry);
  EXPECT_EQ(find_packet("c2s_nothing"), nullptr);
  EXPECT_EQ(find_packet(""), nullptr);
}

TEST(Catalog, OneNumberMeansDifferentPacketsBothWays) {
  EXPECT_EQ(find_packet(listener::login, direction::c2s, {wire::ctrl_link, 0xE0})->info.name, "c2ls_login");
  EXPECT_EQ(find_packet(listener::login, direction::s2c, {wire::ctrl_link, 0xE0})->info.name, "ls2c_say");
  EXPECT_EQ(find_packet(listener::game, direction::c2s, {wire::ctrl_game, 0x1200})->info.name, "c2s_ask_move");
  EXPECT_EQ(find_packet(listener::game, direction::s2c, {wire::ctrl_game, 0x1200})->info.name, "s2c_ans_move");
  EXPECT_EQ(find_packet(listener::game, direction::c2s, {wire::ctrl_link, 0x1200}), nullptr);
}

TEST(Catalog, KnowsWhoDealsWithAPacket) {
  EXPECT_EQ(find_packet("c2ls_login")->handled, handling::login);
  EXPECT_EQ(find_packet("c2s_char_login")->handled, handling::session);
  EXPECT_EQ(find_packet("c2s_say")->handled, handling::zone);
  EXPECT_EQ(find_packet("s2c_world_login")->handled, handling::sent);
  EXPECT_EQ(find_packet("c2s_ask_attack")->handled, handling::none);
  EXPECT_EQ(find_packet("c2s_keep_alive")->handled, handling::none);
}

TEST(Catalog, EncodingUndoesDecodingForEveryPacket) {
  runtime::prng rng{7};
  for_each_typed([&](const catalog_entry& entry) {
    for (int i = 0; i < 50; ++i) {
      auto body = test::arbitrary_body(*entry.shape, rng);
      auto found = recode(entry, body);
      ASSERT_TRUE(found.result) << to_string(found.result.code) << " at " << found.result.field;
      ASSERT_EQ(found.bytes, body);
      ASSERT_FALSE(wire::find_damage(*entry.shape, body));
      ASSERT_TRUE(wire::find_bad_values(*entry.shape, body).empty());
    }
  });
}

TEST(Catalog, EveryShorterBodyIsRefused) {
  for_each_typed([&](const catalog_entry& entry) {
    const wire::byte_buffer whole(entry.shape->size);
    for (size_t n = 0; n < whole.size(); ++n) {
      auto body = wire::byte_view{whole}.first(n);
      ASSERT_EQ(recode(entry, body).result.code, decode_errc::truncated) << n;
      auto damage = wire::find_damage(*entry.shape, body);
      ASSERT_TRUE(damage);
      ASSERT_EQ(damage->code, decode_errc::truncated);
      ASSERT_LE(damage->offset, n);
    }
  });
}

TEST(Catalog, EveryLongerBodyIsRefusedOrFillsAnOpenEnd) {
  for_each_typed([&](const catalog_entry& entry) {
    constexpr size_t longer_max = 300;
    auto has_tail = !entry.shape->fields.empty() && entry.shape->fields.back().is_tail;
    for (size_t n = 1; n <= longer_max; ++n) {
      const wire::byte_buffer body(entry.shape->size + n);
      auto expected = !entry.shape->is_open_ended ? decode_errc::trailing_bytes
                      : has_tail                  ? decode_errc::bad_count
                                                  : decode_errc::none;
      ASSERT_EQ(recode(entry, body).result.code, expected) << n;
      auto damage = wire::find_damage(*entry.shape, body);
      ASSERT_EQ(damage ? damage->code : decode_errc::none, expected) << n;
    }
  });
}

TEST(Catalog, ATailOfAnyOtherLengthThanItsCountIsRefused) {
  size_t tails = 0;
  for_each_typed([&](const catalog_entry& entry) {
    if (entry.shape->fields.empty() || !entry.shape->fields.back().is_tail)
      return;
    ++tails;
    constexpr size_t count = 3;
    const auto& tail = entry.shape->fields.back();
    wire::byte_buffer body(entry.shape->size + (count + 2) * tail.size);
    body[entry.shape->fields[entry.shape->fields.size() - 2].offset] = count;
    for (size_t n = entry.shape->size; n <= body.size(); ++n) {
      auto expected = n == entry.shape->size + count * tail.size ? decode_errc::none : decode_errc::bad_count;
      ASSERT_EQ(recode(entry, wire::byte_view{body}.first(n)).result.code, expected) << n;
    }
  });
  EXPECT_EQ(tails, 4u);
}

TEST(Catalog, RandomBytesAreRefusedOrAreWhatTheyEncodeTo) {
  runtime::prng rng{11};
  size_t accepted = 0;
  size_t refused = 0;
  for_each_typed([&](const catalog_entry& entry) {
    for (int i = 0; i < 200; ++i) {
      auto body = test::arbitrary_body(*entry.shape, rng);
      test::damage(body, rng);
      auto first = recode(entry, body);
      if (!first.result) {
        ++refused;
        ASSERT_TRUE(wire::find_damage(*entry.shape, body) || !wire::find_bad_values(*entry.shape, body).empty());
        continue;
      }
      ++accepted;
      ASSERT_FALSE(wire::find_damage(*entry.shape, body));
      auto second = recode(entry, first.bytes);
      ASSERT_TRUE(second.result);
      ASSERT_EQ(first.bytes, second.bytes);
    }
  });
  EXPECT_GT(accepted, 1000u);
  EXPECT_GT(refused, 1000u);
}

TEST(Catalog, NoteOfARefusalHasTheNameAndTheReason) {
  auto note = [](wire::selector which, size_t body_size) {
    const wire::byte_buffer body(body_size);
    return note_refusal(listener::game, direction::c2s, which, body, {decode_errc::unknown_packet, {}, 0}).label();
  };
  EXPECT_EQ(note({wire::ctrl_game, 0x7777}, 5), "unknown,unknown-packet");
  EXPECT_EQ(note({wire::ctrl_link, 0x55}, 5), "unknown,unknown-packet");
  EXPECT_EQ(note({wire::ctrl_game, 0x0FF2}, 5), "c2s_keep_alive,known-by-name");
  EXPECT_EQ(note({wire::ctrl_game, 0x1400}, 10), "c2s_ask_attack,unhandled");
  EXPECT_EQ(note({wire::ctrl_game, 0x1400}, 9), "c2s_ask_attack,truncated");
  EXPECT_EQ(note({wire::ctrl_game, 0x1400}, 11), "c2s_ask_attack,trailing-bytes");
  auto of_handled =
    note_refusal(listener::game, direction::c2s, {wire::ctrl_game, 0x1800}, {}, {decode_errc::truncated, {}, 0});
  EXPECT_EQ(of_handled.label(), "c2s_say,truncated");
  auto at_wrong_time = note_refusal(listener::game, direction::c2s, {wire::ctrl_game, 0x1800}, {}, {});
  EXPECT_EQ(at_wrong_time.label(), "c2s_say,out-of-state");
}

TEST(Catalog, KnownSizesAreThoseOfTheGuide) {
  EXPECT_EQ(find_packet("s2c_world_login")->size(), 1068u);
  EXPECT_EQ(find_packet("s2c_char_list")->size(), 952u);
  EXPECT_EQ(find_packet("c2ls_login")->size(), 0x38u);
  EXPECT_EQ(find_packet("c2s_transfer_mark")->size(), 1295u);
  EXPECT_EQ(find_packet("s2c_agit_info")->size(), 1663u);
  EXPECT_EQ(find_packet("s2c_say")->usual_size(), 102u);
  EXPECT_EQ(find_packet("s2c_say")->size(), std::nullopt);
  EXPECT_EQ(find_packet("c2s_keep_alive")->size(), std::nullopt);
}

} // namespace msg
