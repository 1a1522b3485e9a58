// `zonehive world generate`: writes a demo world to a directory.

#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>

namespace tools {

/// Writes everything or nothing: into a directory beside `out` that is then
/// renamed. An `out` that already holds something is refused; with `force` it
/// is moved aside, never deleted. Returns the exit status: 0, or 1 after a
/// sentence on `err`.
int run_world_generate(uint64_t seed, const std::filesystem::path& out, bool force, std::ostream& out_stream,
                       std::ostream& err);

} // namespace tools
