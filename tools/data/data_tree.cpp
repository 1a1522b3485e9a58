#include "tools/data/data_tree.hpp"

#include "tools/data/text_tree.hpp"

namespace tools::data {

data_tree read_data_tree(const std::filesystem::path& root, progress& shown) {
  auto read = read_tree(root, loaders::file_size_max, shown);
  if (read.error)
    return {{}, {}, {}, {*read.error}};
  if (!is_text_tree(read.files))
    return {std::move(read.files), std::move(read.too_large), {}, {}};
  auto data = to_data(read.files, shown);
  return {std::move(data.files), std::move(read.too_large), data.encoding, std::move(data.errors)};
}

} // namespace tools::data
