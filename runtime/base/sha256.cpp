#include "runtime/base/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace runtime {

namespace {

void expect(int outcome) {
  if (outcome != 1)
    throw std::runtime_error("the crypto library has no SHA-256");
}

} // namespace

std::string sha256_hex(std::span<const uint8_t> bytes) {
  sha256 digest;
  digest.update(bytes);
  return digest.hex();
}

void sha256::end_context::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

sha256::sha256() : context_(EVP_MD_CTX_new()) {
  expect(context_ ? 1 : 0);
  expect(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void sha256::update(std::span<const uint8_t> bytes) {
  expect(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string sha256::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::unique_ptr<evp_md_ctx_st, end_context> copy{EVP_MD_CTX_new()};
  expect(copy ? 1 : 0);
  expect(EVP_MD_CTX_copy_ex(copy.get(), context_.get()));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  expect(EVP_DigestFinal_ex(copy.get(), digest.data(), &size));
  std::string result;
  for (unsigned i = 0; i < size; ++i) {
    result += digits[digest[i] >> 4];
    result += digits[digest[i] & 15];
  }
  return result;
}

} // namespace runtime
