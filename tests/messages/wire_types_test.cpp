#include "messages/wire_types.hpp"

#include "messages/interfaces/router.hpp"
#include "messages/wire/arbitrary.hpp"
#include "runtime/base/prng.hpp"

#include <caf/all.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <gmock/gmock.h>

namespace msg {

namespace {

/// As another node would get it.
template <class T>
T sent_to_another_node(caf::actor_system& system, T value) {
  std::vector<char> bytes;
  caf::binary_serializer sink{system, bytes};
  EXPECT_FALSE(sink(value));
  T result{};
  caf::binary_deserializer source{system, bytes};
  EXPECT_FALSE(source(result));
  EXPECT_EQ(source.remaining(), 0u);
  return result;
}

} // namespace

TEST(WireTypes, EveryRegisteredTypeCrossesBetweenNodes) {
  caf::actor_system_config config;
  register_wire_types(config);
  caf::actor_system system{config};
  EXPECT_EQ(check_wire_types(system), "");
}

TEST(WireTypes, AnUnregisteredTypeFailsTheCheckByName) {
  caf::actor_system_config config;
  config.add_message_type<find_account>("sfa");
  config.add_message_type<create_account>("sca");
  caf::actor_system system{config};
  EXPECT_THAT(check_wire_types(system), testing::HasSubstr("ssp"));
}

TEST(WireTypes, PlayerInputCrossesWithAnyPacketOfAZone) {
  caf::actor_system_config config;
  register_wire_types(config);
  caf::actor_system system{config};
  runtime::prng rng{5};
  auto check = [&]<class... Ts>(wire::type_list<Ts...>) {
    (
      [&] {
        const player_input sent{{7}, {8}, 9, wire::arbitrary<Ts>(rng)};
        auto found = sent_to_another_node(system, sent);
        EXPECT_EQ(found.who, sent.who);
        EXPECT_EQ(found.visit, sent.visit);
        EXPECT_EQ(found.number, sent.number);
        EXPECT_EQ(found.packet, sent.packet) << Ts::info.name;
      }(),
      ...);
  };
  check(zone_requests{});
}

TEST(WireTypes, ADamagedPlayerInputIsRefused) {
  caf::actor_system_config config;
  register_wire_types(config);
  caf::actor_system system{config};
  std::vector<char> bytes;
  caf::binary_serializer sink{system, bytes};
  auto number = uint16_t{0x1202};
  auto body = wire::byte_buffer{1, 2};
  EXPECT_FALSE(sink(character_id{7}, visit_id{8}, number, body));
  player_input found;
  caf::binary_deserializer source{system, bytes};
  EXPECT_TRUE(source(found));
}

TEST(WireTypes, ARecordCrossesUnchanged) {
  caf::actor_system_config config;
  register_wire_types(config);
  caf::actor_system system{config};
  character_record who;
  who.location = {{1}, {2}, 3, 4, {5, 6, 7}};
  who.name = "Somebody";
  who.items.push_back({1, 2, 3, item_container::worn, 4});
  EXPECT_EQ(sent_to_another_node(system, who), who);
}

} // namespace msg
