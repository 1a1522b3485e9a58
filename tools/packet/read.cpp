// `packet read`: a capture, decoded.

#include "tools/packet/capture.hpp"
#include "tools/packet/commands.hpp"
#include "tools/packet/conversation.hpp"
#include "tools/packet/traffic.hpp"

#include <map>
#include <ostream>
#include <set>

namespace tools::packet {

using namespace msg;

namespace {

class reader {
public:
  reader(const read_options& options, client::dialect heads, const console& io)
      : options_(options), heads_(heads), io_(io) {}

  void data(const tcp_flow& flow, int from, wire::byte_view bytes, int64_t at_us) {
    if (begin_us_ < 0)
      begin_us_ = at_us;
    auto& talk = talks_.try_emplace(flow.number, conversation_options{heads_, options_.key, {}, options_.shows_secrets})
                   .first->second;
    auto to = static_cast<wire::direction>(from);
    talk.feed(to, bytes,
              [&](wire::direction which, const decoded_packet& packet) { print(flow.number, which, packet, at_us); });
    if (!talk.broken(to).empty() && broken_.emplace(flow.number, from).second)
      complain(flow.number, to, talk.broken(to));
  }

  void gap(const tcp_flow& flow, int from, size_t missing) {
    complain(flow.number, static_cast<wire::direction>(from),
             "the capture lacks " + std::to_string(missing) + " bytes; the rest of this direction is not read");
  }

  int finish(const capture_summary& seen) {
    size_t foreign = 0;
    for (const auto& [number, talk] : talks_)
      foreign += talk.is_foreign() || !talk.on() ? 1 : 0;
    io_.err << "packet read: " << printed_ << " packets of " << talks_.size() - foreign << " connections, " << failed_
            << " that cannot be decoded";
    if (auto others = seen.connections - talks_.size() + foreign; others > 0)
      io_.err << "; " << others << " connections are silent or speak something else";
    if (seen.left_out > 0)
      io_.err << "; " << seen.left_out << " segments of further connections were left out";
    io_.err << "\n";
    return failed_ == 0 ? exit_ok : exit_failed;
  }

private:
  void print(size_t number, wire::direction to, const decoded_packet& packet, int64_t at_us) {
    failed_ += packet.error.empty() ? 0 : 1;
    if (!options_.name.empty() && packet.name() != options_.name)
      return;
    ++printed_;
    auto head = "\"at_ms\":" + std::to_string((at_us - begin_us_) / 1000) + ",\"connection\":" + std::to_string(number)
                + ",\"direction\":\"" + std::string{to_string(to)} + "\"";
    io_.out << line_of(head, packet, {.explains = options_.explains}) << "\n";
  }

  void complain(size_t number, wire::direction to, const std::string& what) {
    ++failed_;
    io_.err << "packet read: connection " << number << ", " << to_string(to) << ": " << what << "\n";
  }

  const read_options& options_;
  client::dialect heads_;
  const console& io_;
  std::map<size_t, conversation> talks_;
  std::set<std::pair<size_t, int>> broken_;
  int64_t begin_us_ = -1;
  size_t printed_ = 0;
  size_t failed_ = 0;
};

} // namespace

int read_capture_file(const read_options& options, const console& io) {
  auto heads = client::dialect_of(options.dialect);
  if (!heads) {
    io.err << "packet read: --dialect must be a3 or compact\n";
    return exit_bad_usage;
  }
  if (!options.name.empty() && !find_packet(options.name)) {
    io.err << "packet read: " << unknown_name(options.name) << "\n";
    return exit_bad_usage;
  }
  reader work{options, *heads, io};
  capture_summary seen;
  auto problem = read_capture(
    options.path,
    {[&](const tcp_flow& flow, int from, wire::byte_view bytes, int64_t at) { work.data(flow, from, bytes, at); },
     [&](const tcp_flow& flow, int from, size_t missing) { work.gap(flow, from, missing); }},
    seen);
  if (!problem.empty())
    io.err << "packet read: " << problem << "\n";
  if (seen.packets == 0 && !problem.empty())
    return exit_bad_usage;
  auto code = work.finish(seen);
  return problem.empty() ? code : exit_bad_usage;
}

} // namespace tools::packet
