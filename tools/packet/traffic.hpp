// The commands `zonehive packet tap|read|replay`, which work on connections.

#pragma once

#include "tools/console/console.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace tools::packet {

struct read_options {
  std::string path; // a pcap or pcapng file; "-" is the input
  std::string dialect = "a3";
  std::optional<uint32_t> key; // none: the bodies are in the clear
  std::string name;            // only packets of this name
  bool explains = false;
  bool shows_secrets = false;
};

/// `packet read`: a line of JSON for each packet. exit_failed when some could not be decoded.
int read_capture_file(const read_options& options, const console& io);

struct tap_options {
  std::string listen;   // HOST:PORT
  std::string upstream; // HOST:PORT
  std::string channel;
  std::string dialect = "a3";
  std::optional<uint32_t> key;
  std::string record;       // a pcap file to write; empty = none
  std::string gate;         // HOST:PORT that clients are told instead of the game listener; empty = as it is
  uint32_t connections = 0; // leave when so many have ended; 0 = at a signal
  bool is_quiet = false;    // print no packets
  bool explains = false;
  bool shows_secrets = false;
  /// Ends the run when it becomes true; may be null.
  const std::atomic<bool>* stop = nullptr;
};

/// `packet tap`: a proxy that prints what passes.
int tap(const tap_options& options, const console& io);

struct replay_options {
  std::string path;
  std::string login; // HOST:PORT for connections to the login listener
  std::string game;  // HOST:PORT for connections to the game listener; empty = where the login sends them
  std::string dialect = "a3";
  std::optional<uint32_t> key;
  double speed = 1.0;          // 0 = as soon as the server has answered
  uint32_t answer_ms = 10'000; // how long an answer may take
  size_t only = 0;             // number of the one connection to send; 0 = all
  bool prints = false;         // what the server answers
};

/// `packet replay`: sends what the clients of a recording sent.
int replay(const replay_options& options, const console& io);

} // namespace tools::packet
