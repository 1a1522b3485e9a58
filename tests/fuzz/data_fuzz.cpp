// JSON to a data file: the first byte chooses the format, the second the
// encoding, the rest is the text. Either there is an error with words in it, or
// bytes that become JSON and the same bytes again.

#include "tools/data/convert.hpp"

#include <cstdlib>

namespace {

using namespace tools::data;

void expect(bool promise) {
  if (!promise)
    std::abort();
}

void fuzz_build(const json_format& format, text_encoding encoding, const std::string& text) {
  json from;
  try {
    from = parsed_json(text);
  } catch (const build_error& err) {
    expect(err.what() != std::string_view{});
    return;
  }
  auto made = build_file(format, from, encoding);
  if (made.error) {
    expect(!made.error->empty() && made.bytes.empty());
    return;
  }
  dump_request request{{"fuzz", {loaders::load_mode::lenient, encoding}}, {encoding, true}};
  auto dumped = dump_file(format, request, made.bytes);
  expect(dumped.is_ok);
  auto again = build_file(format, parsed_json(dumped.text.dump()), encoding);
  expect(!again.error);
  expect(again.bytes == made.bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t choice_size = 2;
  if (size < choice_size)
    return 0;
  auto formats = json_formats();
  auto encodings = loaders::text_encodings();
  fuzz_build(formats[data[0] % formats.size()], encodings[data[1] % encodings.size()],
             {reinterpret_cast<const char*>(data) + choice_size, size - choice_size});
  return 0;
}
