// What all loads share.
#include "hw/host/anneal_load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/host/transport.hpp"

namespace isinglass {

std::size_t AnnealLoad::words() const {
  std::size_t sum = 0;
  for (const MemoryWords& memory : memories) sum += memory.words.size();
  return sum;
}

std::size_t spin_words(const AnnealLoad& load) {
  const std::int32_t last =
      load.spin_bits.empty() ? load.spins - 1 : *std::max_element(load.spin_bits.begin(), load.spin_bits.end());
  return static_cast<std::size_t>(last) / 32 + 1;
}

std::vector<Spin> unpack_spins(std::span<const std::uint32_t> words, const AnnealLoad& load) {
  std::vector<Spin> result(static_cast<std::size_t>(load.spins));
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::size_t bit = load.spin_bits.empty() ? i : static_cast<std::size_t>(load.spin_bits[i]);
    result[i] = (words[bit / 32] >> (bit % 32) & 1U) != 0 ? Spin{1} : Spin{-1};
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
