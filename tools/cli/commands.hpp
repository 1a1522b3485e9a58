// One function per noun: it adds the command with its options to the root. When
// the command line names that command, its callback stores in `todo` what is
// to be done once everything is parsed. A new command is a file and a line in run.cpp.

#pragma once

#include "tools/cli/run.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace tools::cli {

/// Returns an exit code.
using action = std::function<int()>;

void add_serve(CLI::App& root, const context& ctx, action& todo);
void add_config(CLI::App& root, const context& ctx, action& todo);
void add_db(CLI::App& root, const context& ctx, action& todo);
void add_account(CLI::App& root, const context& ctx, action& todo);
void add_cert(CLI::App& root, const context& ctx, action& todo);
void add_world(CLI::App& root, const context& ctx, action& todo);
void add_packet(CLI::App& root, const context& ctx, action& todo);
void add_data(CLI::App& root, const context& ctx, action& todo);
/// The verbs of `zonehive data` that work on whole directories.
void add_data_sets(CLI::App& root, const context& ctx, action& todo);
void add_bots(CLI::App& root, const context& ctx, action& todo);
void add_sim(CLI::App& root, const context& ctx, action& todo);
/// Every noun of the nodes' admin commands, made from their declarations, and `top`.
void add_operator(CLI::App& root, const context& ctx, action& todo);
void add_version(CLI::App& root, const context& ctx, action& todo);

/// Adds `-o table|json`. The shared text is read when the action runs.
std::shared_ptr<std::string> add_output_option(CLI::App& command);

} // namespace tools::cli
