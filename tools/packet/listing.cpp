// `packet ls` and `packet show`.

#include "tools/packet/commands.hpp"

#include "tools/console/table.hpp"
#include "tools/packet/layout_text.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace tools::packet {

using namespace msg;

namespace {

using json = nlohmann::ordered_json;

json size_json(const catalog_entry& entry) {
  if (!entry.shape)
    return nullptr;
  auto has_tail = !entry.shape->fields.empty() && entry.shape->fields.back().is_tail;
  return has_tail ? json("variable") : json(entry.usual_size());
}

json entry_json(const catalog_entry& entry) {
  const auto& info = entry.info;
  auto cmd = info.is_game() ? wire::cmd_game : info.select.number;
  return {{"name", info.name},
          {"channel", to_string(info.on)},
          {"direction", to_string(info.to)},
          {"ctrl", hex_text(info.select.ctrl, 2)},
          {"cmd", hex_text(cmd, 2)},
          {"protocol", info.is_game() && info.has_number ? json(hex_text(info.select.number, 4)) : json(nullptr)},
          {"head", entry.head_size()},
          {"size", size_json(entry)},
          {"enciphered", entry.is_enciphered()},
          {"layout", to_string(info.known)},
          {"confidence", to_string(info.sure)},
          {"handled", to_string(entry.handled)}};
}

json bits_json(std::span<const wire::bit_range> bits) {
  auto result = json::array();
  for (const auto& x : bits)
    result.push_back({{"name", x.name}, {"shift", x.first}, {"width", x.count}});
  return result;
}

json fields_json(const wire::type_shape& type, size_t begin);

json field_json(const wire::field_shape& f, size_t begin) {
  json result{{"name", f.name}, {"type", type_text(f)}, {"offset", begin + f.offset}};
  if (!f.doc.empty())
    result["note"] = f.doc;
  if (!f.bits.empty())
    result["bits"] = bits_json(f.bits);
  for (const auto& view : f.views)
    result["variants"][std::string{view.name}] = bits_json(view.bits);
  if (f.values)
    for (const auto& x : f.values->values)
      result["values"][std::to_string(x.value)] = x.name;
  if (f.is_closed)
    result["only_these_values"] = true;
  if (f.most != wire::no_limit)
    result["at_most"] = f.most;
  if (f.kind == wire::shape_kind::group)
    result["fields"] = fields_json(*f.group, 0);
  return result;
}

json fields_json(const wire::type_shape& type, size_t begin) {
  auto result = json::array();
  for (const auto& f : type.fields)
    result.push_back(field_json(f, begin));
  return result;
}

void print_entry(const catalog_entry& entry, std::ostream& out) {
  const auto& info = entry.info;
  out << info.name << ": " << info.doc << "\n";
  if (!info.notes.empty())
    out << info.notes << "\n";
  out << "\n"
      << "  channel     " << to_string(info.on) << ", " << (info.to == wire::direction::c2s ? "from" : "to")
      << " the client\n"
      << "  selected by " << select_text(entry) << "\n"
      << "  size        " << size_text(entry) << " (head " << entry.head_size() << ", "
      << (entry.is_enciphered() ? "body enciphered" : "in the clear") << ")\n"
      << "  layout      " << to_string(info.known) << ", confidence " << to_string(info.sure) << "\n"
      << "  handled     " << to_string(entry.handled) << "\n";
  if (!entry.shape)
    return;
  out << "\n";
  std::vector<table_row> rows{{"offset", "field", "type", "meaning"}};
  for (auto& row : layout_rows(*entry.shape, entry.head_size(), true))
    rows.push_back({row.offset, row.name, row.type, row.meaning});
  if (rows.size() > 1)
    print_table(out, rows);
  else
    out << "no fields\n";
}

} // namespace

int list_packets(const packet_filter& which, bool as_json, const console& io) {
  auto list = json::array();
  std::vector<table_row> rows{
    {"name", "channel", "dir", "ctrl", "cmd", "protocol", "head", "size", "enciphered", "confidence", "handled"}};
  for (const auto& entry : catalog()) {
    if (!is_in(which, entry))
      continue;
    auto x = entry_json(entry);
    auto text = [&](const char* key) { return x[key].is_string() ? x[key].get<std::string>() : x[key].dump(); };
    auto dash = [&](const char* key) { return x[key].is_null() ? "-" : text(key); };
    rows.push_back({text("name"), text("channel"), text("direction"), text("ctrl"), text("cmd"), dash("protocol"),
                    text("head"), dash("size"), entry.is_enciphered() ? "yes" : "no", text("confidence"),
                    text("handled")});
    list.push_back(std::move(x));
  }
  if (as_json)
    io.out << list.dump(2) << "\n";
  else
    print_table(io.out, rows);
  return exit_ok;
}

int show_packet(const std::string& name, bool as_json, const console& io) {
  const auto* entry = find_packet(name);
  if (!entry) {
    io.err << "packet show: " << unknown_name(name) << "\n";
    return exit_bad_usage;
  }
  if (!as_json) {
    print_entry(*entry, io.out);
    return exit_ok;
  }
  auto result = entry_json(*entry);
  result["meaning"] = entry->info.doc;
  if (!entry->info.notes.empty())
    result["notes"] = entry->info.notes;
  if (entry->shape)
    result["fields"] = fields_json(*entry->shape, entry->head_size());
  io.out << result.dump(2) << "\n";
  return exit_ok;
}

} // namespace tools::packet
