// The start of machines that begin beside an undecided state: independent uniform numbers.
#pragma once

#include <cstdint>
#include <span>

#include "models/analog/machine.hpp"
#include "models/random.hpp"

namespace isinglass {

/// Fills `state` with numbers uniform in [-spread, spread); row i of read `read` is a function of (seed, read, i).
inline void uniform_start(std::uint64_t seed, std::uint32_t read, double spread, std::span<double> state) {
  for (std::size_t i = 0; i < state.size(); ++i) {
    const double uniform = random_uniform({.seed = seed,
                                           .read = read,
                                           .step = 0,
                                           .index = static_cast<std::uint32_t>(i),
                                           .stream = NoiseStream::initial});
    state[i] = spread * (2.0 * uniform - 1.0);
  }
}

}  // namespace isinglass
