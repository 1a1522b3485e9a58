#include "tests/contract/postgres_cluster.hpp"

#include "runtime/postgres/connection.hpp"
#include "runtime/postgres/migrations.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace test {

namespace {

/// Free at this moment; who takes it in between makes `start` fail, and then another is tried.
int free_port() {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0
      || ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error{"no free port"};
  ::close(fd);
  return ntohs(address.sin_port);
}

std::string output_of(const std::string& command, int& status) {
  FILE* pipe = ::popen(command.c_str(), "re");
  std::string output;
  std::array<char, 512> chunk{};
  while (std::fgets(chunk.data(), chunk.size(), pipe) != nullptr)
    output += chunk.data();
  status = ::pclose(pipe);
  while (!output.empty() && output.back() == '\n')
    output.pop_back();
  return output;
}

const std::string script = std::string{ZONEHIVE_SOURCE_DIR} + "/tools/postgres";

/// Replaces the database in a URL whose path names one.
std::string with_database(const std::string& url, const std::string& name) {
  auto authority = url.find("//") + 2;
  auto path = url.find('/', authority);
  auto query = url.find('?', authority);
  auto rest = query == std::string::npos ? std::string{} : url.substr(query);
  return url.substr(0, std::min(path, query)) + "/" + name + rest;
}

} // namespace

std::string run_sql(const std::string& url, const std::string& sql) {
  runtime::postgres::connection on{url, std::chrono::seconds{30}};
  on.set_deadline(runtime::postgres::clock::now() + std::chrono::seconds{30});
  auto done = on.run_script(sql);
  EXPECT_TRUE(done.ok()) << sql << ": " << done.why().text;
  return done.size() > 0 ? std::string{done.text(0, 0)} : std::string{};
}

postgres_cluster& postgres_cluster::shared() {
  const char* given = std::getenv("ZONEHIVE_TEST_DATABASE_URL");
  static postgres_cluster cluster = given != nullptr ? postgres_cluster{given} : postgres_cluster{};
  return cluster;
}

postgres_cluster::postgres_cluster(const std::string& url) : url_(url) {}

postgres_cluster::postgres_cluster() {
  auto pattern = (std::filesystem::temp_directory_path() / "zonehive-pg-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"no temporary folder for PostgreSQL"};
  folder_ = pattern;
  // Its input ends with this process, also when that is killed; what interrupts a
  // test from the keyboard must not stop the cleaning.
  cleaner_ = ::popen(("trap '' INT HUP TERM; cat >/dev/null; '" + script + "' stop '" + folder_
                      + "' --immediate; rm -rf '" + folder_ + "'")
                       .c_str(),
                     "we");
  int status = 1;
  for (int attempt = 0; attempt < 5 && status != 0; ++attempt)
    output_of("'" + script + "' start '" + folder_ + "' " + std::to_string(free_port()) + " --fast", status);
  if (status != 0)
    throw std::runtime_error{"tools/postgres cannot start a cluster in " + folder_};
  url_ = tool("url --socket");
}

postgres_cluster::~postgres_cluster() {
  if (cleaner_ != nullptr)
    ::pclose(cleaner_);
}

/// `arguments` begins with the command, behind which the folder goes.
std::string postgres_cluster::tool(const std::string& arguments) const {
  auto split = std::min(arguments.find(' '), arguments.size());
  int status = 0;
  auto output = output_of(
    "'" + script + "' " + arguments.substr(0, split) + " '" + folder_ + "'" + arguments.substr(split), status);
  EXPECT_EQ(status, 0) << "tools/postgres " << arguments;
  return output;
}

std::string postgres_cluster::new_database() {
  // The process id keeps programs apart that share a server.
  auto name = "zonehive_" + std::to_string(::getpid()) + "_" + std::to_string(++databases_);
  run_sql(url_, "CREATE DATABASE " + name);
  return with_database(url_, name);
}

std::string postgres_cluster::new_migrated_database() {
  auto url = new_database();
  EXPECT_EQ(runtime::postgres::migrate(url).error, "");
  return url;
}

void postgres_cluster::stop() { tool("stop --immediate"); }

void postgres_cluster::start() { tool("restart"); }

void postgres_cluster::signal_all(const char* name) const {
  int status = 0;
  // The first process makes the others: once it is stopped, the list is complete. Some may end meanwhile.
  output_of("pid=$(head -n 1 '" + folder_ + "/data/postmaster.pid') && kill -" + name + " $pid && { kill -" + name
              + " $(cat /proc/$pid/task/$pid/children) 2>/dev/null || true; }",
            status);
  EXPECT_EQ(status, 0) << "cannot send " << name;
}

void postgres_cluster::freeze() { signal_all("STOP"); }

void postgres_cluster::thaw() { signal_all("CONT"); }

} // namespace test
