// The client packets that somebody here acts on or sends, per listener and
// direction, as values. Sessions, zones, bots and tests all walk these lists.
// Every packet there is, acted on or not, is in messages/catalog.hpp.

#pragma once

#include "messages/client/character.hpp"
#include "messages/client/chat.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/head.hpp"
#include "messages/client/login.hpp"
#include "messages/client/move.hpp"
#include "messages/client/warp.hpp"
#include "messages/client/world.hpp"

#include <variant>

namespace msg {

/// From the client, on the login listener.
using login_requests = wire::type_list<client::c2ls_login, client::c2ls_select_server>;

/// To the client, on the login listener.
using login_answers = wire::type_list<client::ls2c_say, client::ls2c_server_list, client::ls2c_gate_info>;

/// From the client, dealt with by its session.
using session_requests =
  wire::type_list<client::c2g_login, client::c2g_time_tick, client::c2s_payinfo, client::c2s_ask_create_player,
                  client::c2s_ask_delete_player, client::c2s_char_login, client::c2s_world_login,
                  client::c2s_char_logout, client::c2s_option>;

/// From the client, dealt with by its zone.
using zone_requests = wire::type_list<client::c2s_ask_move, client::c2s_pc_move, client::c2s_say, client::c2s_gesture,
                                      client::c2s_warp, client::c2s_chat_window_opt>;

/// From the client, on the game listener.
using game_requests = decltype(session_requests{} + zone_requests{});

/// To the client, on the game listener.
using game_answers =
  wire::type_list<client::g2c_time_tick, client::s2c_error, client::s2c_svr_time, client::s2c_char_list,
                  client::s2c_ans_create_player, client::s2c_ans_delete_player, client::s2c_char_login_ok,
                  client::s2c_world_login, client::s2c_char_logout, client::s2c_pskill_list,
                  client::s2c_skill_slot_info, client::s2c_option, client::s2c_pc_appear, client::s2c_pc_disappear,
                  client::s2c_npc_appear, client::s2c_npc_disappear, client::s2c_ans_move, client::s2c_see_move,
                  client::s2c_see_stop, client::s2c_fix_move, client::s2c_say, client::s2c_chat_window_opt,
                  client::s2c_gesture, client::s2c_warp_ready, client::s2c_warp, client::s2c_warp_login>;

template <class List>
struct variant_of;
template <class... Ts>
struct variant_of<wire::type_list<Ts...>> {
  using type = std::variant<Ts...>;
};

using login_request = variant_of<login_requests>::type;
using login_answer = variant_of<login_answers>::type;
using zone_request = variant_of<zone_requests>::type;
using game_request = variant_of<game_requests>::type;
using game_answer = variant_of<game_answers>::type;

/// Decodes `body`, what follows the head, as the packet that `which` selects.
/// `out` is only meaningful when the result is good.
[[nodiscard]] wire::decode_result decode(wire::selector which, wire::byte_view body, login_request& out);
[[nodiscard]] wire::decode_result decode(wire::selector which, wire::byte_view body, login_answer& out);
[[nodiscard]] wire::decode_result decode(wire::selector which, wire::byte_view body, zone_request& out);
[[nodiscard]] wire::decode_result decode(wire::selector which, wire::byte_view body, game_request& out);
[[nodiscard]] wire::decode_result decode(wire::selector which, wire::byte_view body, game_answer& out);

/// Appends the body of `x` to `out` and returns its number.
uint16_t encode(wire::byte_buffer& out, const zone_request& x);

/// One line for logs and failing tests.
std::string describe(const login_answer& x);
std::string describe(const game_request& x);
std::string describe(const game_answer& x);

} // namespace msg
