#include "runtime/tls/credentials.hpp"

#include "runtime/base/log.hpp"
#include "runtime/tls/openssl_values.hpp"

#include <openssl/err.h>

namespace runtime::tls {

namespace {

bool set_rules(SSL_CTX* ctx) {
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  // A connection lasts for days and none is taken up again: tickets would only keep old certificates in use.
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  // CAF keeps what it has not sent yet in a buffer that moves.
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return SSL_CTX_set_num_tickets(ctx, 0) == 1 && SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1;
}

/// The problem, without the file.
std::string fill(SSL_CTX* ctx, const std::string& certificate, const std::string& key, const std::string& authority) {
  auto own = certificates_of(certificate);
  auto own_key = key_of(key);
  if (own.empty() || !own_key)
    return "there is no certificate or no key";
  if (SSL_CTX_use_certificate(ctx, own.front().get()) != 1 || SSL_CTX_use_PrivateKey(ctx, own_key.get()) != 1)
    return openssl_error();
  auto believed = certificates_of(authority);
  for (const auto& x : believed)
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), x.get()) != 1)
      return openssl_error();
  return believed.empty() ? "there is no certificate of an authority" : "";
}

} // namespace

context_ptr make_context(const tls_files& files, std::string& problem) {
  auto certificate = read_file(files.certificate, problem);
  auto key = certificate ? read_file(files.key, problem) : std::nullopt;
  auto authority = key ? read_file(files.authority, problem) : std::nullopt;
  if (!authority)
    return nullptr;
  ERR_clear_error();
  context_ptr result{SSL_CTX_new(TLS_method()), SSL_CTX_free};
  auto why = result && set_rules(result.get()) ? fill(result.get(), *certificate, *key, *authority) : openssl_error();
  if (why.empty())
    return result;
  problem = files.certificate + ", " + files.key + " and " + files.authority + ": " + why;
  return nullptr;
}

context_ptr credentials::now() {
  std::lock_guard guard{mutex_};
  std::string problem;
  if (auto fresh = make_context(files_, problem))
    last_good_ = std::move(fresh);
  else
    log::error(log::component::cluster, "certificates-unusable", "{}; {}", problem,
               last_good_ ? "what was read before goes on" : "there are no connections");
  return last_good_;
}

} // namespace runtime::tls
