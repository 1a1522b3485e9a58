// Goal: what people debug clients with tells the truth about real traffic. Method: bots play through two proxies
// that record them; what the recording says is compared with what the proxies counted and, packet by packet, with
// what tshark makes of it with the generated dissector.

#include "tests/e2e/stage.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace test::e2e {

namespace {

using nlohmann::json;

class E2ePackets : public ::testing::Test {
protected:
  static std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

  void start(node_settings extra = {}) {
    auto settings = default_settings(postgres_cluster::shared().new_migrated_database());
    settings.insert(extra.begin(), extra.end());
    server = std::make_unique<server_process>(settings);
  }

  std::unique_ptr<child_process> tap(const std::string& channel, uint16_t port, uint16_t upstream,
                                     std::vector<std::string> more) {
    std::vector<std::string> command{ZONEHIVE_BINARY, "packet",        "tap",       "--listen", local(port),
                                     "--upstream",    local(upstream), "--channel", channel,    "--quiet"};
    command.insert(command.end(), more.begin(), more.end());
    auto result = std::make_unique<child_process>(command);
    EXPECT_TRUE(result->wait_for_text("clients connect to port")) << result->output();
    return result;
  }

  /// Ends a proxy and returns how many packets it saw.
  static size_t packets_of(child_process& proxy) {
    proxy.signal(SIGINT);
    EXPECT_EQ(proxy.wait_for_exit(), 0);
    auto text = proxy.output();
    auto at = text.find(" connections, ");
    EXPECT_NE(text.find(", 0 that cannot be decoded"), std::string::npos) << text;
    return at == std::string::npos ? 0 : std::stoul(text.substr(at + 14));
  }

  /// Bots play through both proxies; the recordings are `login_file` and `game_file`.
  void record(uint32_t bots, const std::vector<std::string>& more_of_bots = {},
              const std::vector<std::string>& more_of_taps = {}) {
    auto gate = free_port();
    auto door = free_port();
    std::vector<std::string> of_login{"--record", login_file, "--gate", local(gate)};
    std::vector<std::string> of_game{"--record", game_file};
    of_login.insert(of_login.end(), more_of_taps.begin(), more_of_taps.end());
    of_game.insert(of_game.end(), more_of_taps.begin(), more_of_taps.end());
    auto login = tap("login", door, server->where().login, of_login);
    auto game = tap("game", gate, server->where().game, of_game);
    std::vector<std::string> command{ZONEHIVE_BINARY,      "bots",      "run",      "--count",
                                     std::to_string(bots), "--seconds", "6",        "--data",
                                     world_folder(),       "--login",   local(door)};
    command.insert(command.end(), more_of_bots.begin(), more_of_bots.end());
    auto played = run_to_end(command, within(seconds{60}));
    EXPECT_EQ(played.code, 0) << played.output;
    login_packets = packets_of(*login);
    game_packets = packets_of(*game);
  }

  static std::vector<json> read(const std::string& file, const std::vector<std::string>& more = {}) {
    std::vector<std::string> command{ZONEHIVE_BINARY, "packet", "read", file};
    command.insert(command.end(), more.begin(), more.end());
    auto done = run_to_end(command, within(seconds{30}));
    EXPECT_EQ(done.code, 0) << done.output;
    std::vector<json> result;
    std::istringstream lines{done.output};
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("{"))
        result.push_back(json::parse(line));
    return result;
  }

  std::string folder = new_folder("packets");
  std::string login_file = folder + "/login.pcap";
  std::string game_file = folder + "/game.pcap";
  std::unique_ptr<server_process> server;
  size_t login_packets = 0;
  size_t game_packets = 0;
};

/// One row of tshark's fields, by connection and in order: "direction name field...".
using rows = std::map<std::string, std::vector<std::string>>;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> result;
  std::istringstream in{text};
  for (std::string word; std::getline(in, word, at);)
    result.push_back(word);
  return result;
}

rows dissected(const std::string& file, const std::string& script) {
  auto done =
    run_to_end({"/usr/bin/tshark", "-r", file, "-X", "lua_script:" + script, "-Y", "a3", "-T", "fields", "-e",
                "tcp.stream", "-e", "a3.direction", "-e", "a3.name", "-E", "occurrence=a", "-E", "aggregator=;"},
               within(seconds{60}));
  EXPECT_EQ(done.code, 0) << done.output;
  rows result;
  for (const auto& line : split(done.output, '\n')) {
    auto words = split(line, '\t');
    if (words.size() != 3)
      continue; // tshark talks about itself, too
    for (const auto& name : split(words[2], ';'))
      result[words[0]].push_back(split(words[1], ';').front() + " " + name);
  }
  return result;
}

} // namespace

