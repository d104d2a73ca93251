// zlib's streams, driven from one buffer to another.
#include "sim/io/gzip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr int gzip_window = 15 + 16;  // 32 KiB window, gzip header and trailer
constexpr std::size_t piece = 1U << 16U;

using Ending = int (*)(z_streamp);
using StreamGuard = std::unique_ptr<z_stream, Ending>;

// zlib does not write to its input, but its interface before version 1.3 forgets to say so.
Bytef* input_bytes(std::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }

uInt input_size(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

[[noreturn]] void refuse(const std::string& name, const std::string& why, const std::string& hint) {
  throw InputError(fmt::format("{}: the gzip data {}", name, why), hint);
}

// Inflates one member from the front of `bytes`, appends it to `text`, returns what follows.
std::string_view inflate_member(std::string_view bytes, const std::string& name, std::size_t most_bytes,
                                std::string& text) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip_window) != Z_OK) throw Error(ExitCode::internal, "zlib cannot start");
  const StreamGuard guard(&stream, inflateEnd);
  std::array<char, piece> out{};
  while (true) {
    stream.next_in = input_bytes(bytes);
    stream.avail_in = input_size(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const uInt offered = stream.avail_in;
    const int status = inflate(&stream, Z_NO_FLUSH);
    bytes.remove_prefix(offered - stream.avail_in);
    text.append(out.data(), out.size() - stream.avail_out);
    if (text.size() > most_bytes) refuse(name, fmt::format("hold more than {} bytes", most_bytes), "");
    if (status == Z_STREAM_END) return bytes;
    if (status == Z_BUF_ERROR || (status == Z_OK && bytes.empty() && stream.avail_out != 0)) {
      refuse(name, "end too early: the file is truncated", "fetch or write the file again");
    }
    if (status != Z_OK)
      refuse(name, fmt::format("are damaged ({})", stream.msg ? stream.msg : "bad stream"),
             "fetch or write the file again");
  }
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b'; }

std::string gunzip(std::string_view bytes, const std::string& name, std::size_t most_bytes) {
  std::string text;
  do {
    bytes = inflate_member(bytes, name, most_bytes, text);
    if (!bytes.empty() && !is_gzip(bytes)) {
      refuse(name, fmt::format("are followed by {} bytes of something else", bytes.size()),
             "cut the file after the gzip data");
    }
  } while (!bytes.empty());
  return text;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error(ExitCode::internal, "zlib cannot start");
  }
  const StreamGuard guard(&stream, deflateEnd);
  std::string bytes;
  std::array<char, piece> out{};
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    stream.next_in = input_bytes(text);
    stream.avail_in = input_size(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const uInt offered = stream.avail_in;
    const bool last = offered == text.size();
    status = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    if (status == Z_STREAM_ERROR) throw Error(ExitCode::internal, "zlib cannot compress");
    text.remove_prefix(offered - stream.avail_in);
    bytes.append(out.data(), out.size() - stream.avail_out);
  }
  return bytes;
}

}  // namespace isinglass
