// What a player's packet costs, by counting every message that any actor of the
// cluster gets: his session, his zone and the edges of those who see him are on
// its way, and nobody who would have to look something up.

#include "tests/sim/stage.hpp"

namespace {

using namespace std::chrono_literals;
using namespace sim;

template <class T>
bool is(caf::mailbox_element& message) {
  return message.content().size() == 1 && message.content().match_element<T>(0);
}

/// Counts from its beginning to its end. Ticks and the like, which an actor sends itself, are no messages here.
class census {
public:
  explicit census(stage& x) : stage_(x), began_(x.world().now()) {
    x.world().on_message = [this](node_index n, caf::scheduled_actor& who, caf::mailbox_element& message) {
      note(n, who.name(), message);
    };
  }
  ~census() { stage_.world().on_message = {}; }
  census(const census&) = delete;
  census& operator=(const census&) = delete;

  uint64_t inputs = 0;
  uint64_t lookups = 0;  // of a zone or the services
  uint64_t presence = 0; // what the directory is told or asked
  uint64_t saves = 0;
  uint64_t other_store_requests = 0;      // besides beats
  std::map<node_index, uint64_t> batches; // by the node of the edge
  uint64_t batch_bytes = 0;

  double seconds() const { return static_cast<double>(stage_.world().now() - began_) / second; }

private:
  void note(node_index n, std::string_view role, caf::mailbox_element& message) {
    if (is<msg::player_input>(message))
      ++inputs;
    else if (is<msg::find_zone>(message) || is<msg::find_services>(message))
      ++lookups;
    else if (role == "directory" && !message.content().match_element<caf::tick_atom>(0))
      ++presence;
    else if (is<msg::edge_batch>(message)) {
      ++batches[n];
      batch_bytes += message.content().get_as<msg::edge_batch>(0).bytes.size();
    } else if (role == "store" && message.mid.is_request()) {
      auto is_of_cluster = is<msg::beat>(message) || is<msg::get_cluster_view>(message);
      saves += is<msg::save_locations>(message) ? 1 : 0;
      other_store_requests += is_of_cluster || is<msg::save_locations>(message) ? 0 : 1;
    }
  }

  stage& stage_;
  instant began_;
};

/// Everybody walks to and fro within his map and talks, every half second, for `seconds`.
void stroll(stage& x, uint32_t bots, int seconds) {
  for (int i = 0; i < 2 * seconds; ++i) {
    for (bot_index bot = 0; bot < bots; ++bot) {
      x.bot(bot).walk_to(x.bot(bot).map(), i % 2 == 0 ? loaders::cell{114, 116} : start_cell);
      if (i % 4 == 0)
        x.bot(bot).say("mind the step " + std::to_string(i));
    }
    x.run_for(500ms);
  }
}

bool is_somebody_far_from_his_zone(stage& x, uint32_t bots) {
  for (bot_index i = 0; i < bots; ++i)
    if (x.bot(i).edge_node() != x.zone(x.bot(i).map()).node())
      return true;
  return false;
}

TEST(PacketPath, NeitherTheDatabaseNorALookupIsOnIt) {
  constexpr uint32_t bots = 9;
  stage x{{.seed = 301, .nodes = 3, .bots = bots}};
  x.everybody_logs_in();
  x.run_for(10s);
  ASSERT_TRUE(is_somebody_far_from_his_zone(x, bots));
  census counted{x};
  stroll(x, bots, 20);
  EXPECT_GT(counted.inputs, 20u * bots);
  EXPECT_EQ(counted.lookups, 0u);
  EXPECT_EQ(counted.presence, 0u);
  EXPECT_EQ(counted.other_store_requests, 0u);
  // A checkpoint of each zone every 5 s, whatever is done in it.
  auto zones = static_cast<double>(x.world().maps().maps.size());
  EXPECT_LE(static_cast<double>(counted.saves), zones * (counted.seconds() / 5 + 1));
  EXPECT_GT(counted.saves, 0u);
}

/// The one thing that looks somewhere: who warps asks where the next zone is, and says where he is then.
TEST(PacketPath, AWarpLooksForTheNextZoneOnce) {
  stage x{{.seed = 302, .nodes = 3, .bots = 1}};
  x.everybody_logs_in();
  x.run_for(10s);
  census counted{x};
  x.bot(0).walk_to(2, start_cell);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived() && x.bot(0).map() == 2; }, 60s));
  EXPECT_EQ(counted.lookups, 1u);
  EXPECT_EQ(counted.presence, 1u);
  EXPECT_EQ(counted.other_store_requests, 0u);
}

/// However many players see each other: one message a tick to each edge; only the bytes grow.
TEST(PacketPath, AnEdgeGetsOneMessageATickWhateverThereIsToSee) {
  uint64_t bytes_of_few = 0;
  for (uint32_t bots : {3u, 12u}) {
    stage x{{.seed = 303, .nodes = 3, .bots = bots}};
    x.everybody_logs_in();
    x.run_for(5s);
    ASSERT_TRUE(is_somebody_far_from_his_zone(x, bots));
    std::set<uint16_t> maps;
    for (bot_index i = 0; i < bots; ++i)
      maps.insert(x.bot(i).map());
    census counted{x};
    stroll(x, bots, 10);
    auto ticks = counted.seconds() * 20 + 2;
    for (auto [n, batches] : counted.batches)
      EXPECT_LE(static_cast<double>(batches), ticks * static_cast<double>(maps.size()))
        << bots << " bots, node " << x.world().name(n);
    EXPECT_FALSE(counted.batches.empty());
    if (bots == 3)
      bytes_of_few = counted.batch_bytes;
    else
      EXPECT_GT(counted.batch_bytes, 4 * bytes_of_few);
  }
}

} // namespace
