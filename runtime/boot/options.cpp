#include "runtime/boot/options.hpp"

#include "messages/client/head.hpp"

#include <algorithm>
#include <charconv>

namespace runtime::boot {

namespace {

template <class N>
std::optional<N> parse_whole(std::string_view text) {
  N value = 0;
  auto [end, err] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (err != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::vector<std::string> missing_roles(const serve_options& opts) {
  std::vector<std::string> result;
  for (auto& role : serve_options{}.node_roles)
    if (!opts.has_role(role))
      result.push_back(role);
  return result;
}

std::vector<std::string> contradictions_of_tls(const serve_options& opts) {
  const auto& cert = opts.cluster_cert;
  auto is_any_named = !cert.empty() || !opts.cluster_key.empty() || !opts.cluster_ca.empty();
  auto is_any_missing = cert.empty() || opts.cluster_key.empty() || opts.cluster_ca.empty();
  if (is_any_named && opts.cluster_plain)
    return {"cluster.plain means no certificates: leave it out, or cluster.cert, cluster.key and cluster.ca"};
  if (is_any_named && is_any_missing)
    return {"cluster.cert, cluster.key and cluster.ca belong together: name all three files"};
  if (opts.cluster_plain && !is_loopback(opts.cluster_host))
    return {"cluster.plain is for nodes of one machine: cluster.host must be 127.0.0.1, not " + opts.cluster_host
            + "; `zonehive cert init` and `zonehive cert issue` make what encrypted connections need"};
  if (opts.cluster_port != 0 && !opts.cluster_plain && !is_any_named)
    return {
      "cluster.port without certificates: make them with `zonehive cert init` and `zonehive cert issue` and name "
      "them in cluster.cert, cluster.key and cluster.ca; or set cluster.plain when all nodes are on this machine"};
  return {};
}

} // namespace

bool serve_options::has_role(std::string_view role) const {
  return std::find(node_roles.begin(), node_roles.end(), role) != node_roles.end();
}

std::span<const option_spec> serve_specs() {
  static const auto specs = specs_of(serve_table());
  return specs;
}

std::vector<std::string> contradictions(const serve_options& opts) {
  std::vector<std::string> result;
  auto refuse = [&](bool wrong, std::string sentence) {
    if (wrong)
      result.push_back(std::move(sentence));
  };
  refuse(opts.node_roles.empty(), "node.roles must name at least one role");
  auto alone = opts.cluster_port == 0;
  refuse(alone && !opts.node_roles.empty() && !missing_roles(opts).empty(),
         "cluster.port must not be 0: other nodes must reach this one, which lacks the role "
           + detail::join_list(missing_roles(opts)));
  refuse(opts.edge_frame_max < opts.edge_frame_max_before_login,
         "edge.frame_max must not be less than edge.frame_max_before_login");
  auto is_compact = opts.login_dialect == "compact" || opts.game_dialect == "compact";
  refuse(is_compact && opts.edge_frame_max > msg::client::compact_frame_max,
         "edge.frame_max must not be more than 65535: a compact head has 16 bits for the size");
  refuse(uint64_t{opts.edge_output_max_kib} * 1024 < opts.edge_frame_max,
         "edge.output_max_kib must hold at least one frame of edge.frame_max bytes");
  refuse(opts.session_silent_s <= opts.session_tick_s, "session.silent_s must be more than session.tick_s");
  constexpr uint32_t noticed_s = 5; // a node that is lost
  refuse(opts.directory_grace_s <= opts.session_orphan_s + noticed_s,
         "directory.grace_s must be more than session.orphan_s and 5 s, in which a lost node is noticed");
  refuse(opts.cluster_coordinator_ms < 3 * opts.cluster_beat_ms,
         "cluster.coordinator_ms must be at least three times cluster.beat_ms: one late beat is no reason to change");
  refuse(opts.cluster_lease_ms < opts.cluster_coordinator_ms,
         "cluster.lease_ms must not be less than cluster.coordinator_ms");
  refuse(opts.admin_port != 0 && opts.admin_token_file.empty() && !is_loopback(opts.admin_host),
         "admin.token_file must be set: admin.host " + opts.admin_host
           + " can be reached from other machines, and whoever reaches it could stop the cluster");
  auto same_port = opts.login_port == opts.game_port && opts.login_port != 0 && opts.login_host == opts.game_host;
  refuse(same_port && opts.has_role("login") && opts.has_role("edge"), "login.port and game.port must differ");
  for (auto& sentence : contradictions_of_tls(opts))
    result.push_back(std::move(sentence));
  return result;
}

loaded_options load_options(const config_inputs& inputs) {
  loaded_options loaded{{}, resolve_config(serve_specs(), inputs)};
  loaded.options = options_of(serve_table(), loaded.result);
  auto& errors = loaded.result.errors;
  if (errors.empty())
    errors = contradictions(loaded.options);
  return loaded;
}

bool is_host(std::string_view text) { return !text.empty() && text.find_first_of(" \t/[]") == text.npos; }

bool is_loopback(std::string_view host) {
  auto address = parse_ipv4(host);
  return address ? address->front() == 127 : host == "localhost" || host == "::1";
}

std::optional<start_cell> parse_start_cell(std::string_view text) {
  auto colon = text.find(':');
  auto comma = text.find(',');
  if (colon == text.npos || comma == text.npos || comma < colon)
    return std::nullopt;
  auto map = parse_whole<uint16_t>(text.substr(0, colon));
  auto x = parse_whole<uint8_t>(text.substr(colon + 1, comma - colon - 1));
  auto y = parse_whole<uint8_t>(text.substr(comma + 1));
  if (!map || !x || !y)
    return std::nullopt;
  return start_cell{*map, *x, *y};
}

std::optional<host_port> parse_host_port(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == text.npos)
    return std::nullopt;
  auto host = text.substr(0, colon);
  auto port = parse_whole<uint16_t>(text.substr(colon + 1));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != host.npos)
    return std::nullopt;
  if (!is_host(host) || port.value_or(0) == 0)
    return std::nullopt;
  return host_port{std::string{host}, *port};
}

std::optional<std::array<uint8_t, 4>> parse_ipv4(std::string_view text) {
  std::array<uint8_t, 4> result{};
  for (size_t i = 0; i < result.size(); ++i) {
    auto dot = text.find('.');
    auto last = i + 1 == result.size();
    if ((dot == text.npos) != last)
      return std::nullopt;
    auto byte = parse_whole<uint8_t>(text.substr(0, dot));
    if (!byte)
      return std::nullopt;
    result[i] = *byte;
    text.remove_prefix(last ? text.size() : dot + 1);
  }
  return result;
}

log::options log_options_of(const serve_options& opts) {
  log::options result;
  result.least = log::level_of(opts.log_level).value_or(log::level::info);
  for (auto& word : opts.log_components) {
    auto at = std::min(word.find('='), word.size() - 1);
    auto who = log::component_of(std::string_view{word}.substr(0, at));
    if (who)
      result.per_component[static_cast<size_t>(*who)] = log::level_of(std::string_view{word}.substr(at + 1));
  }
  result.directory = opts.log_dir;
  result.console = opts.log_console;
  result.json = opts.log_json;
  result.rotation_bytes = size_t{opts.log_file_mib} << 20;
  result.rotation_count = opts.log_files_kept;
  return result;
}

} // namespace runtime::boot
