// How far long work is: a bar on a terminal, nothing anywhere else.

#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace tools::data {

class progress {
public:
  /// Shows nothing.
  progress() = default;
  /// Draws on `out`, which is a terminal.
  explicit progress(std::ostream& out) : out_(&out) {}
  ~progress() { finish(); }
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// Begins a piece of work of `total` steps; 0 when their number is not known.
  void begin(std::string_view what, size_t total);
  void step();
  /// Wipes the bar. Whatever is printed next begins at the start of the line.
  void finish();

private:
  void draw();

  std::ostream* out_ = nullptr;
  std::string what_;
  size_t total_ = 0;
  size_t done_ = 0;
  size_t drawn_ = 0; // what was last drawn, so that most steps draw nothing
  bool is_drawn_ = false;
};

} // namespace tools::data
