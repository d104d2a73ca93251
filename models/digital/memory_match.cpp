// Integer twin of the associative memory core.
#include "models/digital/memory_match.hpp"

#include <bit>
#include <cstdlib>

namespace isinglass {

namespace {

std::int64_t wrapped(std::int64_t value, int bits) {
  const auto shift = static_cast<unsigned>(64 - bits);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << shift) >> shift;
}

}  // namespace

// Twice per pattern a row is read; then come the pipeline (counting tree of `levels` clocks), and its second use for
// the number of turns.
std::uint64_t memory_match_pass_clocks(const MemoryMatchSize& size, std::int32_t patterns) {
  const int levels = std::bit_width(static_cast<std::uint32_t>(size.spins - 1)) - 1;
  const int lag = (levels + 3) / 2 * 2 + 1;
  return static_cast<std::uint64_t>(2 * patterns + lag + levels + 11);
}

MemoryMatch::MemoryMatch(std::shared_ptr<const MemoryMatchImage> image)
    : image_(std::move(image)), spins_(static_cast<std::size_t>(image_->patterns.size), Spin{-1}) {}

std::int32_t MemoryMatch::distance_to(std::int32_t pattern) const {
  const auto bits = image_->patterns.pattern(pattern);
  std::int32_t differing = 0;
  for (std::size_t i = 0; i < bits.size(); ++i) differing += bits[i] != spins_[i] ? 1 : 0;
  return differing;
}

MemoryMatch::Pass MemoryMatch::pass() const {
  Pass result;
  std::int64_t total = 0;
  std::int64_t magnitudes = 0;
  std::vector<std::int32_t> sums(spins_.size(), 0);  // of the forces of patterns in which the spin is +1
  for (std::int32_t mu = 0; mu < image_->patterns.count(); ++mu) {
    const std::int32_t distance = distance_to(mu);
    if (mu == 0 || distance < result.distance) {
      result.nearest = mu;
      result.distance = distance;
    }
    const auto entry = static_cast<std::size_t>(std::min(distance, image_->size.spins - 1));
    const std::int32_t force = image_->forces[entry];
    result.energy -= image_->values[entry];
    total += force;
    magnitudes += std::abs(force);
    const auto bits = image_->patterns.pattern(mu);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += bits[i] > 0 ? force : 0;
  }
  result.overflow = magnitudes > image_->size.force_limit();
  const std::int64_t half = (total + 1) >> 1;  // rounded up
  const bool exact = (total & 1) == 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::int64_t tie = exact && spins_[i] < 0 ? 1 : 0;
    result.wanted.push_back(wrapped(sums[i] - half - tie, image_->size.sum_bits) >= 0 ? Spin{1} : Spin{-1});
  }
  return result;
}

MemoryMatchResult MemoryMatch::run(std::uint32_t sweeps) {
  MemoryMatchResult result;
  for (;;) {
    const Pass now = pass();
    result.cycles += memory_match_pass_clocks(image_->size, image_->patterns.count());
    result.overflow = result.overflow || now.overflow;
    result.energy = static_cast<std::int32_t>(now.energy);
    result.nearest = now.nearest;
    result.distance = now.distance;
    std::uint32_t turns = 0;
    for (std::size_t i = 0; i < spins_.size(); ++i) turns += now.wanted[i] != spins_[i] ? 1 : 0;
    result.converged = turns == 0;
    if (result.converged || result.sweeps == sweeps) break;
    spins_ = now.wanted;
    result.flips += turns;
    ++result.sweeps;
  }
  result.spins = spins_;
  return result;
}

}  // namespace isinglass
