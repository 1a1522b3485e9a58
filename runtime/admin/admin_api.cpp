#include "runtime/admin/admin_api.hpp"

#include "runtime/admin/command_json.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/spelling.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace runtime::admin {

namespace {

/// So many threads of the listener may wait for commands; the others are for health checks and metrics.
constexpr int running_max = 4;
constexpr size_t who_max = 64;

/// Takes the same time wherever the texts differ.
bool is_same_secret(std::string_view given, std::string_view secret) {
  unsigned difference = given.size() == secret.size() ? 0 : 1;
  for (size_t i = 0; i < secret.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(secret[i])
                                        ^ static_cast<unsigned char>(i < given.size() ? given[i] : 0));
  return difference == 0;
}

/// The host name in "localhost:9880" or "[::1]:9880".
std::string_view host_name(std::string_view host) {
  if (host.starts_with('['))
    return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.rfind(':'));
}

bool is_address(std::string_view host) {
  auto name = host_name(host);
  return name == "localhost" || name.starts_with('[') || name.find_first_not_of("0123456789.") == name.npos;
}

/// What they say they are, and where they are.
std::string who_of(const api_request& request) {
  std::string result;
  for (char c : std::string_view{request.who}.substr(0, who_max))
    result += c > 0x20 && c < 0x7F ? c : '?';
  return (result.empty() ? "somebody" : result) + " from " + request.remote;
}

std::string unknown_command(std::string_view noun, std::string_view verb) {
  std::vector<std::string> names;
  for (auto x : all_commands)
    names.push_back(x->name());
  auto asked = std::string{noun} + " " + std::string{verb};
  auto guess = nearest(names, asked);
  return "there is no command " + dump(asked) + (guess.empty() ? "" : "; did you mean \"" + std::string{guess} + "\"?");
}

} // namespace

admin_api::admin_api(std::string token, std::shared_ptr<runtime::metrics> metrics)
    : token_(std::move(token)), metrics_(std::move(metrics)) {}

void admin_api::serve(command_runner runner) {
  std::lock_guard guard{mutex_};
  runner_ = std::move(runner);
}

std::string admin_api::objection(const api_request& request) const {
  constexpr std::string_view scheme = "Bearer ";
  std::string_view given = request.authorization;
  if (!token_.empty()) {
    if (given.empty())
      return "a token is required, in the header \"Authorization: Bearer TOKEN\"";
    if (!given.starts_with(scheme) || !is_same_secret(given.substr(scheme.size()), token_))
      return "the token is not the one of this node";
    return {};
  }
  // A browser on this machine may be made to talk to us under a name of somebody else's.
  return is_address(request.host) ? "" : "without a token only requests to an address or to localhost are served";
}

api_answer admin_api::handle(const api_request& request) {
  if (auto why = objection(request); !why.empty())
    return refuse(401, "unauthorized", why, "unauthorized");
  if (!request.is_post) {
    if (request.path == "commands")
      return {200, dump(describe(all_commands))};
    return refuse(404, "command_unknown", "GET is for /v1/commands; commands are asked for with POST", "unknown");
  }
  std::string_view path = request.path;
  auto slash = std::min(path.find('/'), path.size());
  auto noun = path.substr(0, slash);
  auto verb = path.substr(std::min(slash + 1, path.size()));
  auto what = find_command(noun, verb);
  if (!what)
    return refuse(404, "command_unknown", unknown_command(noun, verb), "unknown");
  // Also what keeps the forms of other web pages out: they cannot send this type.
  if (!request.content_type.starts_with("application/json"))
    return refuse(415, "bad_request", "the header \"Content-Type: application/json\" is missing", "bad-request");
  return run(*what, request);
}

api_answer admin_api::run(const command& what, const api_request& request) {
  auto parsed = parse_arguments(what, request.body);
  if (auto problem = std::get_if<std::string>(&parsed))
    return refuse(400, "bad_request", *problem, "bad-request");
  command_runner runner;
  {
    std::lock_guard guard{mutex_};
    runner = runner_;
  }
  if (!runner)
    return refuse(503, "not_ready", "the node is starting or stopping", "not-ready");
  struct place {
    std::atomic<int>& count;
    bool is_free = ++count <= running_max;
    ~place() { --count; }
  } here{running_};
  if (!here.is_free)
    return refuse(503, "overloaded", "too many commands are being dealt with; try again", "overloaded");
  auto told = runner(what, std::get<arguments>(parsed), who_of(request));
  auto body = std::visit([](const auto& x) { return to_json(x); }, told);
  return {status_of(told), dump(body)};
}

api_answer admin_api::refuse(int status, std::string code, std::string sentence, std::string_view reason) {
  metrics_->add(metric::admin_requests_refused_total, reason);
  return {status, dump(to_json(refusal{std::move(code), std::move(sentence), {}}))};
}

} // namespace runtime::admin
