// Reads PBM images (portable bitmap, netpbm): P1 is text, P4 is packed bits; 1 is black.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isinglass {

/// One image: rows x columns of 0 (white) and 1 (black), row by row.
struct Bitmap {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::uint8_t> pixels;
};

/// True when the bytes begin like a PBM file.
bool is_pbm(std::string_view bytes);

/// All images of a file: a P4 file may hold several one after the other. `name` is for messages. Throws InputError (for
/// a wrong character FileError, with its line) for anything else than a whole number of whole images.
std::vector<Bitmap> read_pbm(std::string_view bytes, const std::string& name);

/// One image as P1 text, a line for each row.
std::string write_pbm(const Bitmap& bitmap);

}  // namespace isinglass
