#include "runtime/tls/files.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace runtime::tls {

namespace {

/// More than any chain of certificates has.
constexpr size_t bytes_max = 1 << 20;

class descriptor {
public:
  explicit descriptor(int fd) : fd_(fd) {}
  ~descriptor() { close(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;

  int get() const { return fd_; }
  bool close() {
    auto fd = std::exchange(fd_, -1);
    return fd < 0 || ::close(fd) == 0;
  }

private:
  int fd_;
};

std::string problem_with(const std::string& path) { return path + ": " + std::strerror(errno); }

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    auto n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

/// Else a power failure may leave the new name with nothing behind it.
void sync_folder(const std::string& path) {
  auto slash = path.rfind('/');
  auto folder = slash == path.npos ? std::string{"."} : path.substr(0, slash + 1);
  descriptor at{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (at.get() >= 0)
    ::fsync(at.get());
}

std::string in_words(const certificate_facts& facts, int64_t now_s) {
  return facts.ends_s < now_s
           ? "has expired on " + time_text(facts.ends_s)
           : "expires in " + std::to_string(days_left(facts.ends_s, now_s)) + " days, on " + time_text(facts.ends_s);
}

constexpr std::string_view advice = "; `zonehive cert issue` makes another one";

std::string problem_of(const tls_files& files, const std::string& certificate, const std::string& authority,
                       const certificate_facts& facts, const std::string& node, int64_t now_s) {
  if (auto why = check_signature(certificate, authority); !why.empty())
    return files.certificate + ": the certificate is not good for the authority in " + files.authority + ": " + why;
  if (facts.name != node)
    return files.certificate + ": the certificate is for node " + facts.name + ", and this is node " + node;
  if (facts.ends_s < now_s)
    return files.certificate + ": the certificate " + in_words(facts, now_s) + std::string{advice};
  if (auto why = check_signature_at(certificate, authority, now_s); !why.empty())
    return files.certificate + " with " + files.authority + ": " + why;
  return {};
}

} // namespace

std::optional<std::string> read_file(const std::string& path, std::string& problem) {
  descriptor from{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  std::string result;
  std::array<char, 4096> part{};
  for (ssize_t n = 1; from.get() >= 0 && n != 0 && result.size() <= bytes_max;) {
    n = ::read(from.get(), part.data(), part.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      break;
    result.append(part.data(), static_cast<size_t>(n));
    if (n == 0)
      return result;
  }
  problem = result.size() > bytes_max ? path + ": it is too large for certificates" : problem_with(path);
  return std::nullopt;
}

std::string replace_file(const std::string& path, const std::string& text, file_kind kind) {
  auto partial = path + ".XXXXXX";
  descriptor to{::mkostemp(partial.data(), O_CLOEXEC)}; // readable for its owner only
  if (to.get() < 0)
    return problem_with(path);
  constexpr mode_t for_everybody = 0644;
  auto is_written = (kind == file_kind::key || ::fchmod(to.get(), for_everybody) == 0) && write_all(to.get(), text)
                    && ::fsync(to.get()) == 0 && to.close();
  if (is_written && ::rename(partial.c_str(), path.c_str()) == 0) {
    sync_folder(path);
    return {};
  }
  auto problem = problem_with(path);
  ::unlink(partial.c_str());
  return problem;
}

files_report check_files(const tls_files& files, const std::string& node, int64_t now_s) {
  files_report result;
  auto certificate = read_file(files.certificate, result.problem);
  auto key = certificate ? read_file(files.key, result.problem) : std::nullopt;
  auto authority = key ? read_file(files.authority, result.problem) : std::nullopt;
  if (!authority)
    return result;
  auto facts = read_certificate(*certificate, result.problem);
  if (!facts) {
    result.problem = files.certificate + ": " + result.problem;
    return result;
  }
  result.facts = *facts;
  if (auto why = check_key(*certificate, *key); !why.empty())
    result.problem = files.key + ": " + why + " in " + files.certificate;
  else
    result.problem = problem_of(files, *certificate, *authority, *facts, node, now_s);
  if (!result.problem.empty())
    return result;
  if (days_left(facts->ends_s, now_s) < soon_days)
    result.warnings.push_back(files.certificate + ": the certificate " + in_words(*facts, now_s) + std::string{advice});
  std::string ignored;
  auto by = read_certificate(*authority, ignored);
  if (by && days_left(by->ends_s, now_s) < soon_days)
    result.warnings.push_back(files.authority + ": the authority " + in_words(*by, now_s));
  return result;
}

} // namespace runtime::tls
