// The log of the process. A line has a component, a stable event id in
// kebab-case and a sentence:
//
//   log::info(log::component::edge, "connection-closed", "the edge closed connection {}: {}", id, reason);
//
// Lines are queued and written by a thread of their own; when the queue is full
// the oldest line is dropped and counted. Never log a password or a ticket.
// This is the one mutable global of the program: a log that had to be passed
// along would not be used where it matters. Before `start` nothing is printed.

#pragma once

#include <spdlog/fmt/fmt.h>

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace runtime::log {

enum class component : uint8_t { edge, login, session, account, directory, zone, store, cluster, boot, bots };
inline constexpr std::array<std::string_view, 10> component_names{"edge", "login", "session", "account", "directory",
                                                                  "zone", "store", "cluster", "boot",    "bots"};

enum class level : uint8_t { debug, info, warn, error, off };
inline constexpr std::array<std::string_view, 5> level_names{"debug", "info", "warn", "error", "off"};

std::optional<component> component_of(std::string_view name);
std::optional<level> level_of(std::string_view name);

struct options {
  /// The least level that is printed, for components without one of their own.
  level least = level::info;
  std::array<std::optional<level>, component_names.size()> per_component{};
  /// Where zonehive.log and its older parts go; empty = no file.
  std::string directory;
  /// To standard error, in colour when that is a terminal.
  bool console = true;
  /// One JSON object per line instead of text.
  bool json = false;
  /// A file grows up to this many bytes, then it is rotated.
  size_t rotation_bytes = size_t{64} << 20;
  /// Rotated files that are kept.
  size_t rotation_count = 8;
  /// Lines that may wait for the writer.
  size_t queue_lines = 8192;
};

/// Starts the writer, in place of one that runs. Returns an empty string, or why
/// nothing can be written into the directory; then nothing has changed.
std::string start(const options& opts);

/// Writes what is queued and closes the file. Harmless when not started.
void stop();

/// Lines dropped since the process began.
uint64_t dropped();

/// Whether a line would be printed: for callers who must compute much for it.
bool enabled(component who, level lvl);

/// Takes the log for simulations and tests: while it lives, lines go to `to`
/// instead of the writer, at once, in the thread that logs and with no thread of
/// its own. `start` and `stop` then take effect when it ends. Captures nest: the
/// last one gets the lines, and they end in reverse order.
class [[nodiscard]] capture {
public:
  /// The texts live as long as the call. Whatever it logs itself comes back to it.
  using handler = std::function<void(component who, level lvl, std::string_view event, std::string_view sentence)>;

  explicit capture(handler to, level least = level::debug);
  ~capture();
  capture(const capture&) = delete;
  capture& operator=(const capture&) = delete;
};

namespace detail {

void write(component who, level lvl, std::string_view event, fmt::string_view text, fmt::format_args args);

} // namespace detail

template <class... Ts>
void debug(component who, std::string_view event, fmt::format_string<Ts...> text, Ts&&... xs) {
  if (enabled(who, level::debug))
    detail::write(who, level::debug, event, text, fmt::make_format_args(xs...));
}

template <class... Ts>
void info(component who, std::string_view event, fmt::format_string<Ts...> text, Ts&&... xs) {
  if (enabled(who, level::info))
    detail::write(who, level::info, event, text, fmt::make_format_args(xs...));
}

template <class... Ts>
void warn(component who, std::string_view event, fmt::format_string<Ts...> text, Ts&&... xs) {
  if (enabled(who, level::warn))
    detail::write(who, level::warn, event, text, fmt::make_format_args(xs...));
}

template <class... Ts>
void error(component who, std::string_view event, fmt::format_string<Ts...> text, Ts&&... xs) {
  if (enabled(who, level::error))
    detail::write(who, level::error, event, text, fmt::make_format_args(xs...));
}

/// For what a client can cause at will: `times` counts how often it has happened, and only the 1st, 2nd, 4th, 8th...
/// time is worth an info line; the rest are debug lines.
template <class... Ts>
void sampled(component who, uint64_t times, std::string_view event, fmt::format_string<Ts...> text, Ts&&... xs) {
  auto lvl = std::has_single_bit(times) ? level::info : level::debug;
  if (enabled(who, lvl))
    detail::write(who, lvl, event, text, fmt::make_format_args(xs...));
}

/// What `write` puts behind the time and the level; text is `component event: text`
/// with control characters made visible, JSON the inner members of the object.
std::string line_text(component who, std::string_view event, std::string_view text);
std::string line_json(component who, std::string_view event, std::string_view text);

} // namespace runtime::log
