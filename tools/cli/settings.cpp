#include "tools/cli/settings.hpp"

#include "runtime/base/config_explain.hpp"
#include "runtime/base/config_file.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tools::cli {

using runtime::boot::serve_specs;

namespace {

std::string_view section_of(std::string_view key) { return key.substr(0, key.find('.')); }

/// "The sentence. [default 3550; 0 .. 65535]"
std::string help_text(const runtime::option_spec& spec) {
  auto value = runtime::shown_value(spec, spec.default_value);
  auto facts = "default " + (value.empty() ? "empty" : value);
  if (!spec.unit.empty())
    facts.append(" ").append(spec.unit);
  if (auto range = runtime::range_text(spec); !range.empty())
    facts.append("; ").append(range);
  if (!spec.words.empty())
    facts.append("; ").append(runtime::type_text(spec));
  return std::string{spec.doc} + " [" + facts + "]";
}

std::string_view placeholder(const runtime::option_spec& spec) {
  switch (spec.kind) {
  case runtime::option_kind::flag:
    return "BOOL";
  case runtime::option_kind::number:
    return "NUMBER";
  case runtime::option_kind::text:
    return "TEXT";
  case runtime::option_kind::list:
  case runtime::option_kind::numbers:
    return "LIST";
  }
  return "";
}

} // namespace

settings::settings(CLI::App& command, const context& ctx, std::vector<std::string_view> sections)
    : command_(command), ctx_(ctx) {
  command.get_formatter()->column_width(38);
  command.allow_extras(); // load() refuses them, with a suggestion
  command.add_option("--config", path_, "The settings file; ZONEHIVE_CONFIG names one, too.")->type_name("FILE");
  for (auto& spec : serve_specs()) {
    auto begins = [&](std::string_view section) { return spec.key.starts_with(section); };
    if (sections.empty() || std::any_of(sections.begin(), sections.end(), begins))
      add_flag(spec);
  }
}

void settings::add_flag(const runtime::option_spec& spec) {
  auto names = "--" + std::string{spec.key};
  if (!spec.alias.empty())
    names += ",--" + std::string{spec.alias};
  auto flag = command_.add_option(names)
                ->description(help_text(spec))
                ->group(std::string{section_of(spec.key)})
                ->type_name(std::string{placeholder(spec)});
  if (spec.kind == runtime::option_kind::flag)
    flag->expected(0, 1);
  flags_.emplace_back(&spec, flag);
}

void settings::read_file(runtime::config_inputs& inputs, std::vector<std::string>& errors) const {
  auto path = path_;
  for (auto& [name, value] : ctx_.environment)
    if (name == "ZONEHIVE_CONFIG" && path.empty())
      path = value;
  if (path.empty())
    return;
  std::ifstream in{path};
  std::stringstream text;
  if (!in || !(text << in.rdbuf())) {
    errors.push_back(path + ": the settings file cannot be read");
    return;
  }
  auto file = runtime::parse_config_file(text.str(), path);
  inputs.file = std::move(file.settings);
  errors = std::move(file.errors);
}

runtime::boot::loaded_options settings::load() const {
  runtime::config_inputs inputs;
  std::vector<std::string> errors;
  read_file(inputs, errors);
  for (auto& [name, value] : ctx_.environment)
    inputs.environment.push_back({name, value, name});
  for (auto& [spec, flag] : flags_) {
    if (flag->count() == 0)
      continue;
    auto results = flag->results();
    auto alone = spec->kind == runtime::option_kind::flag && (results.empty() || results.front().empty());
    inputs.flags.push_back(
      {std::string{spec->key}, alone || results.empty() ? "true" : results.front(), "--" + std::string{spec->key}});
  }
  for (auto& word : command_.remaining()) {
    auto name = word.substr(std::min(word.find_first_not_of('-'), word.size()));
    if (word.starts_with("--"))
      errors.push_back(runtime::unknown_key_sentence(serve_specs(), name.substr(0, name.find('='))));
    else
      errors.push_back("unexpected argument \"" + word + "\"");
  }
  auto loaded = runtime::boot::load_options(inputs);
  auto& all = loaded.result.errors;
  all.insert(all.begin(), errors.begin(), errors.end());
  return loaded;
}

bool settings::complain(const runtime::config_result& result) const {
  for (auto& error : result.errors)
    ctx_.io.err << "zonehive: " << error << "\n";
  return !result.errors.empty();
}

std::optional<runtime::boot::serve_options> settings::load_or_complain() const {
  auto loaded = load();
  if (complain(loaded.result))
    return std::nullopt;
  return std::move(loaded.options);
}

} // namespace tools::cli
