#include "tools/sim/message_text.hpp"

#include "messages/catalog.hpp"
#include "messages/interfaces/account.hpp"
#include "messages/interfaces/directory.hpp"
#include "messages/interfaces/router.hpp"
#include "messages/interfaces/store.hpp"
#include "messages/interfaces/zone.hpp"
#include "tools/bots/trace.hpp"

#include <cxxabi.h>

namespace tools::simulator {

namespace {

using tools::bots::flow;
namespace wire = msg::wire;

constexpr size_t elements_max = 4;
constexpr size_t text_max = 60;

/// "msg::zone_leave" as "zone_leave", "std::vector<msg::zone_route, ...>" as "vector<zone_route>".
std::string plain_name(const std::type_info& type) {
  int status = 0;
  std::unique_ptr<char, void (*)(void*)> text{abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free};
  std::string result = status == 0 ? text.get() : type.name();
  if (auto at = result.find(", std::allocator"); at != result.npos)
    result = result.substr(0, at) + ">";
  for (std::string_view noise :
       {"msg::", "std::", "sim::", "actors::", "runtime::", "(anonymous namespace)::", "caf::"})
    for (auto at = result.find(noise); at != result.npos; at = result.find(noise))
      result.erase(at, noise.size());
  for (std::string_view id : {"strong_id<account_tag", "strong_id<character_tag"})
    if (result.starts_with(id))
      result = std::string{id.substr(10, id.size() - 14)} + "_id";
  return result.starts_with("typed_actor<") ? "an actor" : result;
}

bool is_secret(std::string_view field) {
  return field == "password" || field == "password_hash" || field == "hash" || field == "ticket";
}

template <class T>
concept handle = requires(const T& x) {
  static_cast<caf::actor_id>(x.id());
  static_cast<bool>(x);
};

template <class T>
std::string fields_text(const T& x);

std::string in_quotes(std::string_view text) {
  return "\"" + std::string{text.substr(0, text_max)} + (text.size() > text_max ? "...\"" : "\"");
}

template <class T>
std::string value_text(const T& x) {
  if constexpr (std::is_same_v<T, bool>)
    return x ? "true" : "false";
  else if constexpr (std::is_enum_v<T>) {
    if constexpr (requires { std::string{to_string(x)}; })
      return std::string{to_string(x)};
    else
      return std::to_string(static_cast<uint64_t>(x));
  } else if constexpr (std::is_arithmetic_v<T>)
    return std::to_string(x);
  else if constexpr (requires { x.value; })
    return std::to_string(x.value);
  else if constexpr (std::is_convertible_v<T, std::string_view>)
    return in_quotes(x);
  else if constexpr (wire::has_fields<T>)
    return "{" + fields_text(x) + "}";
  else if constexpr (std::is_same_v<T, wire::byte_buffer>)
    return std::to_string(x.size()) + " bytes";
  else if constexpr (handle<T>)
    return x ? "actor " + std::to_string(x.id()) : "nobody";
  else {
    std::string result;
    size_t i = 0;
    for (const auto& y : x)
      if (i++ < elements_max)
        result += (result.empty() ? "" : ", ") + value_text(y);
    return "[" + result + (i > elements_max ? ", ... " + std::to_string(i) + " in all]" : "]");
  }
}

template <class T>
std::string fields_text(const T& x) {
  std::string result;
  auto add = [&](const auto& field) {
    if (field.name == "unused" || field.name == "frames" || field.name == "bytes")
      return;
    result += (result.empty() ? "" : ", ") + std::string{field.name} + " "
              + (is_secret(field.name) ? "(not shown)" : value_text(x.*field.member));
  };
  std::apply([&](const auto&... xs) { (add(xs), ...); }, T::fields);
  return result;
}

// -- client packets -----------------------------------------------------------------

/// Whole frames with a3 heads, one behind the other.
void add_frames(message_words& to, wire::listener on, flow which, wire::byte_view bytes) {
  while (bytes.size() >= msg::client::link_head_size) {
    auto size = msg::client::size_at(bytes);
    if (size < msg::client::link_head_size || size > bytes.size())
      break;
    to.frames.push_back(tools::bots::describe_frame(on, which, bytes.first(size)));
    bytes = bytes.subspan(size);
  }
  if (!bytes.empty())
    to.frames.push_back(std::to_string(bytes.size()) + " bytes that are no frame");
}

void add_content(message_words& to, const msg::client_frames& x, const message_place& where) {
  add_frames(to, where.to_role == "login" ? wire::listener::login : wire::listener::game, flow::sent, x.bytes);
}

void add_content(message_words& to, const msg::edge_output& x, const message_place& where) {
  to.fields = "to connection " + std::to_string(x.to.value & UINT32_MAX) + "." + std::to_string(x.to.value >> 32);
  if (x.consumed != 0)
    to.fields += ", consumed " + std::to_string(x.consumed);
  if (x.close)
    to.fields.append(", close for ").append(msg::to_string(x.reason));
  add_frames(to, where.from_role == "login" ? wire::listener::login : wire::listener::game, flow::received, x.frames);
}

void add_content(message_words& to, const msg::edge_batch& x, const message_place&) {
  to.fields = std::to_string(x.frame_ends.size()) + " frames to " + std::to_string(x.receivers.size()) + " receivers";
  size_t frame = 0;
  size_t receiver = 0;
  for (size_t i = 0; i < x.frame_ends.size() && i < x.receiver_ends.size(); ++i) {
    if (x.frame_ends[i] < frame || x.frame_ends[i] > x.bytes.size())
      return;
    auto here = wire::byte_view{x.bytes}.subspan(frame, x.frame_ends[i] - frame);
    add_frames(to, wire::listener::game, flow::received, here);
    if (auto count = x.receiver_ends[i] - receiver; count != 1 && !to.frames.empty())
      to.frames.back() += " (to " + std::to_string(count) + ")";
    frame = x.frame_ends[i];
    receiver = x.receiver_ends[i];
  }
}

void add_content(message_words& to, const msg::player_input& x, const message_place&) {
  to.fields = "who " + value_text(x.who) + ", visit " + value_text(x.visit) + ", number " + std::to_string(x.number);
  to.frames.push_back(msg::describe(std::visit([](const auto& y) { return msg::game_request{y}; }, x.packet)));
}

template <class T>
requires wire::has_fields<T>
void add_content(message_words& to, const T& x, const message_place&) { to.fields = fields_text(x); }

template <class T>
void add_content(message_words& to, const std::vector<T>& x, const message_place&) {
  to.fields = value_text(x);
}

// -- messages -----------------------------------------------------------------------

template <class... Ts>
bool add_known(message_words& to, const caf::type_erased_tuple& content, const message_place& where,
               wire::type_list<Ts...>) {
  auto add = [&]<class T>(const T* /*which*/) {
    if (!content.match_element<T>(0))
      return false;
    add_content(to, content.get_as<T>(0), where);
    return true;
  };
  return (add(static_cast<const Ts*>(nullptr)) || ...);
}

using known = wire::type_list<
  msg::client_frames, msg::connection_lost, msg::edge_output, msg::edge_batch, msg::edge_stop, msg::edge_fence,
  msg::player_input, msg::zone_enter, msg::zone_entered, msg::zone_activate, msg::zone_cancel, msg::zone_resume,
  msg::zone_leave, msg::zone_departure, msg::zone_expelled, msg::session_close, msg::claim_account,
  msg::release_account, msg::announce_presence, msg::ask_presence, msg::presence, msg::whisper, msg::broadcast,
  msg::authenticate, msg::issue_ticket, msg::redeem_ticket, msg::account_id, msg::verify_password, msg::hash_password,
  msg::find_zone, msg::service_handles, msg::node_offer, msg::node_news, msg::node_ping, msg::zone_route,
  msg::find_account, msg::create_account, msg::set_password, msg::set_account_status, msg::list_accounts,
  msg::note_login, msg::list_characters, msg::create_character, msg::delete_character, msg::save_locations,
  msg::store_status, msg::account_record, msg::character_record, std::vector<msg::character_record>,
  std::vector<msg::zone_route>, msg::inputs_done, msg::zone_goes_on, msg::zone_attach, msg::zone_attached,
  msg::zone_serve, msg::zone_retire, msg::zone_opened, msg::zone_closed, msg::prepare_zone, msg::commit_zone,
  msg::discard_zone, msg::move_report, msg::lease, msg::release_lease>;

/// "@" with forty digits and the number of a process say nothing and differ between runs.
std::string without_node_ids(std::string text) {
  for (auto at = text.find('@'); at != text.npos; at = text.find('@', at)) {
    auto end = std::min(text.find_first_not_of("0123456789ABCDEFabcdef", at + 1), text.size());
    if (end < text.size() && text[end] == '#')
      end = std::min(text.find_first_not_of("0123456789", end + 1), text.size());
    text.erase(at, end - at);
  }
  return text;
}

std::string name_of(const caf::type_erased_tuple& content, size_t i) {
  auto type = content.type(i);
  if (type.second)
    return plain_name(*type.second);
  if (content.match_element<caf::atom_value>(i))
    return caf::to_string(content.get_as<caf::atom_value>(i));
  auto text = without_node_ids(content.stringify(i));
  return text.size() > text_max ? text.substr(0, text_max) + "..." : text;
}

/// What the accounts' actors answer to each other as bare words and numbers are tickets and hashes.
bool may_be_secret(const message_place& where) {
  auto is_of_accounts = [](std::string_view role) {
    return role == "account" || role == "login" || role.starts_with("password");
  };
  return where.is_answer && is_of_accounts(where.from_role) && is_of_accounts(where.to_role);
}

} // namespace

message_words describe_message(const caf::type_erased_tuple& content, const message_place& where) {
  message_words result;
  for (size_t i = 0; i < content.size(); ++i) {
    auto is_word = !content.type(i).second && !content.match_element<caf::atom_value>(i);
    auto is_bool = content.match_element<bool>(i);
    result.name += i == 0 ? "" : " ";
    result.name += is_word && !is_bool && may_be_secret(where) ? "(not shown)" : name_of(content, i);
  }
  if (content.size() == 0)
    result.name = "nothing";
  else
    add_known(result, content, where, known{});
  return result;
}

std::string describe_types(caf::actor_system& system, std::string_view types) {
  std::string result;
  if (types.starts_with("@<>"))
    types.remove_prefix(3);
  while (!types.empty() && types.front() == '+') {
    types.remove_prefix(1);
    auto end = std::min(types.find('+'), types.size());
    std::string name{types.substr(0, end)};
    types.remove_prefix(end);
    auto value = system.types().make_value(name);
    result += (result.empty() ? "" : " ") + (value && value->type().second ? plain_name(*value->type().second) : name);
  }
  return result.empty() ? "a frame" : result;
}

} // namespace tools::simulator
