// Reads lists of seeds and ranges of them.
#include "sim/bench/seeds.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <set>

#include "models/error.hpp"
#include "models/text.hpp"

namespace isinglass {
namespace {

constexpr std::uint64_t kMostSeeds = 10000;

[[noreturn]] void refuse_seeds(const std::string& text, const std::string& why) {
  throw UsageError(fmt::format("--seeds {}: {}", text, why), "write a range, 0..4, or a list, 3,7,11");
}

std::uint64_t whole(const std::string& word, const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (problem != std::errc{} || end != word.data() + word.size()) {
    refuse_seeds(text, fmt::format("'{}' is not a whole number", word));
  }
  return value;
}

}  // namespace

std::vector<std::uint64_t> parse_seeds(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  std::set<std::uint64_t> seen;
  for (const auto& word : split(text, ',')) {
    const auto dots = word.find("..");
    const std::uint64_t first = whole(word.substr(0, dots), text);
    const std::uint64_t last = dots == std::string::npos ? first : whole(word.substr(dots + 2), text);
    if (last < first) refuse_seeds(text, fmt::format("the range {} goes down", word));
    if (last - first >= kMostSeeds - seeds.size()) refuse_seeds(text, fmt::format("over {} seeds", kMostSeeds));
    for (std::uint64_t k = 0; k <= last - first; ++k) {
      if (!seen.insert(first + k).second) refuse_seeds(text, fmt::format("the seed {} comes twice", first + k));
      seeds.push_back(first + k);
    }
  }
  return seeds;
}

}  // namespace isinglass
