#include "loaders/json_file.hpp"

#include "loaders/text_lines.hpp"

#include <functional>
#include <set>

namespace loaders {

using nlohmann::json;

namespace {

// Our formats need two; JSON is printed by recursion.
constexpr int depth_max = 64;

/// The standard parser lets the last of several equal keys win in silence, and nests without an end.
class unique_keys {
public:
  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    is_too_deep_ = is_too_deep_ || depth > depth_max;
    if (is_too_deep_) // nothing of it is used
      return false;
    if (event == json::parse_event_t::object_start)
      open_.emplace_back();
    else if (event == json::parse_event_t::object_end)
      open_.pop_back();
    else if (event == json::parse_event_t::key && !open_.back().insert(parsed.get<std::string>()).second
             && twice_.empty())
      twice_ = parsed.get<std::string>();
    return true;
  }
  const std::string& twice() const { return twice_; }
  bool is_too_deep() const { return is_too_deep_; }

private:
  std::vector<std::set<std::string>> open_;
  std::string twice_;
  bool is_too_deep_ = false;
};

} // namespace

result<json> parse_json_object(const inspection& file, byte_view in) {
  if (auto found = file.check_not_too_large(in))
    return *found;
  unique_keys keys;
  try {
    auto parsed = json::parse(in.begin(), in.end(), std::ref(keys));
    if (keys.is_too_deep())
      return file.issue(load_errc::syntax, 0, "file", "JSON nested more than 64 deep", "a JSON object");
    if (!keys.twice().empty())
      return file.issue(load_errc::duplicate, 0, "key", loaders::quoted(keys.twice()), "each only once");
    if (parsed.is_object())
      return parsed;
    return file.issue(load_errc::syntax, 0, "file", "JSON of another kind", "a JSON object");
  } catch (const json::parse_error& at) {
    return file.issue(load_errc::syntax, at.byte, "file", "no JSON from here on", "a JSON object");
  } catch (const json::exception&) { // a number no computer has room for
    return file.issue(load_errc::range, 0, "file", "a number that is too large", "a JSON object");
  }
}

std::string shown(const json& value) {
  return loaders::quoted(value.dump(-1, ' ', true, json::error_handler_t::replace));
}

} // namespace loaders
