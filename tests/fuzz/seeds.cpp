// Writes a seed for every packet of the catalogue: `fuzz_seeds FOLDER` makes
// FOLDER/login, FOLDER/game and FOLDER/json.

#include "messages/client/cipher.hpp"
#include "messages/client/head.hpp"
#include "messages/packet_json.hpp"
#include "messages/wire/text.hpp"
#include "tests/messages/arbitrary_body.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace msg;

void write(const std::filesystem::path& path, const wire::byte_buffer& bytes) {
  std::ofstream out{path, std::ios::binary};
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

wire::byte_buffer stream_seed(const catalog_entry& entry, wire::byte_buffer body, uint8_t choice) {
  auto heads = static_cast<client::dialect>(choice >> 1 & 1);
  if ((choice & 4) != 0 && entry.is_enciphered())
    client::encipher(body, client::dynamic_key_562);
  wire::byte_buffer result{static_cast<uint8_t>(choice | static_cast<uint8_t>(entry.info.to))};
  client::append_head(result, entry.info.select, body.size(), 1, heads);
  result.insert(result.end(), body.begin(), body.end());
  return result;
}

wire::byte_buffer json_seed(size_t index, const catalog_entry& entry, const wire::byte_buffer& body) {
  auto text = R"({"pc_id":1,"fields":)" + wire::to_json(*entry.shape, body, {.explains = index % 2 == 0}) + "}";
  wire::byte_buffer result{static_cast<uint8_t>(index), static_cast<uint8_t>(index >> 8)};
  result.insert(result.end(), text.begin(), text.end());
  return result;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz_seeds FOLDER\n";
    return 2;
  }
  std::filesystem::path folder{argv[1]};
  for (const auto* name : {"login", "game", "json"})
    std::filesystem::create_directories(folder / name);
  runtime::prng rng{1};
  size_t index = 0;
  for (const auto& entry : catalog()) {
    std::string name{entry.info.name};
    if (entry.shape) {
      auto body = test::arbitrary_body(*entry.shape, rng);
      auto choice = static_cast<uint8_t>((index % 4) << 1 | 0xF8);
      if (entry.info.has_number)
        write(folder / std::string{to_string(wire::listener_of(entry.info.on))} / name,
              stream_seed(entry, body, choice));
      write(folder / "json" / name, json_seed(index, entry, body));
    }
    ++index;
  }
  return 0;
}
