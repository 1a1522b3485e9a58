#include "runtime/boot/admin_token.hpp"

#include <algorithm>
#include <fstream>

#include <sys/stat.h>

namespace runtime::boot {

admin_token read_admin_token(const std::string& path) {
  auto refuse = [&](const std::string& why) { return admin_token{{}, "admin.token_file " + path + " " + why}; };
  if (path.empty())
    return {};
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
    return refuse("is no file that can be read");
  if ((facts.st_mode & 077) != 0)
    return refuse("may be read by others than its owner: chmod 600 it");
  std::ifstream in{path};
  std::string line;
  if (!std::getline(in, line))
    return refuse("cannot be read, or is empty");
  if (line.ends_with('\r'))
    line.pop_back();
  auto is_visible = [](char c) { return c > 0x20 && c < 0x7F; };
  if (line.size() < admin_token_min || line.size() > admin_token_max
      || !std::all_of(line.begin(), line.end(), is_visible))
    return refuse("must begin with a line of 16 to 512 visible ASCII characters, as `openssl rand -hex 32` prints");
  return {line, {}};
}

} // namespace runtime::boot
