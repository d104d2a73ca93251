// Checks in this core's name; the words are the ring's.
#include "models/digital/oscillator_hybrid_image.hpp"

namespace isinglass {

std::string to_string(const OscillatorHybridSize& size) {
  return to_string(size.ring()) + ", phases of " + std::to_string(size.phase_bits) + " bits";
}

OscillatorHybridImage oscillator_hybrid_image(const Problem& problem, const OscillatorHybridSize& size,
                                              bool scale_to_fit, std::span<const Spin> initial) {
  check_device_spins(problem, size.spins, "oscillator_hybrid", "the core holds " + to_string(size));
  if (!scale_to_fit) check_device_values(problem, size.ring().widths(), "oscillator-hybrid");
  return {size, pbit_ring_image(problem, size.ring(), scale_to_fit, initial)};
}

}  // namespace isinglass
