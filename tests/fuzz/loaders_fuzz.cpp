// Goal: no bytes make a loader crash, and what strict mode accepts is written
// back byte for byte. Method: the first byte chooses the format and the mode,
// the others are the file. In lenient mode what is written must be stable: it
// loads again, and is then written the same. Numbers behind the formats choose
// what is no format of the list: our own JSON files, the client's obfuscation,
// and IT0ex with the rows of IT0 known.

#include "loaders/formats.hpp"
#include "loaders/level_table.hpp"
#include "loaders/npc_role.hpp"
#include "loaders/ull.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using loaders::byte_buffer;
using loaders::byte_view;

/// Fuzzers look for crashes, so a broken promise is one.
void expect(bool promise) {
  if (!promise)
    std::abort();
}

void fuzz_file(const loaders::file_format& format, const loaders::file_context& context, byte_view in) {
  auto written = format.rewrite(context, in);
  if (!written)
    return;
  if (context.options.mode == loaders::load_mode::strict)
    expect(std::equal(in.begin(), in.end(), written->begin(), written->end()));
  auto again = format.rewrite(context, *written);
  expect(bool{again});
  expect(*again == *written);
}

void fuzz_ull(byte_view in) {
  auto is_same = [&](const byte_buffer& out) { return std::equal(in.begin(), in.end(), out.begin(), out.end()); };
  expect(is_same(loaders::ull_decode(loaders::ull_encode(in))));
  expect(is_same(loaders::ull_encode(loaders::ull_decode(in))));
}

/// JSON may be laid out in many ways, so the values must come again, not the bytes.
template <class Load, class Save>
void fuzz_json(Load load, Save save, const loaders::load_options& options, byte_view in) {
  auto found = load("fuzz.json", in, options);
  if (!found) {
    expect(!to_string(found.error()).empty());
    return;
  }
  auto again = load("fuzz.json", save(*found), loaders::load_mode::strict);
  expect(bool{again});
  expect(*again == *found);
}

/// The first bytes are the rows of IT0, a bit each.
void fuzz_it0ex(const loaders::load_options& options, byte_view in) {
  constexpr size_t rows_size = 4;
  if (in.size() < rows_size)
    return;
  std::set<uint16_t> rows;
  for (uint16_t row = 0; row < 8 * rows_size; ++row)
    if ((in[row / 8] >> row % 8 & 1) != 0)
      rows.insert(row);
  fuzz_file(*loaders::find_file_format("it0ex"), {"fuzz", options, {}, rows}, in.subspan(rows_size));
}

void fuzz_one(size_t choice, const loaders::load_options& options, byte_view in) {
  auto formats = loaders::file_formats();
  if (choice < formats.size())
    return fuzz_file(formats[choice], {"fuzz", options}, in);
  switch (choice - formats.size()) {
  case 0:
    return fuzz_ull(in);
  case 1:
    return fuzz_json(loaders::load_level_table, loaders::save_level_table, options, in);
  case 2:
    return fuzz_json(loaders::load_npc_roles, loaders::save_npc_roles, options, in);
  default:
    return fuzz_it0ex(options, in);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0)
    return 0;
  constexpr size_t others = 4;
  auto choice = (data[0] & 0x7F) % (loaders::file_formats().size() + others);
  auto mode = (data[0] & 0x80) != 0 ? loaders::load_mode::lenient : loaders::load_mode::strict;
  fuzz_one(choice, {mode, loaders::text_encoding::euc_kr}, {data + 1, size - 1});
  return 0;
}
