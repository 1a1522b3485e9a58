// The digest that manifests carry and data sets are known by.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct evp_md_ctx_st; // of the crypto library

namespace runtime {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const uint8_t> bytes);

/// The same, fed piece by piece.
class sha256 {
public:
  sha256();

  void update(std::span<const uint8_t> bytes);
  /// The digest of all pieces so far; more may follow.
  std::string hex() const;

private:
  struct end_context {
    void operator()(evp_md_ctx_st* context) const;
  };

  std::unique_ptr<evp_md_ctx_st, end_context> context_;
};

} // namespace runtime
