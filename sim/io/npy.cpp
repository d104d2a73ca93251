// Reads and writes NumPy's array files. The header is a Python dictionary literal; only what numpy.save writes is read.
#include "sim/io/npy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>
#include <optional>

namespace isinglass {
namespace {

static_assert(std::endian::native == std::endian::little, "array files are written little-endian");

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t header_alignment = 64;

struct Header {
  std::string type;
  std::vector<std::size_t> shape;
  bool fortran_order = false;
};

[[noreturn]] void refuse(std::string_view name, std::string_view why) {
  throw InputError(fmt::format("{}: {}", name, why), "write it with numpy.save, as integers or reals");
}

std::size_t element_size(std::string_view type) {
  static constexpr std::array<std::pair<std::string_view, std::size_t>, 11> known{{{"|b1", 1},
                                                                                   {"|i1", 1},
                                                                                   {"|u1", 1},
                                                                                   {"<i2", 2},
                                                                                   {"<u2", 2},
                                                                                   {"<i4", 4},
                                                                                   {"<u4", 4},
                                                                                   {"<i8", 8},
                                                                                   {"<u8", 8},
                                                                                   {"<f4", 4},
                                                                                   {"<f8", 8}}};
  const auto row = std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.first == type; });
  return row == known.end() ? 0 : row->second;
}

/// The text after "'key':" in the header dictionary, or empty.
std::string_view after_key(std::string_view dictionary, std::string_view key) {
  const std::size_t at = dictionary.find(fmt::format("'{}':", key));
  if (at == std::string_view::npos) return {};
  std::string_view rest = dictionary.substr(at + key.size() + 3);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

std::optional<std::vector<std::size_t>> read_shape(std::string_view text) {
  if (text.empty() || text.front() != '(') return std::nullopt;
  const std::size_t close = text.find(')');
  if (close == std::string_view::npos) return std::nullopt;
  text = text.substr(1, close - 1);
  std::vector<std::size_t> shape;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(", "), text.size()));
    if (text.empty()) return shape;
    std::size_t extent = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), extent);
    if (problem != std::errc{}) return std::nullopt;
    shape.push_back(extent);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
}

Header read_header(std::string_view dictionary, std::string_view name) {
  Header header;
  const std::string_view type = after_key(dictionary, "descr");
  if (type.size() < 2 || type.front() != '\'')
    refuse(name, "the array has fields or no type; plain numbers are needed");
  header.type = std::string(type.substr(1, type.find('\'', 1) - 1));
  if (element_size(header.type) == 0) refuse(name, fmt::format("arrays of type {} are not understood", header.type));
  header.fortran_order = after_key(dictionary, "fortran_order").starts_with("True");
  const auto shape = read_shape(after_key(dictionary, "shape"));
  if (!shape) refuse(name, "the array's shape cannot be read");
  header.shape = *shape;
  return header;
}

/// Number of bytes that `header` announces; nullopt when it does not fit in the address space.
std::optional<std::size_t> byte_count(const Header& header) {
  std::size_t count = element_size(header.type);
  for (const std::size_t extent : header.shape) {
    if (extent != 0 && count > std::numeric_limits<std::size_t>::max() / extent) return std::nullopt;
    count *= extent;
  }
  return count;
}

/// Column-major bytes to row-major bytes.
std::string to_row_major(std::string_view bytes, const std::vector<std::size_t>& shape, std::size_t element) {
  std::string result(bytes.size(), '\0');
  std::vector<std::size_t> index(shape.size(), 0);
  for (std::size_t row_major = 0; row_major < bytes.size() / element; ++row_major) {
    std::size_t column_major = 0;
    for (std::size_t axis = shape.size(); axis-- > 0;) column_major = column_major * shape[axis] + index[axis];
    std::memcpy(result.data() + row_major * element, bytes.data() + column_major * element, element);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return result;
}

template <class Number>
void append_as_doubles(const std::string& bytes, std::vector<double>& values) {
  for (std::size_t at = 0; at + sizeof(Number) <= bytes.size(); at += sizeof(Number)) {
    Number value;
    std::memcpy(&value, bytes.data() + at, sizeof(Number));
    values.push_back(static_cast<double>(value));
  }
}

}  // namespace

std::size_t NpyArray::size() const {
  std::size_t count = 1;
  for (const std::size_t extent : shape) count *= extent;
  return count;
}

std::vector<double> npy_as_doubles(const NpyArray& array) {
  std::vector<double> values;
  values.reserve(array.size());
  const std::string_view kind = std::string_view(array.type).substr(1);
  if (kind == "i1") append_as_doubles<std::int8_t>(array.bytes, values);
  if (kind == "u1" || kind == "b1") append_as_doubles<std::uint8_t>(array.bytes, values);
  if (kind == "i2") append_as_doubles<std::int16_t>(array.bytes, values);
  if (kind == "u2") append_as_doubles<std::uint16_t>(array.bytes, values);
  if (kind == "i4") append_as_doubles<std::int32_t>(array.bytes, values);
  if (kind == "u4") append_as_doubles<std::uint32_t>(array.bytes, values);
  if (kind == "i8") append_as_doubles<std::int64_t>(array.bytes, values);
  if (kind == "u8") append_as_doubles<std::uint64_t>(array.bytes, values);
  if (kind == "f4") append_as_doubles<float>(array.bytes, values);
  if (kind == "f8") append_as_doubles<double>(array.bytes, values);
  return values;
}

std::string write_npy(const NpyArray& array) {
  const std::string shape = fmt::format("({}{})", fmt::join(array.shape, ", "), array.shape.size() == 1 ? "," : "");
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}", array.type, shape);
  const std::size_t before = magic.size() + 4;  // magic, two version bytes, two length bytes
  header.append(header_alignment - 1 - (before + header.size()) % header_alignment, ' ');
  header.push_back('\n');
  std::string file(magic);
  file.append({'\x01', '\x00'});
  file.push_back(static_cast<char>(header.size() & 0xFF));
  file.push_back(static_cast<char>(header.size() >> 8));
  return file + header + array.bytes;
}

NpyArray read_npy(std::string_view bytes, std::string_view name) {
  if (!bytes.starts_with(magic)) refuse(name, "this is not a NumPy array file");
  if (bytes.size() < magic.size() + 4) refuse(name, "the array file is cut short in its header");
  const int version = static_cast<unsigned char>(bytes[magic.size()]);
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  const std::size_t before = magic.size() + 2 + length_bytes;
  if (version < 1 || version > 3 || bytes.size() < before) refuse(name, "the array file's version is not understood");
  std::size_t header_size = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    header_size |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[magic.size() + 2 + i])) << (8 * i);
  }
  if (header_size > bytes.size() - before) refuse(name, "the array file is cut short in its header");
  const Header header = read_header(bytes.substr(before, header_size), name);
  const std::string_view data = bytes.substr(before + header_size);
  if (byte_count(header) != data.size()) {
    refuse(name, fmt::format("the array file holds {} bytes of data, its shape asks for another number", data.size()));
  }
  NpyArray array{header.type, header.shape, {}};
  array.bytes = header.fortran_order ? to_row_major(data, header.shape, element_size(header.type)) : std::string(data);
  return array;
}

}  // namespace isinglass
