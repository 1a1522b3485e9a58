#include "tools/tcp/endpoint.hpp"

#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>

namespace tools::tcp {

namespace {

std::optional<endpoint> look_up(const std::string& host, const std::string& port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0 || !found)
    return std::nullopt;
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner{found, &freeaddrinfo};
  endpoint result;
  std::memcpy(&result.address, found->ai_addr, found->ai_addrlen);
  result.size = found->ai_addrlen;
  return result;
}

} // namespace

std::optional<endpoint> resolve(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    return std::nullopt;
  auto host = text.substr(0, colon);
  auto port = text.substr(colon + 1);
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  auto number = std::stoul(std::string{port});
  if (number == 0 || number > 65'535)
    return std::nullopt;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  return look_up(std::string{host}, std::string{port}, AI_NUMERICSERV);
}

std::optional<endpoint> endpoint_at(std::string_view numeric, uint16_t port, const endpoint& fallback) {
  if (!numeric.empty() && numeric != "0.0.0.0")
    return look_up(std::string{numeric}, std::to_string(port), AI_NUMERICSERV | AI_NUMERICHOST);
  auto result = fallback;
  if (result.address.ss_family == AF_INET6)
    reinterpret_cast<sockaddr_in6&>(result.address).sin6_port = htons(port);
  else
    reinterpret_cast<sockaddr_in&>(result.address).sin_port = htons(port);
  return result;
}

} // namespace tools::tcp
