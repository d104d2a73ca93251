// The equilibrium that a trajectory ends near, and how it attracts: eigenvalues of the Jacobian there, the decay rate
// that they predict (equations.md section 11 of the design notes: minus the largest real part), and the one that a
// perturbed trajectory shows.
#pragma once

#include <complex>

#include "sim/sampler/model.hpp"

namespace isinglass {

struct Stability {
  std::vector<double> equilibrium;                ///< at frozen schedules, without noise
  double residual = 0.0;                          ///< largest |rate| there, in units of the state per second
  double distance = 0.0;                          ///< largest difference from the state that the search began at
  std::vector<std::complex<double>> eigenvalues;  ///< 1/s, largest real part first
  std::size_t neutral = 0;      ///< eigenvalues that are zero up to rounding: directions without a restoring force
  std::size_t undamped = 0;     ///< others whose real part is zero up to rounding: oscillations that never decay
  bool stable = false;          ///< none grows
  double predicted_rate = 0.0;  ///< 1/s: of the slowest decaying mode; 0 when not stable, or without damping
  /// 1/s: slope of log |rates| along a trajectory pushed off the equilibrium in the direction of the slowest mode;
  /// empty when not stable, or so stiff (1e5) that it would take too long.
  std::optional<double> fitted_rate;
  std::vector<double> fit_time_s, fit_rate_norm;  ///< that trajectory
};

/// UsageError when a state of `rows` variables is too large to be analysed (above 1500): to be asked before a long run.
void require_analysable(std::size_t rows);

/// Searches from `start` by relaxation at the schedules' end and Newton's method, then linearises. The state may have
/// at most 1500 rows (UsageError). Throws NumericalError when no equilibrium is found, or where the machine rests
/// against walls.
Stability analyse_stability(AnalogRun& run, std::span<const double> start);

}  // namespace isinglass
