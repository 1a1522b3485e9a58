// How the commands over a cluster print what nodes answer, wait between two
// questions, and end.

#pragma once

#include "tools/admin/client/node_link.hpp"
#include "tools/console/console.hpp"

#include <chrono>
#include <functional>

namespace tools::admin {

/// Exit codes of the commands that ask nodes, beside those of every command: 0 it was answered, or done; 1 refused or
/// failed; 2 misuse.
inline constexpr int exit_unreachable = 3; // no node answers
inline constexpr int exit_not_ready = 4;   // answered, and not as it should be (yet): ask again
inline constexpr int exit_interrupted = 130;

inline constexpr std::string_view exit_codes_text =
  "Exit codes: 0 done, or all is well; 1 refused or failed; 2 misuse; 3 no node answers; 4 not ready, or not well;\n"
  "130 interrupted.";

enum class wake { time, stop };

struct screen {
  console io;
  bool is_json = false;
  bool is_json_line = false; // one line an answer, because more of them follow
  bool is_terminal = false;  // io.out is one: it can be drawn on
  /// Lets the time pass, or ends early when whoever sits there wants to stop.
  std::function<wake(std::chrono::milliseconds)> wait;
};

int exit_code_of(const reply& x);

/// Tables, sentence and undo, or the error, to the right stream; as one JSON object with -o json.
void print(const reply& x, const screen& to);

/// Tables with their titles, aligned.
std::string text_of(const nlohmann::json& tables);

/// A number or a text.
std::string cell_text(const nlohmann::json& cell);

} // namespace tools::admin
