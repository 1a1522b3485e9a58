// `zonehive sim run|trace|shrink|soak`.

#include "tools/sim/command.hpp"

#include "tools/cli/commands.hpp"

namespace tools::cli {

namespace {

void add_plan_options(CLI::App& command, simulator::plan_words& to) {
  command
    .add_option("--time", to.time, "How long things go wrong, in virtual time, such as 90s or 10m. [default drawn]")
    ->type_name("TIME");
  command.add_option("--nodes", to.nodes, "1 to 8. [default drawn]")->type_name("N");
  command.add_option("--bots", to.bots, "1 to 200. [default drawn]")->type_name("N");
  command
    .add_option("--faults", to.faults,
                "What may go wrong: names separated by commas, all or none. [default a drawn choice]")
    ->type_name("LIST");
}

void add_one_plan(CLI::App& command, simulator::plan_words& to) {
  command.add_option("--seed", to.seed, "Which run.")->type_name("N");
  command.add_option("--scenario", to.scenario, "A scenario file instead.")->type_name("FILE");
  add_plan_options(command, to);
}

void add_run(CLI::App& root, const context& ctx, action& todo) {
  auto run = root.add_subcommand("run", "Run seeds, check every promise, and show what failed.");
  auto words = std::make_shared<simulator::run_words>();
  auto& plan = words->plan;
  run->add_option("--seed", plan.seed, "One seed. [default drawn]")->type_name("N");
  run->add_option("--seeds", plan.seeds, "From the first to the last, both included.")->type_name("N..M");
  run->add_option("--scenario", plan.scenario, "One scenario file.")->type_name("FILE");
  add_plan_options(*run, plan);
  run->add_option("--jobs", words->jobs, "Processes that run seeds, 1 to 64.")->type_name("N")->capture_default_str();
  run->add_flag("--twice", words->is_twice, "Run each seed twice and compare every step.");
  run->add_flag("--probes", words->wants_probes,
                "Report which branches that must be reached were, and insist on all of them from 1000 seeds on.");
  auto output = add_output_option(*run);
  run->footer("Exit codes: 127 a crash, 129 safety, 128 liveness, 126 a probe that was never hit (--probes), 130\n"
              "interrupted. With -o json one object a line, for each seed as it ends, at last {\"summary\":{..}}.\n\n"
              + simulator::fault_help());
  run->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      words->output = *output;
      return simulator::run_sim_run(*words, ctx.io);
    };
  });
}

void add_trace(CLI::App& root, const context& ctx, action& todo) {
  auto trace = root.add_subcommand("trace", "Print every message of one run in order.");
  auto words = std::make_shared<simulator::trace_words>();
  add_one_plan(*trace, words->plan);
  trace->add_option("--from", words->from, "Where to begin: a time such as 12.5s, or a step such as #1200.")
    ->type_name("WHEN");
  trace->add_option("--to", words->to, "Where to end.")->type_name("WHEN");
  trace
    ->add_option("--actor", words->actor,
                 "Only what it sends and gets: a class, with a node before and a number behind it if wanted, such "
                 "as zone, a/zone, a/session:14; or clients.")
    ->type_name("NAME");
  auto output = add_output_option(*trace);
  trace->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      words->output = *output;
      return simulator::run_sim_trace(*words, ctx.io);
    };
  });
}

void add_shrink(CLI::App& root, const context& ctx, action& todo) {
  auto shrink = root.add_subcommand("shrink", "Make a run that fails as small as it goes, and a scenario file of it.");
  auto words = std::make_shared<simulator::shrink_words>();
  add_one_plan(*shrink, words->plan);
  shrink->add_option("--out", words->out, "The file to write; otherwise it is printed.")->type_name("FILE");
  shrink->callback([=, &ctx, &todo] { todo = [=, &ctx] { return simulator::run_sim_shrink(*words, ctx.io); }; });
}

void add_soak(CLI::App& root, const context& ctx, action& todo) {
  auto soak = root.add_subcommand("soak", "Run seeds for hours; keep a summary and a scenario of each failure.");
  auto words = std::make_shared<simulator::soak_words>();
  soak->add_option("--hours", words->hours, "How long, such as 8 or 0.5.")->required()->type_name("H");
  soak->add_option("--seed", words->plan.seed, "The first. [default drawn]")->type_name("N");
  add_plan_options(*soak, words->plan);
  soak->add_option("--jobs", words->jobs, "Processes that run seeds, 1 to 64.")->type_name("N")->capture_default_str();
  soak->add_option("--out", words->out, "The folder for summary.json and the scenarios.")
    ->type_name("DIR")
    ->capture_default_str();
  soak->callback([=, &ctx, &todo] { todo = [=, &ctx] { return simulator::run_sim_soak(*words, ctx.io); }; });
}

} // namespace

void add_sim(CLI::App& root, const context& ctx, action& todo) {
  auto sim = root
               .add_subcommand("sim", "A whole cluster in one thread on virtual time, with everything that can go "
                                      "wrong; each run is replayed from its seed.")
               ->require_subcommand(1);
  add_run(*sim, ctx, todo);
  add_trace(*sim, ctx, todo);
  add_shrink(*sim, ctx, todo);
  add_soak(*sim, ctx, todo);
}

} // namespace tools::cli
