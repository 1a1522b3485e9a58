#include "tools/data/lint_rules.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

namespace tools::data {

namespace {

constexpr std::array rules{
  // Files.
  lint_rule{"file-truncated", "A file ends before it should.", "Restore it from a copy: its end is lost."},
  lint_rule{"file-trailing", "A file goes on behind its end.",
            "Cut it there, or convert it to text and remove \"bytes_behind\"."},
  lint_rule{"file-misaligned", "The size of a list is no multiple of its record.",
            "Remove the partial record at the end."},
  lint_rule{"file-count", "A file holds more than its format allows.", "Remove what is too many."},
  lint_rule{"file-range", "A value is outside what its field may say.", "Change the value."},
  lint_rule{"file-duplicate", "A table says the same key twice.", "Remove one of the two, or renumber it."},
  lint_rule{"file-reference", "Something in a file refers to what is not there.", "Change the reference, or add it."},
  lint_rule{"file-id-mismatch", "The id in a file is not the one in its name.", "Rename the file, or change the id."},
  lint_rule{"file-syntax", "A line of text cannot be understood.", "Write it in the form that is expected."},
  lint_rule{"file-too-large", "A file is too large for any loader.", "Look whether it is a data file at all."},
  lint_rule{"duplicate-id", "Two files or tables define the same id.", "Remove one of the two, or renumber it."},
  // Texts.
  lint_rule{"text-decode", "A text is not valid in the encoding of the data set.",
            "Give the right --encoding, or write the text again; a character may be cut at the end of its field."},
  lint_rule{"text-full", "A name fills its field, so no NUL ends it.",
            "Shorten it by a byte: clients that look for the end mark read on into the next field."},
  // Maps, warps, teleports.
  lint_rule{"map-missing", "MapInfo.ini lists a map that has no file.", "Add the map, or remove the line."},
  lint_rule{"map-unlisted", "MapInfo.ini does not list a map that has a file.", "Add a line Map<id>=0."},
  lint_rule{"map-unreachable", "No start, warp or teleport leads to a map.",
            "Let a warp or a teleport point lead to it."},
  lint_rule{"start-blocked", "A start cell is blocked or a warp.", "Free the cell, or start elsewhere (--start)."},
  lint_rule{"warp-map", "A warp leads to a map that has no file.", "Let it lead to a map that exists."},
  lint_rule{"warp-blocked", "A warp leads into a wall.", "Let it lead to a walkable cell."},
  lint_rule{"warp-onto-warp", "A warp leads onto a warp.", "Let it lead to a cell beside the other warp."},
  lint_rule{"warp-one-way", "A warp leads to a map from which no warp leads back.",
            "Add a warp back, or accept it in a baseline when it is meant."},
  lint_rule{"warp-no-cell", "No walkable cell of the map carries a warp.",
            "Put its index on the cells of a gate, or remove the warp."},
  lint_rule{"warp-unreachable", "A warp cannot be walked to.", "Open a way to it."},
  lint_rule{"teleport-map", "A teleport point is on a map that has no file.",
            "Change the line; do not remove it, which would renumber the others."},
  lint_rule{"teleport-blocked", "A teleport point is in a wall.", "Choose a walkable cell."},
  lint_rule{"teleport-onto-warp", "A teleport point is on a warp.", "Choose a cell beside the warp."},
  // Spawns.
  lint_rule{"spawn-map", "A spawn list belongs to a map that has no file.", "Add the map, or remove the list."},
  lint_rule{"spawn-npc", "A spawn is of an NPC that has no file.", "Add npc/<id>, or remove the spawn."},
  lint_rule{"spawn-blocked", "A spawn stands in a wall.", "Move it to a walkable cell."},
  lint_rule{"spawn-on-warp", "A spawn stands on a warp.", "Move it off the warp."},
  lint_rule{"spawn-direction", "A spawn looks in a direction that does not exist.", "Set a direction of 0 to 8."},
  lint_rule{"spawn-unreachable", "Players cannot get to a spawn.", "Move it, or open a way to it."},
  // Who refers to whom.
  lint_rule{"drop-npc", "A drop table belongs to an NPC that has no file.", "Add the NPC, or remove the table."},
  lint_rule{"drop-item", "A drop is of an item that does not exist.", "Add the item, or change the drop."},
  lint_rule{"drop-total", "The rates of a drop table add up to more than 100 %.",
            "Lower the rates: drops behind the point where 10,000,000 is passed never happen."},
  lint_rule{"shop-npc", "A shop belongs to an NPC that has no file.", "Add the NPC, or remove the shop."},
  lint_rule{"shop-item", "A shop sells an item that does not exist.", "Add the item, or remove the line."},
  lint_rule{"cash-npc", "A cash item is sold by an NPC that has no file.", "Add the NPC, or change the row."},
  lint_rule{"cash-item", "A cash item does not exist.", "Add the item, or remove the row."},
  lint_rule{"quest-npc", "A quest names an NPC that has no file.", "Add the NPC, or change the quest."},
  lint_rule{"quest-item", "A quest names an item that does not exist.", "Add the item, or change the quest."},
  lint_rule{"quest-map", "A quest names a map that has no file.", "Add the map, or change the quest."},
  lint_rule{"quest-cell", "A quest asks for a place nobody can stand on.",
            "Choose a walkable cell, or a larger radius."},
  lint_rule{"quest-level", "A quest is for no level at all.", "Set a lowest level that is not above the highest."},
  lint_rule{"quest-chain", "A quest follows or precedes one that has no file.", "Add the quest, or change the number."},
  lint_rule{"recipe-item", "A recipe names an item that does not exist.", "Add the item, or change the recipe."},
  lint_rule{"recipe-ratio", "A recipe's chance is outside 1 to 120 %.", "Set a chance of 1 to 120."},
  lint_rule{"set-item", "An item set contains an item that does not exist.", "Add the item, or change the set."},
  lint_rule{"present-item", "A present holds an item that does not exist.", "Add the item, or change the present."},
  lint_rule{"npcskill-npc", "A skill belongs to an NPC that has no file.", "Add the NPC, or remove the row."},
  lint_rule{"favour-npc", "A favour belongs to an NPC that has no file.", "Add the NPC, or remove the row."},
  lint_rule{"class-missing", "A class has no file while others have.", "Add pc/<class>; there are 0 to 3."},
  lint_rule{"start-gear", "An item that new characters wear does not exist.",
            "Add the item: characters are created with it."},
  lint_rule{"start-gear-slot", "An item that new characters wear belongs elsewhere.",
            "Set the item type of its row to that slot."},
  // What no rule above has a word for.
  lint_rule{"world-load", "The server refuses this set, or warns of it when it loads leniently.",
            "Change the file as the sentence says; a server with data.mode strict does not start before."},
};

} // namespace

std::span<const lint_rule> lint_rules() { return rules; }

finding make_finding(std::string_view rule, lint_place place, std::string sentence) {
  auto found = std::find_if(rules.begin(), rules.end(), [&](const lint_rule& x) { return x.id == rule; });
  if (found == rules.end())
    throw std::logic_error{"no lint rule is called " + std::string{rule}};
  return {found->id, std::move(place), std::move(sentence), found->fix};
}

void sort_findings(std::vector<finding>& findings) {
  auto key = [](const finding& x) { return std::tie(x.place.file, x.place.line, x.place.offset, x.rule, x.sentence); };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const finding& a, const finding& b) { return key(a) < key(b); });
}

} // namespace tools::data
