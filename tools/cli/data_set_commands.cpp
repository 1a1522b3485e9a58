// `zonehive data convert|lint|diff|map`: what works on whole data sets.

#include "tools/cli/commands.hpp"
#include "tools/data/convert_command.hpp"
#include "tools/data/diff_command.hpp"
#include "tools/data/lint_command.hpp"
#include "tools/data/map_command.hpp"

#include <unistd.h>

#include <iostream>

namespace tools::cli {

namespace {

/// A bar on the terminal of whoever waits, otherwise silence.
std::unique_ptr<data::progress> shown_progress(const context& ctx) {
  auto is_terminal = &ctx.io.err == &std::cerr && isatty(STDERR_FILENO) != 0;
  return is_terminal ? std::make_unique<data::progress>(ctx.io.err) : std::make_unique<data::progress>();
}

void add_encoding(CLI::App& command, std::string& into) {
  command
    .add_option("--encoding", into,
                "Of names: ascii, utf-8, euc-kr, gbk, big5 or shift-jis; a directory of text knows its own. "
                "[default ascii]")
    ->type_name("ENCODING");
}

void add_convert_verb(CLI::App& convert, const context& ctx, action& todo, bool to_binary) {
  auto command = to_binary ? convert.add_subcommand("to-binary", "A directory of text to data files.")
                           : convert.add_subcommand("to-text", "A directory of data files to text.");
  auto opts = std::make_shared<data::convert_options>();
  opts->to_binary = to_binary;
  command->add_option("DIR", opts->from, "The directory to read.")->required();
  command->add_option("OUT", opts->to, "The directory to write; it must be empty, or not be there.")->required();
  if (!to_binary)
    add_encoding(*command, opts->encoding);
  command->add_flag("--force", opts->write.force, "Write over what is in OUT; files that are right are not touched.");
  command
    ->add_flag("--prune", opts->write.prune,
               "With --force, also remove files from OUT that DIR has no counterpart of, except hidden ones.")
    ->needs(command->get_option("--force"));
  command->callback([opts, &ctx, &todo] {
    todo = [opts, &ctx] { return data::run_data_convert(*opts, ctx.io.out, ctx.io.err, *shown_progress(ctx)); };
  });
}

void add_convert(CLI::App& root, const context& ctx, action& todo) {
  auto convert = root
                   .add_subcommand("convert", "Whole directories as text that people and git can work with, and back, "
                                              "byte for byte.")
                   ->require_subcommand(1);
  add_convert_verb(*convert, ctx, todo, false);
  add_convert_verb(*convert, ctx, todo, true);
  convert->footer(
    "One file per map, NPC, item and so on, as JSON; a map is a picture. An item table is a folder with a\n"
    "file per item. Text files and files of unknown kind are carried as they are.");
}

void add_lint(CLI::App& root, const context& ctx, action& todo) {
  auto command = root.add_subcommand("lint", "Check every file and every reference of a data directory. Exit codes: 0 "
                                             "nothing found, 1 findings, 2 misuse.");
  auto opts = std::make_shared<data::lint_request>();
  auto list = std::make_shared<bool>(false);
  auto format = add_output_option(*command);
  auto directory = command->add_option("DIR", opts->directory, "Data files, or the text `data convert` made of them.");
  command->add_flag("--lenient", opts->lenient, "Judge as a server with data.mode lenient; what it warns of is found.");
  add_encoding(*command, opts->encoding);
  command
    ->add_option("--start", opts->starts, "Where new characters appear; repeat it. [default 1:113,138 and 7:127,104]")
    ->type_name("MAP:X,Y");
  command->add_option("--baseline", opts->baseline, "Do not report what this file accepts.")->type_name("FILE");
  command->add_option("--write-baseline", opts->write_baseline, "Accept everything that is found now.")
    ->type_name("FILE");
  command->add_flag("--list-rules", *list, "Print every rule with its meaning, and leave.");
  command->callback([opts, list, format, directory, &ctx, &todo] {
    if (!*list && directory->count() == 0)
      throw CLI::RequiredError{"DIR"};
    todo = [opts, list, format, &ctx] {
      opts->as_json = *format == "json";
      return *list ? data::run_lint_rules(opts->as_json, ctx.io.out)
                   : data::run_data_lint(*opts, ctx.io.out, ctx.io.err, *shown_progress(ctx));
    };
  });
}

void add_diff(CLI::App& root, const context& ctx, action& todo) {
  auto command = root.add_subcommand("diff", "What changed, in the words of the game. Exit codes: 0 the same, 1 "
                                             "different, 2 misuse.");
  auto opts = std::make_shared<data::diff_request>();
  auto format = add_output_option(*command);
  command->add_option("A", opts->before, "A data directory, the text of one, or a file.")->required();
  command->add_option("B", opts->after, "What became of it.")->required();
  add_encoding(*command, opts->encoding);
  command->add_option("--format", opts->format, "Of two files whose folder and name do not tell; see `data dump`.")
    ->type_name("FORMAT");
  command->callback([opts, format, &ctx, &todo] {
    todo = [opts, format, &ctx] {
      opts->as_json = *format == "json";
      return data::run_data_diff(*opts, ctx.io.out, ctx.io.err, *shown_progress(ctx));
    };
  });
}

void add_map(CLI::App& root, const context& ctx, action& todo) {
  auto command = root.add_subcommand("map", "Draw a map: as a PNG, or in the terminal.");
  auto opts = std::make_shared<data::map_request>();
  command->add_option("MAP", opts->map, "The map file.")->required();
  command->add_option("--spawns", opts->spawns, "Its spawn list, to show who stands where.")->type_name("FILE");
  command->add_option("--npcs", opts->npcs, "The folder of NPC files, for their names.")->type_name("DIR");
  command->add_option("--layer", opts->layer, "What to show: walk, pk, level or block. [default walk]")
    ->check(CLI::IsMember{std::vector<std::string>{"walk", "pk", "level", "block"}}.description(""))
    ->type_name("LAYER");
  add_encoding(*command, opts->encoding);
  command->add_option("-o,--output", opts->out, "The PNG to write; without it the terminal shows the map.")
    ->type_name("FILE");
  command->add_flag("--terminal", opts->terminal, "Show it in the terminal as well.");
  command->add_flag("--force", opts->force, "Write over a PNG that is there.");
  command->callback(
    [opts, &ctx, &todo] { todo = [opts, &ctx] { return data::run_data_map(*opts, ctx.io.out, ctx.io.err); }; });
}

} // namespace

void add_data_sets(CLI::App& root, const context& ctx, action& todo) {
  add_convert(root, ctx, todo);
  add_lint(root, ctx, todo);
  add_diff(root, ctx, todo);
  add_map(root, ctx, todo);
}

} // namespace tools::cli
