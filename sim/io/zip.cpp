// Writes and reads ZIP archives with zlib. Members are found through the central directory, as the format asks.
#include "sim/io/zip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cstdint>
#include <limits>

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint32_t first_of_january_1980 = 0x00210000;  // DOS date and time: archives do not look at the clock
constexpr std::size_t local_size = 30;
constexpr std::size_t central_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint16_t version_needed = 20;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr int raw_deflate = -15;  // window bits; negative = no zlib header

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}
  ByteWriter& u16(std::uint32_t value) { return put(value, 2); }
  ByteWriter& u32(std::uint32_t value) { return put(value, 4); }

 private:
  ByteWriter& put(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out_.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
    return *this;
  }
  std::string& out_;
};

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

std::uint32_t checked_size(std::size_t size) {
  if (size >= std::numeric_limits<std::uint32_t>::max()) {
    throw UsageError("the samples take 4 GiB or more, which does not fit in one archive", "ask for fewer reads");
  }
  return static_cast<std::uint32_t>(size);
}

std::uint32_t checksum(std::string_view data) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(data.data()), data.size()));
}

std::string deflate_bytes(std::string_view data) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_deflate, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error(ExitCode::internal, "zlib cannot start");
  }
  std::string result(deflateBound(&stream, data.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  const int status = deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw Error(ExitCode::internal, "zlib cannot compress");
  return result;
}

/// Inflates in pieces, so that a lying size in the directory allocates nothing.
std::string inflate_bytes(std::string_view data, std::size_t expected, std::string_view name) {
  z_stream stream{};
  if (inflateInit2(&stream, raw_deflate) != Z_OK) throw Error(ExitCode::internal, "zlib cannot start");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  std::string result;
  std::string piece(1 << 16, '\0');
  int status = Z_OK;
  while (status == Z_OK && result.size() <= expected) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = inflate(&stream, Z_NO_FLUSH);
    result.append(piece, 0, piece.size() - stream.avail_out);
    if (stream.avail_in == 0 && stream.avail_out == piece.size()) break;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || result.size() != expected) {
    throw InputError(fmt::format("{}: a compressed member is damaged", name),
                     "the file may be cut short: copy it again");
  }
  return result;
}

struct Entry {
  std::string_view path;
  std::string_view packed;
  std::uint32_t method;
  std::uint32_t crc;
  std::uint32_t size;
  std::uint32_t offset;
};

/// The fields that an entry's local header and its row of the directory share.
ByteWriter& write_fields(ByteWriter& writer, const Entry& entry) {
  return writer.u16(version_needed)
      .u16(0)
      .u16(entry.method)
      .u32(first_of_january_1980)
      .u32(entry.crc)
      .u32(checked_size(entry.packed.size()))
      .u32(entry.size)
      .u16(static_cast<std::uint32_t>(entry.path.size()))
      .u16(0);
}

void write_local(std::string& out, const Entry& entry) {
  ByteWriter writer(out);
  writer.u32(local_signature);
  write_fields(writer, entry);
  out.append(entry.path).append(entry.packed);
}

void write_central(std::string& out, const Entry& entry) {
  ByteWriter writer(out);
  writer.u32(central_signature).u16(version_needed);
  write_fields(writer, entry).u16(0).u16(0).u16(0).u32(0).u32(entry.offset);
  out.append(entry.path);
}

std::size_t find_end_record(std::string_view bytes, std::string_view name) {
  if (bytes.size() >= end_size) {
    for (std::size_t at = bytes.size() - end_size + 1; at-- > 0;) {
      if (little_endian(bytes, at, 4) == end_signature) return at;
      if (bytes.size() - at > 66000) break;  // the record with its longest comment
    }
  }
  throw InputError(fmt::format("{}: this is not a ZIP archive, or it is cut short", name));
}

std::string unpack(std::string_view bytes, const Entry& entry, std::size_t packed_size, std::string_view name) {
  const auto damaged = [&] { return InputError(fmt::format("{}: member {} is damaged", name, entry.path)); };
  if (entry.offset > bytes.size() || bytes.size() - entry.offset < local_size) throw damaged();
  const std::size_t data = entry.offset + local_size + little_endian(bytes, entry.offset + 26, 2) +
                           little_endian(bytes, entry.offset + 28, 2);
  if (data > bytes.size() || bytes.size() - data < packed_size) throw damaged();
  const std::string_view packed = bytes.substr(data, packed_size);
  std::string content;
  if (entry.method == stored) {
    content = std::string(packed);
  } else if (entry.method == deflated) {
    content = inflate_bytes(packed, entry.size, name);
  } else {
    throw InputError(fmt::format("{}: member {} uses an unknown compression", name, entry.path));
  }
  if (checksum(content) != entry.crc) throw damaged();
  return content;
}

}  // namespace

std::string write_zip(const ZipMembers& members) {
  std::string file;
  std::string directory;
  for (const auto& [path, content] : members) {
    const std::uint32_t size = checked_size(content.size());
    const std::string packed = deflate_bytes(content);
    const Entry entry{path, packed, deflated, checksum(content), size, checked_size(file.size())};
    write_local(file, entry);
    write_central(directory, entry);
  }
  const std::uint32_t start = checked_size(file.size());
  const auto count = static_cast<std::uint32_t>(members.size());
  file += directory;
  ByteWriter(file)
      .u32(end_signature)
      .u16(0)
      .u16(0)
      .u16(count)
      .u16(count)
      .u32(checked_size(directory.size()))
      .u32(start)
      .u16(0);
  return file;
}

ZipMembers read_zip(std::string_view bytes, std::string_view name) {
  const std::size_t end = find_end_record(bytes, name);
  const std::size_t count = little_endian(bytes, end + 10, 2);
  std::size_t at = little_endian(bytes, end + 16, 4);
  ZipMembers members;
  for (std::size_t i = 0; i < count; ++i) {
    if (at > end || end - at < central_size || little_endian(bytes, at, 4) != central_signature) {
      throw InputError(fmt::format("{}: the archive's directory is damaged", name));
    }
    const std::size_t path_size = little_endian(bytes, at + 28, 2);
    if (end - at - central_size < path_size) {
      throw InputError(fmt::format("{}: the archive's directory is damaged", name));
    }
    const Entry entry{bytes.substr(at + central_size, path_size), {},
                      little_endian(bytes, at + 10, 2),           little_endian(bytes, at + 16, 4),
                      little_endian(bytes, at + 24, 4),           little_endian(bytes, at + 42, 4)};
    members.emplace_back(entry.path, unpack(bytes, entry, little_endian(bytes, at + 20, 4), name));
    at += central_size + path_size + little_endian(bytes, at + 30, 2) + little_endian(bytes, at + 32, 2);
  }
  return members;
}

}  // namespace isinglass
