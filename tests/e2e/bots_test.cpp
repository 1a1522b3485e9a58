// Goal: the bots' oracle, which checks every promise it knows, finds nothing wrong on one node.

#include "tests/e2e/stage.hpp"

namespace test::e2e {

namespace {

class E2eBots : public one_node {};

TEST_F(E2eBots, FindNothingWrongOnOneNode) {
  auto done = run_to_end({ZONEHIVE_BINARY, "bots", "run", "--count", "20", "--seconds", "10", "--data", world_folder(),
                          "--login", "127.0.0.1:" + std::to_string(server().where().login)},
                         within(seconds{60}));
  EXPECT_EQ(done.code, 0) << done.output;
}

} // namespace

} // namespace test::e2e
