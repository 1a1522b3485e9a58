#include "runtime/base/log.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/periodic_worker.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <shared_mutex>

namespace runtime::log {

namespace {

// Members die in reverse order: first no more flushes, then the pool writes what
// is queued and its thread ends, then nobody else holds the logger and the file.
struct writer {
  std::shared_ptr<spdlog::async_logger> out;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::unique_ptr<spdlog::details::periodic_worker> flusher;
  bool json = false;
};

using levels = std::array<level, component_names.size()>;

levels all_at(level lvl) {
  levels result;
  result.fill(lvl);
  return result;
}

/// Who gets the lines instead of the writer.
struct capturing {
  std::shared_ptr<const capture::handler> to;
  level least = level::off;
};

struct global_state {
  std::array<std::atomic<level>, component_names.size()> least;
  std::atomic<uint64_t> dropped_before{0}; // by writers that are gone
  std::shared_mutex mutex;                 // guards what follows
  std::unique_ptr<writer> current;
  levels configured = all_at(level::off);
  std::vector<capturing> captures; // the last one counts

  global_state() { apply_levels(); }
  void apply_levels() {
    auto now = captures.empty() ? configured : all_at(captures.back().least);
    for (size_t i = 0; i < now.size(); ++i)
      least[i] = now[i];
  }
};

global_state& state() {
  static global_state instance;
  return instance;
}

spdlog::level::level_enum spdlog_level(level lvl) {
  switch (lvl) {
  case level::debug:
    return spdlog::level::debug;
  case level::info:
    return spdlog::level::info;
  case level::warn:
    return spdlog::level::warn;
  case level::error:
    return spdlog::level::err;
  case level::off:
    break;
  }
  return spdlog::level::off;
}

/// Bytes of the UTF-8 character that `str` begins with; 0 when it is none.
size_t utf8_length(std::string_view str) {
  auto byte = [&](size_t i) { return i < str.size() ? static_cast<uint8_t>(str[i]) : uint8_t{0}; };
  auto continues = [&](size_t from, size_t to) {
    for (auto i = from; i < to; ++i)
      if ((byte(i) & 0xC0) != 0x80)
        return false;
    return true;
  };
  auto first = byte(0);
  if (first < 0x80)
    return 1;
  if (first >= 0xC2 && first < 0xE0)
    return continues(1, 2) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    auto overlong = first == 0xE0 && byte(1) < 0xA0;
    auto surrogate = first == 0xED && byte(1) >= 0xA0;
    return !overlong && !surrogate && continues(1, 3) ? 3 : 0;
  }
  if (first >= 0xF0 && first < 0xF5) {
    auto overlong = first == 0xF0 && byte(1) < 0x90;
    auto too_large = first == 0xF4 && byte(1) >= 0x90;
    return !overlong && !too_large && continues(1, 4) ? 4 : 0;
  }
  return 0;
}

// Text from clients must neither forge a line nor break the JSON: control
// characters become escapes and bytes that are no UTF-8 become U+FFFD.
void append_escaped(std::string& out, std::string_view str, bool quoted) {
  while (!str.empty()) {
    auto length = utf8_length(str);
    auto c = static_cast<uint8_t>(str.front());
    if (length == 0)
      out += "\xEF\xBF\xBD";
    else if (c < 0x20 || c == 0x7F)
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    else if (quoted && (c == '"' || c == '\\'))
      (out += '\\') += str.front();
    else
      out += str.substr(0, length);
    str.remove_prefix(std::max<size_t>(length, 1));
  }
}

std::string_view name_of(component who) { return component_names[static_cast<size_t>(who)]; }

std::vector<spdlog::sink_ptr> make_sinks(const options& opts) {
  std::vector<spdlog::sink_ptr> result;
  if (opts.console)
    result.push_back(std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  if (!opts.directory.empty()) {
    auto path = (std::filesystem::path{opts.directory} / "zonehive.log").string();
    result.push_back(
      std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, opts.rotation_bytes, opts.rotation_count));
  }
  return result;
}

std::unique_ptr<writer> make_writer(const options& opts) {
  auto sinks = make_sinks(opts);
  auto result = std::make_unique<writer>();
  result->json = opts.json;
  result->pool = std::make_shared<spdlog::details::thread_pool>(opts.queue_lines, 1);
  result->out = std::make_shared<spdlog::async_logger>("zonehive", sinks.begin(), sinks.end(), result->pool,
                                                       spdlog::async_overflow_policy::overrun_oldest);
  auto pattern = opts.json ? R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%d %H:%M:%S.%eZ %^%l%$ %v";
  result->out->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
  result->out->set_level(spdlog::level::trace);
  result->out->flush_on(spdlog::level::warn);
  result->flusher = std::make_unique<spdlog::details::periodic_worker>([out = result->out.get()] { out->flush(); },
                                                                       std::chrono::seconds{1});
  return result;
}

/// Takes the writer away; it ends outside the lock, because it writes what is queued first.
void retire(std::unique_ptr<writer> old) {
  if (!old)
    return;
  old->flusher.reset();
  state().dropped_before += old->pool->overrun_counter();
}

} // namespace

