// `zonehive cert init|issue|ls`: the authority of a cluster and the certificates of its nodes, as files in one folder:
//
//   ca.crt ca.key        the authority; the key stays where it is made
//   NAME.crt NAME.key    of each node; the key is only here when no other folder was named for it

#pragma once

#include "tools/console/console.hpp"

#include "runtime/tls/certificate.hpp"

#include <filesystem>

namespace tools {

struct cert_init_order {
  std::filesystem::path dir;
  std::string cluster;
  bool force = false; // moves an authority that is there aside
  bool dry_run = false;
  int64_t now_s = 0; // since 1970, UTC
};

struct cert_issue_order {
  std::filesystem::path dir;
  std::string node;
  std::vector<std::string> hosts;
  uint32_t days = runtime::tls::node_days_default;
  std::filesystem::path out; // empty: `dir`
  bool new_key = false;
  bool dry_run = false;
  int64_t now_s = 0;
};

struct cert_ls_order {
  std::filesystem::path dir;
  bool json = false;
  int64_t now_s = 0;
};

int cert_init(const cert_init_order& order, console io);
int cert_issue(const cert_issue_order& order, console io);
/// Fails when a certificate has expired or is not the authority's.
int cert_ls(const cert_ls_order& order, console io);

} // namespace tools
