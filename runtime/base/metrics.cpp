#include "runtime/base/metrics.hpp"

#include "runtime/base/metrics_table.hpp"

#include <mutex>

namespace runtime {

namespace {

void append_escaped(std::string& out, std::string_view str) {
  for (auto c : str) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
}

std::string number(const metric_info& info, uint64_t value) {
  return info.kind == metric_kind::gauge ? std::to_string(static_cast<int64_t>(value)) : std::to_string(value);
}

} // namespace

metrics::metrics() {
  // What has a single value shows as 0 from the start, so that an alert can tell "never" from "unknown".
  for (auto info : metric::all)
    if (info->label.empty())
      counter(*info);
}

std::atomic<uint64_t>& metrics::counter(const metric_info& info, std::string_view label_value) {
  {
    std::shared_lock guard{mutex_};
    if (auto i = families_.find(info.name); i != families_.end())
      if (auto j = i->second.by_label.find(label_value); j != i->second.by_label.end())
        return j->second;
  }
  std::unique_lock guard{mutex_};
  auto& group = families_.try_emplace(info.name, family{info, {}}).first->second;
  return group.by_label.try_emplace(std::string{label_value}, 0).first->second;
}

void metrics::add(const metric_info& info, std::string_view label_value, uint64_t n) {
  counter(info, label_value).fetch_add(n, std::memory_order_relaxed);
}

void metrics::set(const metric_info& info, std::string_view label_value, int64_t value) {
  counter(info, label_value).store(static_cast<uint64_t>(value), std::memory_order_relaxed);
}

std::string metrics::render_prometheus() const {
  std::string out;
  std::shared_lock guard{mutex_};
  for (auto& [name, group] : families_) {
    auto full_name = "zonehive_" + std::string{name};
    out.append("# HELP ").append(full_name).append(" ").append(group.info.doc).append("\n");
    out.append("# TYPE ").append(full_name);
    out.append(group.info.kind == metric_kind::gauge ? " gauge\n" : " counter\n");
    for (auto& [label_value, value] : group.by_label) {
      out.append(full_name);
      if (!group.info.label.empty()) {
        out.append("{").append(group.info.label).append("=\"");
        append_escaped(out, label_value);
        out.append("\"}");
      }
      out.append(" ").append(number(group.info, value.load(std::memory_order_relaxed))).append("\n");
    }
  }
  return out;
}

} // namespace runtime
