#include "tools/data/png_file.hpp"

#include <png.h>

#include <stdexcept>
#include <string>

namespace tools::data {

std::vector<uint8_t> png_of(const picture& x) {
  std::vector<uint8_t> rows;
  rows.reserve(3 * x.points().size());
  for (auto point : x.points())
    rows.insert(rows.end(), {point.red, point.green, point.blue});
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(x.width());
  image.height = static_cast<png_uint_32>(x.height());
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  std::vector<uint8_t> bytes;
  // The first call measures, the second writes.
  for (auto is_written : {false, true}) {
    bytes.resize(size);
    if (png_image_write_to_memory(&image, is_written ? bytes.data() : nullptr, &size, 0, rows.data(), 0, nullptr) == 0)
      throw std::runtime_error{"the picture cannot be written: " + std::string{image.message}};
  }
  bytes.resize(size);
  return bytes;
}

} // namespace tools::data