std::optional<component> component_of(std::string_view name) {
  auto i = std::find(component_names.begin(), component_names.end(), name);
  if (i == component_names.end())
    return std::nullopt;
  return static_cast<component>(i - component_names.begin());
}

std::optional<level> level_of(std::string_view name) {
  auto i = std::find(level_names.begin(), level_names.end(), name);
  if (i == level_names.end())
    return std::nullopt;
  return static_cast<level>(i - level_names.begin());
}

std::string start(const options& opts) {
  std::unique_ptr<writer> fresh;
  try {
    fresh = make_writer(opts);
  } catch (const std::exception& err) {
    return err.what();
  }
  auto& global = state();
  std::unique_ptr<writer> old;
  {
    std::unique_lock guard{global.mutex};
    old = std::exchange(global.current, std::move(fresh));
    for (size_t i = 0; i < component_names.size(); ++i)
      global.configured[i] = opts.per_component[i].value_or(opts.least);
    global.apply_levels();
  }
  retire(std::move(old));
  return {};
}

void stop() {
  auto& global = state();
  std::unique_ptr<writer> old;
  {
    std::unique_lock guard{global.mutex};
    global.configured = all_at(level::off);
    global.apply_levels();
    old = std::exchange(global.current, nullptr);
  }
  retire(std::move(old));
}

uint64_t dropped() {
  auto& global = state();
  std::shared_lock guard{global.mutex};
  return global.dropped_before + (global.current ? global.current->pool->overrun_counter() : 0);
}

bool enabled(component who, level lvl) {
  return lvl >= state().least[static_cast<size_t>(who)].load(std::memory_order_relaxed);
}

std::string line_text(component who, std::string_view event, std::string_view text) {
  std::string result;
  result.reserve(event.size() + text.size() + 16);
  result.append(name_of(who)).append(" ").append(event).append(": ");
  append_escaped(result, text, false);
  return result;
}

std::string line_json(component who, std::string_view event, std::string_view text) {
  std::string result;
  result.reserve(event.size() + text.size() + 48);
  result.append(R"("component":")").append(name_of(who)).append(R"(","event":")");
  append_escaped(result, event, true);
  result.append(R"(","text":")");
  append_escaped(result, text, true);
  result += '"';
  return result;
}

capture::capture(handler to, level least) {
  auto& global = state();
  std::unique_lock guard{global.mutex};
  global.captures.push_back({std::make_shared<const handler>(std::move(to)), least});
  global.apply_levels();
}

capture::~capture() {
  auto& global = state();
  std::unique_lock guard{global.mutex};
  global.captures.pop_back();
  global.apply_levels();
}

namespace detail {

void write(component who, level lvl, std::string_view event, fmt::string_view text, fmt::format_args args) {
  auto sentence = fmt::vformat(text, args);
  auto& global = state();
  std::shared_lock guard{global.mutex};
  if (!global.captures.empty()) {
    auto to = global.captures.back().to;
    guard.unlock(); // it may take long, or log
    (*to)(who, lvl, event, sentence);
    return;
  }
  if (!global.current)
    return;
  auto line = global.current->json ? line_json(who, event, sentence) : line_text(who, event, sentence);
  global.current->out->log(spdlog_level(lvl), spdlog::string_view_t{line});
}

} // namespace detail

} // namespace runtime::log
