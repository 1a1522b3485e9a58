#include "tools/sim/message_text.hpp"

#include "messages/interfaces/account.hpp"
#include "messages/interfaces/store.hpp"
#include "messages/interfaces/zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tools::simulator;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace {

message_words words_of(const caf::message& what, message_place where = {}) {
  return describe_message(what.content(), where);
}

std::string all_of(const message_words& x) {
  auto result = x.name + " " + x.fields;
  for (const auto& packet : x.frames)
    result += " " + packet;
  return result;
}

} // namespace

TEST(MessageText, NamesAMessageAndItsFields) {
  auto words = words_of(caf::make_message(msg::zone_leave{{3}, {12}, true}));
  EXPECT_EQ(words.name, "zone_leave");
  EXPECT_EQ(words.fields, "who 3, visit 12, save true");
  EXPECT_EQ(words_of(caf::make_message(caf::ok_atom::value)).name, "ok");
}

TEST(MessageText, ShowsThePacketsOfClients) {
  msg::client_frames frames;
  msg::client::c2s_pc_move move;
  auto one = msg::client::encode_frame(move);
  frames.bytes = one;
  frames.bytes.insert(frames.bytes.end(), one.begin(), one.end());
  frames.count = 2;
  auto words = words_of(caf::make_message(frames), {"tcp-edge", "session"});
  EXPECT_EQ(words.name, "client_frames");
  ASSERT_EQ(words.frames.size(), 2u);
  EXPECT_THAT(words.frames[0], HasSubstr("c2s_pc_move"));
  msg::player_input input{{3}, {12}, 1, move};
  EXPECT_THAT(all_of(words_of(caf::make_message(input))), HasSubstr("c2s_pc_move"));
}

TEST(MessageText, SplitsABatchByItsReceivers) {
  msg::edge_batch batch;
  auto frame = msg::client::encode_frame(msg::client::s2c_pc_disappear{});
  batch.bytes = frame;
  batch.frame_ends = {static_cast<uint32_t>(frame.size())};
  batch.receivers = {1, 2, 3};
  batch.receiver_ends = {3};
  auto words = words_of(caf::make_message(batch));
  ASSERT_EQ(words.frames.size(), 1u);
  EXPECT_THAT(words.frames[0], HasSubstr("(to 3)"));
  batch.frame_ends = {9'999}; // damage is shown as far as it goes
  EXPECT_TRUE(words_of(caf::make_message(batch)).frames.empty());
}

TEST(MessageText, LeavesOutPasswordsHashesAndTickets) {
  msg::account_record record;
  record.password_hash = "Tr0ub4dor";
  msg::client::c2g_login login;
  msg::client_frames frames;
  frames.bytes = msg::client::encode_frame(login);
  for (const auto& x : {
         caf::make_message(msg::authenticate{"anna", "Tr0ub4dor"}),
         caf::make_message(msg::verify_password{"Tr0ub4dor", "Tr0ub4dor"}),
         caf::make_message(msg::hash_password{"Tr0ub4dor"}),
         caf::make_message(msg::set_password{{1}, "Tr0ub4dor"}),
         caf::make_message(record),
         caf::make_message(std::vector{record}),
       })
    EXPECT_THAT(all_of(words_of(x)), Not(HasSubstr("Tr0ub4dor")));
  EXPECT_THAT(all_of(words_of(caf::make_message(msg::redeem_ticket{987'654, "anna", "10.0.0.1"}))),
              Not(HasSubstr("987654")));
  EXPECT_THAT(all_of(words_of(caf::make_message(uint32_t{987'654}), {"account", "login", true})),
              Not(HasSubstr("987654")));
  EXPECT_THAT(all_of(words_of(caf::make_message(std::string{"Tr0ub4dor"}), {"passwords", "account", true})),
              Not(HasSubstr("Tr0ub4dor")));
  EXPECT_THAT(words_of(caf::make_message(frames), {"tcp-edge", "session"}).frames, ElementsAre("c2g_login"));
}
