#include "runtime/boot/serve.hpp"

#include "runtime/admin/admin_listener.hpp"
#include "runtime/admin/desk.hpp"
#include "runtime/base/backoff.hpp"
#include "runtime/base/entropy.hpp"
#include "runtime/base/log.hpp"
#include "runtime/boot/admin_token.hpp"
#include "runtime/boot/node.hpp"
#include "runtime/postgres/migrations.hpp"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace runtime::boot {

namespace {

using std::chrono::milliseconds;

/// Blocks the signals that end the process in this thread and all it starts.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

/// True when a signal came before `wait` was over.
bool signal_within(const sigset_t& set, milliseconds wait) {
  timespec limit{wait.count() / 1000, (wait.count() % 1000) * 1'000'000};
  return ::sigtimedwait(&set, nullptr, &limit) > 0;
}

/// Waits for the database with back-off; an empty text when its schema is ours.
std::string check_database(const serve_options& options, const sigset_t& signals) {
  constexpr int tries = 6;
  backoff wait{milliseconds{200}, milliseconds{3000}, prng{entropy64()}};
  for (int i = 1;; ++i) {
    auto report = postgres::migration_status(options.database_url);
    if (report.error.empty() && report.outstanding.empty())
      return {};
    if (report.error.empty())
      return "the database is at version " + std::to_string(report.database_version) + " and this program needs "
             + std::to_string(report.program_version) + "; run `zonehive db migrate`";
    if (i == tries || report.database_version > report.program_version)
      return report.error;
    auto pause = wait.next();
    log::warn(log::component::boot, "database-unreachable", "{} (try {} of {}, next in {} ms)", report.error, i, tries,
              pause.count());
    if (signal_within(signals, pause))
      return "stopped by a signal before the database answered";
  }
}

/// Certificates that would keep the node from being reached; an empty text when all is well.
std::string check_certificates(const serve_options& options) {
  auto files = tls_files_of(options);
  if (files.is_empty())
    return {};
  auto now_s = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  auto report = tls::check_files(files, options.node_name, now_s.count());
  for (const auto& warning : report.warnings)
    log::warn(log::component::boot, "certificate-warning", "{}", warning);
  return report.problem;
}

/// Waits for what a node reports.
template <class T, class Begin>
T result_of(Begin begin) {
  std::promise<T> result;
  begin([&](T x) { result.set_value(std::move(x)); });
  return result.get_future().get();
}

/// Ends the process when stopping hangs, which nothing else could.
class watchdog {
public:
  explicit watchdog(milliseconds limit)
      : thread_([this, limit] {
          std::unique_lock guard{mutex_};
          if (!condition_.wait_for(guard, limit, [this] { return is_done_; })) {
            log::error(log::component::boot, "stop-timed-out", "stopping took more than {} ms", limit.count());
            log::stop();
            ::_exit(1);
          }
        }) {}

  ~watchdog() {
    {
      std::lock_guard guard{mutex_};
      is_done_ = true;
    }
    condition_.notify_all();
    thread_.join();
  }

private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool is_done_ = false;
  std::thread thread_;
};

int run(const serve_options& options, const sigset_t& signals, std::string& problem) {
  problem = check_certificates(options);
  if (problem.empty())
    problem = check_database(options, signals);
  if (!problem.empty())
    return 1;
  auto metrics = std::make_shared<runtime::metrics>();
  node_config config{options, metrics};
  caf::actor_system system{config};
  system.await_actors_before_shutdown(false);
  std::atomic<bool> is_ready = false;
  auto token = read_admin_token(options.admin_token_file);
  problem = token.problem;
  if (!problem.empty())
    return 1;
  admin::listener operators{{options.admin_host, options.admin_port, metrics,
                             [&] { return is_ready ? std::string{} : std::string{"the node is starting or stopping"}; },
                             token.text}};
  node here{system, options, metrics, machine_seams()};
  problem = options.admin_port != 0 ? operators.start() : std::string{};
  if (problem.empty())
    problem = result_of<std::string>([&](auto done) { here.start(done); });
  auto is_good = problem.empty();
  admin::desk_actor desk;
  if (is_good) {
    desk = system.spawn<admin::desk>(admin::desk_options{options.node_name, here.member(), here.router(), here.store(),
                                                         metrics, [](const std::string& why) {
                                                           log::info(log::component::boot, "stop-requested", "{}", why);
                                                           ::kill(::getpid(), SIGTERM);
                                                         }});
    operators.serve_commands(admin::runner_of(system, desk));
  }
  is_ready = is_good;
  if (is_good) {
    log::info(log::component::boot, "node-ready", "node {} is ready", options.node_name);
    int signal = 0;
    ::sigwait(&signals, &signal);
    is_ready = false;
    log::info(log::component::boot, "node-stopping", "node {} stops: signal {}", options.node_name, signal);
  }
  constexpr milliseconds grace{800};
  watchdog limit{milliseconds{options.stop_deadline_ms} + grace};
  auto has_stopped = result_of<bool>([&](auto done) { here.stop(milliseconds{options.stop_deadline_ms}, done); });
  here.end_loops();
  operators.serve_commands({});
  if (desk)
    caf::anon_send_exit(desk, caf::exit_reason::user_shutdown);
  is_good = has_stopped && is_good;
  log::info(log::component::boot, "node-stopped", "node {} has stopped", options.node_name);
  return is_good ? 0 : 1;
}

} // namespace

int serve(const serve_options& options, std::string& problem) {
  auto signals = block_signals();
  problem = log::start(log_options_of(options));
  if (!problem.empty())
    return 1;
  auto code = run(options, signals, problem);
  if (!problem.empty())
    log::error(log::component::boot, "node-failed", "node {} cannot start: {}", options.node_name, problem);
  log::stop();
  return code;
}

} // namespace runtime::boot
