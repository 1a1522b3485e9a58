#include "tools/packet/commands.hpp"

#include "messages/client/cipher.hpp"
#include "messages/packet_json.hpp"
#include "runtime/base/spelling.hpp"

#include <charconv>
#include <istream>
#include <iterator>
#include <ostream>

namespace tools::packet {

using namespace msg;

namespace {

std::string whole_input(const std::string& argument, const console& io) {
  if (argument != "-")
    return argument;
  return {std::istreambuf_iterator<char>(io.in), {}};
}

int fail(const console& io, std::string_view command, const std::string& why) {
  io.err << "packet " << command << ": " << why << "\n";
  return exit_bad_usage;
}

} // namespace

std::optional<wire::listener> listener_named(std::string_view channel) {
  if (channel == "game")
    return wire::listener::game;
  for (size_t i = 0; i < std::size(wire::channel_names); ++i)
    if (wire::channel_names[i] == channel)
      return wire::listener_of(static_cast<wire::channel>(i));
  return std::nullopt;
}

std::optional<wire::direction> direction_named(std::string_view direction) {
  for (auto x : {wire::direction::c2s, wire::direction::s2c})
    if (to_string(x) == direction)
      return x;
  return std::nullopt;
}

bool is_in(const packet_filter& which, const catalog_entry& entry) {
  if (!which.direction.empty() && which.direction != to_string(entry.info.to))
    return false;
  if (which.channel == "game")
    return wire::listener_of(entry.info.on) == wire::listener::game;
  return which.channel.empty() || which.channel == to_string(entry.info.on);
}

std::string unknown_name(const std::string& name) {
  std::vector<std::string_view> names;
  for (const auto& entry : catalog())
    names.push_back(entry.info.name);
  auto near = runtime::nearest(names, name);
  auto result = "no packet is named " + name;
  return near.empty() ? result + "; `zonehive packet ls` lists all of them"
                      : result + "; did you mean " + std::string{near} + "?";
}

std::optional<uint32_t> parse_number(std::string_view text) {
  auto base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  uint32_t value = 0;
  auto [end, err] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (err != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

int decode_packets(const decode_options& options, const console& io) {
  auto on = listener_named(options.from.channel);
  auto to = direction_named(options.from.direction);
  auto heads = client::dialect_of(options.dialect);
  if (!on || !to || !heads)
    return fail(io, "decode", "--channel, --direction and --dialect must name one that exists");
  const auto* as = options.as.empty() ? nullptr : find_packet(options.as);
  if (!options.as.empty() && !as)
    return fail(io, "decode", unknown_name(options.as));
  auto read = from_hex(whole_input(options.hex, io));
  if (!read.error.empty())
    return fail(io, "decode", read.error);
  frame_cutter frames{*heads};
  frames.feed(read.bytes);
  size_t begin = 0;
  size_t number = 1;
  auto where = [&] { return "packet " + std::to_string(number) + " (byte " + std::to_string(begin) + "): "; };
  while (auto frame = frames.next()) {
    auto packet = decode_frame({*on, *to, *heads, options.key}, *frame, as);
    if (packet.error.empty() && options.is_strict && !packet.warnings.empty())
      packet.error = packet.warnings.front();
    if (!packet.error.empty())
      return fail(io, "decode", where() + packet.error);
    for (const auto& warning : packet.warnings)
      io.err << "packet decode: warning: " << where() << warning << "\n";
    io.out << to_json(packet, {.explains = options.explains}) << "\n";
    begin += frame->size();
    ++number;
  }
  if (!frames.broken().empty())
    return fail(io, "decode", where() + frames.broken());
  if (frames.waiting() > 0 || read.bytes.empty()) {
    auto rest = wire::byte_view{read.bytes}.subspan(begin);
    if (rest.size() < client::link_head_size)
      return fail(io, "decode",
                  where() + "offset " + std::to_string(rest.size()) + ": the head ends after "
                    + std::to_string(rest.size()) + " bytes; expected at least "
                    + std::to_string(client::link_head_size));
    return fail(io, "decode",
                where() + "offset 0, field size is " + std::to_string(client::size_at(rest, *heads))
                  + "; expected at most " + std::to_string(rest.size()) + ", the bytes that are there");
  }
  return exit_ok;
}

int encode_packet(const encode_options& options, const console& io) {
  auto heads = client::dialect_of(options.dialect);
  if (!heads)
    return fail(io, "encode", "--dialect must be a3 or compact");
  const auto* entry = find_packet(options.name);
  if (!entry)
    return fail(io, "encode", unknown_name(options.name));
  auto on = listener_named(options.to.channel);
  auto is_elsewhere = (!options.to.channel.empty() && on != wire::listener_of(entry->info.on))
                      || (!options.to.direction.empty() && options.to.direction != to_string(entry->info.to));
  if (is_elsewhere)
    return fail(io, "encode",
                options.name + " belongs to channel " + std::string{to_string(entry->info.on)} + ", direction "
                  + std::string{to_string(entry->info.to)});
  auto text = whole_input(options.json, io);
  auto packet = packet_from_json(*entry, text);
  if (!packet.made.error.empty())
    return fail(io, "encode", options.name + ": " + packet.made.error);
  auto& body = packet.made.body;
  auto frame_size = client::head_size_of(*heads, entry->info.select.ctrl) + body.size();
  auto size_max = *heads == client::dialect::compact ? client::compact_frame_max : size_t{frame_size_max};
  if (frame_size > size_max)
    return fail(io, "encode",
                options.name + ": the packet would have " + std::to_string(frame_size) + " bytes; expected at most "
                  + std::to_string(size_max));
  if (entry->shape)
    for (const auto& bad : wire::find_bad_values(*entry->shape, body))
      io.err << "packet encode: warning: " << options.name << ": field " << bad.field << " is " << bad.value
             << "; expected " << bad.expected << "\n";
  if (options.number && (entry->info.has_number || *options.number > 0xFFFF))
    return fail(io, "encode", "--number is for packets whose number nobody knows, and at most 65535");
  auto select = entry->info.select;
  if (options.number)
    select.number = static_cast<uint16_t>(*options.number);
  else if (!entry->info.has_number)
    io.err << "packet encode: warning: nobody knows the number of " << options.name
           << "; it is written as 0 (--number gives another; decode it with --as " << options.name << ")\n";
  if (entry->is_enciphered() && options.key)
    client::encipher(body, *options.key);
  wire::byte_buffer frame;
  client::append_head(frame, select, body.size(), packet.pc_id, *heads);
  frame.insert(frame.end(), body.begin(), body.end());
  io.out << wire::to_hex(frame) << "\n";
  return exit_ok;
}

int cipher_body(bool encrypts, uint32_t key, const std::string& hex, const console& io) {
  auto read = from_hex(whole_input(hex, io));
  if (!read.error.empty())
    return fail(io, encrypts ? "cipher encrypt" : "cipher decrypt", read.error);
  if (encrypts)
    client::encipher(read.bytes, key);
  else
    client::decipher(read.bytes, key);
  io.out << wire::to_hex(read.bytes) << "\n";
  return exit_ok;
}

} // namespace tools::packet
