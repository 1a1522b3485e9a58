// What is recorded is read back, byte for byte, through libpcap.

#include "tools/packet/recording.hpp"

#include "messages/client/gate.hpp"
#include "messages/client/head.hpp"
#include "tests/tools/packet/call.hpp"
#include "tools/packet/capture.hpp"
#include "tools/packet/traffic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace tools::packet {

namespace {

using msg::wire::byte_buffer;
using msg::wire::direction;
using testing::HasSubstr;

class Recording : public testing::Test {
protected:
  void SetUp() override {
    path_ = (std::filesystem::path{testing::TempDir()} / ("zonehive-" + std::to_string(getpid()) + ".pcap")).string();
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::string path_;
};

constexpr ipv4_end client{0x7F000001, 40000};
constexpr ipv4_end server{0x7F000001, 9860};

} // namespace

TEST_F(Recording, IsReadBackByteForByte) {
  byte_buffer large(100'000);
  for (size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<uint8_t>(i * 7);
  {
    recording file;
    std::string problem;
    ASSERT_TRUE(file.open(path_, problem)) << problem;
    recorded_connection one{client, server};
    file.begin(one, 1'000'000);
    file.data(one, direction::c2s, byte_buffer{1, 2, 3}, 2'000'000);
    file.data(one, direction::s2c, large, 3'000'000);
    file.data(one, direction::c2s, byte_buffer{4}, 4'500'000);
    file.end(one, direction::c2s, 5'000'000);
    file.end(one, direction::s2c, 5'000'000);
    ASSERT_TRUE(file.flush());
  }
  byte_buffer heard[2];
  int64_t last_us = 0;
  capture_summary seen;
  auto problem = read_capture(path_,
                              {[&](const tcp_flow& flow, int from, msg::wire::byte_view bytes, int64_t at) {
                                 EXPECT_EQ(flow.ends[0].port, client.port);
                                 heard[from].insert(heard[from].end(), bytes.begin(), bytes.end());
                                 last_us = at;
                               },
                               [](const tcp_flow&, int, size_t) { ADD_FAILURE() << "a gap"; }},
                              seen);
  EXPECT_EQ(problem, "");
  EXPECT_EQ(heard[0], (byte_buffer{1, 2, 3, 4}));
  EXPECT_EQ(heard[1], large);
  EXPECT_EQ(last_us, 4'500'000);
  EXPECT_EQ(seen.connections, 1u);
  EXPECT_EQ(seen.packets, seen.segments);
}

TEST_F(Recording, CannotBeMadeWhereThereIsNoFolder) {
  recording file;
  std::string problem;
  EXPECT_FALSE(file.open(path_ + "/none/x.pcap", problem));
  EXPECT_THAT(problem, HasSubstr("x.pcap"));
}

TEST_F(Recording, ReadPrintsThePacketsOfACapture) {
  {
    recording file;
    std::string problem;
    ASSERT_TRUE(file.open(path_, problem));
    recorded_connection one{client, server};
    file.begin(one, 1'000'000);
    file.data(one, direction::c2s, msg::client::encode_frame(msg::client::c2g_login{}), 1'000'000);
    file.data(one, direction::s2c, msg::client::encode_frame(msg::client::g2c_time_tick{1, 2, 3}), 1'250'000);
    recorded_connection other{{1, 50000}, {2, 80}};
    file.begin(other, 2'000'000);
    const std::string request = "GET / HTTP/1.1\r\n\r\n";
    file.data(other, direction::c2s, byte_buffer(request.begin(), request.end()), 2'000'000);
  }
  read_options options;
  options.path = path_;
  auto done = test::call([&](const console& io) { return read_capture_file(options, io); });
  EXPECT_EQ(done.code, exit_ok) << done.err;
  EXPECT_THAT(done.out, HasSubstr(R"({"at_ms":0,"connection":1,"direction":"c2s","name":"c2g_login")"));
  EXPECT_THAT(done.out, HasSubstr(R"({"at_ms":250,"connection":1,"direction":"s2c","name":"g2c_time_tick")"));
  EXPECT_THAT(done.err, HasSubstr("2 packets of 1 connections, 0 that cannot be decoded; 1 connections are silent or "
                                  "speak something else"));
  options.name = "g2c_time_tick";
  done = test::call([&](const console& io) { return read_capture_file(options, io); });
  EXPECT_EQ(std::ranges::count(done.out, '\n'), 1);
}

TEST_F(Recording, DamagedFilesAreRefusedInOneSentence) {
  read_options options;
  options.path = path_;
  auto done = test::call([&](const console& io) { return read_capture_file(options, io); });
  EXPECT_EQ(done.code, exit_bad_usage);
  EXPECT_THAT(done.err, HasSubstr("No such file"));
  std::ofstream{path_} << "this is no capture";
  done = test::call([&](const console& io) { return read_capture_file(options, io); });
  EXPECT_EQ(done.code, exit_bad_usage);
  EXPECT_THAT(done.err, HasSubstr(path_));
}

} // namespace tools::packet
