#include "loaders/client_tables.hpp"

namespace loaders {

namespace {

template <class T>
result<std::vector<T>> load_client_table(std::string_view name, byte_view in, load_options options) {
  constexpr auto head_size = msg::wire::size_of<detail::client_table_head>();
  inspection file{name, options};
  if (auto found = file.check_not_too_large(in))
    return *found;
  detail::client_table_head head;
  if (!read_at(in, 0, head))
    return file.issue(load_errc::truncated, in.size(), "count", std::to_string(in.size()) + " bytes", "4 bytes");
  // 32 bits times a record cannot overflow 64.
  uint64_t size = head_size + uint64_t{head.count} * msg::wire::size_of<T>();
  if (auto found = file.check_size(in, size, "a count of " + std::to_string(head.count) + " records"))
    return *found;
  return load_records<T>(file, in, head_size, size);
}

} // namespace

result<std::vector<client_monster>> load_client_monsters(std::string_view file, byte_view in, load_options options) {
  return load_client_table<client_monster>(file, in, options);
}

result<std::vector<client_map>> load_client_maps(std::string_view file, byte_view in, load_options options) {
  return load_client_table<client_map>(file, in, options);
}

result<std::vector<client_npc>> load_client_npcs(std::string_view file, byte_view in, load_options options) {
  return load_client_table<client_npc>(file, in, options);
}

result<std::vector<client_warp>> load_client_warps(std::string_view file, byte_view in, load_options options) {
  return load_client_table<client_warp>(file, in, options);
}

} // namespace loaders
