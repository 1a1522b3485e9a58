#include "tests/sim/checkers.hpp"

#include "tests/sim/faults.hpp"

namespace sim {

namespace {

constexpr size_t mailbox_max = 5'000;
constexpr size_t session_bytes_max = 1024 * 1024;

constexpr checker table[] = {
  {"one-owner-per-zone", "every map is run by one zone at most", moment::step, &inspector::one_owner_per_zone},
  {"one-zone-per-character", "a character is shown in one zone at most", moment::step,
   &inspector::one_zone_per_character},
  {"one-session-per-account", "an account is held by one session at most", moment::step,
   &inspector::one_session_per_account},
  {"nobody-in-a-wall", "whoever is in a zone stands on a walkable cell of it", moment::step,
   &inspector::nobody_in_a_wall},
  {"queues-bounded", "mailboxes, inboxes and buffers stay within their limits", moment::step,
   &inspector::queues_bounded},
  {"packets-in-order", "a zone deals with what a session sent in that order, each once", moment::step, nullptr},
  {"packets-arrive", "and with all of it", moment::quiet, &inspector::packets_arrived},
  {"items-conserved", "no two items share a serial, and none changes", moment::quiet, &inspector::items_conserved},
  {"woonz-conserved", "nobody's woonz changes, as nothing changes them yet", moment::quiet,
   &inspector::woonz_conserved},
  {"sight-is-symmetric", "a client shows exactly who its zone says is in sight", moment::quiet,
   &inspector::sight_is_symmetric},
  {"store-equals-memory", "what zones hold is stored", moment::quiet, &inspector::store_equals_memory},
  {"nobody-left-behind", "no session, visitor, claim or actor outlives its client", moment::gone,
   &inspector::nobody_left_behind},
  {"outbound-decodes", "every byte a client gets is part of a packet of the catalogue", moment::step, nullptr},
  {"bots-are-content", "what the oracle of the bots says (zonehive bots run)", moment::step, nullptr},
  {"fenced-writes", "the database takes nothing that is written under an epoch that is over", moment::step,
   &inspector::fenced_writes},
  {"one-coordinator", "nobody coordinates the cluster for long without the lease", moment::step,
   &inspector::one_coordinator},
  {"given-up-ends", "a node that the cluster has given up ends by itself", moment::step, &inspector::given_up_ends},
  {"no-error-is-logged", "no line of level error", moment::step, nullptr},
  {"everybody-plays", "after everything has healed, everybody can log in, walk and talk", moment::quiet, nullptr},
};

uint64_t hash_of(const msg::player_input& input) {
  msg::wire::byte_buffer body;
  auto number = msg::encode(body, input.packet);
  rolling_hash result;
  result.add(number);
  result.add(std::string_view{reinterpret_cast<const char*>(body.data()), body.size()});
  return result.value();
}

std::string text_of(msg::character_id who) { return "character " + std::to_string(who.value); }

} // namespace

std::span<const checker> checkers() { return table; }

void inspector::blame(std::string_view invariant, std::string what) {
  auto text = std::string{invariant} + ": " + what;
  if (violations_.size() >= violations_max || !told_.insert(text).second)
    return;
  violations_.push_back({std::string{invariant}, cluster_.elapsed(), cluster_.steps(), std::move(what)});
  if (on_violation)
    on_violation(violations_.back());
}

void inspector::after(const step_info& step) {
  last_ = step;
  if (step.role == "router" || step.role == "host")
    one_owner_per_zone();
  if (step.role == "member")
    given_up_ends();
  if (step.role == "coordinator")
    one_coordinator();
  if (step.role == "session" || step.role == "directory")
    one_session_per_account();
  if (step.waiting > mailbox_max)
    blame("queues-bounded", std::to_string(step.waiting) + " messages wait for a " + std::string{step.role});
  if (step.role == "zone") {
    if (const auto* zone = stepped_zone()) {
      check_owner(step.node, *zone);
      check_place(*zone);
      check_inbox(*zone);
    }
  } else if (step.role == "tcp-edge") {
    each_edge(cluster_, [&](node_index n, const actors::tcp_edge& edge) {
      if (n == step.node && edge.id() == step.actor)
        check_edge(n, edge);
    });
  }
  if (cluster_.database().commits() != commits_) {
    commits_ = cluster_.database().commits();
    check_belongings();
    fenced_writes();
  }
}

/// Null when it has ended in this step.
const actors::zone* inspector::stepped_zone() const {
  const actors::zone* result = nullptr;
  each_zone(cluster_, [&](node_index n, const actors::zone& zone) {
    if (n == last_.node && zone.id() == last_.actor)
      result = &zone;
  });
  return result;
}

/// Whoever is shown here now must be gone from where he was seen last.
void inspector::check_owner(node_index n, const actors::zone& zone) {
  auto here = std::pair{n, zone.world().map()};
  zone.world().each_player([&](const msg::character_record& who) {
    auto& before = shown_[who.id().value];
    if (before == here)
      return;
    each_zone(cluster_, [&](node_index other, const actors::zone& x) {
      if (std::pair{other, x.world().map()} == before && x.world().contains(who.id()))
        blame("one-zone-per-character", text_of(who.id()) + " is shown on map " + std::to_string(before.second)
                                          + " and on map " + std::to_string(here.second));
    });
    before = here;
  });
}

void inspector::look(moment when) {
  for (const auto& x : table)
    if (x.when == when && x.look)
      (this->*x.look)();
  if (when == moment::quiet)
    one_owner_per_zone();
}

// -- at every step ------------------------------------------------------------------

void inspector::one_owner_per_zone() {
  std::map<uint16_t, node_index> owner;
  each_zone(cluster_, [&](node_index n, const actors::zone& zone) {
    auto [at, is_new] = owner.emplace(zone.world().map(), n);
    if (!is_new)
      blame("one-owner-per-zone", "map " + std::to_string(at->first) + " is run on node " + cluster_.name(at->second)
                                    + " and on node " + cluster_.name(n));
  });
}

void inspector::fenced_writes() {
  if (cluster_.database().stale_writes() != 0)
    blame("fenced-writes", std::to_string(cluster_.database().stale_writes())
                             + " writes of zones were taken under an epoch that was over");
}

void inspector::given_up_ends() {
  constexpr instant ends_within = 20 * second; // its leases, and until it sees that it is alone
  for (node_index n = 0; n < cluster_.nodes(); ++n) {
    if (!cluster_.is_up(n) || !is_given_up(cluster_, n)) {
      given_up_since_.erase(n);
      continue;
    }
    auto since = given_up_since_.emplace(n, cluster_.now()).first->second;
    if (cluster_.now() > since + ends_within)
      blame("given-up-ends", "node " + cluster_.name(n) + " goes on for " + seconds_text(cluster_.now() - since));
  }
}

void inspector::one_coordinator() {
  constexpr instant noticed_within = second; // by the coordinator, of its member
  auto lease = cluster_.database().leases().find(std::string{msg::coordinator_lease});
  for (node_index n = 0; n < cluster_.nodes(); ++n) {
    const auto* life = cluster_.life(n);
    const auto* who = life ? look_at<runtime::cluster::coordinator>(life->node().coordinator()) : nullptr;
    auto acts_rightly =
      lease != cluster_.database().leases().end() && life && lease->second.holder == life->node().key();
    const auto* member = life ? look_at<runtime::cluster::member>(life->node().member()) : nullptr;
    auto knows_better = member && member->coordinator_epoch() == 0; // it has been told that the lease is not its own
    if (!who || !who->acts() || acts_rightly || !knows_better || cluster_.state(n) == node_state::paused) {
      acts_since_.erase(n);
      continue;
    }
    auto since = acts_since_.emplace(n, cluster_.now()).first->second;
    if (cluster_.now() > since + noticed_within)
      blame("one-coordinator", "node " + cluster_.name(n) + " coordinates without the lease");
  }
}

void inspector::one_zone_per_character() {
  std::map<uint32_t, uint16_t> shown;
  each_zone(cluster_, [&](node_index, const actors::zone& zone) {
    zone.world().each_player([&](const msg::character_record& who) {
      auto [at, is_new] = shown.emplace(who.id().value, zone.world().map());
      if (!is_new)
        blame("one-zone-per-character", text_of(who.id()) + " is shown on map " + std::to_string(at->second)
                                          + " and on map " + std::to_string(zone.world().map()));
    });
  });
}

void inspector::one_session_per_account() {
  std::map<uint32_t, node_index> held;
  each_session(cluster_, [&](node_index n, const actors::session& session) {
    if (!session.account() || cluster_.state(n) == node_state::paused) // who stands still does nothing with it
      return;
    auto [at, is_new] = held.emplace(session.account().value, n);
    if (!is_new)
      blame("one-session-per-account", "account " + std::to_string(at->first) + " is held by a session on node "
                                         + cluster_.name(at->second) + " and by another on node " + cluster_.name(n));
  });
}

void inspector::nobody_in_a_wall() {
  each_zone(cluster_, [&](node_index, const actors::zone& zone) { check_place(zone); });
}

void inspector::check_place(const actors::zone& zone) {
  zone.world().each_player([&](const msg::character_record& who) {
    auto at = loaders::cell::from_index(who.location.cell);
    if (!zone.world().content().map.walkable(at) || who.location.map.value != zone.world().map())
      blame("nobody-in-a-wall", text_of(who.id()) + " stands on " + loaders::describe_place(who.location.map.value, at)
                                  + " in the zone of map " + std::to_string(zone.world().map()));
  });
}

void inspector::queues_bounded() {
  each_zone(cluster_, [&](node_index, const actors::zone& zone) { check_inbox(zone); });
  each_edge(cluster_, [&](node_index n, const actors::tcp_edge& edge) { check_edge(n, edge); });
}

void inspector::check_inbox(const actors::zone& zone) {
  // Inputs of each player, and what sessions ask of the zone for him.
  auto most = (zone.options().inputs_max + 16) * (zone.visitors() + 8);
  if (zone.inbox_size() > most)
    blame("queues-bounded", std::to_string(zone.inbox_size()) + " inputs wait in the zone of map "
                              + std::to_string(zone.world().map()) + " for " + std::to_string(zone.visitors())
                              + " visitors");
}

void inspector::check_edge(node_index n, const actors::tcp_edge& edge) {
  auto most = size_t{cluster_.life(n)->options().edge_output_max_kib} * 1024;
  edge.each_owner([&](const msg::connection_actor& owner, size_t unsent) {
    if (unsent > most)
      blame("queues-bounded", std::to_string(unsent) + " bytes wait for a client of node " + cluster_.name(n));
    if (const auto* session = look_at<actors::session>(owner); session && session->waiting_bytes() > session_bytes_max)
      blame("queues-bounded", std::to_string(session->waiting_bytes()) + " bytes wait in a session");
  });
}

// -- order of packets ---------------------------------------------------------------

void inspector::sent(const msg::player_input& input) {
  auto& x = flows_[{input.who, input.visit}];
  auto [at, is_new] = x.under_way.emplace(input.number, hash_of(input));
  if (!is_new && at->second != hash_of(input))
    blame("packets-in-order", text_of(input.who) + ": two inputs have number " + std::to_string(input.number));
}

void inspector::done(node_index where, const msg::player_input& input) {
  if (is_given_up(cluster_, where))
    return; // a zone that nobody counts any more
  auto& x = flows_[{input.who, input.visit}];
  auto hash = hash_of(input);
  if (input.number != x.done + 1)
    blame("packets-in-order", text_of(input.who) + ": the zone deals with input " + std::to_string(input.number)
                                + " after " + std::to_string(x.done));
  if (auto sent = x.under_way.find(input.number); sent == x.under_way.end() || sent->second != hash)
    blame("packets-in-order", text_of(input.who) + ": the zone deals with another input " + std::to_string(input.number)
                                + " than was sent");
  x.done = input.number;
  x.under_way.erase(x.under_way.begin(), x.under_way.upper_bound(input.number));
}

void inspector::packets_arrived() {
  each_session(cluster_, [&](node_index, const actors::session& session) {
    auto found = flows_.find({session.character(), session.visit()});
    if (session.is_in_zone() && found != flows_.end() && !found->second.under_way.empty())
      blame("packets-arrive", text_of(session.character()) + ": " + std::to_string(found->second.under_way.size())
                                + " inputs were sent to the zone and never dealt with");
  });
}

// -- when it is quiet ---------------------------------------------------------------

/// After every commit: nothing changes what a character has yet, from the moment he is made.
void inspector::check_belongings() {
  std::map<uint64_t, uint32_t> owner; // by serial
  for (const auto& [id, x] : cluster_.database().characters()) {
    auto [at, is_new] = belongings_.emplace(id.value, belongings{x.record.items, x.record.woonz});
    if (at->second.items != x.record.items)
      blame("items-conserved", text_of(id) + " has other items in the store than when he was made");
    if (at->second.woonz != x.record.woonz)
      blame("woonz-conserved", text_of(id) + " had " + std::to_string(at->second.woonz) + " woonz and has "
                                 + std::to_string(x.record.woonz) + " in the store");
    for (const auto& item : x.record.items) {
      auto [held, is_first] = owner.emplace(item.serial, id.value);
      if (!is_first)
        blame("items-conserved", "item " + std::to_string(held->first) + " is with character "
                                   + std::to_string(held->second) + " and with character " + std::to_string(id.value));
    }
  }
}

void inspector::items_conserved() {
  check_belongings();
  each_zone(cluster_, [&](node_index, const actors::zone& zone) {
    zone.world().each_player([&](const msg::character_record& who) {
      auto made = belongings_.find(who.id().value);
      if (made == belongings_.end() || made->second.items != who.items)
        blame("items-conserved", text_of(who.id()) + " has other items in his zone than when he was made");
    });
  });
}

void inspector::woonz_conserved() {
  each_zone(cluster_, [&](node_index, const actors::zone& zone) {
    zone.world().each_player([&](const msg::character_record& who) {
      auto made = belongings_.find(who.id().value);
      if (made != belongings_.end() && made->second.woonz != who.woonz)
        blame("woonz-conserved", text_of(who.id()) + " had " + std::to_string(made->second.woonz) + " woonz and has "
                                   + std::to_string(who.woonz) + " in his zone");
    });
  });
}

void inspector::check_view(bot_index i, const actors::zone& zone, const msg::character_record& who) {
  const auto& shown = players_.oracle().of(i);
  auto here = loaders::cell::from_index(who.location.cell);
  std::set<uint32_t> expected;
  zone.world().each_player([&](const msg::character_record& other) {
    if (other.id() != who.id() && actors::in_sight(here, loaders::cell::from_index(other.location.cell)))
      expected.insert(other.id().value);
  });
  std::set<uint32_t> seen;
  for (const auto& [id, since] : shown.players)
    seen.insert(id);
  std::set<uint32_t> npcs;
  actors::for_each_block_around(actors::block::of(here), [&](actors::block b) {
    for (auto index : zone.world().npcs_in(b))
      npcs.insert(zone.world().npc_id(index));
  });
  auto list = [](const std::set<uint32_t>& ids) {
    std::string result;
    for (auto id : ids)
      result += (result.empty() ? "" : " ") + std::to_string(id);
    return "{" + result + "}";
  };
  if (seen != expected)
    blame("sight-is-symmetric", shown.character + " shows " + list(seen) + " and its zone " + list(expected));
  if (shown.npcs != npcs)
    blame("sight-is-symmetric",
          shown.character + " shows monsters " + list(shown.npcs) + " and its zone " + list(npcs));
}

void inspector::sight_is_symmetric() {
  each_zone(cluster_, [&](node_index, const actors::zone& zone) {
    zone.world().each_player([&](const msg::character_record& who) {
      for (bot_index i = 0; i < players_.count(); ++i)
        if (players_.oracle().of(i).player_id == who.id().value && players_.is_in_world(i))
          check_view(i, zone, who);
    });
  });
}

void inspector::store_equals_memory() {
  each_zone(cluster_, [&](node_index, const actors::zone& zone) {
    zone.world().each_player([&](const msg::character_record& who) {
      auto stored = cluster_.database().characters().find(who.id());
      if (stored == cluster_.database().characters().end())
        return blame("store-equals-memory", text_of(who.id()) + " is not in the store");
      const auto& row = stored->second.record.location;
      if (row.map != who.location.map || row.cell != who.location.cell || row.revision != who.location.revision
          || row.chat_masks != who.location.chat_masks)
        blame("store-equals-memory",
              text_of(who.id()) + " stands on "
                + loaders::describe_place(who.location.map.value, loaders::cell::from_index(who.location.cell))
                + ", revision " + std::to_string(who.location.revision) + ", and the store has "
                + loaders::describe_place(row.map.value, loaders::cell::from_index(row.cell)) + ", revision "
                + std::to_string(row.revision));
    });
  });
}

// -- when everybody has left --------------------------------------------------------

void inspector::nobody_left_behind() {
  each_session(cluster_, [&](node_index n, const actors::session& session) {
    blame("nobody-left-behind",
          "a session of account " + std::to_string(session.account().value) + " lives on node " + cluster_.name(n));
  });
  each_zone(cluster_, [&](node_index, const actors::zone& zone) {
    if (zone.visitors() != 0 || zone.is_saving())
      blame("nobody-left-behind", "the zone of map " + std::to_string(zone.world().map()) + " has "
                                    + std::to_string(zone.visitors()) + " visitors"
                                    + (zone.is_saving() ? " and is still saving" : ""));
  });
  each_directory(cluster_, [&](node_index, const actors::directory& who) {
    if (who.claims() != 0)
      blame("nobody-left-behind", "the directory holds " + std::to_string(who.claims()) + " accounts");
  });
  for (node_index n = 0; n < cluster_.nodes(); ++n) {
    const auto* life = cluster_.life(n);
    if (!life || !cluster_.is_up(n))
      continue;
    if (life->actors() > life->idle_actors())
      blame("nobody-left-behind", std::to_string(life->actors() - life->idle_actors())
                                    + " actors more than at the start live on node " + cluster_.name(n));
  }
  each_edge(cluster_, [&](node_index n, const actors::tcp_edge& edge) {
    if (edge.connections() != 0)
      blame("nobody-left-behind",
            std::to_string(edge.connections()) + " connections are open on node " + cluster_.name(n));
  });
}

} // namespace sim
