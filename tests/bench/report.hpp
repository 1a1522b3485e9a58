// What a benchmark says: one line per figure, tab-separated, so that a person
// can read it and tests/bench/run can put it into its table.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// Prints "what <tab> value with unit <tab> aim". An empty aim is a figure only.
void row(std::string_view what, const std::string& value, std::string_view aim = {});

/// Prints a line for a person; tests/bench/run leaves it out of its table.
void note(const std::string& text);

/// `value` with `digits` behind the point, thousands apart: 123,456.7
std::string number(double value, int digits = 0);

/// Of an unsorted list, which this sorts in part; 0 when it is empty. `per_mille` 500 is the median.
double quantile(std::vector<double>& values, unsigned per_mille);
uint32_t quantile(std::vector<uint32_t>& values, unsigned per_mille);

} // namespace bench
