// Commands, their arguments and what comes of them as JSON: the bodies of the
// HTTP interface. Pure.

#pragma once

#include "runtime/admin/command.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace runtime::admin {

/// What every write may be given: say what would be done, and do nothing.
inline constexpr std::string_view dry_run_name = "dry_run";

/// The arguments in `body`, which is JSON text; an empty one is an empty object. Otherwise a sentence that names the
/// argument, its value and what was expected.
std::variant<arguments, std::string> parse_arguments(const command& what, std::string_view body);

/// As an object, for the audit table.
std::string to_json_text(const arguments& given);

nlohmann::json to_json(const outcome& x);
nlohmann::json to_json(const refusal& x);
/// {"commands": [{noun, verb, doc, is_write, arguments: [{name, kind, doc, required, ..}]}]}
nlohmann::json describe(std::span<const command* const> commands);

std::string_view to_string(argument_kind kind);

/// Of an HTTP answer.
int status_of(const answer& x);

/// Text that came from outside, safe in any JSON: what is no UTF-8 is replaced.
std::string dump(const nlohmann::json& x);

} // namespace runtime::admin
