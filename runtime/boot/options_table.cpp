// The table of all settings of `zonehive serve`: one entry each.

#include "runtime/boot/options.hpp"

#include <algorithm>

namespace runtime::boot {

namespace {

// -- checks of single texts ------------------------------------------------------

std::string_view check_join(std::string_view text) {
  return text.empty() || parse_host_port(text) ? "" : "must be empty or HOST:PORT";
}

std::string_view check_ipv4(std::string_view text) {
  return parse_ipv4(text) ? "" : "must be an IPv4 address such as 192.0.2.1";
}

std::string_view check_host(std::string_view text) { return is_host(text) ? "" : "must be an address or a host name"; }

std::string_view check_node_name(std::string_view text) {
  auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  auto fine = !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), allowed);
  return fine ? "" : "must be 1 to 32 small letters, digits and dashes";
}

std::string_view check_printable(std::string_view text, size_t size_max, std::string_view complaint) {
  auto printable = [](char c) { return c >= 0x20 && c < 0x7F; };
  auto fine = !text.empty() && text.size() <= size_max && std::all_of(text.begin(), text.end(), printable);
  return fine ? "" : complaint;
}

std::string_view check_server_name(std::string_view text) {
  return check_printable(text, 16, "must be 1 to 16 printable ASCII characters");
}

std::string_view check_welcome(std::string_view text) {
  return check_printable(text, 60, "must be 1 to 60 printable ASCII characters");
}

std::string_view check_not_empty(std::string_view text) { return text.empty() ? "must not be empty" : ""; }

std::string_view check_start_cell(std::string_view text) {
  return parse_start_cell(text) ? "" : "must be MAP:X,Y such as 1:113,138, with X and Y from 0 to 255";
}

std::string_view check_component_level(std::string_view text) {
  auto at = text.find('=');
  if (at != text.npos && log::component_of(text.substr(0, at)) && log::level_of(text.substr(at + 1)))
    return "";
  return "must be COMPONENT=LEVEL such as zone=debug";
}

// -- the table -------------------------------------------------------------------

using o = serve_options;

constexpr std::string_view level_words = "debug|info|warn|error|off";

