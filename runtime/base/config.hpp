// Settings. An option is declared once: its key, the member of a plain struct
// that holds it (whose initialiser is the default), range or words, unit and a
// sentence. From the table follow the flag --KEY, the environment variable
// ZONEHIVE_KEY, the line in the file, the help and `config explain`.
//
//   flags > environment > file > default
//
// What is unknown or invalid is an error, wherever it stands, even if a stronger
// source overrules it.

#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace runtime {

// -- what an option is -----------------------------------------------------------

enum class option_kind : uint8_t { flag, number, text, list, numbers };

/// Refuses a text (each element of a list): the rest of a sentence that begins
/// with the key ("must be HOST:PORT"), or nothing if the text is fine.
using option_check = std::string_view (*)(std::string_view text);

/// An option as everybody but the owner of the struct sees it.
struct option_spec {
  std::string_view key;
  std::string_view doc;
  std::string_view unit;
  /// A second name of the flag, without the dashes.
  std::string_view alias;
  /// The only words allowed, with '|' between them; empty = any text.
  std::string_view words;
  option_kind kind = option_kind::text;
  /// Of numbers, both inclusive.
  int64_t min = 0;
  int64_t max = 0;
  /// Shown as hexadecimal.
  bool hex = false;
  /// Holds a password, which is never shown.
  bool secret = false;
  option_check check = nullptr;
  std::string default_value;
};

template <class T>
using option_member =
  std::variant<bool T::*, uint8_t T::*, uint16_t T::*, uint32_t T::*, uint64_t T::*, int32_t T::*, int64_t T::*,
               std::string T::*, std::vector<std::string> T::*, std::vector<uint16_t> T::*>;

/// One line of the table of a struct T. The members mean what they mean in option_spec.
template <class T>
struct config_option {
  std::string_view key;
  option_member<T> at;
  std::string_view doc;
  std::string_view unit = {};
  int64_t min = 0;
  /// 0 = whatever the member can hold.
  int64_t max = 0;
  std::string_view words = {};
  std::string_view alias = {};
  bool hex = false;
  bool secret = false;
  option_check check = nullptr;
};

// -- where values come from ------------------------------------------------------

enum class config_source : uint8_t { default_value, file, environment, flag };

/// One value as somebody wrote it. `where` is for people: "--login.port",
/// "ZONEHIVE_LOGIN_PORT" or "zonehive.toml:12".
struct config_text {
  std::string key;
  std::string value;
  std::string where;
};

struct config_inputs {
  std::vector<config_text> flags;
  /// Every variable whose name begins with ZONEHIVE_; `key` is that name.
  std::vector<config_text> environment;
  /// From parse_config_file.
  std::vector<config_text> file;
};

/// A value with its origin, in canonical form.
struct config_value {
  std::string value;
  config_source source = config_source::default_value;
  std::string where = "default";
};

struct config_setting {
  config_value current;
  /// What was said as well and overruled, strongest first; the default is not in it.
  std::vector<config_value> overruled;
};

struct config_result {
  /// One per option, in the order of the table. Complete even if there are errors.
  std::vector<config_setting> settings;
  /// Sentences. Nobody may run with a result that has any.
  std::vector<std::string> errors;
};

/// Variables that are no settings: ZONEHIVE_CONFIG names the file, ZONEHIVE_NODE the nodes that commands are sent to,
/// and what begins with ZONEHIVE_TEST_ belongs to the tests.
bool is_foreign_variable(std::string_view name);

/// "login.port" -> "ZONEHIVE_LOGIN_PORT".
std::string environment_name(std::string_view key);

/// The option of that key or alias; null if there is none.
const option_spec* find_option(std::span<const option_spec> specs, std::string_view name);

/// The key most like `name`, with or without its section; empty if none is like it.
std::string_view nearest_key(std::span<const option_spec> specs, std::string_view name);

