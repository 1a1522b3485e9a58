// `zonehive data dump|build|ull`.

#include "tools/data/command.hpp"

#include "tools/cli/commands.hpp"

namespace tools::cli {

namespace {

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const auto& format : data::json_formats())
    names.emplace_back(format.name);
  return names;
}

/// "it0: item/0", one format a line.
std::string format_help() {
  std::string text = "Formats and their files:\n";
  for (const auto& format : loaders::file_formats())
    text +=
      "  " + std::string{format.name} + std::string(14 - format.name.size(), ' ') + std::string{format.files} + "\n";
  return text;
}

CLI::Option* add_format(CLI::App& command, std::string& into) {
  return command.add_option("--format", into, "The format of the file; the list is below.")
    ->required()
    ->check(CLI::IsMember{format_names()}.description(""))
    ->type_name("FORMAT");
}

CLI::Option* add_encoding(CLI::App& command, std::string& into) {
  return command
    .add_option("--encoding", into, "Of names: ascii, utf-8, euc-kr, gbk, big5 or shift-jis. [default ascii]")
    ->type_name("ENCODING");
}

void add_dump(CLI::App& root, const context& ctx, action& todo) {
  auto dump = root.add_subcommand("dump", "Print what a file says, as JSON. Exit code 2 when it is damaged.");
  auto opts = std::make_shared<data::dump_options>();
  add_format(*dump, opts->format);
  add_encoding(*dump, opts->encoding);
  dump->add_option("--id", opts->id, "The number in the file's name, which the file must repeat.")->type_name("N");
  dump
    ->add_option("--context", opts->context,
                 "What else is known, as JSON: id, encoding, base_rows (of IT0, for it0ex), samples (cells of a map "
                 "to show). Other keys mean nothing.")
    ->type_name("JSON");
  dump->add_flag("--lenient", opts->lenient, "Warn about the damage that old files carry, instead of refusing.");
  dump->add_flag("--raw", opts->raw,
                 "Also show what means nothing: cells of maps, bytes behind names, empty slots, comments. Only then "
                 "does `data build` give back every byte of every file.");
  dump->add_option("FILE", opts->file, "The file; - reads the input.")->required();
  dump->footer(format_help());
  dump->callback([opts, &ctx, &todo] { todo = [opts, &ctx] { return data::run_data_dump(*opts, ctx.io); }; });
}

void add_build(CLI::App& root, const context& ctx, action& todo) {
  auto build = root.add_subcommand("build", "Make a file from the JSON that `data dump` prints, edited or not.");
  auto opts = std::make_shared<data::build_options>();
  add_format(*build, opts->format);
  add_encoding(*build, opts->encoding);
  build->add_option("JSON", opts->json_file, "What `data dump` printed, or its \"value\"; - reads the input.")
    ->required();
  build->add_option("FILE", opts->file, "The file to write.")->required();
  build->footer(format_help());
  build->callback([opts, &ctx, &todo] { todo = [opts, &ctx] { return data::run_data_build(*opts, ctx.io); }; });
}

void add_ull_verb(CLI::App& ull, const context& ctx, action& todo, bool decode) {
  auto command = decode ? ull.add_subcommand("decode", "A *.ull file of the client to what it hides.")
                        : ull.add_subcommand("encode", "A decoded file to the *.ull the client reads.");
  auto opts = std::make_shared<data::ull_options>();
  opts->decode = decode;
  command->add_option("FILE", opts->file, "The file to read.")->required();
  command->add_option("--out", opts->out, "The file to write; otherwise the bytes are printed.")->type_name("FILE");
  command->callback(
    [opts, &ctx, &todo] { todo = [opts, &ctx] { return data::run_data_ull(*opts, ctx.io.out, ctx.io.err); }; });
}

} // namespace

void add_data(CLI::App& root, const context& ctx, action& todo) {
  auto data = root.add_subcommand("data", "Read, write and convert the game's data files.")->require_subcommand(1);
  add_dump(*data, ctx, todo);
  add_build(*data, ctx, todo);
  add_data_sets(*data, ctx, todo);
  auto ull = data->add_subcommand("ull", "The obfuscation of the client's files.")->require_subcommand(1);
  add_ull_verb(*ull, ctx, todo, false);
  add_ull_verb(*ull, ctx, todo, true);
}

} // namespace tools::cli
