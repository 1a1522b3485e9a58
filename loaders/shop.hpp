// What is for sale: shop/<npc id>.txt and shop/CashItemTbl.dat (format notes, section 9).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t shop_item_count_max = 255;

struct shop {
  /// Item codes.
  std::vector<uint16_t> items;
  /// The file as it was; nothing when there was none.
  std::optional<std::string> source = {};
};

/// One decimal item code per line; blank lines mean nothing.
result<shop> load_shop(std::string_view file, byte_view in, load_options options);

/// `source` as long as it still says the same, otherwise a new file.
byte_buffer save_shop(const shop& x);

struct cash_item {
  uint16_t npc = 0;
  uint16_t item = 0;
  uint32_t price = 0;
  uint16_t count = 0;

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("npc", &cash_item::npc), msg::wire::field("item", &cash_item::item),
                      msg::wire::field("price", &cash_item::price), msg::wire::field("count", &cash_item::count));
  friend bool operator==(const cash_item&, const cash_item&) = default;
};
static_assert(msg::wire::size_of<cash_item>() == 10);

/// What is written is save_records(...).
result<std::vector<cash_item>> load_cash_items(std::string_view file, byte_view in, load_options options);

} // namespace loaders
