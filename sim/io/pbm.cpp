// PBM after netpbm's pbm(5): a header of words and comments, then pixels.
#include "sim/io/pbm.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/error.hpp"
#include "sim/io/file_error.hpp"

namespace isinglass {
namespace {

constexpr std::int64_t kMostPixels = std::int64_t{1} << 26;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

/// Walks through the text of one file.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  Bitmap image() {
    const bool packed = magic();
    Bitmap bitmap;
    bitmap.columns = extent("width");
    bitmap.rows = extent("height");
    const std::int64_t pixels = std::int64_t{bitmap.columns} * bitmap.rows;
    if (pixels > kMostPixels) {
      refuse(fmt::format("an image of {} x {} is larger than {} pixels", bitmap.rows, bitmap.columns, kMostPixels));
    }
    bitmap.pixels.reserve(static_cast<std::size_t>(pixels));
    if (packed) {
      unpack(bitmap);
    } else {
      read_digits(bitmap, pixels);
    }
    return bitmap;
  }

  /// True when nothing but blanks and comments is left.
  bool at_end() {
    skip_blanks();
    return at_ == bytes_.size();
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw InputError(fmt::format("{}: {}", name_, why), "a PBM image begins with P1 or P4, its width and its height");
  }

  [[noreturn]] void refuse_character(const std::string& wanted) const {
    const std::size_t start = at_ == 0 ? 0 : bytes_.rfind('\n', at_ - 1) + 1;  // npos + 1 is 0
    const auto line =
        static_cast<std::size_t>(std::count(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(at_), '\n')) +
        1;
    const std::string_view text = bytes_.substr(start, bytes_.find('\n', at_) - start);
    throw FileError({name_, line, at_ - start + 1, 1}, fmt::format("this is not {}", wanted), {}, text);
  }

  void skip_blanks() {
    while (at_ < bytes_.size() && (is_blank(bytes_[at_]) || bytes_[at_] == '#')) {
      if (bytes_[at_] == '#') at_ = std::min(bytes_.find('\n', at_), bytes_.size() - 1);
      ++at_;
    }
  }

  bool magic() {
    if (bytes_.substr(at_, 2) != "P1" && bytes_.substr(at_, 2) != "P4") refuse("this is not a PBM image");
    at_ += 2;
    return bytes_[at_ - 1] == '4';
  }

  std::int32_t extent(const std::string& what) {
    skip_blanks();
    if (at_ == bytes_.size()) refuse(fmt::format("the image ends before its {}", what));
    std::int64_t value = 0;
    const std::size_t first = at_;
    while (at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9' && value <= kMostPixels) {
      value = 10 * value + (bytes_[at_++] - '0');
    }
    if (at_ == first) refuse_character(fmt::format("the {} of an image", what));
    if (value < 1 || value > kMostPixels)
      refuse(fmt::format("{} is no {} of an image", bytes_.substr(first, at_ - first), what));
    return static_cast<std::int32_t>(value);
  }

  void read_digits(Bitmap& bitmap, std::int64_t pixels) {
    for (std::int64_t k = 0; k < pixels; ++k) {
      skip_blanks();
      if (at_ == bytes_.size()) refuse(fmt::format("the image ends after {} of {} pixels", k, pixels));
      if (bytes_[at_] != '0' && bytes_[at_] != '1') refuse_character("a pixel: 0 or 1");
      bitmap.pixels.push_back(bytes_[at_++] == '1' ? 1 : 0);
    }
  }

  void unpack(Bitmap& bitmap) {
    if (at_ == bytes_.size() || !is_blank(bytes_[at_]))
      refuse("one blank must stand between the height and the pixels");
    ++at_;
    const auto row_bytes = static_cast<std::size_t>((bitmap.columns + 7) / 8);
    const std::size_t wanted = row_bytes * static_cast<std::size_t>(bitmap.rows);
    if (bytes_.size() - at_ < wanted)
      refuse(fmt::format("the image ends after {} of {} bytes of pixels", bytes_.size() - at_, wanted));
    for (std::int32_t r = 0; r < bitmap.rows; ++r, at_ += row_bytes) {
      for (std::int32_t c = 0; c < bitmap.columns; ++c) {
        const auto byte = static_cast<unsigned char>(bytes_[at_ + static_cast<std::size_t>(c / 8)]);
        bitmap.pixels.push_back((byte >> (7 - c % 8)) & 1U);
      }
    }
  }

  std::string_view bytes_;
  const std::string& name_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_pbm(std::string_view bytes) {
  return bytes.size() > 2 && (bytes.substr(0, 2) == "P1" || bytes.substr(0, 2) == "P4") &&
         (is_blank(bytes[2]) || bytes[2] == '#');
}

std::vector<Bitmap> read_pbm(std::string_view bytes, const std::string& name) {
  Reader reader(bytes, name);
  std::vector<Bitmap> images;
  do {
    images.push_back(reader.image());
  } while (!reader.at_end());
  return images;
}

std::string write_pbm(const Bitmap& bitmap) {
  std::string text = fmt::format("P1\n{} {}\n", bitmap.columns, bitmap.rows);
  for (std::size_t k = 0; k < bitmap.pixels.size(); ++k) {
    text += bitmap.pixels[k] != 0 ? '1' : '0';
    text += (k + 1) % static_cast<std::size_t>(bitmap.columns) == 0 ? '\n' : ' ';
  }
  return text;
}

}  // namespace isinglass
