// The options with which a command finds the nodes it asks.

#pragma once

#include "tools/admin/client/screen.hpp"
#include "tools/cli/commands.hpp"

#include <memory>
#include <optional>

namespace tools::cli {

class operator_link {
public:
  /// Adds --node, --token-file and -o.
  operator_link(CLI::App& command, const context& ctx);

  bool is_json() const { return *output_ == "json"; }
  /// Nothing after it has been said what is wrong with the options.
  std::optional<admin::node_link> open() const;

private:
  std::vector<std::string> node_words() const;
  std::string variable(std::string_view name) const;
  bool read_token(std::string& token) const;

  const context& ctx_;
  std::vector<std::string> nodes_;
  std::string token_file_;
  std::shared_ptr<std::string> output_;
};

using operator_link_ptr = std::shared_ptr<operator_link>;

} // namespace tools::cli
