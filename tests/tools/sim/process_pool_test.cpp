#include "tools/sim/process_pool.hpp"

#include "tools/sim/child_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <iostream>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

using namespace tools::simulator;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

/// Each task is a word that says what to do.
std::string serve(const std::string& task, volatile run_mark& where) {
  where.step = 42;
  where.at = 7;
  if (task == "die") {
    std::cerr << "assertion failed: it is dark" << std::endl;
    ::raise(SIGKILL);
  }
  if (task == "exit")
    ::_exit(3);
  if (task == "hang")
    for (;;)
      ::pause();
  if (task == "long")
    return std::string(1'000'000, 'x');
  return task + " done";
}

} // namespace

TEST(ProcessPool, BringsEveryAnswerToItsTask) {
  process_pool pool{3, 60s, serve};
  std::map<uint64_t, std::string> answers;
  uint64_t begun = 0;
  while (begun < 100 || !pool.is_idle()) {
    for (; begun < 100 && !pool.is_full(); ++begun)
      pool.start(begun, std::to_string(begun));
    for (const auto& x : pool.wait(1s))
      answers[x.id] = x.answer.value_or(x.death);
  }
  ASSERT_EQ(answers.size(), 100u);
  for (const auto& [id, answer] : answers)
    EXPECT_EQ(answer, std::to_string(id) + " done");
}

TEST(ProcessPool, TellsWhichTaskBroughtItsProcessDown) {
  process_pool pool{1, 60s, serve};
  EXPECT_EQ(pool.ask("first")->answer, "first done");
  auto died = pool.ask("die");
  EXPECT_FALSE(died->answer);
  EXPECT_THAT(died->death, HasSubstr("SIGKILL"));
  EXPECT_THAT(died->death, HasSubstr("it is dark"));
  EXPECT_EQ(died->where.step, 42u);
  EXPECT_EQ(died->where.at, 7u);
  EXPECT_THAT(pool.ask("exit")->death, HasSubstr("exit code 3"));
  EXPECT_EQ(pool.ask("next")->answer, "next done");
  EXPECT_EQ(pool.ask("long")->answer->size(), 1'000'000u);
}

TEST(ProcessPool, EndsATaskThatTakesTooLong) {
  process_pool pool{1, 0s, serve};
  auto late = pool.ask("hang");
  EXPECT_TRUE(late->is_late);
  EXPECT_FALSE(late->answer);
}

TEST(ProcessPool, LeavesNobodyBehind) {
  {
    process_pool pool{2, 60s, serve};
    pool.start(1, "hang");
    pool.start(2, "hang");
    EXPECT_TRUE(pool.is_full());
  }
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1); // no child is left
}

TEST(ChildStream, GivesWhatWasWrittenBeforeTheChildDied) {
  std::string text;
  auto take = [&](std::string_view more) { text += more; };
  auto end = stream_from_child(
    [](const child_writer& write) {
      write("one\n");
      write("two\n");
      ::raise(SIGKILL);
    },
    take, -1);
  EXPECT_EQ(text, "one\ntwo\n");
  EXPECT_EQ(end.how, child_end::died);
  EXPECT_THAT(end.death, HasSubstr("SIGKILL"));
  end = stream_from_child([](const child_writer& write) { write("three\n"); }, take, -1);
  EXPECT_EQ(end.how, child_end::done);
  EXPECT_EQ(text, "one\ntwo\nthree\n");
}
