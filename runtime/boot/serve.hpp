// One node of the server, from start to stop.

#pragma once

#include "runtime/boot/options.hpp"

namespace runtime::boot {

/// Runs until SIGTERM or SIGINT, then saves everybody. Returns the exit code of
/// the process: 0 after a clean stop, 1 when it could not start (the reason is
/// logged and printed in `problem`) or not stop in time.
int serve(const serve_options& options, std::string& problem);

} // namespace runtime::boot
