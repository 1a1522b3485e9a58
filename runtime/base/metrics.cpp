#include "runtime/base/metrics.hpp"

#include "runtime/base/metrics_table.hpp"

#include <algorithm>
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

/// The first of the words between commas; `list` is left without it.
std::string_view take_word(std::string_view& list) {
  auto word = list.substr(0, list.find(','));
  list.remove_prefix(std::min(list.size(), word.size() + 1));
  return word;
}

void append_labels(std::string& out, std::string_view names, std::string_view values) {
  for (auto opening = '{'; !names.empty(); opening = ',') {
    out.append(1, opening).append(take_word(names)).append("=\"");
    append_escaped(out, names.empty() ? values : take_word(values));
    out.append(names.empty() ? "\"}" : "\"");
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

uint64_t metrics::add(const metric_info& info, std::string_view label_value, uint64_t n) {
  return counter(info, label_value).fetch_add(n, std::memory_order_relaxed) + n;
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
      append_labels(out, group.info.label, label_value);
      out.append(" ").append(number(group.info, value.load(std::memory_order_relaxed))).append("\n");
    }
  }
  return out;
}

} // namespace runtime
