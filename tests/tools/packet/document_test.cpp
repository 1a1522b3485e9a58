#include "tools/packet/document.hpp"

#include "messages/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tools::packet {

using testing::HasSubstr;

TEST(Document, HasASectionForEveryPacketAndStruct) {
  auto text = protocol_document();
  for (const auto& entry : msg::catalog()) {
    EXPECT_THAT(text, HasSubstr("### " + std::string{entry.info.name} + "\n"));
    EXPECT_THAT(text, HasSubstr(std::string{entry.info.doc}));
    for (size_t i = 0; entry.shape && i < entry.shape->fields.size(); ++i)
      if (const auto* group = entry.shape->fields[i].group) {
        EXPECT_THAT(text, HasSubstr("### " + std::string{group->name} + "\n"));
      }
  }
}

TEST(Document, ATableRowHasOffsetNameTypeAndMeaning) {
  EXPECT_THAT(protocol_document(), HasSubstr("| 31 | `password` | char[21] |  |\n"));
  EXPECT_THAT(protocol_document(), HasSubstr("| 4 | `code` | u32 | item_code indexes the item table"));
}

TEST(Dissector, KnowsEveryPacketWithANumber) {
  auto text = dissector({3550, 9860});
  for (const auto& entry : msg::catalog())
    if (entry.info.has_number) {
      EXPECT_THAT(text, HasSubstr("{name=\"" + std::string{entry.info.name} + "\""));
    }
  EXPECT_THAT(text, HasSubstr("local default_login_port = 3550\n"));
  EXPECT_THAT(text, HasSubstr("local default_key = \"04C478BD\"\n"));
}

} // namespace tools::packet
