// Making certificates; reading and checking them is in certificate.cpp.

#include "runtime/tls/certificate.hpp"
#include "runtime/tls/openssl_values.hpp"

#include <openssl/ec.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

namespace runtime::tls {

namespace {

/// Clocks of nodes differ by seconds; a certificate must be good at once everywhere.
constexpr int64_t backdated_s = 300;
constexpr uint32_t node_days_max = 3650;

key_ptr new_key() { return key_ptr{EVP_EC_gen("P-256")}; }

/// 127 random bits: never negative, and never the same twice.
bool set_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3F) | 0x40);
  std::unique_ptr<BIGNUM, freed_by<BN_free>> number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool add_name(X509_NAME* name, const char* field, const std::string& text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes, static_cast<int>(text.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& text) {
  X509V3_CTX ctx;
  X509V3_set_ctx_nodb(&ctx);
  X509V3_set_ctx(&ctx, issuer, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>> made{
    X509V3_EXT_conf_nid(nullptr, &ctx, kind, text.c_str())};
  return made && X509_add_ext(certificate, made.get(), -1) == 1;
}

struct extension {
  int kind;
  std::string text;
};

/// What every certificate has: version, number, times, key, subject.
certificate_ptr begin_certificate(EVP_PKEY* key, const std::string& organisation, const std::string& name,
                                  int64_t now_s, uint32_t days) {
  certificate_ptr made{X509_new()};
  auto ends_s = now_s + int64_t{days} * day_s;
  auto is_good = made && X509_set_version(made.get(), X509_VERSION_3) == 1 && set_serial(made.get())
                 && ASN1_TIME_set(X509_getm_notBefore(made.get()), now_s - backdated_s) != nullptr
                 && ASN1_TIME_set(X509_getm_notAfter(made.get()), ends_s) != nullptr
                 && X509_set_pubkey(made.get(), key) == 1
                 && add_name(X509_get_subject_name(made.get()), "O", organisation)
                 && add_name(X509_get_subject_name(made.get()), "CN", name);
  return is_good ? std::move(made) : nullptr;
}

/// Adds issuer, extensions and signature.
bool finish_certificate(X509* certificate, X509* issuer, EVP_PKEY* issuer_key,
                        const std::vector<extension>& extensions) {
  if (X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) != 1)
    return false;
  for (const auto& x : extensions)
    if (!add_extension(certificate, issuer, x.kind, x.text))
      return false;
  return X509_sign(certificate, issuer_key, EVP_sha256()) > 0;
}

std::optional<pem_pair> pair_of(X509* certificate, EVP_PKEY* key, std::string& problem) {
  pem_pair result{pem_of(certificate), pem_of(key)};
  if (!result.certificate.empty() && !result.key.empty())
    return result;
  problem = openssl_error();
  return std::nullopt;
}

bool is_address(const std::string& host) {
  std::unique_ptr<ASN1_OCTET_STRING, freed_by<ASN1_OCTET_STRING_free>> bytes{a2i_IPADDRESS(host.c_str())};
  return bytes != nullptr;
}

std::string names_text(const node_order& order) {
  auto result = "DNS:" + order.node;
  for (const auto& host : order.hosts)
    if (host != order.node)
      result += (is_address(host) ? ",IP:" : ",DNS:") + host;
  return result;
}

/// Empty when the order can be fulfilled.
std::string refusal_of(const node_order& order, const certificate_facts& authority) {
  if (!is_name(order.node))
    return "a node's name is 1 to 32 small letters, digits and dashes, not '" + order.node + "'";
  for (const auto& host : order.hosts)
    if (!is_host(host))
      return "'" + host + "' is neither an address nor the name of a host";
  if (order.days < 1 || order.days > node_days_max)
    return "a certificate is good for 1 to 3650 days, not " + std::to_string(order.days);
  if (order.now_s > authority.ends_s)
    return "the authority has expired on " + time_text(authority.ends_s) + "; a new one must be made";
  if (order.now_s + int64_t{order.days} * day_s > authority.ends_s)
    return "the certificate would outlive the authority, which ends on " + time_text(authority.ends_s);
  return {};
}

std::string organisation_of(X509* authority) {
  std::array<char, 65> text{};
  auto size = X509_NAME_get_text_by_NID(X509_get_subject_name(authority), NID_organizationName, text.data(),
                                        static_cast<int>(text.size()));
  return size > 0 ? std::string{text.data(), static_cast<size_t>(size)} : std::string{"zonehive"};
}

} // namespace

bool is_name(std::string_view text) {
  auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), allowed);
}

bool is_host(const std::string& text) {
  // Anything else in the list of names would be read as more names.
  auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  auto is_name = !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), allowed);
  return is_name || (text.find_first_not_of("0123456789abcdefABCDEF:.") == text.npos && is_address(text));
}

std::optional<pem_pair> make_authority(const authority_order& order, std::string& problem) {
  if (!is_name(order.cluster)) {
    problem = "a cluster's name is 1 to 32 small letters, digits and dashes, not '" + order.cluster + "'";
    return std::nullopt;
  }
  auto key = new_key();
  auto made =
    key ? begin_certificate(key.get(), order.cluster, "authority of " + order.cluster, order.now_s, authority_days)
        : nullptr;
  // No authority below this one.
  auto is_good = made
                 && finish_certificate(made.get(), made.get(), key.get(),
                                       {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                        {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                        {NID_subject_key_identifier, "hash"}});
  if (is_good)
    return pair_of(made.get(), key.get(), problem);
  problem = openssl_error();
  return std::nullopt;
}

std::optional<pem_pair> issue(const pem_pair& authority, const node_order& order, std::string& problem) {
  auto issuer = certificate_of(authority.certificate);
  auto issuer_key = key_of(authority.key);
  auto facts = read_certificate(authority.certificate, problem);
  if (!facts)
    return std::nullopt;
  problem = check_key(authority.certificate, authority.key);
  if (problem.empty())
    problem = refusal_of(order, *facts);
  auto key = order.key.empty() ? new_key() : key_of(order.key);
  if (problem.empty() && !key)
    problem = order.key.empty() ? openssl_error() : "the key to keep is not readable";
  if (!problem.empty())
    return std::nullopt;
  auto made = begin_certificate(key.get(), organisation_of(issuer.get()), order.node, order.now_s, order.days);
  auto is_good = made
                 && finish_certificate(made.get(), issuer.get(), issuer_key.get(),
                                       {{NID_basic_constraints, "critical,CA:FALSE"},
                                        {NID_key_usage, "critical,digitalSignature"},
                                        {NID_ext_key_usage, "serverAuth,clientAuth"},
                                        {NID_subject_alt_name, names_text(order)},
                                        {NID_subject_key_identifier, "hash"},
                                        {NID_authority_key_identifier, "keyid:always"}});
  if (is_good)
    return pair_of(made.get(), key.get(), problem);
  problem = openssl_error();
  return std::nullopt;
}

} // namespace runtime::tls
