// `zonehive db ...`: the schema of the database.

#pragma once

#include <iosfwd>
#include <string>

namespace tools {

/// Brings the database to the schema of this program; says what was applied.
int db_migrate(const std::string& url, std::ostream& out, std::ostream& err);

/// Which migrations are applied and which are missing. Fails when some are
/// missing or the database does not fit, so that scripts can ask.
int db_status(const std::string& url, bool json, std::ostream& out, std::ostream& err);

} // namespace tools
