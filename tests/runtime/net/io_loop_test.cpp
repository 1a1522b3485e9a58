// The loop with sockets and actors; every wait is for something to happen.

#include "runtime/net/io_loop.hpp"

#include <caf/scheduler/test_coordinator.hpp>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <future>

namespace runtime::net {

namespace {

constexpr std::chrono::seconds patience{10};

/// An actor that lives on the loop and answers on which thread it ran.
class dweller : public caf::event_based_actor {
public:
  dweller(caf::actor_config& config, std::shared_ptr<io_loop> loop)
      : caf::event_based_actor(config), loop_(std::move(loop)) {}

  subtype_t subtype() const override { return io_actor; }
  using caf::event_based_actor::enqueue;
  void enqueue(caf::mailbox_element_ptr ptr, caf::execution_unit*) override {
    caf::event_based_actor::enqueue(std::move(ptr), loop_.get());
  }
  void launch(caf::execution_unit*, bool lazy, bool hide) override {
    caf::event_based_actor::launch(loop_.get(), lazy, hide);
  }
  caf::behavior make_behavior() override {
    return {[this](int x) {
      EXPECT_TRUE(loop_->is_own_thread());
      return x + 1;
    }};
  }

private:
  std::shared_ptr<io_loop> loop_;
};

class IoLoop : public testing::Test {
protected:
  IoLoop() : system_(config_), loop(std::make_shared<io_loop>(system_)) {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  }
  ~IoLoop() override {
    loop->stop();
    for (auto fd : ends)
      ::close(fd);
  }

  void start() {
    loop->start({[this](uint64_t token, uint32_t events) {
                   char byte = 0;
                   if (::read(ends[0], &byte, 1) == 1)
                     ready.set_value({token, events});
                 },
                 [this] { is_passed_ = true; },
                 [this] {
                   if (!is_swept_) {
                     is_swept_ = true;
                     swept.set_value(is_passed_);
                   }
                 }});
  }

  caf::actor_system_config config_;
  caf::actor_system system_;
  std::shared_ptr<io_loop> loop;
  int ends[2];
  std::promise<std::pair<uint64_t, uint32_t>> ready;
  std::promise<bool> swept;

private:
  bool is_passed_ = false; // the loop's thread only
  bool is_swept_ = false;
};

} // namespace

TEST_F(IoLoop, TellsWhichSocketIsReady) {
  ASSERT_TRUE(loop->watch(ends[0], 77, EPOLLIN));
  start();
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  auto found = ready.get_future();
  ASSERT_EQ(found.wait_for(patience), std::future_status::ready);
  auto [token, events] = found.get();
  EXPECT_EQ(token, 77u);
  EXPECT_TRUE(events & EPOLLIN);
}

TEST_F(IoLoop, SweepsAlthoughNothingHappens) {
  start();
  auto found = swept.get_future();
  ASSERT_EQ(found.wait_for(patience), std::future_status::ready);
  EXPECT_TRUE(found.get()) << "a pass comes before";
}

TEST_F(IoLoop, AWatchedSocketIsNotWatchedTwice) {
  EXPECT_TRUE(loop->watch(ends[0], 1, EPOLLIN));
  EXPECT_FALSE(loop->watch(ends[0], 2, EPOLLIN));
  loop->forget(ends[0]);
  EXPECT_TRUE(loop->watch(ends[0], 2, EPOLLIN));
}

TEST_F(IoLoop, ItsActorsRunOnItsThread) {
  start();
  auto x = system_.spawn<dweller>(loop);
  caf::scoped_actor self{system_};
  for (int i = 0; i < 100; ++i)
    self->request(x, patience, i)
      .receive([&](int answer) { EXPECT_EQ(answer, i + 1); }, [](const caf::error&) { ADD_FAILURE() << "no answer"; });
  self->send_exit(x, caf::exit_reason::user_shutdown);
  self->wait_for(x);
}

TEST(DrivenIoLoop, HasItsOwnersSocketsAndTheSchedulersJobs) {
  caf::actor_system_config config;
  config.set("scheduler.policy", caf::atom("testing"));
  caf::actor_system system{config};
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  std::vector<std::string> found;
  auto note = [&](const std::string& what, int64_t x) { found.push_back(what + std::to_string(x)); };
  auto loop = std::make_shared<io_loop>(
    system, manual_watch{.watch = [&](int fd, uint64_t, uint32_t) { return note("watch ", fd), fd == 5; },
                         .change = [&](int fd, uint64_t, uint32_t) { note("change ", fd); },
                         .forget = [&](int fd) { note("forget ", fd); }});
  loop->drive_ready(1, EPOLLIN); // not started: nothing
  loop->start({[&](uint64_t token, uint32_t) { note("ready ", static_cast<int64_t>(token)); },
               [&] { note("pass ", 0); }, [&] { note("sweep ", 0); }});
  EXPECT_TRUE(loop->watch(5, 1, EPOLLIN));
  EXPECT_FALSE(loop->watch(6, 1, EPOLLIN));
  loop->change(5, 1, 0);
  loop->forget(5);
  loop->drive_ready(7, EPOLLIN);
  loop->drive_pass();
  loop->drive_sweep();
  EXPECT_EQ(found,
            (std::vector<std::string>{"watch 5", "watch 6", "change 5", "forget 5", "ready 7", "pass 0", "sweep 0"}));

  auto x = system.spawn<dweller>(loop);
  auto answer = 0;
  system.spawn(
    [&](caf::event_based_actor* self) { self->request(x, caf::infinite, 1).then([&](int y) { answer = y; }); });
  EXPECT_TRUE(scheduler.has_job());
  scheduler.run();
  EXPECT_EQ(answer, 2);

  loop->stop();
  loop->drive_ready(7, EPOLLIN);
  loop->drive_pass();
  loop->drive_sweep();
  EXPECT_EQ(found.size(), 7u) << "a stopped loop is not driven";
  caf::anon_send_exit(x, caf::exit_reason::kill);
  x = nullptr;
  scheduler.run();
}

TEST_F(IoLoop, StoppingTwiceAndNeverStartingAreHarmless) {
  loop->stop();
  start();
  loop->stop();
  loop->stop();
}

} // namespace runtime::net
