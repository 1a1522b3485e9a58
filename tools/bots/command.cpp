#include "tools/bots/command.hpp"

#include "tools/bots/mesh_files.hpp"
#include "tools/bots/swarm.hpp"

#include <fcntl.h>
#include <ostream>
#include <sys/resource.h>
#include <sys/stat.h>

namespace tools {

using namespace bots;

namespace {

constexpr int exit_good = 0;
constexpr int exit_violated = 1;
constexpr int exit_usage = 2;
constexpr uint32_t count_max = 100'000;
constexpr size_t prefix_max = 12;
constexpr size_t account_max = 20;
constexpr rlim_t files_beside_bots = 64;

bool is_good_prefix(const std::string& x) {
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  auto is_other = [](char c) { return (c >= '0' && c <= '9') || c == '_'; };
  return !x.empty() && x.size() <= prefix_max && is_letter(x.front())
         && std::all_of(x.begin(), x.end(), [&](char c) { return is_letter(c) || is_other(c); });
}

/// What is wrong with the options, or nothing.
std::string complaint(const bots_options& x) {
  if (x.count == 0 || x.count > count_max)
    return "--count is 1 to " + std::to_string(count_max);
  if (x.ramp_per_s == 0)
    return "--ramp-per-s is at least 1";
  if (x.logins.empty())
    return "there must be a --login";
  if (x.answer_deadline_ms == 0)
    return "the deadline for answers is at least 1 ms";
  if (x.output != "table" && x.output != "json")
    return "-o is table or json";
  if (!msg::client::dialect_of(x.login_dialect) || !msg::client::dialect_of(x.game_dialect))
    return "--login-dialect and --game-dialect are a3 or compact";
  if (!is_good_prefix(x.account_prefix))
    return "--account-prefix is 1 to 12 letters, digits or underscores and begins with a letter";
  if (x.password.empty() || x.password.size() > account_max)
    return "--password is 1 to 20 characters";
  return {};
}

/// One socket each.
bool allow_files(uint32_t bots) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return false;
  auto needed = rlim_t{bots} + files_beside_bots;
  if (limit.rlim_cur >= needed)
    return true;
  if (limit.rlim_max < needed)
    return false;
  limit.rlim_cur = needed;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

/// Open both ways, so that it does not end when a writer goes.
int open_orders(const std::string& path) {
  struct stat what {};
  if (::stat(path.c_str(), &what) != 0 || !S_ISFIFO(what.st_mode))
    return -1;
  return ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

} // namespace

int run_bots(const bots_options& options, std::ostream& out, std::ostream& err) {
  auto fail = [&](const std::string& why) {
    err << "bots run: " << why << "\n";
    return exit_usage;
  };
  if (auto why = complaint(options); !why.empty())
    return fail(why);
  std::vector<tcp::endpoint> logins;
  for (const auto& x : options.logins) {
    auto login = tcp::resolve(x);
    if (!login)
      return fail("--login '" + x + "' is no HOST:PORT that can be found");
    logins.push_back(*login);
  }
  if (!allow_files(options.count))
    return fail("too few open files are allowed for " + std::to_string(options.count) + " bots");
  std::shared_ptr<const world_mesh> mesh;
  std::string error;
  if (!options.data_dir.empty() && !(mesh = load_mesh(options.data_dir, error)))
    return fail("--data: " + error);
  auto orders = -1;
  if (!options.orders.empty() && (orders = open_orders(options.orders)) < 0)
    return fail("--orders '" + options.orders + "' is no named pipe that can be read");
  swarm players{options, std::move(logins), orders, mesh, err};
  auto run = players.run();
  if (options.output == "json")
    print_json(out, run, players.judge());
  else
    print_table(out, run, players.judge());
  auto is_good = players.judge().log().total() == 0 && players.judge().counts().logins > 0;
  return is_good ? exit_good : exit_violated;
}

} // namespace tools
