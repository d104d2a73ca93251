// The ring's words under this core's number.
#include "hw/host/oscillator_hybrid_load.hpp"

#include "hw/host/pbit_ring_load.hpp"
#include "hw/host/registers.hpp"

namespace isinglass {

AnnealLoad load_of(const OscillatorHybridImage& image) {
  AnnealLoad load = load_of(image.ring);
  load.core = core_oscillator_hybrid;
  return load;
}

std::int64_t device_energy(const OscillatorHybridImage& image, std::span<const Spin> spins) {
  return device_energy(image.ring, spins);
}

}  // namespace isinglass
