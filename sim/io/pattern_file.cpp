// Turns arrays, images and glyphs into patterns.
#include "sim/io/pattern_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "models/error.hpp"
#include "sim/io/npy.hpp"
#include "sim/io/pbm.hpp"
#include "sim/io/text_file.hpp"

namespace isinglass::embedded {
extern const std::string_view glyphs_txt;
}

namespace isinglass {
namespace {

constexpr std::int64_t kMostSpins = std::int64_t{1} << 28;  ///< of all patterns together

void number_labels(PatternImages& images) {
  for (std::int32_t m = 0; m < images.set.count(); ++m) images.labels.push_back(std::to_string(m));
}

// ---- glyphs ---------------------------------------------------------------------------------------------------------

constexpr std::int32_t kGlyphSide = 8;

/// The line of `text` that begins with `glyph`, without it; empty when there is none.
std::string_view glyph_pixels(std::string_view text, char glyph) {
  const std::string opening = {'\n', glyph, ' '};
  const std::size_t at = text.find(opening);
  return at == std::string_view::npos ? std::string_view{} : text.substr(at + 3, kGlyphSide * kGlyphSide);
}

std::string all_glyphs(std::string_view text) {
  std::string glyphs;
  for (std::size_t at = text.find('\n'); at + 2 < text.size(); at = text.find('\n', at + 1)) {
    if (text[at + 1] != '#') glyphs += text[at + 1];
  }
  return glyphs;
}

/// The character at the beginning of `text`, with the continuation bytes of UTF-8.
std::string first_character(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return std::string(text.substr(0, end));
}

/// `asked` as after "glyphs:"; none for all of them.
PatternImages load_glyphs(const std::optional<std::string>& asked) {
  const std::string known = all_glyphs(embedded::glyphs_txt);
  const std::string chosen = asked.value_or(known);
  if (chosen.empty()) throw InputError("'glyphs:' names no glyph", "for example glyphs:ABC; 'glyphs' alone are all 62");
  PatternImages images;
  images.set.size = kGlyphSide * kGlyphSide;
  images.set.name = chosen == known ? "glyphs" : "glyphs:" + chosen;
  images.rows = images.columns = kGlyphSide;
  for (std::size_t at = 0; at < chosen.size(); ++at) {
    const char glyph = chosen[at];
    const auto pixels = glyph == '#' ? std::string_view{} : glyph_pixels(embedded::glyphs_txt, glyph);
    if (pixels.empty()) {
      throw InputError(fmt::format("there is no glyph '{}'", first_character(std::string_view(chosen).substr(at))),
                       "the glyphs are 0-9, A-Z and a-z");
    }
    for (const char pixel : pixels) images.set.values.push_back(pixel == '1' ? Spin{1} : Spin{-1});
    images.labels.emplace_back(1, glyph);
  }
  return images;
}

// ---- random ---------------------------------------------------------------------------------------------------------

PatternImages load_random(std::string_view arguments) {
  std::vector<std::uint64_t> numbers;
  while (!arguments.empty() && numbers.size() < 4) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(arguments.data(), arguments.data() + arguments.size(), value);
    arguments.remove_prefix(static_cast<std::size_t>(end - arguments.data()));
    const bool separated = !arguments.empty() && arguments.front() == ':' && arguments.size() > 1;
    if (problem != std::errc{} || (!arguments.empty() && !separated)) {
      numbers.clear();
      break;
    }
    if (separated) arguments.remove_prefix(1);
    numbers.push_back(value);
  }
  const bool wrong = numbers.size() < 2 || numbers.size() > 3 || numbers[0] < 1 || numbers[1] < 1;
  if (wrong) {
    throw InputError("random patterns are named random:N:M or random:N:M:SEED, with N spins and M patterns",
                     "for example random:200:20, or random:200:20:7");
  }
  if (numbers[0] > kMostSpins || numbers[1] > kMostSpins / numbers[0]) {
    throw InputError(fmt::format("{} patterns of {} spins are too many: at most {} spins together", numbers[1],
                                 numbers[0], kMostSpins),
                     "take fewer or shorter patterns");
  }
  const std::uint64_t seed = numbers.size() == 3 ? numbers[2] : 0;
  PatternImages images;
  images.set = random_patterns(static_cast<std::int32_t>(numbers[0]), static_cast<std::int32_t>(numbers[1]), seed);
  images.set.name = fmt::format("random:{}:{}:{}", numbers[0], numbers[1], seed);
  number_labels(images);
  return images;
}

// ---- arrays ---------------------------------------------------------------------------------------------------------

/// "[3, 7]" for the element at `index` of an array of that shape.
std::string place_of(std::size_t index, const std::vector<std::size_t>& shape) {
  std::string text;
  for (std::size_t axis = shape.size(); axis-- > 0; index /= shape[axis]) {
    text = fmt::format("{}{}{}", index % shape[axis], text.empty() ? "" : ", ", text);
  }
  return "[" + text + "]";
}

std::vector<Spin> to_spins(const std::vector<double>& values, const std::vector<std::size_t>& shape,
                           const std::string& name, bool& zero_one) {
  const bool zeros = std::find(values.begin(), values.end(), 0.0) != values.end();
  const double low = zeros ? 0.0 : -1.0;
  std::vector<Spin> spins;
  spins.reserve(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k] != 1.0 && values[k] != low) {
      throw InputError(fmt::format("{}: the value {} at {} is {}", name, values[k], place_of(k, shape),
                                   zeros ? "not 0 or 1, as others of the file are" : "neither -1 nor +1"),
                       "patterns are arrays of -1 and +1, or of 0 and 1");
    }
    spins.push_back(values[k] == 1.0 ? Spin{1} : Spin{-1});
  }
  zero_one = zeros;
  return spins;
}

