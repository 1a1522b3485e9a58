#include "actors/login/login_machine.hpp"

namespace actors {

using namespace msg::client;

namespace {

/// Type bytes of ls2c_say (protocol table, login_message_type).
constexpr uint8_t say_general = 0;
constexpr uint8_t say_account = 1;
constexpr uint8_t say_duplicate = 2;

struct refusal_text {
  uint8_t type;
  std::string_view words;
};

constexpr refusal_text text_of(login_refusal why) {
  switch (why) {
  case login_refusal::wrong_password:
    return {say_general, "Wrong account or password."};
  case login_refusal::banned:
    return {say_account, "This account is banned."};
  case login_refusal::pending:
    return {say_account, "This account is not activated yet."};
  case login_refusal::locked:
    return {say_account, "Too many wrong passwords. Try again later."};
  case login_refusal::already_online:
    return {say_duplicate, "This account is already logged in."};
  case login_refusal::full:
    return {say_general, "The server is full. Try again later."};
  case login_refusal::maintenance:
    return {say_general, "The server is in maintenance. Try again later."};
  case login_refusal::unavailable:
    break;
  }
  return {say_general, "The server cannot log you in right now. Try again in a moment."};
}

} // namespace

login_action login_machine::on(const msg::login_request& packet, const login_rules& rules, bool& is_refused) {
  return std::visit([&](const auto& x) { return handle(x, rules, is_refused); }, packet);
}

void login_machine::say(uint8_t type, std::string_view words) {
  encode_frame(frames_, ls2c_say{type, msg::wire::fixed_text<81>{words}});
}

login_action login_machine::handle(const c2ls_login& packet, const login_rules& rules, bool&) {
  account_ = {};
  name_ = packet.account.str();
  if (rules.is_in_maintenance)
    return refused(login_refusal::maintenance, rules);
  is_busy_ = true;
  return {login_action::kind::authenticate, name_, std::string{packet.password.str()}};
}

void login_machine::accepted(msg::account_id account, const login_rules& rules) {
  is_busy_ = false;
  account_ = account;
  // Both in one write: sent apart they confuse old clients.
  say(say_general, rules.welcome);
  ls2c_server_list list;
  list.entries.push_back(
    {rules.server_id, msg::wire::fixed_text<17>{rules.server_name}, msg::wire::fixed_text<81>{"ONLINE"}});
  encode_frame(frames_, list);
}

login_action login_machine::refused(login_refusal why, const login_rules& rules) {
  is_busy_ = false;
  auto text = text_of(why);
  say(text.type, text.words);
  return {++tries_ >= rules.tries_max ? login_action::kind::close : login_action::kind::none, {}, {}};
}

login_action login_machine::handle(const c2ls_select_server& packet, const login_rules& rules, bool& is_refused) {
  if (!account_) {
    is_refused = true;
    return {};
  }
  if (packet.server_id != rules.server_id)
    return refused(login_refusal::unavailable, rules);
  is_busy_ = true;
  return {login_action::kind::issue_ticket, name_, {}};
}

void login_machine::ticket_issued(uint32_t ticket, const login_rules& rules) {
  is_busy_ = false;
  encode_frame(frames_, ls2c_gate_info{ticket, msg::wire::fixed_text<16>{rules.gate_address}, rules.gate_port});
}

} // namespace actors
