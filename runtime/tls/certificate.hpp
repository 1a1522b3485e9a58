// Certificates of a cluster: the cluster is its own authority (CA), and a node
// belongs to it because the authority signed its certificate. All of it is text
// in PEM here; who reads and writes the files is in files.hpp.
//
// Nothing looks at the name of the host when nodes connect: whoever has a
// certificate of the authority is a node. So an authority serves one cluster and
// nothing else. The name of the node in the certificate is compared with
// node.name when the node starts.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runtime::tls {

inline constexpr int64_t day_s = 86'400;
inline constexpr uint32_t node_days_default = 90;
/// As long as an authority is good.
inline constexpr uint32_t authority_days = 3652;
/// A certificate that ends sooner than this should be renewed.
inline constexpr uint32_t soon_days = 14;

/// What belongs together. The key is not encrypted.
struct pem_pair {
  std::string certificate;
  std::string key;
};

struct authority_order {
  std::string cluster;
  int64_t now_s = 0; // since 1970, UTC
};

struct node_order {
  std::string node;
  std::vector<std::string> hosts; // addresses and names, besides the node's own name
  uint32_t days = node_days_default;
  std::string key; // to keep; empty = a new one
  int64_t now_s = 0;
};

/// 1 to 32 small letters, digits and dashes, as node.name and cluster.name are.
bool is_name(std::string_view text);

/// Whether the text may stand in a certificate as an address or the name of a host.
bool is_host(const std::string& text);

/// A new authority, or nothing and the problem in a sentence without an end.
std::optional<pem_pair> make_authority(const authority_order& order, std::string& problem);

/// A certificate for both ends of a connection, signed by `authority`.
std::optional<pem_pair> issue(const pem_pair& authority, const node_order& order, std::string& problem);

struct certificate_facts {
  std::string name;    // the common name: of a node, its own
  std::string subject; // "O = prod, CN = back-1"
  std::string issuer;
  std::vector<std::string> hosts;
  int64_t begins_s = 0;
  int64_t ends_s = 0;
  std::string fingerprint; // SHA-256 of the certificate, as openssl prints it
};

/// The facts of the first certificate in `pem`.
std::optional<certificate_facts> read_certificate(const std::string& pem, std::string& problem);

/// Empty when one of `authorities` signed `certificate` and it is good for both ends of a connection, whenever; else
/// why not.
std::string check_signature(const std::string& certificate, const std::string& authorities);
/// The same at that time: neither the certificate nor the authority is too old or too young.
std::string check_signature_at(const std::string& certificate, const std::string& authorities, int64_t now_s);

bool is_key(const std::string& pem);
/// Empty when the key is that of the certificate, else why not.
std::string check_key(const std::string& certificate, const std::string& key);

/// Whole days until `ends_s`, rounded down: -1 from the first second after it.
int64_t days_left(int64_t ends_s, int64_t now_s);

/// "2031-02-03 04:05:06 UTC"
std::string time_text(int64_t time_s);

} // namespace runtime::tls
