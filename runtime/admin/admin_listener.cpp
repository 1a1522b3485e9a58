#include "runtime/admin/admin_listener.hpp"

#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"

#include <httplib.h>

#include <algorithm>
#include <thread>

namespace runtime::admin {

namespace {

/// A request is a few names and numbers.
constexpr size_t body_max = 64 * 1024;

api_request request_of(const httplib::Request& in) {
  constexpr size_t prefix = std::string_view{"/v1/"}.size();
  return {.is_post = in.method == "POST",
          .path = in.path.substr(std::min(prefix, in.path.size())),
          .body = in.body,
          .authorization = in.get_header_value("Authorization"),
          .content_type = in.get_header_value("Content-Type"),
          .host = in.get_header_value("Host"),
          .who = in.get_header_value("Zonehive-Who"),
          .remote = in.remote_addr};
}

} // namespace

struct listener::server {
  httplib::Server http;
  std::thread thread;
};

listener::listener(listener_options options)
    : options_(std::move(options)), api_(options_.token, options_.metrics), server_(std::make_unique<server>()) {}

listener::~listener() { stop(); }

void listener::serve_api() {
  auto answer = [this](const httplib::Request& in, httplib::Response& out) {
    auto told = api_.handle(request_of(in));
    out.status = told.status;
    out.set_content(told.body + "\n", "application/json");
  };
  server_->http.set_payload_max_length(body_max);
  server_->http.Get("/v1/.*", answer);
  server_->http.Post("/v1/.*", answer);
}

void listener::serve_health() {
  auto& http = server_->http;
  http.Get("/livez", [](const httplib::Request&, httplib::Response& out) { out.set_content("alive\n", "text/plain"); });
  http.Get("/readyz", [this](const httplib::Request&, httplib::Response& out) {
    auto obstacle = options_.obstacle();
    out.status = obstacle.empty() ? 200 : 503;
    out.set_content((obstacle.empty() ? "ready" : obstacle) + "\n", "text/plain");
  });
  http.Get("/metrics", [this](const httplib::Request&, httplib::Response& out) {
    options_.metrics->set(metric::log_dropped_total, static_cast<int64_t>(log::dropped()));
    out.set_content(options_.metrics->render_prometheus(), "text/plain; version=0.0.4");
  });
}

std::string listener::start() {
  serve_health();
  serve_api();
  auto& http = server_->http;
  http.set_tcp_nodelay(true);
  // The library's own choice would let two processes share the port.
  http.set_socket_options([](socket_t fd) {
    int one = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  });
  auto port = options_.port == 0                                        ? http.bind_to_any_port(options_.host.c_str())
              : http.bind_to_port(options_.host.c_str(), options_.port) ? static_cast<int>(options_.port)
                                                                        : -1;
  if (port <= 0)
    return "cannot listen for operators on " + options_.host + ":" + std::to_string(options_.port);
  port_ = static_cast<uint16_t>(port);
  server_->thread = std::thread{[&http] { http.listen_after_bind(); }};
  while (!http.is_running() && server_->thread.joinable())
    std::this_thread::yield();
  return {};
}

void listener::stop() {
  if (!server_->thread.joinable())
    return;
  server_->http.stop();
  server_->thread.join();
}

} // namespace runtime::admin
