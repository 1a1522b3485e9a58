// `zonehive bots run`.

#include "tools/bots/command.hpp"

#include "tools/cli/commands.hpp"

namespace tools::cli {

namespace {

void add_run_options(CLI::App& run, bots_options& opts) {
  run.add_option("--count", opts.count, "How many bots.")->check(CLI::Range(1, 100000))->capture_default_str();
  run.add_option("--seconds", opts.seconds, "How long they play; 0 = until interrupted.")->capture_default_str();
  run.add_option("--ramp-per-s", opts.ramp_per_s, "Bots that begin each second.")
    ->check(CLI::Range(1, 100000))
    ->capture_default_str();
  run
    .add_option("--login", opts.logins,
                "A login listener. Given several times, the bots are spread over all of them, and one that loses its "
                "connection tries the next.")
    ->type_name("HOST:PORT")
    ->allow_extra_args(false)
    ->capture_default_str();
  run.add_flag("--sever-ok", opts.sever_ok, "Count connections that the server closes, but find nothing wrong in it.");
  run.add_option("--orders", opts.orders, "A named pipe to tell the bots what is done to the servers meanwhile.")
    ->type_name("FIFO");
  run.add_option("--account-prefix", opts.account_prefix, "Accounts are named PREFIX and a number.")
    ->type_name("PREFIX")
    ->capture_default_str();
  run.add_option("--password", opts.password, "The password of all these accounts.")->capture_default_str();
  run.add_option("--key", opts.key, "The dynamic key of the packet cipher; see edge.dynamic_key. Default 0x04C478BD.");
  run.add_option("--login-dialect", opts.login_dialect, "Heads on the login listener; see login.dialect.")
    ->check(CLI::IsMember(std::vector<std::string>{"a3", "compact"}))
    ->capture_default_str();
  run.add_option("--game-dialect", opts.game_dialect, "Heads on the game listener; see game.dialect.")
    ->check(CLI::IsMember(std::vector<std::string>{"a3", "compact"}))
    ->capture_default_str();
  run.add_option("--seed", opts.seed, "Of all dice.")->capture_default_str();
  run.add_option("--data", opts.data_dir, "The server's data folder, so that the bots know walls and warps.")
    ->type_name("DIR");
  run.add_option("--answer-deadline-ms", opts.answer_deadline_ms, "How long the server may take to answer.")
    ->check(CLI::Range(1, 600000))
    ->capture_default_str();
}

} // namespace

void add_bots(CLI::App& root, const context& ctx, action& todo) {
  auto bots_command = root.add_subcommand("bots", "Clients that play by themselves.")->require_subcommand(1);
  auto run = bots_command->add_subcommand("run", "Play, check what the server answers and report.");
  auto opts = std::make_shared<bots_options>();
  add_run_options(*run, *opts);
  auto output = add_output_option(*run);
  run->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      opts->output = *output;
      return run_bots(*opts, ctx.io.out, ctx.io.err);
    };
  });
}

} // namespace tools::cli
