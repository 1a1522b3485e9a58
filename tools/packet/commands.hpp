// What the commands `zonehive packet ...` that work on single packets do. Errors
// go to the error stream; the result is an exit code.

#pragma once

#include "tools/console/console.hpp"
#include "tools/packet/decoder.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tools::packet {

/// As the command line has them; empty means any.
struct packet_filter {
  std::string channel;   // login, gate, account, zone, battle, or game for all but login
  std::string direction; // c2s, s2c
};

/// `packet ls`: name, numbers and size of each, as a table or as JSON.
int list_packets(const packet_filter& which, bool as_json, const console& io);

/// `packet show NAME`.
int show_packet(const std::string& name, bool as_json, const console& io);

struct decode_options {
  packet_filter from = {};
  std::string dialect = "a3";
  std::optional<uint32_t> key = {}; // given: the bodies are enciphered with it
  std::string as = {};              // name of the packet when the number does not tell
  bool explains = false;
  bool is_strict = false; // values that fields may not have are errors
  std::string hex = {};   // "-": from the input
};

/// `packet decode`: one line of JSON for each packet.
int decode_packets(const decode_options& options, const console& io);

struct encode_options {
  packet_filter to = {};
  std::string dialect = "a3";
  std::optional<uint32_t> key = {};
  std::optional<uint32_t> number = {}; // for a packet whose number nobody knows
  std::string name = {};
  std::string json = {}; // "-": from the input
};

/// `packet encode`: hexadecimal digits.
int encode_packet(const encode_options& options, const console& io);

/// `packet cipher encrypt|decrypt`: hexadecimal digits of a body.
int cipher_body(bool encrypts, uint32_t key, const std::string& hex, const console& io);

/// The listener of a channel name, or nothing.
std::optional<msg::wire::listener> listener_named(std::string_view channel);
std::optional<msg::wire::direction> direction_named(std::string_view direction);

/// Whether an entry is one of those asked for.
bool is_in(const packet_filter& which, const msg::catalog_entry& entry);

/// "no packet is named X; did you mean Y?"
std::string unknown_name(const std::string& name);

/// The value behind "0x..." or decimal digits, if it fits.
std::optional<uint32_t> parse_number(std::string_view text);

} // namespace tools::packet
