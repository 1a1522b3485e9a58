#include "tools/data/convert.hpp"

namespace tools::data {

namespace {

std::vector<std::string> sentences(const std::vector<loaders::load_issue>& issues) {
  std::vector<std::string> result;
  result.reserve(issues.size());
  for (const auto& issue : issues)
    result.push_back(to_string(issue));
  return result;
}

std::string shortened(const json& value) {
  constexpr size_t shown_max = 60;
  auto text = value.dump();
  return text.size() > shown_max ? text.substr(0, shown_max) + "..." : text;
}

/// The first place where `given` says something else than `made`, as a sentence; keys that `given` lacks are fine.
std::optional<std::string> difference(const json& given, const json& made, const std::string& path) {
  if (given.is_object() && made.is_object()) {
    for (const auto& [key, value] : given.items()) {
      auto found = made.find(key);
      if (found == made.end())
        return path + "." + key + " means nothing in this format.";
      if (auto inner = difference(value, *found, path + "." + key))
        return inner;
    }
    return std::nullopt;
  }
  if (given.is_array() && made.is_array() && given.size() == made.size()) {
    for (size_t i = 0; i < given.size(); ++i)
      if (auto inner = difference(given[i], made[i], path + "[" + std::to_string(i) + "]"))
        return inner;
    return std::nullopt;
  }
  if (given == made)
    return std::nullopt;
  return path + " is " + shortened(given) + ", but what it is made from says " + shortened(made)
         + "; make them agree, or leave out what follows from the rest.";
}

// The cells of which a map's JSON shows samples.
std::vector<loaders::cell> samples_in(const json& value) {
  std::vector<loaders::cell> samples;
  if (!value.is_object() || !value.contains("samples"))
    return samples;
  json_source list{value["samples"], "value.samples"};
  for (size_t i = 0; i < list.size(); ++i)
    samples.push_back({list.at(i).at("x").number<uint8_t>(), list.at(i).at("y").number<uint8_t>()});
  return samples;
}

build_outcome checked(const json_format& format, const json& value, text_encoding encoding, byte_buffer bytes) {
  std::optional<std::string> error;
  for (auto raw : {false, true}) {
    dump_request again{{"the result", {loaders::load_mode::lenient, encoding}}, {encoding, raw}, samples_in(value)};
    auto made = format.dump(again, bytes);
    if (!made)
      return {{}, to_string(made.error()), {}};
    auto found = difference(value, *made, "value");
    if (!found)
      return {std::move(bytes), std::nullopt, sentences(made.warnings())};
    error = std::move(found);
  }
  return {{}, std::move(error), {}};
}

} // namespace

dump_outcome refused_file(const loaders::load_issue& issue) {
  dump_outcome outcome;
  outcome.text["result"] = "error";
  outcome.text["error"] = "ERR_" + std::string{to_string(issue.code)};
  outcome.text["message"] = to_string(issue);
  return outcome;
}

dump_outcome dump_file(const json_format& format, const dump_request& request, byte_view in) {
  auto found = format.dump(request, in);
  if (!found)
    return refused_file(found.error());
  dump_outcome outcome;
  outcome.is_ok = true;
  outcome.text["result"] = "ok";
  if (request.style.raw)
    outcome.text["raw"] = true;
  outcome.text["value"] = std::move(*found);
  auto& warnings = outcome.text["warnings"] = json::array();
  for (const auto& issue : found.warnings())
    warnings.push_back("WARN_" + std::string{to_string(issue.code)});
  outcome.warnings = sentences(found.warnings());
  return outcome;
}

build_outcome build_file(const json_format& format, const json& from, text_encoding encoding) {
  auto is_outcome = from.is_object() && from.contains("result");
  // One that somebody damaged or put together may still carry a value.
  if (is_outcome && from["result"] != "ok")
    return {{}, "The JSON is the report of an error, which has no value to make a file of.", {}};
  if (is_outcome && !from.contains("value"))
    return {{}, "The JSON has no value, only a result.", {}};
  const auto& value = is_outcome ? from["value"] : from;
  try {
    return checked(format, value, encoding, format.build({value, "value"}, {encoding, true}));
  } catch (const build_error& err) {
    return {{}, std::string{err.what()} + ".", {}};
  }
}

} // namespace tools::data
