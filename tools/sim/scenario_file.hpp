// A failure as a scenario file: the plan, and for people what it brings to light.

#pragma once

#include "tools/sim/outcome.hpp"

namespace tools::simulator {

/// A scenario is read by people: so many lines at most.
inline constexpr size_t scenario_lines_max = 20;

/// `command` is what made it.
std::string scenario_text(const sim::run_plan& plan, const sim::violation& what, std::string_view command);

/// Replaces the file in one step. Empty, or why it could not.
std::string write_file(const std::string& path, const std::string& text);

} // namespace tools::simulator
