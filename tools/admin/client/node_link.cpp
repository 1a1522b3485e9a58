#include "tools/admin/client/node_link.hpp"

#include <httplib.h>

#include <algorithm>
#include <charconv>

#include <pwd.h>
#include <unistd.h>

namespace tools::admin {

using nlohmann::json;

namespace {

constexpr int connect_s = 2;

/// An answer that is none of ours counts as an error with its status.
reply read_reply(const httplib::Response& got, const node_address& from) {
  reply result{got.status, json::parse(got.body, nullptr, false), from.text()};
  auto is_ours = result.body.is_object() && (result.body.contains("error") || result.body.contains("tables"));
  if (!is_ours) {
    result.body = {
      {"error", from.text() + " is no admin listener of this program (HTTP " + std::to_string(got.status) + ")"},
      {"code", "foreign"}};
    if (result.status == 200)
      result.status = 502;
  }
  return result;
}

} // namespace

std::optional<node_address> parse_node_address(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == text.npos || colon == 0)
    return std::nullopt;
  auto host = text.substr(0, colon);
  auto digits = text.substr(colon + 1);
  node_address result;
  auto [end, err] = std::from_chars(digits.data(), digits.data() + digits.size(), result.port);
  if (err != std::errc{} || end != digits.data() + digits.size() || result.port < 1 || result.port > 0xFFFF)
    return std::nullopt;
  if (host.size() > 2 && host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find_first_of(":/ []") != host.npos)
    return std::nullopt;
  result.host = host;
  return result;
}

std::vector<json> reply::rows(std::string_view title) const {
  std::vector<json> result;
  for (const auto& table : body.value("tables", json::array())) {
    if (table.value("title", "") != title)
      continue;
    const auto& columns = table.at("columns");
    for (const auto& row : table.at("rows")) {
      auto one = json::object();
      for (size_t i = 0; i < columns.size() && i < row.size(); ++i)
        one[columns[i].get<std::string>()] = row[i];
      result.push_back(std::move(one));
    }
  }
  return result;
}

node_link::node_link(std::vector<node_address> nodes, std::string token, std::string who)
    : nodes_(std::move(nodes)), token_(std::move(token)), who_(std::move(who)) {}

void node_link::add_nodes(const std::vector<node_address>& nodes) {
  for (const auto& x : nodes)
    if (std::find(nodes_.begin(), nodes_.end(), x) == nodes_.end())
      nodes_.push_back(x);
}

reply node_link::ask(std::string_view noun, std::string_view verb, const json& arguments, bool is_write) {
  auto path = "/v1/" + std::string{noun} + "/" + std::string{verb};
  auto body = arguments.dump(-1, ' ', false, json::error_handler_t::replace);
  std::string tried;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    auto has_arrived = false;
    auto got = ask_one(nodes_[i], path, body, has_arrived);
    if (got.code() == "wrong_node")
      if (auto right = parse_node_address(got.body.value("admin", "")))
        got = ask_one(*right, path, body, has_arrived);
    if (got.status != 0) {
      std::rotate(nodes_.begin(), nodes_.begin() + static_cast<ptrdiff_t>(i),
                  nodes_.begin() + static_cast<ptrdiff_t>(i) + 1);
      return got;
    }
    if (is_write && has_arrived)
      return {0, {{"error", nodes_[i].text() + " did not answer; whether it was done is unknown"}}, {}};
    tried += (tried.empty() ? "" : ", ") + nodes_[i].text();
  }
  return {0, {{"error", "no node answers: " + tried}}, {}};
}

reply node_link::ask_one(const node_address& node, const std::string& path, const std::string& body,
                         bool& has_arrived) {
  httplib::Client client{node.host, node.port};
  client.set_connection_timeout(connect_s);
  client.set_read_timeout(patience_s_);
  httplib::Headers headers{{"Zonehive-Who", who_}};
  if (!token_.empty())
    headers.emplace("Authorization", "Bearer " + token_);
  auto got = client.Post(path, headers, body, "application/json");
  if (got)
    return read_reply(*got, node);
  has_arrived = got.error() != httplib::Error::Connection && got.error() != httplib::Error::ConnectionTimeout;
  return {0, json::object(), {}};
}

std::string own_name() {
  char host[256] = {};
  ::gethostname(host, sizeof(host) - 1);
  auto user = ::getpwuid(::geteuid());
  return (user ? std::string{user->pw_name} : std::to_string(::geteuid())) + "@" + host;
}

} // namespace tools::admin
