#include "tools/data/json_record.hpp"
#include "tools/data/shapes.hpp"

namespace tools::data {

namespace {

json content_json(const loaders::quest_content& x, const json_style& style) {
  json result = json::object();
  if (x.task.is_unused()) {
    result["unused"] = true;
    if (!style.raw || x == loaders::quest_content{})
      return result;
  }
  result.update(to_json(x.task, style));
  result["str0"] = name_json(x.first_text, style);
  result["str1"] = name_json(x.second_text, style);
  return result;
}

loaders::quest_content content_from(const json_source& from, const json_style& style) {
  loaders::quest_content x;
  if (from.flag("unused") && !from.find("type"))
    return x;
  from_json(from, x.task, style);
  x.first_text = name_from(from.at("str0"), loaders::quest_string_size_max, style);
  x.second_text = name_from(from.at("str1"), loaders::quest_string_size_max, style);
  return x;
}

} // namespace

json quest_json(const loaders::quest& x, const json_style& style) {
  json result;
  result["disabled"] = x.is_disabled();
  if (x.is_disabled() && (!style.raw || x.head == loaders::quest_head{.index = loaders::quest_index_disabled}))
    return result;
  result.update(to_json(x.head, style));
  if (x.is_disabled())
    return result;
  result["needs"] = to_json(x.needs, style);
  result["reward"] = to_json(x.reward, style);
  auto& contents = result["contents"] = json::array();
  for (const auto& content : x.contents)
    contents.push_back(content_json(content, style));
  result["next"] = to_json(x.next, style);
  return result;
}

loaders::quest quest_from(const json_source& from, const json_style& style) {
  loaders::quest x;
  if (from.flag("disabled")) {
    x.head.index = loaders::quest_index_disabled;
    if (from.find("index"))
      from_json(from, x.head, style);
    return x;
  }
  from_json(from, x.head, style);
  from_json(from.at("needs"), x.needs, style);
  from_json(from.at("reward"), x.reward, style);
  auto contents = from.at("contents");
  contents.expect_size(x.contents.size());
  for (size_t i = 0; i < x.contents.size(); ++i)
    x.contents[i] = content_from(contents.at(i), style);
  from_json(from.at("next"), x.next, style);
  return x;
}

} // namespace tools::data
