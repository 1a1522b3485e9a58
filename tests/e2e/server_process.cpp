#include "tests/e2e/server_process.hpp"

#include "tools/world/command.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace test::e2e {

namespace {

/// Removes itself with the program.
struct scratch_folder {
  scratch_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "zonehive-e2e-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw std::runtime_error{"no temporary folder"};
    path = pattern;
  }
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
  int folders = 0;
};

scratch_folder& scratch() {
  static scratch_folder folder;
  return folder;
}

std::string make_world() {
  auto path = scratch().path / "zone";
  std::ostringstream out;
  std::ostringstream err;
  if (tools::run_world_generate({.seed = 1, .out = path}, out, err) != 0)
    throw std::runtime_error{"no world: " + err.str()};
  return path.string();
}

} // namespace

const std::string& world_folder() {
  static const std::string path = make_world();
  return path;
}

std::string new_folder(const std::string& name) {
  auto path = scratch().path / (name + "-" + std::to_string(++scratch().folders));
  std::filesystem::create_directories(path);
  return path.string();
}

std::vector<std::string> serve_command(const node_settings& settings) {
  std::vector<std::string> result{ZONEHIVE_BINARY, "serve"};
  for (const auto& [key, value] : settings)
    result.push_back("--" + key + "=" + value);
  return result;
}

node_settings default_settings(const std::string& database_url) {
  return {
    {"account.auto_create", "true"},
    {"admin.port", "0"},
    {"cluster.plain", "true"},
    {"cluster.port", "0"},
    {"data.dir", world_folder()},
    {"database.url", database_url},
    {"database.workers", "2"},
    {"edge.connections_per_address", "0"},
    {"log.dir", ""},
    {"login.bcrypt_cost", "4"},
    {"session.silent_s", "60"},
    {"start.nation0", "1:231,128"}, // a few steps from the warp to map 2
  };
}

server_process::server_process(node_settings settings) : settings_(settings), given_(std::move(settings)) {
  // Between the choice and the use somebody else may take a port.
  for (int attempt = 0; attempt < 5; ++attempt) {
    settings_ = given_;
    settings_.emplace("login.port", std::to_string(free_port()));
    settings_.emplace("game.port", std::to_string(free_port()));
    for (const char* key : {"cluster.port", "admin.port"})
      if (settings_[key] == any_port)
        settings_[key] = std::to_string(free_port());
    where_ = {static_cast<uint16_t>(std::stoi(settings_["login.port"])),
              static_cast<uint16_t>(std::stoi(settings_["game.port"]))};
    if (try_start())
      return;
    if (output().find("in use") == std::string::npos)
      break;
  }
  print_output();
  throw not_seen{"the server did not become ready"};
}

server_process::~server_process() {
  if (::testing::Test::HasFailure() || std::uncaught_exceptions() > 0)
    print_output();
}

void server_process::print_output() {
  constexpr size_t shown_max = 20'000;
  auto text = output();
  if (text.size() > shown_max)
    text = "(...)" + text.substr(text.size() - shown_max);
  std::cout << "---- output of the server on port " << where_.login << "\n" << text << "----\n";
}

bool server_process::try_start() {
  child_ = std::make_unique<child_process>(serve_command(settings_));
  return child_->wait_for_text("node-ready", within(seconds{30}));
}

void server_process::start() {
  if (!try_start()) {
    print_output();
    throw not_seen{"the server did not become ready again"};
  }
}

int server_process::stop() {
  child_->signal(SIGTERM);
  auto code = child_->wait_for_exit(within(seconds{10}));
  EXPECT_TRUE(code) << "the server did not stop within 10 s of SIGTERM";
  if (!code)
    kill();
  return code.value_or(-1);
}

void server_process::kill() {
  child_->signal(SIGKILL);
  child_->wait_for_exit();
}

} // namespace test::e2e
