// What a host loads into the oscillator core: the rows and initial words of the ring p-bit core
// (docs/cores/pbit_ring.md), whose memories it shares, with every limit of this core checked here.
#pragma once

#include "models/digital/pbit_ring_image.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core. All but `phase_bits` are in its registers.
struct OscillatorHybridSize {
  std::int32_t spins = 64;  ///< a multiple of 32
  int weight_bits = 4;
  int field_bits = 11;
  int phase_bits = 10;  ///< of a phase register, 8 to 16
  [[nodiscard]] PbitRingSize ring() const { return {spins, weight_bits, field_bits}; }
};

/// The largest problem that a core can hold, in one sentence.
std::string to_string(const OscillatorHybridSize& size);

/// The numbers that the core computes with, and how they relate to the problem's.
struct OscillatorHybridImage {
  OscillatorHybridSize size;
  PbitRingImage ring;  ///< rows, sums and energy of the initial state, scale and rounding loss
};

/// As pbit_ring_image: every spin starts at +1 (phase 0) unless `initial` says otherwise, -1 being half a turn. Throws
/// InputError with the limit that the problem breaks and the largest value that fits.
OscillatorHybridImage oscillator_hybrid_image(const Problem& problem, const OscillatorHybridSize& size,
                                              bool scale_to_fit = false, std::span<const Spin> initial = {});

}  // namespace isinglass
