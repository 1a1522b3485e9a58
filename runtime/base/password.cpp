#include "runtime/base/password.hpp"

#include <array>
#include <cstring>
#include <memory>

#include <crypt.h>

namespace runtime {

namespace {

bool is_hashable(std::string_view password) {
  return password.size() <= password_bytes_max && password.find('\0') == std::string_view::npos;
}

/// Empty on failure. `setting` is a salt or a whole hash.
std::string crypt_text(std::string_view password, const char* setting) {
  // 32 KiB: too much for the stack of a small thread. Its destruction wipes the
  // intermediate values, which libcrypt leaves to the caller.
  struct wiping {
    void operator()(crypt_data* data) const {
      explicit_bzero(data, sizeof(*data));
      delete data;
    }
  };
  std::unique_ptr<crypt_data, wiping> data{new crypt_data{}};
  auto text = std::string{password};
  const char* result = crypt_r(text.c_str(), setting, data.get());
  explicit_bzero(text.data(), text.size());
  // libcrypt reports failure by a text that is never a hash.
  return result == nullptr || result[0] == '*' ? std::string{} : std::string{result};
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size())
    return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

} // namespace

std::string hash_password(std::string_view password, unsigned cost, std::span<const uint8_t, 16> salt) {
  if (!is_hashable(password) || cost < password_cost_min || cost > password_cost_max)
    return {};
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  if (crypt_gensalt_rn("$2b$", cost, reinterpret_cast<const char*>(salt.data()), static_cast<int>(salt.size()),
                       setting.data(), static_cast<int>(setting.size()))
      == nullptr)
    return {};
  return crypt_text(password, setting.data());
}

bool verify_password(std::string_view password, const std::string& hash, unsigned dummy_cost) {
  const auto possible = is_hashable(password);
  if (!possible)
    password = {};
  if (hash.empty()) {
    constexpr std::array<uint8_t, 16> salt{};
    hash_password(password, dummy_cost, salt);
    return false;
  }
  auto computed = crypt_text(password, hash.c_str());
  return !computed.empty() && equal_in_constant_time(computed, hash) && possible;
}

} // namespace runtime
