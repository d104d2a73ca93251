// Bits of patterns, and the function F as a table of whole numbers.
#include "models/digital/memory_match_image.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "models/error.hpp"

namespace isinglass {

namespace {

void check_memory_size(const PatternSet& patterns, const MemoryMatchSize& size) {
  check_patterns(patterns);
  if (patterns.size <= size.spins && patterns.count() <= size.patterns) return;
  throw InputError(std::to_string(patterns.count()) + " patterns of " + std::to_string(patterns.size) +
                       " spins do not fit memory_match",
                   "the core holds " + to_string(size));
}

void check_memory_function(const MemoryMatchFunction& function) {
  if (function.interaction.function == DenseFunction::softmax) {
    throw UsageError("no table over one overlap holds softmax, which divides by the sum over all patterns",
                     "take function=exponential, whose spins follow the same signs");
  }
  if (!(function.reach > 0.0 && function.reach <= 1.0)) {
    throw UsageError("reach is a share of the spins", "give a number above 0 and up to 1");
  }
}

/// F'(m) / F'(reach N) by distance.
std::vector<double> exact_forces(std::int32_t n, const MemoryMatchFunction& function) {
  const double most = function.reach * n;
  Ensemble<double> h(n + 1, 1);
  for (std::int32_t d = 0; d <= n; ++d) h(d, 0) = std::clamp(static_cast<double>(n - 2 * d), -most, most);
  function.interaction.activate(h, most);
  return {h.data(), h.data() + h.size()};
}

/// The largest sum of |F'| over the patterns in the states looked at.
double largest_sum(const PatternSet& patterns, const std::vector<double>& forces) {
  const std::int32_t n = patterns.size;
  double largest = 0.0;
  for (std::int32_t nu = 0; nu < patterns.count(); ++nu) {
    double sum = 0.0;
    for (std::int32_t mu = 0; mu < patterns.count(); ++mu) {
      sum += std::abs(forces[static_cast<std::size_t>(differing_spins(patterns.pattern(nu), patterns.pattern(mu)))]);
    }
    largest = std::max(largest, sum);
  }
  double random = 0.0;  // mean over the binomial law of distances
  for (std::int32_t d = 0; d <= n; ++d) {
    const double share =
        std::exp(std::lgamma(n + 1.0) - std::lgamma(d + 1.0) - std::lgamma(n - d + 1.0) - n * std::log(2.0));
    random += share * std::abs(forces[static_cast<std::size_t>(d)]);
  }
  // A state that suits all patterns at once has more: sum m^2 <= N (sqrt N + sqrt M)^2, the edge of Marchenko and
  // Pastur's law, so that sum |m| is at most this factor more than in a random state.
  const double suiting =
      std::sqrt(std::acos(-1.0) / 2.0) * (1.0 + std::sqrt(static_cast<double>(n) / patterns.count()));
  return std::max(largest, random * suiting * patterns.count());
}

/// How many units the force of a full overlap has.
double force_unit(const PatternSet& patterns, const MemoryMatchSize& size, const MemoryMatchFunction& function,
                  const std::vector<double>& forces) {
  const double limit = 0.75 * static_cast<double>(size.force_limit()) / largest_sum(patterns, forces);
  const double unit = std::floor(std::min(static_cast<double>(size.largest_force()), limit));
  if (unit < 1.0) {
    throw InputError("the forces of " + std::to_string(patterns.count()) + " patterns do not fit sums of " +
                         std::to_string(size.sum_bits) + " bits",
                     "store fewer patterns, or take a steeper function");
  }
  // With F = m^2 / 2 forces are multiples of 1, or of 2 where N is even.
  const double exact = patterns.size % 2 == 0 ? patterns.size / 2.0 : patterns.size;
  const bool quadratic = function.interaction.order == 2 && function.reach == 1.0 &&
                         function.interaction.function != DenseFunction::exponential;
  return quadratic && unit >= exact ? exact * std::floor(unit / exact) : unit;
}

void fill_values(MemoryMatchImage& image) {
  const auto n = static_cast<std::size_t>(image.patterns.size);
  const std::size_t middle = n / 2;
  image.values.assign(n + 1, 0);
  for (std::size_t d = middle; d > 0; --d) {
    image.values[d - 1] = image.values[d] + image.forces[d] + image.forces[d - 1];
  }
  for (std::size_t d = middle; d < n; ++d) {
    image.values[d + 1] = image.values[d] - image.forces[d] - image.forces[d + 1];
  }
  const std::int64_t limit = std::int64_t{1} << (31 - image.size.force_bits);
  for (const std::int32_t value : image.values) {
    if (value < limit && value >= -limit) continue;
    throw InputError("the function of this memory does not fit " + std::to_string(32 - image.size.force_bits) + " bits",
                     "take fewer bits for the forces");
  }
}

}  // namespace

std::string to_string(const MemoryMatchSize& size) {
  return std::to_string(size.patterns) + " patterns of " + std::to_string(size.spins) + " spins";
}

MemoryMatchImage memory_match_image(const PatternSet& patterns, const MemoryMatchSize& size,
                                    const MemoryMatchFunction& function) {
  check_memory_size(patterns, size);
  check_memory_function(function);
  MemoryMatchImage image;
  image.size = size;
  image.patterns = patterns;
  const std::vector<double> exact = exact_forces(patterns.size, function);
  image.force_unit = force_unit(patterns, size, function, exact);
  double error = 0.0;
  double total = 0.0;
  for (const double force : exact) {
    image.forces.push_back(static_cast<std::int32_t>(std::lround(image.force_unit * force)));
    error += std::pow(image.forces.back() / image.force_unit - force, 2);
    total += force * force;
  }
  image.rounding_loss = std::sqrt(error / total);
  fill_values(image);
  return image;
}

std::vector<std::uint32_t> cue_words(const MemoryMatchImage& image, std::span<const Spin> cue) {
  std::vector<std::uint32_t> words(static_cast<std::size_t>(image.size.spins) / 32, 0);
  for (std::size_t i = 0; i < cue.size(); ++i) {
    if (cue[i] > 0) words[i / 32] |= 1U << (i % 32);
  }
  return words;
}

std::vector<std::uint32_t> pattern_words(const MemoryMatchImage& image) {
  std::vector<std::uint32_t> words;
  for (std::int32_t mu = 0; mu < image.patterns.count(); ++mu) {
    const auto row = cue_words(image, image.patterns.pattern(mu));
    words.insert(words.end(), row.begin(), row.end());
  }
  return words;
}

std::vector<std::uint32_t> table_words(const MemoryMatchImage& image) {
  const auto force_bits = static_cast<unsigned>(image.size.force_bits);
  const std::uint32_t mask = (1U << force_bits) - 1;
  // The core has a word for each distance below its number of spins.
  const std::size_t words = std::min(image.forces.size(), static_cast<std::size_t>(image.size.spins));
  std::vector<std::uint32_t> table;
  for (std::size_t d = 0; d < words; ++d) {
    table.push_back(static_cast<std::uint32_t>(image.values[d]) << force_bits |
                    (static_cast<std::uint32_t>(image.forces[d]) & mask));
  }
  return table;
}

}  // namespace isinglass
