#include "loaders/recipe.hpp"

namespace loaders {

result<std::vector<recipe>> load_recipes(std::string_view name, byte_view in, size_t count_max, load_options options) {
  inspection file{name, options};
  return load_record_list<recipe>(file, in, count_max);
}

} // namespace loaders
