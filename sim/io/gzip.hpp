// Gzip in memory, strict about truncation, damage and trailing garbage.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isinglass {

/// True when the bytes begin like a gzip file.
bool is_gzip(std::string_view bytes);

/// The uncompressed text of one or more gzip members. `name` is for the message; throws InputError when the data are
/// truncated, damaged, followed by something else, or longer than `most_bytes`.
std::string gunzip(std::string_view bytes, const std::string& name, std::size_t most_bytes);

/// Compressed with a header that names no time and no file, so that equal text gives equal bytes.
std::string gzip(std::string_view text);

}  // namespace isinglass