const config_option<serve_options> table[] = {
  {.key = "node.name",
   .at = &o::node_name,
   .doc = "The name of this process in the cluster; no two nodes may share one.",
   .alias = "name",
   .check = check_node_name},
  {.key = "node.roles",
   .at = &o::node_roles,
   .doc = "What this node does: login and edge hold the clients' connections, zone runs maps, service runs accounts "
          "and the directory.",
   .words = "login|edge|zone|service",
   .alias = "roles"},
  {.key = "node.join",
   .at = &o::node_join,
   .doc = "The node to join, as HOST:PORT of its cluster port; empty = begin a cluster.",
   .alias = "join",
   .check = check_join},
  {.key = "cluster.host",
   .at = &o::cluster_host,
   .doc = "The address on which other nodes reach this one; keep it on a private network.",
   .check = check_host},
  {.key = "cluster.port",
   .at = &o::cluster_port,
   .doc = "The TCP port for other nodes; 0 = no other node, which only a node with all roles can afford."},

  {.key = "admin.host",
   .at = &o::admin_host,
   .doc = "The address of the HTTP listener for operators: health and metrics.",
   .check = check_host},
  {.key = "admin.port",
   .at = &o::admin_port,
   .doc = "Its TCP port: /livez, /readyz and /metrics; 0 = no such listener."},

  {.key = "login.host",
   .at = &o::login_host,
   .doc = "The address the login listener is bound to.",
   .check = check_host},
  {.key = "login.port", .at = &o::login_port, .doc = "The TCP port of the login listener; 0 = one the system picks."},
  {.key = "login.dialect",
   .at = &o::login_dialect,
   .doc = "The heads of the packets on the login listener: a3 is what the shipped client speaks, compact the heads of "
          "the old design notes.",
   .words = "a3|compact"},
  {.key = "login.attempts_max",
   .at = &o::login_attempts_max,
   .doc = "Wrong passwords in a row after which an account is locked.",
   .min = 1,
   .max = 1000},
  {.key = "login.lock_s",
   .at = &o::login_lock_s,
   .doc = "How long an account stays locked after too many wrong passwords.",
   .unit = "s",
   .max = 86400},
  {.key = "login.bcrypt_cost",
   .at = &o::login_bcrypt_cost,
   .doc = "The bcrypt cost of new passwords; each step doubles the time a login takes.",
   .min = 4,
   .max = 14},
  {.key = "login.bcrypt_workers",
   .at = &o::login_bcrypt_workers,
   .doc = "Threads that compute bcrypt.",
   .min = 1,
   .max = 64},
  {.key = "login.ticket_s",
   .at = &o::login_ticket_s,
   .doc = "How long a login ticket may wait for the game connection.",
   .unit = "s",
   .min = 1,
   .max = 3600},
  {.key = "login.maintenance", .at = &o::login_maintenance, .doc = "Refuse all logins, with a sentence to the player."},
  {.key = "login.sessions_max",
   .at = &o::login_sessions_max,
   .doc = "Accounts that may be logged in at the same time; more are refused.",
   .min = 1,
   .max = 1000000},
  {.key = "login.tries_per_connection",
   .at = &o::login_tries_per_connection,
   .doc = "Wrong logins after which the connection is closed.",
   .min = 1,
   .max = 100},
  {.key = "login.welcome",
   .at = &o::login_welcome,
   .doc = "The line that greets a player who has logged in.",
   .check = check_welcome},

  {.key = "account.auto_create",
   .at = &o::account_auto_create,
   .doc = "An unknown name that logs in becomes a new account with that password; for tests and closed rounds.",
   .alias = "auto-create"},

  {.key = "game.host", .at = &o::game_host, .doc = "The address the game listener is bound to.", .check = check_host},
  {.key = "game.port", .at = &o::game_port, .doc = "The TCP port of the game listener; 0 = one the system picks."},
  {.key = "game.dialect",
   .at = &o::game_dialect,
   .doc = "The heads of the packets on the game listener; see login.dialect.",
   .words = "a3|compact"},
  {.key = "game.advertise",
   .at = &o::game_advertise,
   .doc = "The IPv4 address that clients are told to connect to for the game.",
   .check = check_ipv4},
  {.key = "server.id",
   .at = &o::server_id,
   .doc = "The number of this server in the client's server list.",
   .min = 1,
   .max = 255},
  {.key = "server.name",
   .at = &o::server_name,
   .doc = "The name of this server in the client's server list.",
   .check = check_server_name},

  {.key = "edge.dynamic_key",
   .at = &o::edge_dynamic_key,
   .doc = "The dynamic key of the packet cipher, which the client must share.",
   .hex = true},
  {.key = "edge.frame_max_before_login",
   .at = &o::edge_frame_max_before_login,
   .doc = "The longest frame a client may send before it has logged in.",
   .unit = "bytes",
   .min = 64,
   .max = 65536},
  {.key = "edge.frame_max",
   .at = &o::edge_frame_max,
   .doc = "The longest frame a client may send after it has logged in.",
   .unit = "bytes",
   .min = 64,
   .max = 65536},
  {.key = "edge.login_timeout_s",
   .at = &o::edge_login_timeout_s,
   .doc = "How long a connection may take to log in.",
   .unit = "s",
   .min = 1,
   .max = 3600},
  {.key = "edge.idle_timeout_s",
   .at = &o::edge_idle_timeout_s,
   .doc = "How long a connection may be silent, as in the character screen, where clients send nothing.",
   .unit = "s",
   .min = 1,
   .max = 86400},
  {.key = "edge.frames_per_s",
   .at = &o::edge_frames_per_s,
   .doc = "Frames per second a connection may send in the long run; 0 = no limit.",
   .unit = "frames/s",
   .max = 100000},
  {.key = "edge.frames_burst",
   .at = &o::edge_frames_burst,
   .doc = "Frames a connection may send at once beyond its rate.",
   .unit = "frames",
   .min = 1,
   .max = 100000},
  {.key = "edge.move_frames_per_s",
   .at = &o::edge_move_frames_per_s,
   .doc = "Movement frames per second a connection may send in the long run; 0 = no limit.",
   .unit = "frames/s",
   .max = 100000},
  {.key = "edge.move_frames_burst",
   .at = &o::edge_move_frames_burst,
   .doc = "Movement frames a connection may send at once beyond that rate.",
   .unit = "frames",
   .min = 1,
   .max = 100000},
  {.key = "edge.chat_frames_per_s",
   .at = &o::edge_chat_frames_per_s,
   .doc = "Chat frames per second a connection may send in the long run; 0 = no limit.",
   .unit = "frames/s",
   .max = 100000},
  {.key = "edge.chat_frames_burst",
   .at = &o::edge_chat_frames_burst,
   .doc = "Chat frames a connection may send at once beyond that rate.",
   .unit = "frames",
   .min = 1,
   .max = 100000},
  {.key = "edge.connections_per_address",
   .at = &o::edge_connections_per_address,
   .doc = "Connections one address may hold; 0 = no limit.",
   .max = 1000000},
  {.key = "edge.connections_max",
   .at = &o::edge_connections_max,
   .doc = "Connections this node holds; more are closed at once.",
   .min = 1,
   .max = 1000000},
  {.key = "edge.output_max_kib",
   .at = &o::edge_output_max_kib,
   .doc = "Bytes that may wait for a slow client before its connection is closed.",
   .unit = "KiB",
   .min = 16,
   .max = 65536},
  {.key = "edge.inflight_max",
   .at = &o::edge_inflight_max,
   .doc = "Frames a session has not dealt with before the edge stops reading from its client.",
   .unit = "frames",
   .min = 1,
   .max = 10000},

  {.key = "data.dir",
   .at = &o::data_dir,
   .doc = "The folder with the game's data files.",
   .alias = "data",
   .check = check_not_empty},

  {.key = "database.url",
   .at = &o::database_url,
   .doc = "The PostgreSQL database, as a URL or as libpq's key=value text; set a password in the environment.",
   .alias = "database",
   .secret = true,
   .check = check_not_empty},
  {.key = "database.workers",
   .at = &o::database_workers,
   .doc = "Connections to the database, one thread each.",
   .min = 1,
   .max = 256},
  {.key = "database.queue_max",
   .at = &o::database_queue_max,
   .doc = "Requests that may wait for a connection; more are refused.",
   .unit = "requests",
   .min = 1,
   .max = 1000000},
  {.key = "database.deadline_ms",
   .at = &o::database_deadline_ms,
   .doc = "How long a request to the database may take, with its retries, before it fails.",
   .unit = "ms",
   .min = 100,
   .max = 600000},

  {.key = "zone.tick_hz",
   .at = &o::zone_tick_hz,
   .doc = "Ticks per second of every zone.",
   .unit = "Hz",
   .min = 1,
   .max = 100},
  {.key = "zone.maps",
   .at = &o::zone_maps,
   .doc = "The maps this cluster runs; empty = every map in the data folder.",
   .min = 0,
   .max = 65535,
   .alias = "maps"},
  {.key = "zone.checkpoint_ms",
   .at = &o::zone_checkpoint_ms,
   .doc = "How often a zone saves where its players are, which is what a crash may cost them.",
   .unit = "ms",
   .min = 100,
   .max = 5000},
  {.key = "zone.players_max",
   .at = &o::zone_players_max,
   .doc = "Players a zone admits.",
   .unit = "players",
   .min = 1,
   .max = 65535},
  {.key = "zone.input_max",
   .at = &o::zone_input_max,
   .doc = "Packets of one player that a zone takes per tick; more are refused.",
   .unit = "packets",
   .min = 1,
   .max = 10000},

  {.key = "move.distance_max",
   .at = &o::move_distance_max,
   .doc = "How far away, in the longer direction, a walk may be asked to end.",
   .unit = "cells",
   .min = 1,
   .max = 255},
  {.key = "move.run_ms",
   .at = &o::move_run_ms,
   .doc = "The least time a running player needs for a cell.",
   .unit = "ms",
   .min = 1,
   .max = 10000},
  {.key = "move.slack_ms",
   .at = &o::move_slack_ms,
   .doc = "How far ahead of that time steps may arrive, because the network bunches them.",
   .unit = "ms",
   .max = 60000},
  {.key = "move.violations_max",
   .at = &o::move_violations_max,
   .doc = "Impossible steps within a minute after which the connection is closed.",
   .min = 1,
   .max = 100000},

  {.key = "chat.lines_max",
   .at = &o::chat_lines_max,
   .doc = "Lines a player may say within the window.",
   .unit = "lines",
   .min = 1,
   .max = 10000},
  {.key = "chat.lines_window_s",
   .at = &o::chat_lines_window_s,
   .doc = "The window in which lines are counted.",
   .unit = "s",
   .min = 1,
   .max = 3600},
  {.key = "chat.shout_interval_s",
   .at = &o::chat_shout_interval_s,
   .doc = "The least time between two shouts of a player; 0 = no limit.",
   .unit = "s",
   .max = 86400},

  {.key = "world.warp_answer",
   .at = &o::world_warp_answer,
   .doc = "The packet that tells a client it has arrived on another map; clients differ in which they expect.",
   .words = "warp|warp_login"},
  {.key = "start.nation0",
   .at = &o::start_nation0,
   .doc = "Where new characters of nation 0 begin, as MAP:X,Y.",
   .check = check_start_cell},
  {.key = "start.nation1",
   .at = &o::start_nation1,
   .doc = "Where new characters of nation 1 begin, as MAP:X,Y.",
   .check = check_start_cell},

  {.key = "session.tick_s",
   .at = &o::session_tick_s,
   .doc = "How often a client in the world is sent the time, which it must echo.",
   .unit = "s",
   .min = 1,
   .max = 3600},
  {.key = "session.lost_s",
   .at = &o::session_lost_s,
   .doc = "After this silence a client in the world counts as gone; it echoes the time every session.tick_s.",
   .unit = "s",
   .min = 1,
   .max = 86400},
  {.key = "session.silent_s",
   .at = &o::session_silent_s,
   .doc = "After this silence of its client a session gives way to another login of the account.",
   .unit = "s",
   .min = 1,
   .max = 86400},

  {.key = "stop.deadline_ms",
   .at = &o::stop_deadline_ms,
   .doc = "How long an ordered stop may take before the process ends anyway.",
   .unit = "ms",
   .min = 100,
   .max = 600000},

  {.key = "log.level",
   .at = &o::log_level,
   .doc = "The least level that is logged.",
   .words = level_words,
   .alias = "log-level"},
  {.key = "log.components",
   .at = &o::log_components,
   .doc = "Components with a level of their own, as COMPONENT=LEVEL.",
   .check = check_component_level},
  {.key = "log.dir", .at = &o::log_dir, .doc = "The folder for log files; empty = none."},
  {.key = "log.json", .at = &o::log_json, .doc = "Log one JSON object per line instead of text."},
  {.key = "log.console", .at = &o::log_console, .doc = "Log to standard error, too."},
  {.key = "log.file_mib",
   .at = &o::log_file_mib,
   .doc = "The size at which a log file is rotated.",
   .unit = "MiB",
   .min = 1,
   .max = 4096},
  {.key = "log.files_kept",
   .at = &o::log_files_kept,
   .doc = "Rotated log files that are kept.",
   .unit = "files",
   .min = 1,
   .max = 1000},

  {.key = "scheduler.threads",
   .at = &o::scheduler_threads,
   .doc = "Threads that run actors; 0 = as many as there are cores.",
   .max = 1024},
  {.key = "random.seed",
   .at = &o::random_seed,
   .doc = "The seed of everything that rolls dice; 0 = from the system's entropy."},
};

} // namespace

std::span<const config_option<serve_options>> serve_table() { return table; }

} // namespace runtime::boot
