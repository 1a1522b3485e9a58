// An HTTP server that stands for the admin listener of a node: it answers what a
// test tells it to, and keeps what it was asked.

#pragma once

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace test {

/// A port of this machine on which nobody listens.
inline int dead_port() {
  auto fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto plain = reinterpret_cast<sockaddr*>(&address);
  ::bind(fd, plain, size);
  ::getsockname(fd, plain, &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

struct asked {
  std::string path; // "zone/move"
  nlohmann::json body;
  std::string authorization;
  std::string who;
};

struct scripted_reply {
  int status = 200;
  nlohmann::json body = {{"tables", nlohmann::json::array()}, {"sentence", ""}, {"undo", ""}, {"good", true}};
};

/// An answer with one table.
inline scripted_reply table_reply(const std::string& title, const std::vector<std::string>& columns,
                                  const nlohmann::json& rows) {
  scripted_reply result;
  result.body["tables"].push_back({{"title", title}, {"columns", columns}, {"rows", rows}});
  return result;
}

inline scripted_reply refusal_reply(int status, const std::string& code, const std::string& sentence) {
  return {status, {{"error", sentence}, {"code", code}}};
}

class scripted_node {
public:
  using script = std::function<scripted_reply(const asked&)>;

  explicit scripted_node(script answers) : answers_(std::move(answers)) {
    server_.Post("/v1/.*", [this](const httplib::Request& in, httplib::Response& out) {
      std::lock_guard guard{mutex_};
      asked_.push_back({in.path.substr(4), nlohmann::json::parse(in.body, nullptr, false),
                        in.get_header_value("Authorization"), in.get_header_value("Zonehive-Who")});
      auto told = answers_(asked_.back());
      out.status = told.status;
      out.set_content(told.body.dump(), "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
    while (!server_.is_running())
      std::this_thread::yield();
  }
  ~scripted_node() {
    server_.stop();
    thread_.join();
  }
  scripted_node(const scripted_node&) = delete;
  scripted_node& operator=(const scripted_node&) = delete;

  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::vector<asked> requests() {
    std::lock_guard guard{mutex_};
    return asked_;
  }
  std::vector<std::string> paths() {
    std::vector<std::string> result;
    for (const auto& x : requests())
      result.push_back(x.path);
    return result;
  }

private:
  httplib::Server server_;
  script answers_;
  std::mutex mutex_;
  std::vector<asked> asked_;
  std::thread thread_;
  int port_ = 0;
};

} // namespace test
