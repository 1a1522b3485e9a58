#include "loaders/skill.hpp"

namespace loaders {

namespace {

// The generation before had records of 94 bytes.
constexpr size_t older_file_size = skill_slot_count * 94;

} // namespace

result<std::vector<skill>> load_skills(std::string_view name, byte_view in, load_options options) {
  constexpr auto size = skill_slot_count * msg::wire::size_of<skill>();
  inspection file{name, options};
  if (auto found = file.check_size(in, size,
                                   in.size() == older_file_size ? "5922 is the older generation, which is not read"
                                                                : "63 records of 157"))
    return *found;
  return load_records<skill>(file, in, 0, size);
}

} // namespace loaders
