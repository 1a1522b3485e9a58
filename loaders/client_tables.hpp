// Tables of the client, for tools only: MON, MC, NPC, WL after ULL decoding
// (format notes, section 13). A count, then that many records.

#pragma once

#include "loaders/record.hpp"

namespace loaders {

struct client_monster {
  uint32_t id = 0;
  name_field<31> name;
  opaque<61> tail{};

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("id", &client_monster::id), msg::wire::field("name", &client_monster::name),
                      msg::wire::field("tail_hex", &client_monster::tail));
  friend bool operator==(const client_monster&, const client_monster&) = default;
};
static_assert(msg::wire::size_of<client_monster>() == 96);

struct client_map {
  uint32_t id = 0;
  std::array<uint32_t, 5> words{};
  name_field<32> name;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("id", &client_map::id), msg::wire::field("words", &client_map::words),
                      msg::wire::field("name", &client_map::name));
  friend bool operator==(const client_map&, const client_map&) = default;
};
static_assert(msg::wire::size_of<client_map>() == 56);

struct client_npc {
  uint32_t id = 0;
  name_field<32> name;
  opaque<8> tail{};

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("id", &client_npc::id), msg::wire::field("name", &client_npc::name),
                      msg::wire::field("tail_hex", &client_npc::tail));
  friend bool operator==(const client_npc&, const client_npc&) = default;
};
static_assert(msg::wire::size_of<client_npc>() == 44);

/// Where a teleporter sends people: `teleport` is a line of Teleport.txt.
struct client_warp {
  uint32_t npc = 0;
  uint32_t teleport = 0;
  uint32_t map = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("npc", &client_warp::npc), msg::wire::field("teleport", &client_warp::teleport),
                      msg::wire::field("map", &client_warp::map));
  friend bool operator==(const client_warp&, const client_warp&) = default;
};
static_assert(msg::wire::size_of<client_warp>() == 12);

/// The count is compared with the size of the file before anything is allocated.
result<std::vector<client_monster>> load_client_monsters(std::string_view file, byte_view in, load_options options);
result<std::vector<client_map>> load_client_maps(std::string_view file, byte_view in, load_options options);
result<std::vector<client_npc>> load_client_npcs(std::string_view file, byte_view in, load_options options);
result<std::vector<client_warp>> load_client_warps(std::string_view file, byte_view in, load_options options);

namespace detail {

struct client_table_head {
  uint32_t count = 0;

  static constexpr auto fields = msg::wire::fields(msg::wire::field("count", &client_table_head::count));
};

} // namespace detail

template <msg::wire::has_fields T>
byte_buffer save_client_table(const std::vector<T>& xs) {
  byte_buffer out;
  msg::wire::encode(out, detail::client_table_head{static_cast<uint32_t>(xs.size())});
  for (const auto& x : xs)
    msg::wire::encode(out, x);
  return out;
}

} // namespace loaders
