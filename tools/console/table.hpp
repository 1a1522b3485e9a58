// Aligned columns for people.

#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace tools {

using table_row = std::vector<std::string>;

/// Every row has as many cells as the first one, which is the heading.
void print_table(std::ostream& out, const std::vector<table_row>& rows);

} // namespace tools
