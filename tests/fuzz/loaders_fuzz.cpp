// Goal: no bytes make a loader crash, and what strict mode accepts is written
// back byte for byte. Method: the first byte chooses the format and the mode,
// the others are the file. In lenient mode what is written must be stable: it
// loads again, and is then written the same.

#include "loaders/formats.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

/// Fuzzers look for crashes, so a broken promise is one.
void expect(bool promise) {
  if (!promise)
    std::abort();
}

void fuzz_file(const loaders::file_format& format, const loaders::load_options& options, loaders::byte_view in) {
  loaders::file_context context{"fuzz", options};
  auto written = format.rewrite(context, in);
  if (!written)
    return;
  if (options.mode == loaders::load_mode::strict)
    expect(std::equal(in.begin(), in.end(), written->begin(), written->end()));
  auto again = format.rewrite(context, *written);
  expect(bool{again});
  expect(*again == *written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0)
    return 0;
  auto formats = loaders::file_formats();
  const auto& format = formats[(data[0] & 0x7F) % formats.size()];
  auto mode = (data[0] & 0x80) != 0 ? loaders::load_mode::lenient : loaders::load_mode::strict;
  fuzz_file(format, {mode, loaders::text_encoding::euc_kr}, {data + 1, size - 1});
  return 0;
}
