// The admin interface of a cluster's nodes, as a client sees it: asks one node
// after the other until one answers.

#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools::admin {

struct node_address {
  std::string host;
  int port = 0;

  std::string text() const { return host + ":" + std::to_string(port); }
  friend bool operator==(const node_address&, const node_address&) = default;
};

/// "HOST:PORT"
std::optional<node_address> parse_node_address(std::string_view text);

struct reply {
  int status = 0;      // of HTTP; 0: no node answered
  nlohmann::json body; // {tables, sentence, undo, good} or {error, code}; always an object
  std::string from;    // which node answered

  bool is_ok() const { return status == 200; }
  bool is_good() const { return is_ok() && body.value("good", true); }
  std::string error() const { return body.value("error", ""); }
  std::string code() const { return body.value("code", ""); }
  std::string sentence() const { return body.value("sentence", ""); }
  std::string undo() const { return body.value("undo", ""); }
  /// It may go better in a moment, or with another node.
  bool may_pass() const { return status == 0 || status == 503 || status == 504; }

  /// Of the table with this title, each row as an object by column; empty when there is none.
  std::vector<nlohmann::json> rows(std::string_view title) const;
};

class node_link {
public:
  node_link(std::vector<node_address> nodes, std::string token, std::string who);

  /// A write is sent to one node only once it may have arrived; a read to the next one whenever there was no answer.
  /// The node that answered is the first one to be asked again. When it says that another one is to be asked, that one
  /// is.
  reply ask(std::string_view noun, std::string_view verb, const nlohmann::json& arguments, bool is_write);

  /// Where else the cluster can be asked, from now on.
  void add_nodes(const std::vector<node_address>& nodes);
  void set_patience_s(int seconds) { patience_s_ = seconds; }

private:
  /// Status 0 when there was no answer; `has_arrived`: it may have been heard.
  reply ask_one(const node_address& node, const std::string& path, const std::string& body, bool& has_arrived);

  std::vector<node_address> nodes_;
  std::string token_;
  std::string who_;
  int patience_s_ = 28; // longer than a node takes for any answer
};

/// user@host of this process.
std::string own_name();

} // namespace tools::admin
