#include "runtime/tls/certificate.hpp"

#include "runtime/tls/openssl_values.hpp"

#include <openssl/err.h>

#include <arpa/inet.h>
#include <array>
#include <ctime>

namespace runtime::tls {

namespace {

std::string name_text(const X509_NAME* name) {
  bio_ptr to{BIO_new(BIO_s_mem())};
  if (!to || X509_NAME_print_ex(to.get(), name, 0, XN_FLAG_ONELINE) < 0)
    return {};
  char* bytes = nullptr;
  auto size = BIO_get_mem_data(to.get(), &bytes);
  return {bytes, static_cast<size_t>(size)};
}

std::string common_name(X509* certificate) {
  std::array<char, 256> text{};
  auto size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(),
                                        static_cast<int>(text.size()));
  return size > 0 ? std::string{text.data(), static_cast<size_t>(size)} : std::string{};
}

std::string address_text(const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  auto family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(address) != 16)
    return "?";
  return ::inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size());
}

std::vector<std::string> hosts_of(X509* certificate) {
  std::vector<std::string> result;
  std::unique_ptr<GENERAL_NAMES, freed_by<GENERAL_NAMES_free>> names{
    static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* x = sk_GENERAL_NAME_value(names.get(), i);
    if (x->type == GEN_DNS)
      result.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(x->d.dNSName)),
                          static_cast<size_t>(ASN1_STRING_length(x->d.dNSName)));
    else if (x->type == GEN_IPADD)
      result.push_back(address_text(x->d.iPAddress));
  }
  return result;
}

std::string fingerprint_of(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1)
    return {};
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (unsigned i = 0; i < size; ++i) {
    if (i > 0)
      result += ':';
    result += digits[digest[i] >> 4];
    result += digits[digest[i] & 15];
  }
  return result;
}

/// As the other end of a connection will check it; without a time, as if it were always the right one.
std::string verify(X509* certificate, X509_STORE* authorities, int purpose, std::optional<int64_t> time_s) {
  std::unique_ptr<X509_STORE_CTX, freed_by<X509_STORE_CTX_free>> check{X509_STORE_CTX_new()};
  if (!check || X509_STORE_CTX_init(check.get(), authorities, certificate, nullptr) != 1
      || X509_STORE_CTX_set_purpose(check.get(), purpose) != 1)
    return openssl_error();
  auto* rules = X509_STORE_CTX_get0_param(check.get());
  if (time_s)
    X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(*time_s));
  else
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_NO_CHECK_TIME);
  auto is_good = X509_verify_cert(check.get()) == 1;
  ERR_clear_error();
  return is_good ? std::string{} : X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
}

std::string check(const std::string& certificate, const std::string& authorities, std::optional<int64_t> time_s) {
  auto what = certificate_of(certificate);
  if (!what)
    return "there is no certificate";
  auto by = certificates_of(authorities);
  if (by.empty())
    return "there is no certificate of an authority";
  std::unique_ptr<X509_STORE, freed_by<X509_STORE_free>> store{X509_STORE_new()};
  for (const auto& x : by)
    if (!store || X509_STORE_add_cert(store.get(), x.get()) != 1)
      return openssl_error();
  auto problem = verify(what.get(), store.get(), X509_PURPOSE_SSL_SERVER, time_s);
  return problem.empty() ? verify(what.get(), store.get(), X509_PURPOSE_SSL_CLIENT, time_s) : problem;
}

} // namespace

std::optional<certificate_facts> read_certificate(const std::string& pem, std::string& problem) {
  auto from = certificate_of(pem);
  if (!from) {
    problem = "there is no certificate";
    return std::nullopt;
  }
  certificate_facts result;
  result.name = common_name(from.get());
  result.subject = name_text(X509_get_subject_name(from.get()));
  result.issuer = name_text(X509_get_issuer_name(from.get()));
  result.hosts = hosts_of(from.get());
  result.begins_s = seconds_of(X509_get0_notBefore(from.get()));
  result.ends_s = seconds_of(X509_get0_notAfter(from.get()));
  result.fingerprint = fingerprint_of(from.get());
  return result;
}

std::string check_signature(const std::string& certificate, const std::string& authorities) {
  return check(certificate, authorities, std::nullopt);
}

std::string check_signature_at(const std::string& certificate, const std::string& authorities, int64_t now_s) {
  return check(certificate, authorities, now_s);
}

bool is_key(const std::string& pem) { return key_of(pem) != nullptr; }

std::string check_key(const std::string& certificate, const std::string& key) {
  auto what = certificate_of(certificate);
  auto with = key_of(key);
  if (!what)
    return "there is no certificate";
  if (!with)
    return "there is no key, or it needs a pass phrase";
  auto fits = X509_check_private_key(what.get(), with.get()) == 1;
  ERR_clear_error();
  return fits ? std::string{} : "the key is not the one of the certificate";
}

int64_t days_left(int64_t ends_s, int64_t now_s) {
  auto left_s = ends_s - now_s;
  return left_s >= 0 ? left_s / day_s : -((-left_s + day_s - 1) / day_s);
}

std::string time_text(int64_t time_s) {
  auto time = static_cast<time_t>(time_s);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

} // namespace runtime::tls
