// What turns a machine from an undecided one into a binary one: its drive (second-harmonic injection, gain, pump), and
// how strong that must be. Every machine that answers with spins says it:
//
//   ThresholdAnswer binary_threshold(std::span<const double> state) const;   of the spins that `state` shows
//   M steered(double drive) const;   optional: the same machine with its drive held at that value
//
// Two thresholds are told apart. At the `onset` the state in which nothing is decided gives way: below it, and without
// fields, it is the only state of rest. `needed` is the drive from which on the given spins are a stable state of rest;
// unsatisfied spins need more than the onset. A machine leaves `needed` open where no formula is known: then it is
// found by following the state of rest down as the drive falls (sim/sampler/threshold.hpp), which takes `steered`.
//
// Thresholds are those of the machine without the flaws of its nodes; those of couplings count.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <string>
#include <variant>

namespace isinglass {

struct BinaryThreshold {
  std::string quantity;         ///< "second-harmonic locking K_s"
  std::string unit;             ///< "rad/s", or empty for a pure number
  double present = 0.0;         ///< at the end of the schedules
  std::optional<double> onset;  ///< where the undecided state gives way; none where there is no such state
  std::optional<double> needed;
};

/// A machine for which a threshold has no meaning.
struct NoThreshold {
  std::string reason;  ///< a clause without a full stop
};

using ThresholdAnswer = std::variant<BinaryThreshold, NoThreshold>;

/// The largest eigenvalue of a symmetric matrix of at least one row.
double largest_eigenvalue(const Eigen::MatrixXd& symmetric);

/// Onset of dx = (drive M - loss) x with symmetric M: loss over M's largest eigenvalue; none where that is not positive
/// (no couplings), so that nothing ever gives way.
std::optional<double> gain_onset(const Eigen::MatrixXd& symmetric, double loss);

}  // namespace isinglass
