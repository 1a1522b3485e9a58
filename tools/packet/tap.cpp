// `packet tap`: a proxy between clients and a listener. Bytes pass as they come,
// whether or not they can be decoded; the side that is slow to read holds up the
// other one, so that nothing piles up here.

#include "messages/client/cipher.hpp"
#include "messages/client/login.hpp"
#include "runtime/net/socket.hpp"
#include "tools/packet/commands.hpp"
#include "tools/packet/conversation.hpp"
#include "tools/packet/recording.hpp"
#include "tools/packet/traffic.hpp"
#include "tools/tcp/connection.hpp"
#include "tools/tcp/signals.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <ostream>
#include <utility>

namespace tools::packet {

using namespace msg;
using wire::direction;

namespace {

constexpr size_t unsent_max = 256 * 1024; // bytes that may wait for one side before the other is not read
constexpr int poll_ms = 200;              // how late a stop may be noticed

wall_us now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
    .count();
}

ipv4_end end_of(const sockaddr_storage& x) {
  if (x.ss_family != AF_INET)
    return {};
  const auto& in = reinterpret_cast<const sockaddr_in&>(x);
  return {ntohl(in.sin_addr.s_addr), ntohs(in.sin_port)};
}

ipv4_end peer_of(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  ::getpeername(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return end_of(address);
}

/// "127.0.0.1:4001": what a client can be told.
bool is_gate(const std::string& text) {
  auto colon = text.rfind(':');
  in_addr address{};
  auto port = colon == std::string::npos ? std::nullopt : parse_number(text.substr(colon + 1));
  return port && *port > 0 && *port <= 65'535 && ::inet_pton(AF_INET, text.substr(0, colon).c_str(), &address) == 1;
}

/// Sends clients to a proxy for the game listener instead of the listener itself: passes the bytes of a login
/// server on frame by frame and changes one packet.
class gate_changer {
public:
  gate_changer(client::dialect heads, const tap_options& options) : frames_(heads), heads_(heads) {
    auto colon = options.gate.rfind(':');
    address_ = options.gate.substr(0, colon);
    port_ = parse_number(options.gate.substr(colon + 1)).value_or(0);
  }

  wire::byte_buffer change(wire::byte_view bytes) {
    frames_.feed(bytes);
    wire::byte_buffer out;
    while (auto frame = frames_.next())
      append(out, *frame);
    if (!frames_.broken().empty())
      out.insert(out.end(), bytes.begin(), bytes.end());
    return out;
  }

private:
  void append(wire::byte_buffer& out, wire::byte_view frame) const {
    auto head = client::read_head(frame, heads_);
    client::ls2c_gate_info where;
    if (head.select != client::ls2c_gate_info::info.select || !wire::decode(frame.subspan(head.head_size()), where)) {
      out.insert(out.end(), frame.begin(), frame.end());
      return;
    }
    where.gate_address = wire::fixed_text<16>{address_};
    where.gate_port = port_;
    client::append_translated(out, client::encode_frame(where, head.pc_id), client::dialect::a3, heads_);
  }

  frame_cutter frames_;
  client::dialect heads_;
  std::string address_;
  uint32_t port_ = 0;
};

/// One client, and the connection to the server made for it.
struct proxied {
  explicit proxied(conversation_options options) : talk(options) {}

  size_t number = 0;
  tcp::connection sides[2];           // by who sends: the client's, the server's
  bool has_ended[2] = {false, false}; // says no more
  bool is_told[2] = {false, false};   // that the other one says no more
  conversation talk;
  std::optional<gate_changer> gate;
  recorded_connection recorded;
};

class proxy {
public:
  proxy(const tap_options& options, client::dialect heads, wire::listener on, const console& io)
      : options_(options), heads_(heads), on_(on), io_(io), begin_us_(now_us()) {}

  ~proxy() {
    if (listener_ >= 0)
      ::close(listener_);
  }

  std::string open();
  int run();

private:
  bool should_stop() const { return options_.stop && *options_.stop; }
  bool is_done() const { return options_.connections != 0 && ended_ >= options_.connections; }
  std::vector<pollfd> watched() const;
  void accept();
  void handle(proxied& x, direction from, short events);
  void read(proxied& x, direction from);
  void end(proxied& x, direction from);
  static void pass_end_on(proxied& x, direction to);
  static void close(proxied& x);
  void print(const proxied& x, direction to, const decoded_packet& packet);

  const tap_options& options_;
  client::dialect heads_;
  wire::listener on_;
  const console& io_;
  wall_us begin_us_;
  tcp::endpoint upstream_;
  int listener_ = -1;
  recording record_;
  std::vector<std::unique_ptr<proxied>> all_;
  size_t accepted_ = 0;
  size_t ended_ = 0;
  size_t packets_ = 0;
  size_t undecoded_ = 0;
};

std::string proxy::open() {
  auto upstream = tcp::resolve(options_.upstream);
  if (!upstream)
    return "--upstream '" + options_.upstream + "' is no HOST:PORT that can be found";
  upstream_ = *upstream;
  auto colon = options_.listen.rfind(':');
  auto port = colon == std::string::npos ? std::nullopt : parse_number(options_.listen.substr(colon + 1));
  if (!port || *port > 65'535)
    return "--listen '" + options_.listen + "' is no ADDRESS:PORT";
  if (!options_.gate.empty() && (on_ != wire::listener::login || !is_gate(options_.gate)))
    return "--gate wants an IPv4 address and a port, and --channel login";
  std::string problem;
  listener_ = runtime::net::listen_tcp(options_.listen.substr(0, colon), static_cast<uint16_t>(*port), problem);
  if (listener_ >= 0 && !options_.record.empty())
    record_.open(options_.record, problem);
  return problem;
}

std::vector<pollfd> proxy::watched() const {
  std::vector<pollfd> result{{listener_, POLLIN, 0}};
  for (const auto& x : all_)
    for (int from : {0, 1}) {
      const auto& own = x->sides[from];
      const auto& other = x->sides[1 - from];
      short events = 0;
      if (!own.is_connecting() && !x->has_ended[from] && other.unsent() < unsent_max)
        events |= POLLIN;
      if (own.is_connecting() || own.has_unsent())
        events |= POLLOUT;
      result.push_back({own.is_open() ? own.fd() : -1, events, 0});
    }
  return result;
}

int proxy::run() {
  tcp::stop_signals signals;
  io_.err << "packet tap: clients connect to port " << runtime::net::local_port(listener_) << "; Ctrl-C ends\n";
  io_.err.flush();
  while (!should_stop() && !is_done()) {
    auto fds = watched();
    fds.push_back({signals.fd(), POLLIN, 0});
    if (::poll(fds.data(), fds.size(), poll_ms) < 0 && errno != EINTR)
      break;
    if (fds.back().revents != 0)
      break;
    for (size_t i = 0; i < all_.size(); ++i)
      for (int from : {0, 1})
        if (auto events = fds[1 + 2 * i + static_cast<size_t>(from)].revents; events != 0)
          handle(*all_[i], static_cast<direction>(from), events);
    ended_ += std::erase_if(all_, [](const auto& x) { return !x->sides[0].is_open() && !x->sides[1].is_open(); });
    if (fds[0].revents != 0)
      accept();
    io_.out.flush();
  }
  io_.err << "packet tap: " << accepted_ << " connections, " << packets_ << " packets, " << undecoded_
          << " that cannot be decoded\n";
  if (record_.flush())
    return exit_ok;
  io_.err << "packet tap: " << options_.record << " cannot be written; the disk may be full\n";
  return exit_failed;
}

void proxy::accept() {
  auto next = runtime::net::accept_tcp(listener_);
  if (next.fd < 0)
    return;
  auto x = std::make_unique<proxied>(conversation_options{heads_, options_.key, on_, options_.shows_secrets});
  x->number = ++accepted_;
  x->sides[0].adopt(next.fd);
  if (!options_.gate.empty())
    x->gate.emplace(heads_, options_);
  x->recorded.client = peer_of(next.fd);
  x->recorded.server = end_of(upstream_.address);
  record_.begin(x->recorded, now_us());
  if (!x->sides[1].open(upstream_)) {
    io_.err << "packet tap: connection " << x->number << ": " << options_.upstream << " cannot be reached\n";
    ++ended_;
    return;
  }
  all_.push_back(std::move(x));
}

void proxy::handle(proxied& x, direction from, short events) {
  auto& own = x.sides[static_cast<size_t>(from)];
  if (!own.is_open())
    return;
  if (own.is_connecting() && !own.finish_connecting()) {
    io_.err << "packet tap: connection " << x.number << ": " << options_.upstream << " cannot be reached\n";
    x.sides[0].close(false);
    x.sides[1].close(false);
    return;
  }
  if ((events & POLLOUT) != 0 && !own.flush())
    return end(x, from);
  pass_end_on(x, from);
  if (x.has_ended[static_cast<size_t>(from)] && (events & (POLLHUP | POLLERR)) != 0)
    return close(x); // gone altogether: nobody is left to answer
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0)
    read(x, from);
}

void proxy::read(proxied& x, direction from) {
  auto& other = x.sides[1 - static_cast<size_t>(from)];
  wire::byte_buffer bytes;
  auto result = x.sides[static_cast<size_t>(from)].read(bytes);
  if (result == tcp::connection::read_result::closed)
    return end(x, from);
  if (bytes.empty())
    return;
  record_.data(x.recorded, from, bytes, now_us());
  x.talk.feed(from, bytes, [&](direction to, const decoded_packet& packet) { print(x, to, packet); });
  if (x.gate && from == direction::s2c)
    bytes = x.gate->change(bytes);
  if (other.is_open() && !other.send(bytes))
    end(x, static_cast<direction>(1 - static_cast<size_t>(from)));
}

/// One side says no more. The other one gets the rest, then the same news, and may still answer.
void proxy::end(proxied& x, direction from) {
  if (!std::exchange(x.has_ended[static_cast<size_t>(from)], true))
    record_.end(x.recorded, from, now_us());
  if (x.has_ended[0] && x.has_ended[1])
    return close(x);
  auto to = static_cast<direction>(1 - static_cast<size_t>(from));
  if (!x.sides[static_cast<size_t>(to)].flush())
    return close(x);
  pass_end_on(x, to);
}

/// Tells `to` that the other side has ended, once it has been sent everything.
void proxy::pass_end_on(proxied& x, direction to) {
  auto& own = x.sides[static_cast<size_t>(to)];
  if (x.has_ended[1 - static_cast<size_t>(to)] && !own.has_unsent() && !own.is_connecting()
      && !std::exchange(x.is_told[static_cast<size_t>(to)], true))
    own.finish_sending();
}

void proxy::close(proxied& x) {
  for (auto& side : x.sides) {
    if (side.is_open())
      side.flush();
    side.close(false);
  }
}

void proxy::print(const proxied& x, direction to, const decoded_packet& packet) {
  ++packets_;
  undecoded_ += packet.error.empty() ? 0 : 1;
  if (options_.is_quiet)
    return;
  auto head = "\"at_ms\":" + std::to_string((now_us() - begin_us_) / 1000)
              + ",\"connection\":" + std::to_string(x.number) + ",\"direction\":\"" + std::string{to_string(to)} + "\"";
  io_.out << line_of(head, packet, {.explains = options_.explains}) << "\n";
}

} // namespace

int tap(const tap_options& options, const console& io) {
  auto heads = client::dialect_of(options.dialect);
  auto on = listener_named(options.channel);
  auto fail = [&](const std::string& why) {
    io.err << "packet tap: " << why << "\n";
    return exit_bad_usage;
  };
  if (!heads || !on)
    return fail("--channel must be login or game, --dialect a3 or compact");
  proxy work{options, *heads, *on, io};
  if (auto problem = work.open(); !problem.empty())
    return fail(problem);
  return work.run();
}

} // namespace tools::packet
