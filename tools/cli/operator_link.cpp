#include "tools/cli/operator_link.hpp"

#include <fstream>

namespace tools::cli {

namespace {

constexpr auto default_node = "127.0.0.1:9880";

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> result;
  for (size_t from = 0; from <= text.size();) {
    auto comma = std::min(text.find(',', from), text.size());
    if (comma > from)
      result.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return result;
}

} // namespace

operator_link::operator_link(CLI::App& command, const context& ctx) : ctx_(ctx), output_(add_output_option(command)) {
  command
    .add_option("--node", nodes_,
                "A node to ask, by its admin listener; more of them are tried one after the other. [default "
                "ZONEHIVE_NODE, else 127.0.0.1:9880]")
    ->type_name("HOST:PORT")
    ->expected(1)
    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command
    .add_option("--token-file", token_file_,
                "The file with the nodes' token. [default ZONEHIVE_ADMIN_TOKEN_FILE, else no token]")
    ->type_name("FILE");
  command.footer(std::string{admin::exit_codes_text});
}

std::string operator_link::variable(std::string_view name) const {
  for (const auto& [key, value] : ctx_.environment)
    if (key == name)
      return value;
  return {};
}

std::vector<std::string> operator_link::node_words() const {
  std::vector<std::string> result;
  for (const auto& word : nodes_)
    for (auto& one : split(word))
      result.push_back(std::move(one));
  if (result.empty())
    result = split(variable("ZONEHIVE_NODE"));
  return result.empty() ? std::vector<std::string>{default_node} : result;
}

bool operator_link::read_token(std::string& token) const {
  auto path = token_file_.empty() ? variable("ZONEHIVE_ADMIN_TOKEN_FILE") : token_file_;
  if (path.empty())
    return true;
  std::ifstream in{path};
  if (!std::getline(in, token)) {
    ctx_.io.err << "zonehive: the token file " << path << " cannot be read, or is empty\n";
    return false;
  }
  if (token.ends_with('\r'))
    token.pop_back();
  return true;
}

std::optional<admin::node_link> operator_link::open() const {
  std::vector<admin::node_address> nodes;
  for (const auto& word : node_words()) {
    auto address = admin::parse_node_address(word);
    if (!address) {
      ctx_.io.err << "zonehive: --node \"" << word << "\" is no HOST:PORT\n";
      return std::nullopt;
    }
    nodes.push_back(*address);
  }
  std::string token;
  if (!read_token(token))
    return std::nullopt;
  return admin::node_link{std::move(nodes), std::move(token), admin::own_name()};
}

} // namespace tools::cli
