#include "loaders/result.hpp"

namespace loaders {

std::string_view to_string(load_errc code) {
  switch (code) {
  case load_errc::truncated:
    return "TRUNCATED";
  case load_errc::trailing:
    return "TRAILING";
  case load_errc::misaligned:
    return "MISALIGNED";
  case load_errc::count:
    return "COUNT";
  case load_errc::range:
    return "RANGE";
  case load_errc::duplicate:
    return "DUPLICATE";
  case load_errc::reference:
    return "REFERENCE";
  case load_errc::id_mismatch:
    return "ID_MISMATCH";
  case load_errc::syntax:
    return "SYNTAX";
  case load_errc::too_large:
    return "TOO_LARGE";
  case load_errc::encoding:
    return "ENCODING";
  }
  return "INVALID";
}

std::string to_string(const load_issue& issue) {
  auto result = issue.file;
  result += ": ";
  result += to_string(issue.code);
  result += issue.line ? " at line " : " at byte ";
  result += std::to_string(issue.line.value_or(issue.offset));
  if (issue.record)
    result += ", record " + std::to_string(*issue.record);
  result += ": ";
  result += issue.field;
  result += " is ";
  result += issue.value;
  result += ", expected ";
  result += issue.expected;
  result += '.';
  return result;
}

} // namespace loaders
