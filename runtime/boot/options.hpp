// Everything `zonehive serve` can be told: a plain struct, whose initialisers
// are the defaults, and the table that gives each member its key, range and
// sentence (options_table.cpp). A new setting is a member here and a line there.

#pragma once

#include "runtime/base/config.hpp"
#include "runtime/base/log.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runtime::boot {

/// The members are described by the sentences of the table; a key's first dot is the first underscore.
struct serve_options {
  std::string node_name = "node-1";
  std::vector<std::string> node_roles{"login", "edge", "zone", "service"};
  uint32_t node_capacity = 100;

  std::string cluster_name = "zonehive";
  std::string cluster_host = "127.0.0.1";
  uint16_t cluster_port = 0;
  uint32_t cluster_beat_ms = 500;
  uint32_t cluster_lease_ms = 10000;
  uint32_t cluster_coordinator_ms = 2500;
  std::string cluster_cert;
  std::string cluster_key;
  std::string cluster_ca;
  bool cluster_plain = false;

  std::string admin_host = "127.0.0.1";
  uint16_t admin_port = 0;
  std::string admin_token_file;

  std::string login_host = "0.0.0.0";
  uint16_t login_port = 3550;
  std::string login_dialect = "a3";
  uint32_t login_attempts_max = 5;
  uint32_t login_lock_s = 300;
  uint32_t login_bcrypt_cost = 10;
  uint32_t login_bcrypt_workers = 2;
  uint32_t login_ticket_s = 30;
  bool login_maintenance = false;
  uint32_t login_sessions_max = 5000;
  uint32_t login_tries_per_connection = 5;
  std::string login_welcome = "Welcome to Zonehive.";

  bool account_auto_create = false;

  std::string game_host = "0.0.0.0";
  uint16_t game_port = 9860;
  std::string game_dialect = "a3";
  std::string game_advertise = "127.0.0.1";

  uint32_t server_id = 1;
  std::string server_name = "Zonehive";

  uint32_t edge_dynamic_key = 0x04C478BD;
  uint32_t edge_frame_max_before_login = 4096;
  uint32_t edge_frame_max = 16384;
  uint32_t edge_login_timeout_s = 10;
  uint32_t edge_idle_timeout_s = 600;
  uint32_t edge_frames_per_s = 40;
  uint32_t edge_frames_burst = 80;
  uint32_t edge_move_frames_per_s = 20;
  uint32_t edge_move_frames_burst = 40;
  uint32_t edge_chat_frames_per_s = 10;
  uint32_t edge_chat_frames_burst = 20;
  uint32_t edge_connections_per_address = 64;
  uint32_t edge_connections_max = 20000;
  uint32_t edge_output_max_kib = 1024;
  uint32_t edge_inflight_max = 64;

  std::string data_dir = "data/zone";
  std::string data_mode = "strict";
  std::string data_encoding = "ascii";

  std::string database_url = "postgresql://localhost/zonehive";
  uint32_t database_workers = 4;
  uint32_t database_queue_max = 4096;
  uint32_t database_deadline_ms = 5000;

  uint32_t zone_tick_hz = 20;
  std::vector<uint16_t> zone_maps;
  uint32_t zone_checkpoint_ms = 5000;
  uint32_t zone_players_max = 2000;
  uint32_t zone_input_max = 128;

  uint32_t move_distance_max = 24;
  uint32_t move_run_ms = 150;
  uint32_t move_slack_ms = 500;
  uint32_t move_violations_max = 10;

  uint32_t chat_lines_max = 5;
  uint32_t chat_lines_window_s = 5;
  uint32_t chat_shout_interval_s = 30;

  std::string world_warp_answer = "warp";

  std::string start_nation0 = "1:113,138";
  std::string start_nation1 = "7:127,104";

  uint32_t session_tick_s = 5;
  uint32_t session_silent_s = 15;
  uint32_t session_lost_s = 60;
  uint32_t session_orphan_s = 12;
  uint32_t session_adrift_s = 30;

  uint32_t directory_grace_s = 18;

  uint32_t stop_deadline_ms = 9000;

  std::string log_level = "info";
  std::vector<std::string> log_components;
  std::string log_dir = "logs";
  bool log_json = false;
  bool log_console = true;
  uint32_t log_file_mib = 64;
  uint32_t log_files_kept = 8;

  uint32_t scheduler_threads = 0;

  uint64_t random_seed = 0;

  bool has_role(std::string_view role) const;
  /// Whether connections between nodes are encrypted; contradictions() has made sure that the files are all named.
  bool has_tls() const { return !cluster_plain && !cluster_cert.empty(); }
};

/// The table, and the same as everybody else sees it (both live for ever).
std::span<const config_option<serve_options>> serve_table();
std::span<const option_spec> serve_specs();

/// What no single option can tell: sentences about options that contradict each other.
std::vector<std::string> contradictions(const serve_options& opts);

/// Options, or why there are none. `result` is there in both cases, for `config show`.
struct loaded_options {
  serve_options options;
  config_result result;
};

/// Merges the sources, checks them and, if each is valid by itself, for contradictions.
loaded_options load_options(const config_inputs& inputs);

/// A cell of a map, as in "1:113,138"; 0 .. 255 each way.
struct start_cell {
  uint16_t map = 0;
  uint8_t x = 0;
  uint8_t y = 0;
  friend bool operator==(const start_cell&, const start_cell&) = default;
};
std::optional<start_cell> parse_start_cell(std::string_view text);

/// "host:port" or "[host]:port".
struct host_port {
  std::string host;
  uint16_t port = 0;
  friend bool operator==(const host_port&, const host_port&) = default;
};
std::optional<host_port> parse_host_port(std::string_view text);

/// Whether `text` may be an address or a host name; nothing is looked up.
bool is_host(std::string_view text);

/// Whether `host` is reached from its own machine only.
bool is_loopback(std::string_view host);

/// "127.0.0.1" as the four bytes in writing order.
std::optional<std::array<uint8_t, 4>> parse_ipv4(std::string_view text);

/// How the log is to be started.
log::options log_options_of(const serve_options& opts);

} // namespace runtime::boot
