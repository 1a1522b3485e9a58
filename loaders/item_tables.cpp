#include "loaders/item_tables.hpp"

namespace loaders {

namespace {

struct group_range {
  uint16_t first = 0;
  uint16_t last = 0;
};

/// Refuses a number outside `first` to `last`.
std::optional<load_issue> check_range(const inspection& file, size_t offset, std::string field, uint16_t value,
                                      uint16_t first, uint16_t last) {
  if (value >= first && value <= last)
    return std::nullopt;
  return file.issue(load_errc::range, offset, std::move(field), std::to_string(value),
                    std::to_string(first) + " to " + std::to_string(last));
}

/// Accepts each key once; lenient mode leaves out the others.
class unique_keys {
public:
  record_verdict check(inspection& file, record_place at, std::string field, uint16_t key) {
    if (seen_.insert(key).second)
      return {};
    auto issue = file.issue(load_errc::duplicate, at.offset, std::move(field), std::to_string(key), "each only once")
                   .in_record(at.index);
    return {file.refuse_if_strict(std::move(issue)), false};
  }

private:
  std::set<uint16_t> seen_;
};

template <class T>
result<std::vector<T>> load_items(std::string_view name, byte_view in, load_options options, group_range groups) {
  inspection file{name, options};
  unique_keys codes;
  return load_record_list<T>(file, in, any_count, [&](const T& x, record_place at) -> record_verdict {
    if (is_empty_slot(x))
      return {};
    if (auto found = check_range(file, at.offset, "group", x.group, groups.first, groups.last))
      return {found};
    if (auto found = check_range(file, at.offset + offset_of<T>("row"), "row", x.row, 0, item_row_max))
      return {found};
    return codes.check(file, at, "item code", x.code());
  });
}

} // namespace

result<std::vector<it0_item>> load_it0(std::string_view file, byte_view in, load_options options) {
  return load_items<it0_item>(file, in, options, {1, 3});
}

result<std::vector<it1_item>> load_it1(std::string_view file, byte_view in, load_options options) {
  return load_items<it1_item>(file, in, options, {it1_item::necklace_group, it1_item::ring_group});
}

result<std::vector<it2_item>> load_it2(std::string_view file, byte_view in, load_options options) {
  return load_items<it2_item>(file, in, options, {6, 15});
}

result<std::vector<pet_item>> load_pets(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  unique_keys codes;
  return load_record_list<pet_item>(file, in, pet_count_max, [&](const pet_item& x, record_place at) -> record_verdict {
    if (is_empty_slot(x))
      return {};
    if (auto found =
          check_range(file, at.offset + offset_of<pet_item>("code"), "code", x.code, pet_code_first, pet_code_last))
      return {found};
    return codes.check(file, at, "code", x.code);
  });
}

result<std::vector<it0ex_item>> load_it0ex(std::string_view name, const std::set<uint16_t>* base_rows, byte_view in,
                                           load_options options) {
  inspection file{name, options};
  unique_keys rows;
  auto check = [&](const it0ex_item& x, record_place at) -> record_verdict {
    if (is_empty_slot(x))
      return {};
    if (auto found = check_range(file, at.offset, "row", x.row, 0, item_row_max))
      return {found};
    if (base_rows && !base_rows->contains(x.row)) {
      auto issue = file.issue(load_errc::reference, at.offset, "row", std::to_string(x.row), "a row of IT0");
      return {file.refuse_if_strict(std::move(issue).in_record(at.index)), false};
    }
    return rows.check(file, at, "row", x.row);
  };
  return load_record_list<it0ex_item>(file, in, any_count, check);
}

std::set<uint16_t> rows_of(const std::vector<it0_item>& items) {
  std::set<uint16_t> rows;
  for (const auto& x : items)
    if (!is_empty_slot(x))
      rows.insert(x.row);
  return rows;
}

} // namespace loaders
