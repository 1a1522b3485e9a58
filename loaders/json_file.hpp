// Reading JSON for the loaders of our own formats.

#pragma once

#include "loaders/record.hpp"

#include <nlohmann/json.hpp>

namespace loaders {

/// A JSON object, or the issue that says where it stops to be one. A key that comes twice is refused.
result<nlohmann::json> parse_json_object(const inspection& file, byte_view in);

/// `value` as a report shows it: short.
std::string shown(const nlohmann::json& value);

} // namespace loaders
