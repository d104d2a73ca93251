// What a host writes into an annealing core, as 32-bit words of its memories, and the energy of a state computed from
// what was written.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// One memory of a core: its number (docs/cores) and its words from word 0 on.
struct MemoryWords {
  std::uint32_t memory = 0;
  std::vector<std::uint32_t> words;
};

/// Everything that a driver must know of a problem. Each core's image makes one: hw/host/NAME_load.hpp.
struct AnnealLoad {
  std::uint32_t core = 0;  ///< number of the core that it is made for
  std::int32_t spins = 0;
  std::int32_t visits = 0;          ///< clocks of a sweep without a flip
  std::int32_t initial_energy = 0;  ///< in device units
  std::vector<MemoryWords> memories;
  std::function<std::int64_t(std::span<const Spin>)> energy;  ///< of a state, in device units
  std::vector<std::int32_t> spin_bits = {};  ///< of each spin in memories 0 and 1: 32 * word + bit; empty: in order
  std::uint32_t graph = 0;                   ///< fingerprint of the graph that the core must be made for; 0: any
  bool ends_early = false;                   ///< a run may be over before all of its sweeps

  [[nodiscard]] std::size_t words() const;  ///< in all memories
};

/// Words that memories 0 and 1 show the spins of a problem in, and the spins from them.
std::size_t spin_words(const AnnealLoad& load);
std::vector<Spin> unpack_spins(std::span<const std::uint32_t> words, const AnnealLoad& load);

/// DoubtError when `claimed` is not the energy of `spins`. `which` is "present" or "best", `where` names the device.
void check_device_energy(const AnnealLoad& load, std::span<const Spin> spins, std::int32_t claimed,
                         const std::string& which, const std::string& where);

}  // namespace isinglass