/// "unknown setting "login.prt": did you mean login.port?"
std::string unknown_key_sentence(std::span<const option_spec> specs, std::string_view name);

/// `raw` in canonical form, or a complaint: the rest of a sentence that begins with the key.
struct checked_text {
  std::string value;
  std::string complaint;
};
checked_text check_value(const option_spec& spec, std::string_view raw);

config_result resolve_config(std::span<const option_spec> specs, const config_inputs& inputs);

/// A value as people may see it: the password in a URL or in password=... becomes ****.
std::string shown_value(const option_spec& spec, std::string_view value);

// -- between the text and the struct ---------------------------------------------

namespace detail {

std::vector<std::string> split_list(std::string_view text);
std::string join_list(const std::vector<std::string>& parts);
int64_t number_of(std::string_view canonical);
std::string number_text(int64_t value, bool hex);

inline void read_value(std::string_view text, bool& out) { out = text == "true"; }
inline void read_value(std::string_view text, std::string& out) { out = text; }
inline void read_value(std::string_view text, std::vector<std::string>& out) { out = split_list(text); }
inline void read_value(std::string_view text, std::vector<uint16_t>& out) {
  out.clear();
  for (auto& part : split_list(text))
    out.push_back(static_cast<uint16_t>(number_of(part)));
}
template <class N>
requires std::is_integral_v<N>
void read_value(std::string_view text, N& out) { out = static_cast<N>(number_of(text)); }

inline std::string write_value(bool value, bool) { return value ? "true" : "false"; }
inline std::string write_value(const std::string& value, bool) { return value; }
inline std::string write_value(const std::vector<std::string>& value, bool) { return join_list(value); }
inline std::string write_value(const std::vector<uint16_t>& value, bool hex) {
  std::vector<std::string> parts;
  parts.reserve(value.size());
  for (auto x : value)
    parts.push_back(number_text(x, hex));
  return join_list(parts);
}
template <class N>
requires std::is_integral_v<N> std::string write_value(N value, bool hex) {
  return number_text(static_cast<int64_t>(value), hex);
}

template <class M>
constexpr option_kind kind_of() {
  if constexpr (std::is_same_v<M, bool>)
    return option_kind::flag;
  else if constexpr (std::is_integral_v<M>)
    return option_kind::number;
  else if constexpr (std::is_same_v<M, std::string>)
    return option_kind::text;
  else if constexpr (std::is_same_v<M, std::vector<std::string>>)
    return option_kind::list;
  else
    return option_kind::numbers;
}

template <class M>
constexpr int64_t largest() {
  constexpr auto limit = std::numeric_limits<int64_t>::max();
  if constexpr (std::is_same_v<M, std::vector<uint16_t>>)
    return std::numeric_limits<uint16_t>::max();
  else if constexpr (std::is_same_v<M, uint64_t> || !std::is_integral_v<M>)
    return limit;
  else
    return std::numeric_limits<M>::max();
}

} // namespace detail

/// The specs of a table; the defaults are those of a T nobody has touched.
template <class T>
std::vector<option_spec> specs_of(std::span<const config_option<T>> table) {
  std::vector<option_spec> result;
  result.reserve(table.size());
  T untouched;
  for (auto& option : table) {
    std::visit(
      [&]<class M>(M T::*at) {
        result.push_back({option.key, option.doc, option.unit, option.alias, option.words, detail::kind_of<M>(),
                          option.min, option.max == 0 ? detail::largest<M>() : option.max, option.hex, option.secret,
                          option.check, detail::write_value(untouched.*at, option.hex)});
      },
      option.at);
  }
  return result;
}

/// The struct that a result without errors describes.
template <class T>
T options_of(std::span<const config_option<T>> table, const config_result& result) {
  T out;
  for (size_t i = 0; i < table.size(); ++i)
    std::visit([&](auto at) { detail::read_value(result.settings[i].current.value, out.*at); }, table[i].at);
  return out;
}

} // namespace runtime
