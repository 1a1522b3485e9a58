#include "runtime/admin/command.hpp"

#include "runtime/admin/command_list.hpp"

namespace runtime::admin {

std::string arguments::text(std::string_view name) const {
  auto i = values_.find(name);
  auto found = i == values_.end() ? nullptr : std::get_if<std::string>(&i->second);
  return found ? *found : std::string{};
}

uint64_t arguments::number(std::string_view name, uint64_t otherwise) const {
  auto i = values_.find(name);
  auto found = i == values_.end() ? nullptr : std::get_if<uint64_t>(&i->second);
  return found ? *found : otherwise;
}

const command* find_command(std::string_view noun, std::string_view verb) {
  for (auto x : all_commands)
    if (x->noun == noun && x->verb == verb)
      return x;
  return nullptr;
}

} // namespace runtime::admin
