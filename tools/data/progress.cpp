#include "tools/data/progress.hpp"

#include <algorithm>
#include <ostream>

namespace tools::data {

namespace {

constexpr size_t bar_width = 30;
constexpr size_t percent = 100;
// Steps between two drawings when nobody knows how many there will be.
constexpr size_t stride = 64;

} // namespace

void progress::begin(std::string_view what, size_t total) {
  if (!out_)
    return;
  what_ = what;
  total_ = total;
  done_ = 0;
  drawn_ = 0;
  draw();
}

void progress::step() {
  if (!out_)
    return;
  ++done_;
  auto now = total_ == 0 ? done_ / stride : done_ * percent / total_;
  if (now == drawn_)
    return;
  drawn_ = now;
  draw();
}

void progress::finish() {
  if (!out_ || !is_drawn_)
    return;
  *out_ << "\r\x1b[K" << std::flush;
  is_drawn_ = false;
}

void progress::draw() {
  is_drawn_ = true;
  *out_ << "\r\x1b[K" << what_ << " ";
  if (total_ == 0) {
    *out_ << done_ << std::flush;
    return;
  }
  auto filled = std::min(bar_width, done_ * bar_width / total_);
  *out_ << "[" << std::string(filled, '#') << std::string(bar_width - filled, '.') << "] " << done_ << "/" << total_
        << std::flush;
}

} // namespace tools::data
