// Writes a file whole or not at all: a temporary name in the same folder, then a rename.
#pragma once

#include <filesystem>
#include <string_view>

namespace isinglass {

/// Puts `bytes` (text or binary) at `path`. A path that ends in ".gz" is compressed. What was there stays until the new
/// content is complete; devices and pipes are written directly. Throws UsageError (exit code 2) with the reason of the
/// system when that cannot be done; then nothing new is left behind.
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace isinglass
