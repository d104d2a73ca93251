// The whole numbers that an integer core holds of a problem: whether they fit its widths, and the factor that makes
// them.
#pragma once

#include "models/problem/problem.hpp"

namespace isinglass {

/// Widths of an integer core: signed weights, and signed local fields that hold |h| + sum |J| of any spin.
struct DeviceWidths {
  int weight_bits = 4;
  int field_bits = 10;
  /// A single bit is a sign: couplings of ±1.
  [[nodiscard]] std::int32_t largest_weight() const { return weight_bits == 1 ? 1 : (1 << (weight_bits - 1)) - 1; }
  /// Largest |h| + sum |J| of one spin.
  [[nodiscard]] std::int32_t largest_field() const { return (1 << (field_bits - 1)) - 1; }
};

/// What a register of `bits` bits keeps of `value`, signed.
inline std::int32_t wrapped(std::int64_t value, int bits) {
  const auto shift = static_cast<unsigned>(64 - bits);
  return static_cast<std::int32_t>(static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << shift) >> shift);
}

/// InputError with the first number that is not whole or does not fit, and the largest that does. `sampler` is named in
/// the advice.
void check_device_values(const Problem& problem, const DeviceWidths& widths, const std::string& sampler);

/// The largest factor with which everything fits after rounding; 1 when the problem fits as it is.
double fitting_scale(const Problem& problem, const DeviceWidths& widths);

/// Root mean square error of the numbers rounded at `scale` over that of the exact ones.
double rounding_loss(const Problem& problem, double scale);

/// The problem with every number multiplied by `scale` and rounded, and no offset: what a core computes with.
Problem rounded_problem(const Problem& problem, double scale);

/// InputError, with `hint`, when the problem has no spins or more than the `spins` of the core of that name.
void check_device_spins(const Problem& problem, std::int32_t spins, const std::string& core, const std::string& hint);

}  // namespace isinglass
