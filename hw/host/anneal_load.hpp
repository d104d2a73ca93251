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

  [[nodiscard]] std::size_t words() const;  ///< in all memories
};

/// `spins` spins from words of 32.
std::vector<Spin> unpack_spins(std::span<const std::uint32_t> words, std::int32_t spins);

/// DoubtError when `claimed` is not the energy of `spins`. `which` is "present" or "best", `where` names the device.
void check_device_energy(const AnnealLoad& load, std::span<const Spin> spins, std::int32_t claimed,
                         const std::string& which, const std::string& where);

}  // namespace isinglass
