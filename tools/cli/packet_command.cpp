// `zonehive packet ls|show|decode|encode|cipher|read|tap|replay|dissector|document`.

#include "messages/client/cipher.hpp"
#include "tools/cli/commands.hpp"
#include "tools/packet/commands.hpp"
#include "tools/packet/document.hpp"
#include "tools/packet/traffic.hpp"

#include <fstream>
#include <ostream>

namespace tools::cli {

using namespace packet;

namespace {

const std::vector<std::string> channels{"login", "gate", "account", "zone", "battle", "game"};
const std::vector<std::string> directions{"c2s", "s2c"};
const std::vector<std::string> dialects{"a3", "compact"};

CLI::Option* add_channel(CLI::App& command, std::string& channel) {
  return command
    .add_option(
      "--channel", channel,
      "What it belongs to. gate, account, zone and battle share the game port: any of them, or game, means that "
      "port.")
    ->check(CLI::IsMember(channels))
    ->type_name("CHANNEL");
}

CLI::Option* add_direction(CLI::App& command, std::string& direction) {
  return command.add_option("--direction", direction, "c2s: from the client; s2c: to the client.")
    ->check(CLI::IsMember(directions))
    ->type_name("c2s|s2c");
}

void add_dialect(CLI::App& command, std::string& dialect) {
  command.add_option("--dialect", dialect, "The heads: a3, the shipped client's, or compact.")
    ->check(CLI::IsMember(dialects))
    ->capture_default_str()
    ->type_name("a3|compact");
}

/// A key of the cipher; without the option there is none.
void add_key(CLI::App& command, std::optional<uint32_t>& key, const std::string& sentence) {
  command.add_option("--key", key, sentence)->type_name("NUMBER");
}

/// A key of traffic, which is enciphered unless somebody says otherwise.
void add_traffic_key(CLI::App& command, std::optional<uint32_t>& key) {
  key = msg::client::dynamic_key_562;
  command.add_option("--key", key, "The dynamic key of the cipher. Default 0x04C478BD.")->type_name("NUMBER");
  command.add_flag_callback(
    "--plain", [&key] { key.reset(); }, "The bodies are in the clear.");
}

void add_explain(CLI::App& command, bool& explains) {
  command.add_flag("--explain", explains, "Print bits of words and names of values beside the numbers.");
}

void add_secrets(CLI::App& command, bool& shows) {
  command.add_flag("--show-secrets", shows, "Print passwords and login tickets as they are.");
}

/// Adds a verb whose options live as long as the command line.
template <class Options>
std::pair<CLI::App*, std::shared_ptr<Options>> add_verb(CLI::App& packet, const std::string& name,
                                                        const std::string& sentence) {
  return {packet.add_subcommand(name, sentence), std::make_shared<Options>()};
}

/// When the verb is called, `work(options)` is to be done.
template <class Options, class Work>
void on_call(CLI::App* verb, std::shared_ptr<Options> options, action& todo, Work work) {
  verb->callback([options, &todo, work] { todo = [options, work] { return work(*options); }; });
}

void add_list(CLI::App& packet, const context& ctx, action& todo) {
  auto [verb, options] = add_verb<packet_filter>(packet, "ls", "List the packets of the catalogue.");
  add_channel(*verb, options->channel);
  add_direction(*verb, options->direction);
  auto output = add_output_option(*verb);
  on_call(verb, options, todo,
          [output, &ctx](const packet_filter& x) { return list_packets(x, *output == "json", ctx.io); });

  auto [show, name] = add_verb<std::string>(packet, "show", "Show the layout of one packet.");
  show->add_option("NAME", *name, "As in the list.")->required();
  auto show_output = add_output_option(*show);
  on_call(show, name, todo,
          [show_output, &ctx](const std::string& x) { return show_packet(x, *show_output == "json", ctx.io); });
}

void add_decode(CLI::App& packet, const context& ctx, action& todo) {
  auto [verb, options] =
    add_verb<decode_options>(packet, "decode", "Print packets given as bytes, a line of JSON each.");
  add_channel(*verb, options->from.channel)->required();
  add_direction(*verb, options->from.direction)->required();
  add_dialect(*verb, options->dialect);
  add_key(*verb, options->key, "The bodies are enciphered with this dynamic key; without it they are in the clear.");
  verb->add_option("--as", options->as, "The packet, whatever its number says.")->type_name("NAME");
  add_explain(*verb, options->explains);
  verb->add_flag("--strict", options->is_strict, "Values that a field may not have are errors, as in the server.");
  verb->add_option("HEX", options->hex, "Hexadecimal digits; - reads them from the input.")->required();
  on_call(verb, options, todo, [&ctx](const decode_options& x) { return decode_packets(x, ctx.io); });
}

void add_encode(CLI::App& packet, const context& ctx, action& todo) {
  auto [verb, options] = add_verb<encode_options>(packet, "encode", "Print the bytes of a packet given as JSON.");
  add_channel(*verb, options->to.channel);
  add_direction(*verb, options->to.direction);
  add_dialect(*verb, options->dialect);
  add_key(*verb, options->key, "Encipher the body with this dynamic key.");
  verb->add_option("--number", options->number, "The number of the packet, where nobody knows it.")
    ->check(CLI::Range(0, 0xFFFF))
    ->type_name("NUMBER");
  verb->add_option("NAME", options->name, "As in the list.")->required();
  verb
    ->add_option("JSON", options->json,
                 "{\"pc_id\":N,\"fields\":{...}} as decode prints it; what is missing is zero; - reads it from the "
                 "input.")
    ->required();
  on_call(verb, options, todo, [&ctx](const encode_options& x) { return encode_packet(x, ctx.io); });
}

void add_cipher(CLI::App& packet, const context& ctx, action& todo) {
  struct words {
    uint32_t key = 0;
    std::string hex;
  };
  auto cipher = packet.add_subcommand("cipher", "The cipher of client 562.")->require_subcommand(1);
  for (auto encrypts : {true, false}) {
    auto [verb, options] =
      add_verb<words>(*cipher, encrypts ? "encrypt" : "decrypt", encrypts ? "Encipher a body." : "Decipher a body.");
    verb->add_option("--key", options->key, "The dynamic key; 0x04C478BD is the client's.")
      ->required()
      ->type_name("NUMBER");
    verb->add_option("HEX", options->hex, "What follows the head; - reads it from the input.")->required();
    on_call(verb, options, todo,
            [encrypts, &ctx](const words& x) { return cipher_body(encrypts, x.key, x.hex, ctx.io); });
  }
}

void add_read(CLI::App& packet, const context& ctx, action& todo) {
  auto [verb, options] = add_verb<read_options>(packet, "read", "Print the packets of a capture, a line of JSON each.");
  verb->add_option("FILE", options->path, "A pcap or pcapng file; - reads it from the input.")->required();
  add_dialect(*verb, options->dialect);
  add_traffic_key(*verb, options->key);
  verb->add_option("--name", options->name, "Only packets of this name.")->type_name("NAME");
  add_explain(*verb, options->explains);
  add_secrets(*verb, options->shows_secrets);
  on_call(verb, options, todo, [&ctx](const read_options& x) { return read_capture_file(x, ctx.io); });
}

void add_tap(CLI::App& packet, const context& ctx, action& todo) {
  auto [verb, options] = add_verb<tap_options>(
    packet, "tap", "Stand between clients and a listener and print what passes, a line of JSON for each packet.");
  verb->add_option("--listen", options->listen, "Where clients connect; port 0 takes a free one.")
    ->required()
    ->type_name("HOST:PORT");
  verb->add_option("--upstream", options->upstream, "The listener of the server.")->required()->type_name("HOST:PORT");
  add_channel(*verb, options->channel)->required();
  add_dialect(*verb, options->dialect);
  add_traffic_key(*verb, options->key);
  verb
    ->add_option("--record", options->record,
                 "Write both directions to this pcap file, passwords included; `packet read` and `packet replay` take "
                 "it.")
    ->type_name("FILE");
  verb
    ->add_option("--gate", options->gate,
                 "On the login channel: send clients to this address for the game, as to a second tap.")
    ->type_name("HOST:PORT");
  verb->add_option("--connections", options->connections, "Leave when so many have ended; 0 = at Ctrl-C.")
    ->capture_default_str();
  verb->add_flag("--quiet", options->is_quiet, "Print no packets.");
  add_explain(*verb, options->explains);
  add_secrets(*verb, options->shows_secrets);
  on_call(verb, options, todo, [&ctx](const tap_options& x) { return tap(x, ctx.io); });
}

void add_replay(CLI::App& packet, const context& ctx, action& todo) {
  auto [verb, options] = add_verb<replay_options>(
    packet, "replay", "Send what the clients of a recording sent, with live login tickets and keepalives.");
  verb->add_option("FILE", options->path, "A pcap file, as `packet tap --record` writes it.")->required();
  verb->add_option("--login", options->login, "The login listener to send to.")->type_name("HOST:PORT");
  verb->add_option("--game", options->game, "The game listener; by default where the login sends clients.")
    ->type_name("HOST:PORT");
  add_dialect(*verb, options->dialect);
  add_traffic_key(*verb, options->key);
  verb->add_option("--speed", options->speed, "2 is twice as fast; 0 sends as soon as the server has answered.")
    ->check(CLI::Range(0.0, 1000.0))
    ->capture_default_str();
  verb->add_option("--answer-ms", options->answer_ms, "How long an answer may take.")
    ->check(CLI::Range(1, 600'000))
    ->capture_default_str();
  verb->add_option("--connection", options->only, "Only this connection, by its number in `packet read`.")
    ->type_name("N");
  verb->add_flag("--print", options->prints, "Print what the server answers.");
  on_call(verb, options, todo, [&ctx](const replay_options& x) { return replay(x, ctx.io); });
}

/// To a file, or to the output.
int write_text(const std::string& text, const std::string& path, const context& ctx) {
  if (path.empty()) {
    ctx.io.out << text;
    return exit_ok;
  }
  std::ofstream file{path, std::ios::binary};
  if (file << text && file.flush())
    return exit_ok;
  ctx.io.err << "packet: " << path << " cannot be written\n";
  return exit_failed;
}

void add_generated(CLI::App& packet, const context& ctx, action& todo) {
  struct words : dissector_options {
    std::string path;
  };
  auto [verb, options] = add_verb<words>(packet, "dissector", "Print a Wireshark dissector in Lua.");
  verb->add_option("--login-port", options->login_port, "Default of its preference.")->capture_default_str();
  verb->add_option("--game-port", options->game_port, "Default of its preference.")->capture_default_str();
  verb->add_option("--out", options->path, "Write it to this file.")->type_name("FILE");
  on_call(verb, options, todo, [&ctx](const words& x) { return write_text(dissector(x), x.path, ctx); });

  auto [document, path] = add_verb<std::string>(packet, "document", "Print the protocol as Markdown.");
  document->add_option("--out", *path, "Write it to this file.")->type_name("FILE");
  on_call(document, path, todo, [&ctx](const std::string& to) { return write_text(protocol_document(), to, ctx); });
}

} // namespace

void add_packet(CLI::App& root, const context& ctx, action& todo) {
  auto& packet = *root.add_subcommand("packet", "Look at the protocol and its packets.")->require_subcommand(1);
  for (auto add : {add_list, add_decode, add_encode, add_cipher, add_read, add_tap, add_replay, add_generated})
    add(packet, ctx, todo);
}

} // namespace tools::cli
