// What an admin command is: one declaration, from which the HTTP interface, the
// command line, its help and the audit table follow. A new one is a file in
// commands/ and its line in command_list.hpp. This header knows no actors.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace runtime::admin {

enum class argument_kind : uint8_t {
  text,   // 1 to 64 characters, none of them a control character
  node,   // a node's name
  map,    // number of a map, as in zone 7
  number, // whole, within its range
  flag,   // there or not
};

struct argument {
  std::string_view name; // a key in JSON, and --name on the command line
  argument_kind kind = argument_kind::text;
  std::string_view doc; // a sentence
  bool is_required = false;
  bool is_positional = false; // on the command line it has a place instead of a name
  uint64_t min = 0;           // of numbers
  uint64_t max = 0;
};

/// What a call was given, checked against the command's declaration.
class arguments {
public:
  bool has(std::string_view name) const { return values_.contains(name); }
  /// Empty when it was not given.
  std::string text(std::string_view name) const;
  uint64_t number(std::string_view name, uint64_t otherwise = 0) const;
  bool flag(std::string_view name) const { return number(name) != 0; }

  void set(std::string_view name, std::string value) { values_[std::string{name}] = std::move(value); }
  void set(std::string_view name, uint64_t value) { values_[std::string{name}] = value; }

  using value = std::variant<std::string, uint64_t>;
  const std::map<std::string, value, std::less<>>& all() const { return values_; }

private:
  std::map<std::string, value, std::less<>> values_;
};

// -- what comes of a command --------------------------------------------------------

using cell = std::variant<std::string, int64_t>;

struct table {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<cell>> rows; // each as long as `columns`
};

struct outcome {
  std::vector<table> tables{};
  std::string sentence{};
  std::string undo{};  // arguments of `zonehive` that take it back; empty: nothing does
  bool is_good = true; // false: it was answered, but what was asked about is not as it should be (yet)
};

struct refusal {
  std::string code; // for programs; the list is in README.md
  std::string sentence;
  std::string admin; // of "wrong_node": "HOST:PORT" of the node that is to be asked instead
};

using answer = std::variant<outcome, refusal>;

class conversation;
using conversation_ptr = std::shared_ptr<conversation>;

struct command {
  std::string_view noun;
  std::string_view verb;
  std::string_view doc; // a sentence
  std::vector<argument> arguments{};
  bool is_write = false; // changes something: it is noted in the audit table, and has "dry_run"
  /// Runs in the desk's actor. It ends with done() or fail() of the conversation, now or later.
  void (*run)(const conversation_ptr& talk) = nullptr;

  /// "zone move"
  std::string name() const { return std::string{noun} + " " + std::string{verb}; }
};

/// By noun and verb; null when there is none.
const command* find_command(std::string_view noun, std::string_view verb);

} // namespace runtime::admin
