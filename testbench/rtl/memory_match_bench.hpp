// Drives a Verilated memory_match core through its register bus, and makes random memories to compare it with its twin.
#pragma once

#include "models/digital/memory_match.hpp"
#include "models/random.hpp"
#include "testbench/rtl/core_bench.hpp"

namespace isinglass {

template <class Top>
class MemoryBench {
 public:
  void load(const MemoryMatchImage& image) {
    image_ = &image;
    core.write(0x10, static_cast<std::uint32_t>(image.patterns.size));
    core.write(0x18, static_cast<std::uint32_t>(image.patterns.count()));
    core.write_memory(3, pattern_words(image));
    core.write_memory(4, table_words(image));
  }

  void show(std::span<const Spin> cue) { core.write_memory(2, cue_words(*image_, cue)); }

  MemoryMatchResult run(std::uint32_t sweeps) {
    core.write(0x11, sweeps);
    core.start();
    core.wait();
    return result();
  }

  MemoryMatchResult result() {
    MemoryMatchResult r;
    const auto words = core.read_memory(0, static_cast<std::size_t>(image_->patterns.size + 31) / 32);
    for (std::int32_t i = 0; i < image_->patterns.size; ++i) {
      const auto bit = words[static_cast<std::size_t>(i / 32)] >> static_cast<unsigned>(i % 32) & 1U;
      r.spins.push_back(bit != 0 ? Spin{1} : Spin{-1});
    }
    r.energy = static_cast<std::int32_t>(core.read(0x20));
    r.cycles = core.read(0x22) | static_cast<std::uint64_t>(core.read(0x23)) << 32U;
    r.flips = core.read(0x24);
    r.sweeps = core.read(0x25);
    const std::uint32_t outcome = core.read_memory(5, 1).front();
    r.nearest = static_cast<std::int32_t>(outcome & 0xFFFFU);
    r.distance = static_cast<std::int32_t>(outcome >> 16U & 0x7FFFU);
    r.converged = outcome >> 31U != 0;
    r.overflow = (core.read(0x09) & 4U) != 0;
    return r;
  }

  CoreBench<Top> core;

 private:
  const MemoryMatchImage* image_ = nullptr;
};

/// Memories of every kind: few and many patterns, alike and unlike, any function, and now and then a table of noise.
inline MemoryMatchImage random_memory(RandomStream& random, const MemoryMatchSize& size, std::int32_t n,
                                      std::int32_t count) {
  PatternSet patterns = random_patterns(n, count, random.word());
  if (random.below(3) == 0) {  // patterns that resemble the first one: many ties and large sums
    for (std::size_t k = static_cast<std::size_t>(n); k < patterns.values.size(); ++k) {
      if (random.below(4) != 0) patterns.values[k] = patterns.values[k % static_cast<std::size_t>(n)];
    }
  }
  const DenseFunction functions[] = {DenseFunction::polynomial, DenseFunction::rectified, DenseFunction::exponential};
  MemoryMatchFunction function{
      {functions[random.below(3)], 2 + static_cast<int>(random.below(4)), 0.02 + 0.2 * random.uniform()},
      0.3 + 0.7 * random.uniform()};
  MemoryMatchImage image = memory_match_image(patterns, size, function);
  const std::uint32_t kind = random.below(6);
  if (kind > 1) return image;
  // Noise of any size (the sums may leave their width), or so small that ties are frequent.
  for (std::size_t d = 0; d < image.forces.size(); ++d) {
    const auto range = kind == 0 ? 1U << static_cast<unsigned>(size.force_bits) : 4U;
    image.forces[d] = static_cast<std::int32_t>(random.below(range)) - static_cast<std::int32_t>(range / 2);
    image.values[d] = static_cast<std::int32_t>(random.below(1U << 20U)) - (1 << 19);
  }
  return image;
}

}  // namespace isinglass
