// The dissector is a table of layouts, written from the catalogue, and a walker
// over it, which is the same for every packet.

#include "messages/catalog.hpp"
#include "messages/client/cipher.hpp"
#include "tools/packet/document.hpp"
#include "tools/packet/layout_text.hpp"

#include <map>

namespace tools::packet {

using namespace msg;
using wire::field_shape;
using wire::shape_kind;
using wire::type_shape;

namespace {

/// A Lua string; ours are ASCII.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (auto c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string_view kind_text(shape_kind kind) {
  constexpr std::string_view names[] = {"natural", "integer", "real", "text", "open_text", "opaque", "group"};
  return names[static_cast<size_t>(kind)];
}

void append_bits(std::string& out, std::span<const wire::bit_range> bits) {
  out += "{";
  for (const auto& x : bits)
    out += "{" + quoted(x.name) + "," + std::to_string(x.first) + "," + std::to_string(x.count) + "},";
  out += "}";
}

void append_field(std::string& out, const field_shape& f) {
  out += "    {name=" + quoted(f.name) + ",kind=" + quoted(kind_text(f.kind)) + ",at=" + std::to_string(f.offset)
         + ",size=" + std::to_string(f.size) + ",repeat_=" + std::to_string(f.repeat);
  if (f.is_array)
    out += ",is_array=true";
  if (f.is_count)
    out += ",is_count=true";
  if (f.is_tail)
    out += ",is_tail=true";
  if (f.group)
    out += ",group=" + quoted(f.group->name);
  if (!f.bits.empty()) {
    out += ",bits=";
    append_bits(out, f.bits);
  }
  if (!f.views.empty()) {
    out += ",views={";
    for (const auto& view : f.views) {
      out += "{" + quoted(view.name) + ",";
      append_bits(out, view.bits);
      out += "},";
    }
    out += "}";
  }
  if (f.values) {
    out += ",values={";
    for (const auto& x : f.values->values)
      out += "[" + std::to_string(x.value) + "]=" + quoted(x.name) + ",";
    out += "}";
  }
  out += "},\n";
}

void append_shape(std::string& out, const type_shape& type) {
  out += "{size=" + std::to_string(type.size) + (type.is_open_ended ? ",is_open_ended=true" : "") + ",fields={\n";
  for (const auto& f : type.fields)
    append_field(out, f);
  out += "  }}";
}

void collect(const type_shape& type, std::map<std::string_view, const type_shape*>& found) {
  for (const auto& f : type.fields)
    if (f.group && found.emplace(f.group->name, f.group).second)
      collect(*f.group, found);
}

void append_tables(std::string& out) {
  std::map<std::string_view, const type_shape*> groups;
  for (const auto& entry : catalog())
    if (entry.shape)
      collect(*entry.shape, groups);
  out += "local groups = {}\n";
  for (const auto& [name, shape] : groups) {
    out += "groups." + std::string{name} + " = ";
    append_shape(out, *shape);
    out += "\n";
  }
  out += "\n-- By listener, direction, ctrl and number.\nlocal packets = {}\n";
  for (const auto& entry : catalog()) {
    if (!entry.info.has_number)
      continue;
    out += "packets[\"" + std::string{to_string(wire::listener_of(entry.info.on))} + " "
           + std::string{to_string(entry.info.to)} + " " + std::to_string(entry.info.select.ctrl) + " "
           + std::to_string(entry.info.select.number) + "\"] = {name=" + quoted(entry.info.name)
           + ",doc=" + quoted(entry.info.doc);
    if (entry.shape) {
      out += ",shape=";
      append_shape(out, *entry.shape);
    }
    out += "}\n";
  }
}

constexpr std::string_view walker = R"lua(
local a3 = Proto("a3", "A3 Online")

-- The fields a filter can name: a3.<packet or struct>.<field>, and a3.<...>.<field>.<bits>.
local made = {}
local all_fields = {}

local function declare(path, name, kind, values, display)
  if not made[path] then
    made[path] = ProtoField.new(name, "a3." .. path, kind, values, display)
    all_fields[#all_fields + 1] = made[path]
  end
end

local other_types = {real = ftypes.FLOAT, text = ftypes.STRING, open_text = ftypes.STRING, opaque = ftypes.BYTES,
                     group = ftypes.NONE}

local function declare_field(owner, f)
  local path = owner .. "." .. f.name
  if f.kind == "natural" or f.kind == "integer" then
    local types = f.kind == "natural" and {ftypes.UINT8, ftypes.UINT16, nil, ftypes.UINT32}
                  or {ftypes.INT8, ftypes.INT16, nil, ftypes.INT32}
    declare(path, f.name, types[f.size], f.values, base.DEC)
  else
    declare(path, f.name, other_types[f.kind])
  end
  local function declare_bits(prefix, bits)
    for _, x in ipairs(bits) do
      declare(prefix .. "." .. x[1], x[1], ftypes.UINT32, nil, base.DEC)
    end
  end
  if f.bits then declare_bits(path, f.bits) end
  for _, view in ipairs(f.views or {}) do declare_bits(path .. "." .. view[1], view[2]) end
end

for name, group in pairs(groups) do
  for _, f in ipairs(group.fields) do declare_field(name, f) end
end
for _, packet in pairs(packets) do
  if packet.shape then
    for _, f in ipairs(packet.shape.fields) do declare_field(packet.name, f) end
  end
end

local head_fields = {
  name = ProtoField.string("a3.name", "Packet"),
  direction = ProtoField.string("a3.direction", "Direction"),
  size = ProtoField.uint32("a3.size", "Size"),
  pc_id = ProtoField.uint32("a3.pc_id", "Number of the connection"),
  ctrl = ProtoField.uint8("a3.ctrl", "Control", base.HEX),
  cmd = ProtoField.uint8("a3.cmd", "Command", base.HEX),
  protocol = ProtoField.uint16("a3.protocol", "Protocol", base.HEX),
  raw = ProtoField.bytes("a3.body", "Body"),
}
for _, f in pairs(head_fields) do all_fields[#all_fields + 1] = f end
a3.fields = all_fields

local malformed = ProtoExpert.new("a3.malformed", "Not as the layout says", expert.group.MALFORMED,
                                  expert.severity.ERROR)
local unknown = ProtoExpert.new("a3.unknown", "No packet has this number", expert.group.UNDECODED, expert.severity.WARN)
a3.experts = {malformed, unknown}

a3.prefs.login_port = Pref.uint("Login port", default_login_port, "TCP port of the login listener")
a3.prefs.game_port = Pref.uint("Game port", default_game_port, "TCP port of the game listener")
a3.prefs.compact = Pref.bool("Compact heads", false, "The heads are in the dialect 'compact'")
a3.prefs.enciphered = Pref.bool("Enciphered", true, "Game bodies pass the cipher")
a3.prefs.key = Pref.string("Dynamic key", default_key, "Key of the cipher, hexadecimal")

local function is_game(ctrl) return ctrl == 0x03 or ctrl == 0xFE end

-- Only 16 bits of the state matter, so all products are small.
local function decipher(bytes, from, key)
  for block = from, bytes:len() - 4, 4 do
    local state = key
    for i = block, block + 3 do
      local read = bytes:get_index(i)
      bytes:set_index(i, bit.bxor(read, math.floor(state / 256)))
      state = ((read + state) * 0x1AE7 + 0xDCB2) % 65536
    end
  end
end

local function head_size(ctrl)
  if a3.prefs.compact then return 10 end
  return is_game(ctrl) and 12 or 10
end

local walk_group

local function add_bits(tree, prefix, bits, range, word)
  for _, x in ipairs(bits) do
    tree:add(made[prefix .. "." .. x[1]], range, math.floor(word / 2 ^ x[2]) % 2 ^ x[3])
  end
end

local function add_element(tree, owner, f, range)
  local path = owner .. "." .. f.name
  if f.kind == "group" then
    walk_group(tree:add(made[path], range), f.group, groups[f.group], range, 0)
  elseif f.kind == "text" or f.kind == "open_text" then
    tree:add(made[path], range, range:len() > 0 and range:stringz() or "")
  elseif f.kind == "opaque" then
    tree:add(made[path], range)
  else
    local item = tree:add_le(made[path], range)
    if f.bits or f.views then
      local word = range:le_uint()
      if f.bits then add_bits(item, path, f.bits, range, word) end
      for _, view in ipairs(f.views or {}) do add_bits(item, path .. "." .. view[1], view[2], range, word) end
    end
  end
end

walk_group = function(tree, owner, shape, range, count)
  for _, f in ipairs(shape.fields) do
    if f.kind == "open_text" then
      add_element(tree, owner, f, range:range(f.at))
    else
      for i = 0, (f.is_tail and count or f.repeat_) - 1 do
        add_element(tree, owner, f, range:range(f.at + i * f.size, f.size))
      end
    end
  end
end

-- Why the bytes are not as the layout says, and how many elements the tail has.
local function judge(shape, range)
  local have = range and range:len() or 0
  if have < shape.size then return "shorter than its layout", 0 end
  if not shape.is_open_ended then
    return have > shape.size and "longer than its layout" or nil, 0
  end
  local last = shape.fields[#shape.fields]
  if not last.is_tail then return nil, 0 end
  local counter = shape.fields[#shape.fields - 1]
  local count = range:range(counter.at, counter.size):le_uint()
  if have ~= shape.size + count * last.size or (last.repeat_ > 0 and count > last.repeat_) then
    return "its count contradicts its length", 0
  end
  return nil, count
end

local function add_head(tree, tvb, direction)
  tree:add(head_fields.direction, tvb:range(0, 0), direction)
  if a3.prefs.compact then
    tree:add_le(head_fields.size, tvb:range(0, 2))
    tree:add_le(head_fields.protocol, tvb:range(2, 2))
    tree:add(head_fields.ctrl, tvb:range(4, 1))
    tree:add(head_fields.cmd, tvb:range(5, 1))
    tree:add_le(head_fields.pc_id, tvb:range(6, 4))
    return tvb:range(4, 1):uint(), tvb:range(5, 1):uint(), tvb:range(2, 2):le_uint()
  end
  local ctrl = tvb:range(8, 1):uint()
  tree:add_le(head_fields.size, tvb:range(0, 4))
  tree:add_le(head_fields.pc_id, tvb:range(4, 4))
  tree:add(head_fields.ctrl, tvb:range(8, 1))
  tree:add(head_fields.cmd, tvb:range(9, 1))
  local protocol = 0
  if is_game(ctrl) then
    tree:add_le(head_fields.protocol, tvb:range(10, 2))
    protocol = tvb:range(10, 2):le_uint()
  end
  return ctrl, tvb:range(9, 1):uint(), protocol
end

local function dissect_packet(tvb, pinfo, root)
  local from_client = pinfo.dst_port == a3.prefs.login_port or pinfo.dst_port == a3.prefs.game_port
  local port = from_client and pinfo.dst_port or pinfo.src_port
  local listener = port == a3.prefs.login_port and "login" or "game"
  local direction = from_client and "c2s" or "s2c"
  local tree = root:add(a3, tvb:range())
  local ctrl, cmd, protocol = add_head(tree, tvb, direction)
  local number = is_game(ctrl) and protocol or cmd
  local packet = packets[listener .. " " .. direction .. " " .. (is_game(ctrl) and 3 or ctrl) .. " " .. number]
  local name = packet and packet.name or "unknown"
  tree:add(head_fields.name, tvb:range(0, 0), name)
  tree:append_text(": " .. name)
  pinfo.cols.protocol = "A3"
  pinfo.cols.info:append(name .. " ")
  local begin = head_size(ctrl)
  local body = tvb:len() > begin and tvb:range(begin) or nil
  if body and is_game(ctrl) and a3.prefs.enciphered then
    local bytes = body:bytes()
    decipher(bytes, 0, tonumber(a3.prefs.key, 16) % 65536)
    body = ByteArray.tvb(bytes, "Deciphered"):range()
  end
  if not packet then tree:add_proto_expert_info(unknown) end
  if packet and packet.shape then
    local problem, count = judge(packet.shape, body)
    if problem then
      tree:add_proto_expert_info(malformed, packet.name .. " is " .. problem)
    elseif body then
      return walk_group(tree, packet.name, packet.shape, body, count)
    end
  end
  if body then tree:add(head_fields.raw, body) end
end

local function size_of(tvb, pinfo, offset)
  local size = a3.prefs.compact and tvb:range(offset, 2):le_uint() or tvb:range(offset, 4):le_uint()
  return math.max(size, 10)
end

function a3.dissector(tvb, pinfo, root)
  pinfo.cols.info = ""
  dissect_tcp_pdus(tvb, root, 10, size_of, function(packet, info, tree)
    dissect_packet(packet, info, tree)
    return packet:len()
  end)
  return tvb:len()
end

local ports = {}
local function take_ports()
  local tcp = DissectorTable.get("tcp.port")
  for _, port in ipairs(ports) do tcp:remove(port, a3) end
  ports = {a3.prefs.login_port, a3.prefs.game_port}
  for _, port in ipairs(ports) do tcp:add(port, a3) end
end
a3.init = take_ports
a3.prefs_changed = take_ports
take_ports()
)lua";

} // namespace

std::string dissector(const dissector_options& options) {
  std::string out =
    "-- Wireshark dissector of the A3 Online protocol. Generated by `zonehive packet dissector`; do not "
    "edit.\n-- Put it into the folder of personal Lua plugins, or: tshark -X lua_script:a3.lua\n\n";
  out += "local default_login_port = " + std::to_string(options.login_port) + "\n";
  out += "local default_game_port = " + std::to_string(options.game_port) + "\n";
  out += "local default_key = \"" + hex_text(client::dynamic_key_562, 8).substr(2) + "\"\n\n";
  append_tables(out);
  return out.append(walker);
}

} // namespace tools::packet
