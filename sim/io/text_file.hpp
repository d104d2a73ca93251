// Reads a whole text file, gzip or not.
#pragma once

#include <string>

namespace isinglass {

/// Longest text that is read, in bytes: twice a complete graph of 10,000 vertices.
inline constexpr std::size_t most_text_bytes = std::size_t{1} << 31U;

/// The content of `path`, uncompressed when it is gzip (whatever its name); "-" is the standard input. Throws
/// InputError with the reason of the system when it cannot be read, or when the gzip data are truncated or damaged.
std::string read_text_file(const std::string& path);

}  // namespace isinglass
