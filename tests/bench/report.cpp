#include "tests/bench/report.hpp"

#include <algorithm>
#include <cstdio>

namespace bench {

namespace {

template <class T>
T quantile_of(std::vector<T>& values, unsigned per_mille) {
  if (values.empty())
    return 0;
  auto i = std::min(values.size() - 1, values.size() * per_mille / 1000);
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(i), values.end());
  return values[i];
}

} // namespace

void row(std::string_view what, const std::string& value, std::string_view aim) {
  std::printf("%.*s\t%s\t%.*s\n", static_cast<int>(what.size()), what.data(), value.c_str(),
              static_cast<int>(aim.size()), aim.data());
  std::fflush(stdout);
}

void note(const std::string& text) {
  std::printf("# %s\n", text.c_str());
  std::fflush(stdout);
}

std::string number(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  std::string result{text};
  auto point = std::min(result.find('.'), result.size());
  auto first = result.front() == '-' ? size_t{1} : size_t{0};
  for (auto i = point; i > first + 3; i -= 3)
    result.insert(i - 3, 1, ',');
  return result;
}

double quantile(std::vector<double>& values, unsigned per_mille) { return quantile_of(values, per_mille); }
uint32_t quantile(std::vector<uint32_t>& values, unsigned per_mille) { return quantile_of(values, per_mille); }

} // namespace bench
