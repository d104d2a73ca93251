// Integer twin of the associative memory core.
#include "models/digital/memory_match.hpp"

#include <bit>
#include <cstdlib>

namespace isinglass {

namespace {

std::int64_t wrapped_sum(std::int64_t value, int bits) {
  const auto shift = static_cast<unsigned>(64 - bits);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << shift) >> shift;
}

}  // namespace

// In a pass a row is read per pattern; then come the pipeline (counting tree of `count` clocks), and its second use for
// the number of turns.
std::uint64_t memory_match_step_clocks(const MemoryMatchSize& size, std::int32_t patterns) {
  const int count = (std::bit_width(static_cast<std::uint32_t>(size.spins)) - 1) / 2;  // clocks of the counting tree
  return static_cast<std::uint64_t>(size.groups) * static_cast<std::uint64_t>(patterns + 2 * count + 14);
}

MemoryMatch::MemoryMatch(std::shared_ptr<const MemoryMatchImage> image)
    : image_(std::move(image)), spins_(static_cast<std::size_t>(image_->patterns.size), Spin{-1}) {}

MemoryMatch::Pass MemoryMatch::pass() const {
  Pass result;
  std::int64_t total = 0;
  std::int64_t magnitudes = 0;
  std::vector<std::int32_t> sums(spins_.size(), 0);  // of the forces of patterns that differ from the spin
  for (std::int32_t mu = 0; mu < image_->patterns.count(); ++mu) {
    const auto bits = image_->patterns.pattern(mu);
    const std::int32_t distance = differing_spins(bits, spins_);
    if (mu == 0 || distance < result.distance) {
      result.nearest = mu;
      result.distance = distance;
    }
    const auto entry = static_cast<std::size_t>(std::min(distance, image_->size.spins - 1));
    const std::int32_t force = image_->forces[entry];
    result.energy -= image_->values[entry];
    total += force;
    magnitudes += std::abs(force);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += bits[i] != spins_[i] ? force : 0;
  }
  result.overflow = magnitudes > image_->size.force_limit();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::int64_t sum = sums[i] - (total >> 1) - 1;  // half of all forces is rounded down
    result.wanted.push_back(wrapped_sum(sum, image_->size.sum_bits) >= 0 ? static_cast<Spin>(-spins_[i]) : spins_[i]);
  }
  return result;
}

MemoryMatchResult MemoryMatch::run(std::uint32_t sweeps) {
  MemoryMatchResult result;
  for (;;) {
    const Pass now = pass();
    result.cycles += memory_match_step_clocks(image_->size, image_->patterns.count());
    result.overflow = result.overflow || now.overflow;
    result.energy = static_cast<std::int32_t>(now.energy);
    result.nearest = now.nearest;
    result.distance = now.distance;
    const auto turns = static_cast<std::uint32_t>(differing_spins(now.wanted, spins_));
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
