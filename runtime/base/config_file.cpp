#include "runtime/base/config_file.hpp"

#include <algorithm>

namespace runtime {

namespace {

constexpr std::string_view blanks = " \t\r";

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'
           || c == '.';
  });
}

/// Reads one line from left to right. A complaint ends it.
class line_reader {
public:
  explicit line_reader(std::string_view line) : rest_(line) { skip_blanks(); }

  std::string complaint;

  bool at_end() const { return rest_.empty() || rest_.front() == '#'; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c)
      return false;
    rest_.remove_prefix(1);
    skip_blanks();
    return true;
  }

  /// Up to one of `stops`, a blank or the end.
  std::string_view bare(std::string_view stops) {
    auto end = std::min(rest_.find_first_of(std::string{blanks} + std::string{stops}), rest_.size());
    auto result = rest_.substr(0, end);
    rest_.remove_prefix(end);
    skip_blanks();
    return result;
  }

  std::string value() {
    if (take('['))
      return array();
    return scalar("#\"'");
  }

private:
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }

  std::string array() {
    std::string result;
    while (complaint.empty() && !take(']')) {
      if (at_end()) {
        complaint = "the list has no ] on this line";
        break;
      }
      auto element = scalar("#\"',]");
      result.append(result.empty() ? "" : ",").append(element);
      if (!take(',') && !at_end() && rest_.front() != ']' && complaint.empty())
        complaint = "the elements of a list need commas between them";
    }
    return result;
  }

  std::string scalar(std::string_view stops) {
    if (take_quote('\''))
      return literal();
    if (take_quote('"'))
      return escaped();
    auto word = bare(stops);
    if (word.empty() && complaint.empty())
      complaint = "there is no value; write \"\" for an empty text";
    return std::string{word};
  }

  bool take_quote(char c) {
    if (rest_.empty() || rest_.front() != c)
      return false;
    rest_.remove_prefix(1); // blanks behind it belong to the text
    return true;
  }

  std::string literal() {
    auto end = rest_.find('\'');
    if (end == rest_.npos) {
      complaint = "the text has no closing quote";
      return {};
    }
    std::string result{rest_.substr(0, end)};
    rest_.remove_prefix(end + 1);
    skip_blanks();
    return result;
  }

  std::string escaped() {
    std::string result;
    while (!rest_.empty()) {
      auto c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        skip_blanks();
        return result;
      }
      if (c == '\\' && !rest_.empty()) {
        c = rest_.front();
        rest_.remove_prefix(1);
        if (c != '"' && c != '\\') {
          complaint = "only \\\" and \\\\ are known behind a backslash";
          return {};
        }
      }
      result += c;
    }
    complaint = "the text has no closing quote";
    return {};
  }

  std::string_view rest_;
};

class file_reader {
public:
  file_reader(std::string_view name, config_file& out) : name_(name), out_(out) {}

  void line(std::string_view text) {
    ++number_;
    line_reader reader{text};
    if (reader.at_end())
      return;
    if (reader.take('['))
      header(reader);
    else
      setting(reader);
    if (!reader.complaint.empty())
      out_.errors.push_back(where() + ": " + reader.complaint);
  }

private:
  std::string where() const { return name_ + ":" + std::to_string(number_); }

  void header(line_reader& reader) {
    auto section = reader.bare("]#");
    if (!is_name(section) || !reader.take(']') || !reader.at_end())
      reader.complaint = "a section looks like [login]";
    else
      section_ = std::string{section} + ".";
  }

  void setting(line_reader& reader) {
    auto key = reader.bare("=#");
    if (!is_name(key) || !reader.take('=')) {
      reader.complaint = "a setting looks like key = value";
      return;
    }
    auto value = reader.value();
    if (reader.complaint.empty() && !reader.at_end())
      reader.complaint = "there is something behind the value; a text with blanks needs quotes";
    if (reader.complaint.empty())
      out_.settings.push_back({section_ + std::string{key}, std::move(value), where()});
  }

  std::string name_;
  config_file& out_;
  std::string section_;
  size_t number_ = 0;
};

} // namespace

config_file parse_config_file(std::string_view text, std::string_view name) {
  config_file result;
  file_reader reader{name, result};
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  while (!text.empty()) {
    auto end = text.find('\n');
    reader.line(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return result;
}

} // namespace runtime
