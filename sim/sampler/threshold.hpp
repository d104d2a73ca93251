// The drive from which on the spins of a state of rest are stable: the machine's own formula where it has one
// (models/analog/binary_threshold.hpp), else found by following the state down as the drive falls from its present
// value, to where it vanishes, becomes unstable or shows other spins.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

/// Most variables for which a threshold is searched: each step of the way takes all eigenvalues.
inline constexpr std::size_t kMostThresholdRows = 300;

/// Of the spins that `state` shows. The search needs a state of rest, at the schedules' end; `needed` stays empty where
/// that state is undecided or not stable in the first place, and above kMostThresholdRows rows.
ThresholdAnswer threshold_of(AnalogRun& run, std::span<const double> state);

}  // namespace isinglass
