// Goal: a server that cannot run says why, once and clearly, and ends with 1, or 2 for a wrong setting.

#include "tests/e2e/stage.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

using ::testing::HasSubstr;

namespace test::e2e {

namespace {

constexpr int failed = 1;
constexpr int bad_usage = 2;

class E2eRefusesToStart : public ::testing::Test {
protected:
  static void SetUpTestSuite() { database = postgres_cluster::shared().new_migrated_database(); }

  /// On free ports, with these settings changed.
  static finished start_with(const node_settings& changed) {
    auto settings = default_settings(database);
    settings["node.name"] = "refused";
    settings["login.port"] = "0";
    settings["game.port"] = "0";
    for (const auto& [key, value] : changed)
      settings[key] = value;
    return run_to_end(serve_command(settings), within(seconds{45}));
  }

  static inline std::string database;
};

TEST_F(E2eRefusesToStart, WhenAPortIsTaken) {
  for (const char* key : {"login.port", "game.port", "cluster.port"}) {
    server_process other{default_settings(database)};
    auto taken = std::to_string(other.where().login);
    auto done = start_with({{key, taken}, {"login.host", "127.0.0.1"}});
    EXPECT_EQ(done.code, failed) << key;
    EXPECT_THAT(done.output, HasSubstr("zonehive: ")) << key;
    EXPECT_THAT(done.output, HasSubstr(taken)) << key;
  }
}

TEST_F(E2eRefusesToStart, WhenNoDatabaseAnswers) {
  auto nobody = std::to_string(free_port());
  auto done = start_with({{"database.url", "postgresql://127.0.0.1:" + nobody + "/zonehive"}});
  EXPECT_EQ(done.code, failed);
  EXPECT_THAT(done.output, HasSubstr("zonehive: "));
  EXPECT_THAT(done.output, HasSubstr("127.0.0.1:" + nobody));
}

TEST_F(E2eRefusesToStart, WhenTheSchemaIsNewerThanTheProgram) {
  auto newer = postgres_cluster::shared().new_migrated_database();
  run_sql(newer, "INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, '9999_future', 'x')");
  auto begin = wall::now();
  auto done = start_with({{"database.url", newer}});
  EXPECT_EQ(done.code, failed);
  EXPECT_THAT(done.output, HasSubstr("9999"));
  EXPECT_LT(wall::now() - begin, seconds{5}) << "trying again cannot help";
}

TEST_F(E2eRefusesToStart, WhenThereIsNoSchema) {
  auto done = start_with({{"database.url", postgres_cluster::shared().new_database()}});
  EXPECT_EQ(done.code, failed);
  EXPECT_THAT(done.output, HasSubstr("zonehive db migrate"));
}

TEST_F(E2eRefusesToStart, WhenTheDataIsMissingOrDamaged) {
  auto done = start_with({{"data.dir", "/nowhere/at/all"}});
  EXPECT_EQ(done.code, failed);
  EXPECT_THAT(done.output, HasSubstr("/nowhere/at/all"));
  EXPECT_THAT(done.output, HasSubstr("zonehive world generate"));
  done = start_with({{"data.dir", new_folder("empty")}});
  EXPECT_EQ(done.code, failed) << "an empty folder: " << done.output;
  auto damaged = new_folder("damaged");
  std::filesystem::copy(world_folder(), damaged, std::filesystem::copy_options::recursive);
  std::string broken;
  for (const auto& file : std::filesystem::recursive_directory_iterator{damaged})
    if (broken.empty() && file.is_regular_file() && file.file_size() > 200'000)
      broken = file.path().string();
  ASSERT_NE(broken, "");
  std::filesystem::resize_file(broken, 1000);
  done = start_with({{"data.dir", damaged}});
  EXPECT_EQ(done.code, failed);
  EXPECT_THAT(done.output, HasSubstr(std::filesystem::path{broken}.filename().string()));
}

TEST_F(E2eRefusesToStart, WhenAMapThatItShouldRunIsMissing) {
  auto done = start_with({{"zone.maps", "1,99"}});
  EXPECT_EQ(done.code, failed);
  EXPECT_THAT(done.output, HasSubstr("map 99"));
}

TEST_F(E2eRefusesToStart, WhenTheSettingsFileHasAnUnknownKeyWithASuggestion) {
  auto path = new_folder("config") + "/zonehive.conf";
  std::ofstream{path} << "[login]\nprot = 4000\n";
  auto done = run_to_end({ZONEHIVE_BINARY, "serve", "--config", path});
  EXPECT_EQ(done.code, bad_usage);
  EXPECT_THAT(done.output, HasSubstr("login.prot"));
  EXPECT_THAT(done.output, HasSubstr("login.port"));
  EXPECT_THAT(done.output, HasSubstr(path + ":2"));
}

TEST_F(E2eRefusesToStart, WhenASettingIsInvalid) {
  for (const auto& [key, value] : node_settings{{"login.port", "99999"},
                                                {"login.maintenance", "perhaps"},
                                                {"node.roles", "login,cook"},
                                                {"zone.tick_hz", "fast"},
                                                {"world.warp_answer", "teleport"},
                                                {"start.nation0", "nowhere"},
                                                {"game.advertise", "not-an-address"}}) {
    auto done = start_with({{key, value}});
    EXPECT_EQ(done.code, bad_usage) << key << ": " << done.output;
    EXPECT_THAT(done.output, HasSubstr(key));
  }
}

TEST_F(E2eRefusesToStart, WhenAnArgumentIsUnknown) {
  auto done = run_to_end({ZONEHIVE_BINARY, "serve", "--login.prot=4000"});
  EXPECT_EQ(done.code, bad_usage);
  EXPECT_THAT(done.output, HasSubstr("login.port"));
}

} // namespace

} // namespace test::e2e