PatternImages from_array(const NpyArray& array, const std::string& name) {
  if (array.shape.empty() || array.shape.size() > 3) {
    throw InputError(fmt::format("{}: patterns are an array of M x N or M x H x W values, this one has {} dimensions",
                                 name, array.shape.size()));
  }
  if (array.size() == 0) throw InputError(fmt::format("{}: the array is empty", name));
  if (array.size() > static_cast<std::size_t>(kMostSpins)) {
    throw InputError(fmt::format("{}: the array holds more than {} values", name, kMostSpins));
  }
  PatternImages images;
  images.set.name = name;
  images.set.values = to_spins(npy_as_doubles(array), array.shape, name, images.zero_one);
  const std::size_t patterns = array.shape.size() == 1 ? 1 : array.shape.front();
  images.set.size = static_cast<std::int32_t>(array.size() / patterns);
  if (array.shape.size() == 3) {
    images.rows = static_cast<std::int32_t>(array.shape[1]);
    images.columns = static_cast<std::int32_t>(array.shape[2]);
  }
  number_labels(images);
  return images;
}

PatternImages from_bitmaps(const std::vector<Bitmap>& bitmaps, const std::string& name) {
  PatternImages images;
  images.set.name = name;
  images.zero_one = true;
  images.rows = bitmaps.front().rows;
  images.columns = bitmaps.front().columns;
  images.set.size = images.rows * images.columns;
  for (const auto& bitmap : bitmaps) {
    if (bitmap.rows != images.rows || bitmap.columns != images.columns) {
      throw InputError(fmt::format("{}: an image of {} x {} follows one of {} x {}", name, bitmap.rows, bitmap.columns,
                                   images.rows, images.columns),
                       "all patterns must have one size");
    }
    for (const auto pixel : bitmap.pixels) images.set.values.push_back(pixel != 0 ? Spin{1} : Spin{-1});
  }
  number_labels(images);
  return images;
}

bool has_prefix(const std::string& spec, std::string_view prefix) { return std::string_view(spec).starts_with(prefix); }

}  // namespace

PatternImages load_patterns(const std::string& spec) {
  if (spec == "glyphs") return load_glyphs({});
  if (has_prefix(spec, "glyphs:")) return load_glyphs(spec.substr(7));
  if (has_prefix(spec, "random:")) return load_random(std::string_view(spec).substr(7));
  const std::string bytes = read_text_file(spec);
  if (is_pbm(bytes)) return from_bitmaps(read_pbm(bytes, spec), spec);
  if (!bytes.starts_with("\x93NUMPY")) {
    throw InputError(fmt::format("{}: this is neither a NumPy array (.npy) nor a PBM image (.pbm)", spec),
                     "write it with numpy.save, or as PBM of type P1 or P4");
  }
  return from_array(read_npy(bytes, spec), spec);
}

PatternImages load_patterns(const std::vector<std::string>& specs) {
  PatternImages all = load_patterns(specs.at(0));
  for (std::size_t k = 1; k < specs.size(); ++k) {
    const PatternImages more = load_patterns(specs[k]);
    if (more.set.size != all.set.size) {
      throw InputError(fmt::format("the patterns of {} have {} spins, but those of {} have {}", more.set.name,
                                   more.set.size, specs[0], all.set.size),
                       "all patterns must have one size");
    }
    all.set.values.insert(all.set.values.end(), more.set.values.begin(), more.set.values.end());
    all.set.name += ", " + more.set.name;
    if (more.rows != all.rows) all.rows = all.columns = 0;
    all.zero_one = all.zero_one && more.zero_one;
    all.labels.clear();
  }
  if (all.labels.empty()) number_labels(all);
  return all;
}

PatternImages first_patterns(const PatternImages& images, std::int32_t count) {
  PatternImages some = images;
  const auto kept = static_cast<std::size_t>(std::min(count, images.set.count()));
  some.set.values.resize(kept * static_cast<std::size_t>(images.set.size));
  some.labels.resize(kept);
  return some;
}

}  // namespace isinglass
