// How the answer is read out of one replica of an ensemble: the pieces that several machines share.
#pragma once

#include <cmath>
#include <span>

#include "models/analog/machine.hpp"

namespace isinglass {

inline constexpr double kNearZero = 0.1;  ///< an amplitude below this share of a settled one decides nothing

/// Spin i is the sign of row i, for as many rows as there are spins; zero reads as +1.
template <typename Scalar>
void read_signs(const ConstEnsembleView<Scalar>& state, Eigen::Index replica, std::span<Spin> spins) {
  for (std::size_t i = 0; i < spins.size(); ++i) {
    spins[i] = state(static_cast<Eigen::Index>(i), replica) >= Scalar{0} ? Spin{1} : Spin{-1};
  }
}

/// How many of the first `rows` rows lie nearer to zero than `limit`.
template <typename Scalar>
Eigen::Index count_below(const ConstEnsembleView<Scalar>& state, Eigen::Index rows, Eigen::Index replica,
                         double limit) {
  return (state.col(replica).head(rows).abs() < static_cast<Scalar>(limit)).count();
}

/// How many of the first `neurons` rows drive a neuron of this gain to less than half its output.
template <typename Scalar>
Eigen::Index count_unsaturated(const ConstEnsembleView<Scalar>& input, Eigen::Index neurons, Eigen::Index replica,
                               double gain) {
  Eigen::Index count = 0;
  for (Eigen::Index i = 0; i < neurons; ++i) {
    if (std::abs(std::tanh(gain * double{input(i, replica)})) < 0.5) ++count;
  }
  return count;
}

/// Spin i is +1 where the phase lies within a quarter turn of `axis`.
template <typename Scalar>
void read_phases(const ConstEnsembleView<Scalar>& phase, Eigen::Index replica, double axis, std::span<Spin> spins) {
  for (Eigen::Index i = 0; i < phase.rows(); ++i) {
    const bool up = std::cos(double{phase(i, replica)} - axis) >= 0.0;
    spins[static_cast<std::size_t>(i)] = up ? Spin{1} : Spin{-1};
  }
}

/// How many phases lie more than 60 degrees away from `axis` and from its opposite.
template <typename Scalar>
Eigen::Index count_off_axis(const ConstEnsembleView<Scalar>& phase, Eigen::Index replica, double axis) {
  Eigen::Index count = 0;
  for (Eigen::Index i = 0; i < phase.rows(); ++i) {
    if (std::abs(std::cos(double{phase(i, replica)} - axis)) < 0.5) ++count;
  }
  return count;
}

}  // namespace isinglass
