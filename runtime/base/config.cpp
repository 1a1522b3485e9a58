#include "runtime/base/config.hpp"

#include "runtime/base/spelling.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace runtime {

namespace {

constexpr std::string_view environment_prefix = "ZONEHIVE_";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string quoted(std::string_view text) { return '"' + std::string{text} + '"'; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  auto first = text.find_first_not_of(blank);
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> result;
  for (;;) {
    auto at = text.find(separator);
    result.push_back(text.substr(0, at));
    if (at == text.npos)
      return result;
    text.remove_prefix(at + 1);
  }
}

// -- checking one value ----------------------------------------------------------

std::optional<int64_t> parse_number(std::string_view text) {
  auto negative = text.starts_with('-');
  if (negative)
    text.remove_prefix(1);
  auto hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex)
    text.remove_prefix(2);
  int64_t value = 0;
  auto [end, err] = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
  if (err != std::errc{} || end != text.data() + text.size() || text.starts_with('-'))
    return std::nullopt;
  return negative ? -value : value;
}

checked_text check_flag(std::string_view raw) {
  std::string word;
  for (auto c : raw)
    word += lower(c);
  if (word == "true" || word == "on" || word == "yes" || word == "1")
    return {"true", {}};
  if (word == "false" || word == "off" || word == "no" || word == "0")
    return {"false", {}};
  return {{}, "must be true or false"};
}

checked_text check_number(const option_spec& spec, std::string_view raw) {
  auto value = parse_number(raw);
  if (!value || *value < spec.min || *value > spec.max)
    return {{},
            "must be a whole number from " + detail::number_text(spec.min, spec.hex) + " to "
              + detail::number_text(spec.max, spec.hex)};
  return {detail::number_text(*value, spec.hex), {}};
}

checked_text check_text(const option_spec& spec, std::string_view raw) {
  if (!spec.words.empty()) {
    auto words = split(spec.words, '|');
    if (std::find(words.begin(), words.end(), raw) == words.end()) {
      std::string complaint = words.size() == 1 ? "must be " : "must be one of ";
      for (auto word : words)
        complaint.append(word == words.front() ? "" : ", ").append(word);
      return {{}, std::move(complaint)};
    }
  }
  if (spec.check)
    if (auto complaint = spec.check(raw); !complaint.empty())
      return {{}, std::string{complaint}};
  return {std::string{raw}, {}};
}

checked_text check_list(const option_spec& spec, std::string_view raw) {
  std::vector<std::string> parts;
  for (auto& part : detail::split_list(raw)) {
    auto checked = spec.kind == option_kind::numbers ? check_number(spec, part) : check_text(spec, part);
    if (!checked.complaint.empty())
      return {{}, "must be a list whose every element " + checked.complaint};
    if (std::find(parts.begin(), parts.end(), checked.value) != parts.end())
      return {{}, "must not name " + quoted(part) + " twice"};
    parts.push_back(std::move(checked.value));
  }
  return {detail::join_list(parts), {}};
}

// -- names -----------------------------------------------------------------------

/// Names that differ only in case, '-', '_' and '.' are the same to somebody who mistypes.
std::string folded(std::string_view name) {
  std::string result;
  for (auto c : name)
    result += c == '-' || c == '.' ? '_' : lower(c);
  return result;
}

// -- merging the sources ---------------------------------------------------------

class resolver {
public:
  resolver(std::span<const option_spec> specs, config_result& out) : specs_(specs), out_(out) {}

  void take(config_source source, const config_text& text, const option_spec* spec) {
    if (!spec) {
      out_.errors.push_back(text.where + ": " + unknown_key_sentence(specs_, text.key));
      return;
    }
    auto checked = check_value(*spec, text.value);
    if (!checked.complaint.empty()) {
      out_.errors.push_back(text.where + ": " + std::string{spec->key} + " " + checked.complaint + ", not "
                            + quoted(shown_value(*spec, text.value)));
      return;
    }
    auto& setting = out_.settings[static_cast<size_t>(spec - specs_.data())];
    if (setting.current.source == source) {
      out_.errors.push_back(text.where + ": " + std::string{spec->key} + " is set already by " + setting.current.where);
      return;
    }
    if (setting.current.source != config_source::default_value)
      setting.overruled.insert(setting.overruled.begin(), std::move(setting.current));
    setting.current = {std::move(checked.value), source, text.where};
  }

  void take_file(const std::vector<config_text>& texts) {
    for (auto& text : texts) {
      auto spec = find_option(specs_, text.key);
      take(config_source::file, text, spec && spec->key == text.key ? spec : nullptr);
    }
  }

