// OpenSSL's objects as C++ values, and their text form. Only for the .cpp files of this folder.

#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

namespace runtime::tls {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* x) const {
    Free(x);
  }
};

using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;

/// The last error of the library, which is forgotten.
std::string openssl_error();

bio_ptr reader_of(const std::string& text);

/// Nothing when the text holds none.
certificate_ptr certificate_of(const std::string& pem);
std::vector<certificate_ptr> certificates_of(const std::string& pem);
/// Nothing when the text holds none, or one behind a pass phrase.
key_ptr key_of(const std::string& pem);

std::string pem_of(X509* certificate);
std::string pem_of(EVP_PKEY* key);

/// Seconds since 1970.
int64_t seconds_of(const ASN1_TIME* time);

} // namespace runtime::tls
