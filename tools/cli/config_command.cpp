// `zonehive config show` and `zonehive config explain KEY`.

#include "runtime/base/config_explain.hpp"
#include "tools/cli/settings.hpp"
#include "tools/console/table.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace tools::cli {

namespace {

using json = nlohmann::ordered_json;

/// Bytes that are no UTF-8 (from a terminal or a file) must not end the program.
std::string dump(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace); }

void show(const runtime::config_result& result, bool as_json, std::ostream& out) {
  auto specs = runtime::boot::serve_specs();
  std::vector<table_row> rows{{"KEY", "VALUE", "SOURCE"}};
  auto list = json::array();
  for (size_t i = 0; i < specs.size(); ++i) {
    auto& current = result.settings[i].current;
    auto value = runtime::shown_value(specs[i], current.value);
    list.push_back({{"key", specs[i].key}, {"value", value}, {"source", current.where}});
    rows.push_back({std::string{specs[i].key}, value.empty() ? "(empty)" : value, current.where});
  }
  if (as_json)
    out << dump(list) << '\n';
  else
    print_table(out, rows);
}

void explain(const runtime::explain_rows& rows, bool as_json, std::ostream& out) {
  std::vector<table_row> lines;
  json object;
  object["overruled"] = json::array();
  for (auto& [name, text] : rows) {
    lines.push_back({name, text});
    if (name == "overruled")
      object[name].push_back(text);
    else
      object[name] = text;
  }
  if (as_json)
    out << dump(object) << '\n';
  else
    print_table(out, lines);
}

int explain_key(const std::string& key, const runtime::config_result& result, bool as_json, const context& ctx) {
  auto specs = runtime::boot::serve_specs();
  auto spec = runtime::find_option(specs, key);
  if (!spec) {
    ctx.io.err << "zonehive: " << runtime::unknown_key_sentence(specs, key) << "\n";
    return exit_bad_usage;
  }
  auto& setting = result.settings[static_cast<size_t>(spec - specs.data())];
  explain(runtime::explain_option(*spec, setting), as_json, ctx.io.out);
  return exit_ok;
}

} // namespace

void add_config(CLI::App& root, const context& ctx, action& todo) {
  auto config = root.add_subcommand("config", "Show and explain the settings.")->require_subcommand(1);

  auto show_command = config->add_subcommand("show", "List every setting, its value and where it came from.");
  auto show_output = add_output_option(*show_command);
  auto show_settings = std::make_shared<settings>(*show_command, ctx);
  show_command->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      auto loaded = show_settings->load();
      show(loaded.result, *show_output == "json", ctx.io.out);
      return show_settings->complain(loaded.result) ? exit_bad_usage : exit_ok;
    };
  });

  auto explain_command = config->add_subcommand("explain", "Tell all about one setting.");
  auto key = std::make_shared<std::string>();
  explain_command->add_option("KEY", *key, "The setting, such as login.port.")->required();
  auto explain_output = add_output_option(*explain_command);
  auto explain_settings = std::make_shared<settings>(*explain_command, ctx);
  explain_command->callback([=, &ctx, &todo] {
    todo = [=, &ctx] {
      auto loaded = explain_settings->load();
      auto code = explain_key(*key, loaded.result, *explain_output == "json", ctx);
      return explain_settings->complain(loaded.result) ? exit_bad_usage : code;
    };
  });
}

} // namespace tools::cli
