// What all loads share.
#include "hw/host/anneal_load.hpp"

#include <fmt/format.h>

#include "hw/host/transport.hpp"

namespace isinglass {

std::size_t AnnealLoad::words() const {
  std::size_t sum = 0;
  for (const MemoryWords& memory : memories) sum += memory.words.size();
  return sum;
}

std::vector<Spin> unpack_spins(std::span<const std::uint32_t> words, std::int32_t spins) {
  std::vector<Spin> result(static_cast<std::size_t>(spins));
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = (words[i / 32] >> (i % 32) & 1U) != 0 ? Spin{1} : Spin{-1};
  }
  return result;
}

void check_device_energy(const AnnealLoad& load, std::span<const Spin> spins, std::int32_t claimed,
                         const std::string& which, const std::string& where) {
  const std::int64_t computed = load.energy(spins);
  if (computed == claimed) return;
  throw DoubtError(
      fmt::format("{} claims energy {} for its {} state, whose energy is {}", where, claimed, which, computed),
      "the loaded problem or the state was damaged; load it again, and check the timing of the bitstream");
}

}  // namespace isinglass
