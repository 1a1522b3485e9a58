#include "messages/handled.hpp"

#include "messages/wire/text.hpp"

namespace msg {

namespace {

template <class Variant>
struct entry {
  wire::selector select;
  wire::decode_result (*decode)(wire::byte_view, Variant&);
};

template <class Variant, class T>
wire::decode_result decode_one(wire::byte_view body, Variant& out) {
  return wire::decode(body, out.template emplace<T>());
}

/// The list as a table sorted by selector, made when compiling. Two packets
/// with one selector in one list do not compile.
template <class Variant, class... Ts>
consteval auto make_table(wire::type_list<Ts...>) {
  std::array<entry<Variant>, sizeof...(Ts)> result{entry<Variant>{Ts::info.select, decode_one<Variant, Ts>}...};
  std::ranges::sort(result, {}, &entry<Variant>::select);
  if (std::ranges::adjacent_find(result, {}, &entry<Variant>::select) != result.end())
    throw "two packets share a selector";
  return result;
}

template <class List>
const auto* find(wire::selector which) {
  using variant = typename variant_of<List>::type;
  static constexpr auto table = make_table<variant>(List{});
  auto i = std::ranges::lower_bound(table, which, {}, &entry<variant>::select);
  return i != table.end() && i->select == which ? &*i : nullptr;
}

template <class List, class Variant>
wire::decode_result decode_in(wire::selector which, wire::byte_view body, Variant& out) {
  if (auto* found = find<List>(which))
    return found->decode(body, out);
  return {wire::decode_errc::unknown_packet, {}, 0};
}

template <class Variant>
std::string describe_any(const Variant& x) {
  return std::visit(
    []<class T>(const T& packet) {
      std::string result{T::info.name};
      result += ' ';
      result += wire::to_json(packet);
      return result;
    },
    x);
}

} // namespace

wire::decode_result decode(wire::selector which, wire::byte_view body, login_request& out) {
  return decode_in<login_requests>(which, body, out);
}

wire::decode_result decode(wire::selector which, wire::byte_view body, login_answer& out) {
  return decode_in<login_answers>(which, body, out);
}

wire::decode_result decode(wire::selector which, wire::byte_view body, zone_request& out) {
  return decode_in<zone_requests>(which, body, out);
}

wire::decode_result decode(wire::selector which, wire::byte_view body, game_request& out) {
  return decode_in<game_requests>(which, body, out);
}

wire::decode_result decode(wire::selector which, wire::byte_view body, game_answer& out) {
  return decode_in<game_answers>(which, body, out);
}

uint16_t encode(wire::byte_buffer& out, const zone_request& x) {
  return std::visit(
    [&]<class T>(const T& packet) {
      wire::encode(out, packet);
      return T::info.select.number;
    },
    x);
}

std::string describe(const login_answer& x) { return describe_any(x); }
std::string describe(const game_request& x) { return describe_any(x); }
std::string describe(const game_answer& x) { return describe_any(x); }

} // namespace msg
