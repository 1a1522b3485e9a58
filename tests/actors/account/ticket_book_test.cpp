#include "actors/account/ticket_book.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

ticket_book::ticket sample() { return {{5}, "Tester", "10.0.0.1", 1'000}; }

} // namespace

TEST(TicketBook, ATicketIsGoodOnce) {
  ticket_book book;
  ASSERT_TRUE(book.issue(77, sample()));
  EXPECT_EQ(book.redeem(77, "Tester", "10.0.0.1", 999), msg::account_id{5});
  EXPECT_FALSE(book.redeem(77, "Tester", "10.0.0.1", 999));
  EXPECT_EQ(book.size(), 0u);
}

TEST(TicketBook, ATicketExpires) {
  ticket_book book;
  book.issue(77, sample());
  EXPECT_FALSE(book.redeem(77, "Tester", "10.0.0.1", 1'000));
  EXPECT_EQ(book.size(), 0u);
}

TEST(TicketBook, SomebodyElseCannotUseOrSpoilATicket) {
  ticket_book book;
  book.issue(77, sample());
  EXPECT_FALSE(book.redeem(77, "Tester", "10.0.0.2", 1));
  EXPECT_FALSE(book.redeem(77, "Other", "10.0.0.1", 1));
  EXPECT_TRUE(book.redeem(77, "Tester", "10.0.0.1", 1));
}

TEST(TicketBook, NoNumberIsUsedTwiceAndZeroNever) {
  ticket_book book;
  EXPECT_FALSE(book.issue(0, sample()));
  EXPECT_TRUE(book.issue(77, sample()));
  EXPECT_FALSE(book.issue(77, {{6}, "Other", "10.0.0.9", 9'000}));
  EXPECT_EQ(book.redeem(77, "Tester", "10.0.0.1", 1), msg::account_id{5});
}

TEST(TicketBook, SweepingForgetsOnlyWhatHasExpired) {
  ticket_book book;
  book.issue(1, sample());
  book.issue(2, {{6}, "Other", "10.0.0.9", 1'001});
  book.sweep(1'000);
  EXPECT_EQ(book.size(), 1u);
  EXPECT_TRUE(book.redeem(2, "Other", "10.0.0.9", 1'000));
}

} // namespace actors
