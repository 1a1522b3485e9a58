// Asks for a password where nobody can read it over a shoulder.

#pragma once

#include "tools/console/console.hpp"

#include <optional>
#include <string>

namespace tools {

/// One line of `io.in`. When that is the terminal of this process: twice and
/// without echo. Nothing at the end of input, or when the two differ.
std::optional<std::string> prompt_password(const console& io);

} // namespace tools
