// Numbers about the running server, as Prometheus reads them. The names are
// declared in metrics_table.hpp; an object of this class holds the values.
// Every member may be called from any thread.

#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace runtime {

enum class metric_kind : uint8_t {
  counter, // only grows while the process lives
  gauge,   // goes up and down
};

/// One metric. `name` has no prefix: "zonehive_" is added when rendered.
/// `label` is empty for a metric with a single value; of two labels it names both, as in "packet,reason", and so do
/// their values, none of which has a comma.
struct metric_info {
  std::string_view name;
  metric_kind kind;
  std::string_view label;
  std::string_view doc;
};

class metrics {
public:
  metrics();
  metrics(const metrics&) = delete;
  metrics& operator=(const metrics&) = delete;

  /// The value itself, for hot paths to keep: it stays where it is as long as
  /// this object lives. A gauge holds an int64_t in it.
  std::atomic<uint64_t>& counter(const metric_info& info, std::string_view label_value = {});

  /// Returns the new value.
  uint64_t add(const metric_info& info, std::string_view label_value, uint64_t n = 1);
  uint64_t add(const metric_info& info) { return add(info, {}); }

  void set(const metric_info& info, std::string_view label_value, int64_t value);
  void set(const metric_info& info, int64_t value) { set(info, {}, value); }

  /// The text exposition format, version 0.0.4, ordered by name and label.
  std::string render_prometheus() const;

private:
  using values = std::map<std::string, std::atomic<uint64_t>, std::less<>>;
  struct family {
    metric_info info;
    values by_label;
  };

  mutable std::shared_mutex mutex_; // guards the maps, not the numbers in them
  std::map<std::string_view, family> families_;
};

} // namespace runtime
