// What callers and the store tell each other.

#pragma once

#include "messages/interfaces/store.hpp"
#include "messages/wire_lists.hpp"

// Names are at most three characters: they precede every remote message. They
// are never reused for another type: lt was one.
#define MSG_STORE_TYPES(X)                                                                                             \
  X(msg::find_account, "sfa")                                                                                          \
  X(msg::create_account, "sca")                                                                                        \
  X(msg::set_password, "ssp")                                                                                          \
  X(msg::set_account_status, "sss")                                                                                    \
  X(msg::list_accounts, "sla")                                                                                         \
  X(msg::note_login, "snl")                                                                                            \
  X(msg::list_characters, "slc")                                                                                       \
  X(msg::create_character, "scc")                                                                                      \
  X(msg::delete_character, "sdc")                                                                                      \
  X(msg::save_locations, "ssl")                                                                                        \
  X(msg::get_store_status, "sgs")                                                                                      \
  X(msg::store_status, "srs")                                                                                          \
  X(msg::account_record, "ra")                                                                                         \
  X(std::vector<msg::account_record>, "rav")                                                                           \
  X(msg::character_record, "rc")                                                                                       \
  X(std::vector<msg::character_record>, "rcv")                                                                         \
  X(msg::begin_stay, "sbs")

MSG_STORE_TYPES(MSG_CODE_IS_ELSEWHERE)
