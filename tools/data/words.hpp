// Small pieces of sentences.

#pragma once

#include "loaders/cell.hpp"
#include "loaders/text_encoding.hpp"

#include <string>

namespace tools::data {

/// "1 cell", "2 cells".
std::string counted(size_t number, std::string_view one, std::string_view many);

/// "(3,4)".
std::string shown_cell(loaders::cell at);

/// `bytes` as UTF-8; of what is none in that encoding, "?" for each byte that is no letter of ASCII.
std::string shown_text(std::string_view bytes, loaders::text_encoding encoding);

/// `text` with every control character of ASCII as \xNN, so that what a file says cannot steer the terminal it is shown
/// on.
std::string for_terminal(std::string_view text);

} // namespace tools::data
