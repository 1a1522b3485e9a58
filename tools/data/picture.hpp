// Pictures in memory: points, rectangles and small letters.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tools::data {

struct colour {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;

  friend bool operator==(const colour&, const colour&) = default;
};

/// `share` percent of `b`, the rest `a`.
colour mixed(colour a, colour b, int share);

class picture {
public:
  picture(int width, int height, colour background)
      : width_(width), height_(height), points_(static_cast<size_t>(width) * static_cast<size_t>(height), background) {}

  int width() const { return width_; }
  int height() const { return height_; }
  /// Only inside the picture.
  colour at(int x, int y) const { return points_[index(x, y)]; }
  const std::vector<colour>& points() const { return points_; }

  // Whatever lies outside the picture is not drawn.
  void put(int x, int y, colour c);
  void fill(int x, int y, int width, int height, colour c);
  void frame(int x, int y, int width, int height, colour c);
  /// All points at most `radius` steps away, without diagonals.
  void diamond(int x, int y, int radius, colour c);
  /// Letters of ASCII, 5 x 9 points each times `scale`; what the font lacks is a question mark. `y` is the top of
  /// capital letters.
  void write(int x, int y, std::string_view text, colour c, int scale = 1);

private:
  size_t index(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x);
  }

  int width_;
  int height_;
  std::vector<colour> points_;
};

/// From the left edge of one letter to that of the next, at scale 1.
inline constexpr int letter_width = 6;
/// Of capital letters and digits; some small letters reach two points lower.
inline constexpr int letter_height = 7;

} // namespace tools::data
