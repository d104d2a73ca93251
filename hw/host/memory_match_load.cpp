// Packs patterns and the table, and recomputes what the core says of its last state.
#include "hw/host/memory_match_load.hpp"

#include <algorithm>

#include "hw/host/registers.hpp"
#include "models/error.hpp"

namespace isinglass {

AnnealLoad load_of(const MemoryMatchImage& image) {
  return {core_memory_match,
          image.patterns.size,
          static_cast<std::int32_t>(memory_match_step_clocks(image.size, image.patterns.count())),
          0,
          {{3, pattern_words(image)}, {4, table_words(image)}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); },
          {},
          0,
          true};
}

std::int64_t device_energy(const MemoryMatchImage& image, std::span<const Spin> spins) {
  std::int64_t sum = 0;
  for (std::int32_t mu = 0; mu < image.patterns.count(); ++mu) {
    const std::int32_t differing = std::min(differing_spins(image.patterns.pattern(mu), spins), image.size.spins - 1);
    sum -= image.values[static_cast<std::size_t>(differing)];
  }
  return sum;
}

AnnealRun recall_run(const MemoryMatchImage& image, std::uint32_t sweeps) {
  AnnealRun run;
  run.seed = 0;  // the core has no schedule: these registers read 0, whatever is written
  run.reload = run.randomise = false;
  run.sweeps = sweeps;
  run.extra[0] = static_cast<std::uint32_t>(image.patterns.count());
  return run;
}

MemoryMatchResult checked_outcome(const MemoryMatchImage& image, const AnnealResult& result, std::uint32_t outcome,
                                  const std::string& where) {
  MemoryMatchResult recalled{result.spins, result.energy, result.cycles, result.flips, result.sweeps};
  recalled.nearest = static_cast<std::int32_t>(outcome & 0xFFFFU);
  recalled.distance = static_cast<std::int32_t>(outcome >> 16U & 0x7FFFU);
  recalled.converged = outcome >> 31U != 0;
  recalled.overflow = result.overflow;
  if (recalled.nearest < image.patterns.count() &&
      differing_spins(image.patterns.pattern(recalled.nearest), recalled.spins) == recalled.distance) {
    return recalled;
  }
  throw HardwareError(where + " claims a distance of " + std::to_string(recalled.distance) + " to pattern " +
                          std::to_string(recalled.nearest) + ", which is not that of its state",
                      "the stored patterns or the state were damaged; load them again");
}

}  // namespace isinglass
