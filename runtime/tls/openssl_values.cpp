#include "runtime/tls/openssl_values.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>

namespace runtime::tls {

namespace {

/// Nobody is there to be asked for a pass phrase.
int no_pass_phrase(char*, int, int, void*) { return -1; }

std::string text_in(BIO* memory) {
  char* bytes = nullptr;
  auto size = BIO_get_mem_data(memory, &bytes);
  return size > 0 ? std::string{bytes, static_cast<size_t>(size)} : std::string{};
}

bio_ptr new_memory() { return bio_ptr{BIO_new(BIO_s_mem())}; }

} // namespace

std::string openssl_error() {
  auto code = ERR_peek_last_error();
  ERR_clear_error();
  const auto* reason = ERR_reason_error_string(code);
  return reason ? reason : "an unknown error of OpenSSL";
}

bio_ptr reader_of(const std::string& text) {
  return bio_ptr{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::vector<certificate_ptr> certificates_of(const std::string& pem) {
  std::vector<certificate_ptr> result;
  auto from = reader_of(pem);
  while (from) {
    certificate_ptr next{PEM_read_bio_X509(from.get(), nullptr, no_pass_phrase, nullptr)};
    if (!next)
      break;
    result.push_back(std::move(next));
  }
  ERR_clear_error(); // there is always one: the end
  return result;
}

certificate_ptr certificate_of(const std::string& pem) {
  auto all = certificates_of(pem);
  return all.empty() ? nullptr : std::move(all.front());
}

key_ptr key_of(const std::string& pem) {
  auto from = reader_of(pem);
  key_ptr result{from ? PEM_read_bio_PrivateKey(from.get(), nullptr, no_pass_phrase, nullptr) : nullptr};
  ERR_clear_error();
  return result;
}

std::string pem_of(X509* certificate) {
  auto to = new_memory();
  return to && PEM_write_bio_X509(to.get(), certificate) == 1 ? text_in(to.get()) : std::string{};
}

std::string pem_of(EVP_PKEY* key) {
  auto to = new_memory();
  auto is_written = to && PEM_write_bio_PKCS8PrivateKey(to.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1;
  return is_written ? text_in(to.get()) : std::string{};
}

int64_t seconds_of(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? static_cast<int64_t>(::timegm(&parts)) : 0;
}

} // namespace runtime::tls
