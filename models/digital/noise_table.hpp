// The noise of the p-bit cores (rtl/core/pbit_noise.v): generator, tables and threshold, bit for bit.
#pragma once

#include <array>
#include <cstdint>

namespace isinglass {

/// Marsaglia's 64-bit xorshift, shifts 13, 7, 17 (J. Stat. Software 8(14), 2003).
inline std::uint64_t next_noise_state(std::uint64_t x) {
  x ^= x << 13U;
  x ^= x >> 7U;
  x ^= x << 17U;
  return x;
}

/// Magnitudes with 8 fraction bits; rtl/core/make_noise_tables.py says how they were made.
extern const std::array<std::uint16_t, 1024> logistic_table;
extern const std::array<std::uint16_t, 1024> exponential_table;
/// 4096 times the probability that logistic noise is above index/128.
extern const std::array<std::uint16_t, 1024> logistic_tail_table;

/// Fields of more than 12 bits: tau has as many integer bits more, and fraction bits less.
constexpr int wider_temperature_bits(int field_bits) { return field_bits > 12 ? field_bits - 12 : 0; }

/// tau = T/2 in the format of the registers; T is the temperature of exp(-E/T) in device units. Clipped to the range.
std::uint32_t register_temperature(double temperature, int field_bits);

/// Threshold for one magnitude: floor(tau L), ones' complement when `negative`; `temperature` as in the register.
std::int32_t noise_threshold(std::uint32_t magnitude, bool negative, std::uint32_t temperature, int field_bits);

/// Heat bath: the probability that a spin under `field` is drawn +1, exactly as the table gives it for uniform
/// generator states: a multiple of 2^-11.
double gibbs_probability(std::int32_t field, std::uint32_t temperature, int field_bits);

/// Metropolis: the probability that a spin turns whose field along itself is `along` = s l; a multiple of 2^-10.
double metropolis_probability(std::int32_t along, std::uint32_t temperature, int field_bits);

}  // namespace isinglass
