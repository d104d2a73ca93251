// What every annealing core is told before a run and shows after it (docs/cores/registers.md).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// The settings registers of one run, in the core's own formats.
struct AnnealRun {
  std::uint64_t seed = 1;                ///< SEED_HI:SEED; bit 0 counts as 1
  std::uint32_t sweeps = 0;              ///< 24 bits
  std::uint32_t temperature = 0;         ///< tau = T/2, 8 integer and 24 fraction bits
  std::uint32_t temperature_step = 0;    ///< same format, subtracted after each annealing sweep
  bool reload = true;                    ///< begin with the image's initial state (always so in the first run)
  bool randomise = true;                 ///< one sweep at infinite temperature before the anneal
  bool metropolis = false;               ///< Metropolis' rule instead of the heat bath, where the core has it
  std::array<std::uint32_t, 4> extra{};  ///< SETTING_0 to SETTING_3: the core's own (docs/cores)
};

/// What the core shows after a run.
struct AnnealResult {
  std::vector<Spin> spins;
  std::vector<Spin> best_spins;
  std::int32_t energy = 0;  ///< in device units, like best_energy
  std::int32_t best_energy = 0;
  std::uint64_t cycles = 0;
  std::uint32_t flips = 0;
  std::uint32_t sweeps = 0;
  bool overflow = false;
  friend bool operator==(const AnnealResult&, const AnnealResult&) = default;
};

/// One flip, and what follows from it.
struct AnnealFlip {
  std::uint64_t cycle = 0;  ///< clock of the run in which flip_o is high
  std::int32_t index = 0;   ///< of the spin
  Spin spin = 0;            ///< its new value
  std::int32_t energy = 0;  ///< in device units, like best_energy
  std::int32_t best_energy = 0;
};

/// Called at every flip.
using AnnealTrace = std::function<void(const AnnealFlip& flip)>;

}  // namespace isinglass