  void take_environment(const std::vector<config_text>& texts) {
    for (auto text : texts) {
      if (is_foreign_variable(text.key))
        continue;
      auto matches = [&](const option_spec& spec) { return environment_name(spec.key) == text.key; };
      auto i = std::find_if(specs_.begin(), specs_.end(), matches);
      text.key.erase(0, std::min(text.key.size(), environment_prefix.size()));
      take(config_source::environment, text, i == specs_.end() ? nullptr : &*i);
    }
  }

  void take_flags(const std::vector<config_text>& texts) {
    for (auto& text : texts)
      take(config_source::flag, text, find_option(specs_, text.key));
  }

private:
  std::span<const option_spec> specs_;
  config_result& out_;
};

} // namespace

namespace detail {

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> result;
  for (auto part : split(text, ','))
    if (auto word = trimmed(part); !word.empty())
      result.emplace_back(word);
  return result;
}

std::string join_list(const std::vector<std::string>& parts) {
  std::string result;
  for (auto& part : parts)
    result.append(result.empty() ? "" : ",").append(part);
  return result;
}

int64_t number_of(std::string_view canonical) { return parse_number(canonical).value_or(0); }

std::string number_text(int64_t value, bool hex) {
  if (!hex)
    return std::to_string(value);
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string result;
  for (auto rest = static_cast<uint64_t>(value); rest != 0 || result.size() < 8; rest >>= 4)
    result += digits[rest & 15];
  result += "x0";
  std::reverse(result.begin(), result.end());
  return result;
}

} // namespace detail

bool is_foreign_variable(std::string_view name) {
  return name == "ZONEHIVE_CONFIG" || name == "ZONEHIVE_NODE" || name.starts_with("ZONEHIVE_TEST_");
}

std::string environment_name(std::string_view key) {
  std::string result{environment_prefix};
  for (auto c : key)
    result += c == '.' ? '_' : upper(c);
  return result;
}

const option_spec* find_option(std::span<const option_spec> specs, std::string_view name) {
  for (auto& spec : specs)
    if (spec.key == name || (!spec.alias.empty() && spec.alias == name))
      return &spec;
  return nullptr;
}

std::string_view nearest_key(std::span<const option_spec> specs, std::string_view name) {
  auto wanted = folded(name);
  auto best_distance = distance_max(wanted) + 1;
  std::string_view best;
  auto consider = [&](std::string_view candidate, size_t penalty, std::string_view key) {
    auto distance = edit_distance(wanted, folded(candidate)) + penalty;
    if (!candidate.empty() && distance < best_distance) {
      best_distance = distance;
      best = key;
    }
  };
  for (auto& spec : specs) {
    consider(spec.key, 0, spec.key);
    consider(spec.alias, 0, spec.key);
    consider(spec.key.substr(spec.key.find('.') + 1), 1, spec.key);
  }
  return best;
}

std::string unknown_key_sentence(std::span<const option_spec> specs, std::string_view name) {
  auto near = nearest_key(specs, name);
  auto result = "unknown setting " + quoted(name);
  if (near.empty())
    return result + "; `zonehive config show` lists all of them";
  return result + "; did you mean " + std::string{near} + "?";
}

checked_text check_value(const option_spec& spec, std::string_view raw) {
  raw = trimmed(raw);
  switch (spec.kind) {
  case option_kind::flag:
    return check_flag(raw);
  case option_kind::number:
    return check_number(spec, raw);
  case option_kind::text:
    return check_text(spec, raw);
  case option_kind::list:
  case option_kind::numbers:
    return check_list(spec, raw);
  }
  return {};
}

config_result resolve_config(std::span<const option_spec> specs, const config_inputs& inputs) {
  config_result result;
  for (auto& spec : specs)
    result.settings.push_back({{spec.default_value, config_source::default_value, "default"}, {}});
  resolver merge{specs, result};
  merge.take_file(inputs.file);
  merge.take_environment(inputs.environment);
  merge.take_flags(inputs.flags);
  return result;
}

std::string shown_value(const option_spec& spec, std::string_view value) {
  std::string result{value};
  if (!spec.secret)
    return result;
  constexpr std::string_view mask = "****";
  if (auto begin = result.find("://"); begin != result.npos) {
    // The user part of a URL ends at the last @ before the path.
    auto end = result.rfind('@', result.find('/', begin + 3));
    auto colon = result.find(':', begin + 3);
    if (end != result.npos && colon != result.npos && colon < end)
      result.replace(colon + 1, end - colon - 1, mask);
  }
  for (size_t at = 0; (at = result.find("password=", at)) != result.npos;) {
    at += std::string_view{"password="}.size();
    auto quote = at < result.size() && result[at] == '\'';
    auto end = quote ? result.find('\'', at + 1) : result.find_first_of("& ", at);
    if (quote && end != result.npos)
      ++end;
    result.replace(at, end == result.npos ? end : end - at, mask);
  }
  return result;
}

} // namespace runtime