TEST_F(E2ePackets, BotsThroughProxiesAreRecordedReadAndDissectedTheSame) {
  start();
  record(8);
  auto logins = read(login_file);
  auto games = read(game_file);
  EXPECT_EQ(logins.size(), login_packets);
  EXPECT_EQ(games.size(), game_packets);
  EXPECT_GT(games.size(), 200u);

  auto script = folder + "/a3.lua";
  auto made = run_to_end({ZONEHIVE_BINARY, "packet", "dissector", "--login-port", std::to_string(server->where().login),
                          "--game-port", std::to_string(server->where().game), "--out", script});
  ASSERT_EQ(made.code, 0) << made.output;
  for (const auto* file : {&login_file, &game_file}) {
    rows ours;
    for (const auto& x : *file == login_file ? logins : games)
      ours[std::to_string(x.at("connection").get<size_t>() - 1)].push_back(x.at("direction").get<std::string>() + " "
                                                                           + x.at("name").get<std::string>());
    EXPECT_EQ(dissected(*file, script), ours);
    auto complaints =
      run_to_end({"/usr/bin/tshark", "-r", *file, "-X", "lua_script:" + script, "-Y",
                  "a3.malformed or a3.unknown or _ws.malformed or _ws.lua.error", "-T", "fields", "-e", "frame.number"},
                 within(seconds{60}));
    for (const auto& line : split(complaints.output, '\n'))
      EXPECT_EQ(line.find_first_not_of("0123456789"), 0u) << "frame " << line << " has something to complain about";
  }
}

TEST_F(E2ePackets, FieldsOfTheDissectorAreThoseOfTheDecoder) {
  start();
  record(3);
  auto script = folder + "/a3.lua";
  ASSERT_EQ(run_to_end({ZONEHIVE_BINARY, "packet", "dissector", "--login-port", "1", "--game-port",
                        std::to_string(server->where().game), "--out", script})
              .code,
            0);
  auto done = run_to_end({"/usr/bin/tshark", "-r", game_file, "-X", "lua_script:" + script, "-Y",
                          "a3.name == \"c2s_pc_move\"", "-T", "fields", "-e", "a3.c2s_pc_move.next_cell"},
                         within(seconds{60}));
  std::vector<std::string> theirs;
  for (const auto& line : split(done.output, '\n'))
    if (!line.empty() && line.find_first_not_of("0123456789,") == std::string::npos)
      for (const auto& cell : split(line, ','))
        theirs.push_back(cell);
  std::vector<std::string> ours;
  for (const auto& x : read(game_file, {"--name", "c2s_pc_move"}))
    ours.push_back(std::to_string(x.at("fields").at("next_cell").get<uint32_t>()));
  EXPECT_GT(ours.size(), 10u);
  EXPECT_EQ(theirs, ours);
}

TEST_F(E2ePackets, AListenerWithCompactHeadsServesBotsThatSpeakThem) {
  start({{"login.dialect", "compact"}, {"game.dialect", "compact"}});
  record(8, {"--login-dialect", "compact", "--game-dialect", "compact"}, {"--dialect", "compact"});
  EXPECT_EQ(read(game_file, {"--dialect", "compact"}).size(), game_packets);
  EXPECT_GT(game_packets, 200u);
}

TEST_F(E2ePackets, EachListenerHasItsOwnDialect) {
  start({{"game.dialect", "compact"}});
  auto done = run_to_end({ZONEHIVE_BINARY, "bots", "run", "--count", "4", "--seconds", "4", "--data", world_folder(),
                          "--login", local(server->where().login), "--game-dialect", "compact"},
                         within(seconds{60}));
  EXPECT_EQ(done.code, 0) << done.output;
}

TEST_F(E2ePackets, ARecordedPlayerIsReplayedIntoTheWorld) {
  start();
  auto gate = free_port();
  auto door = free_port();
  auto login = tap("login", door, server->where().login, {"--record", login_file, "--gate", local(gate)});
  auto game = tap("game", gate, server->where().game, {"--record", game_file});
  {
    auto who = new_player({door, gate});
    who->log_out();
  }
  packets_of(*login);
  packets_of(*game);
  auto both = folder + "/both.pcap";
  auto merged = run_to_end({"/usr/bin/mergecap", "-w", both, login_file, game_file});
  ASSERT_EQ(merged.code, 0) << merged.output;
  auto done = run_to_end({ZONEHIVE_BINARY, "packet", "replay", both, "--login", local(server->where().login), "--game",
                          local(server->where().game), "--speed", "0", "--print"},
                         within(seconds{60}));
  EXPECT_EQ(done.code, 0) << done.output;
  EXPECT_NE(done.output.find("\"name\":\"s2c_world_login\""), std::string::npos) << done.output;
  EXPECT_NE(done.output.find("\"name\":\"s2c_char_logout\""), std::string::npos) << done.output;
  EXPECT_NE(done.output.find("0 connections did not get to their end"), std::string::npos) << done.output;
}

TEST_F(E2ePackets, AProxyPassesOnWhatItCannotDecode) {
  start();
  auto gate = free_port();
  auto game = tap("game", gate, server->where().game, {});
  client_link stranger{tools::bots::listener::game, gate};
  ASSERT_TRUE(stranger.send_raw(msg::wire::byte_buffer(100, 0xEE)));
  EXPECT_TRUE(stranger.wait_for_close()) << "the server cuts it off, through the proxy";
  game->signal(SIGINT);
  EXPECT_EQ(game->wait_for_exit(), 0);
}

TEST_F(E2ePackets, AServerThatIsNotThereIsSaid) {
  auto nowhere = free_port();
  auto gate = free_port();
  auto proxy = tap("game", gate, nowhere, {"--connections", "1"});
  client_link client{tools::bots::listener::game, gate};
  EXPECT_TRUE(client.wait_for_close());
  EXPECT_EQ(proxy->wait_for_exit(), 0);
  EXPECT_NE(proxy->output().find("cannot be reached"), std::string::npos) << proxy->output();
}

} // namespace test::e2e
