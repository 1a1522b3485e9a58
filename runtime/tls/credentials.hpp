// What a node shows of itself and whom it believes, for OpenSSL. The files are
// read again for every connection, so that a renewed certificate is in use as
// soon as it is there; when they cannot be used, what was read before goes on.

#pragma once

#include "runtime/tls/files.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <mutex>

namespace runtime::tls {

using context_ptr = std::shared_ptr<SSL_CTX>;

/// For both ends of connections: TLS 1.3, and each end must show a certificate of the authority.
context_ptr make_context(const tls_files& files, std::string& problem);

/// May be used by several threads.
class credentials {
public:
  explicit credentials(tls_files files) : files_(std::move(files)) {}

  /// Nothing when the files have never been good.
  context_ptr now();

private:
  std::mutex mutex_;
  tls_files files_;
  context_ptr last_good_;
};

} // namespace runtime::tls
