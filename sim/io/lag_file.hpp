// Reads phase lags for the couplings of a problem from a file.
//
// Text: one row "i j lag" for each coupling that has one, vertices counted from 1, the lag in radians, separated by
// commas or blanks; lines that begin with '#' are comments. The coupling pulls phase_i - phase_j towards the lag
// (J < 0) or half a turn away from it (J > 0); "j i" with the lag turned round is the same row.
#pragma once

#include <string>

#include "models/problem/lagged_graph.hpp"
#include "models/problem/problem.hpp"

namespace isinglass {

/// The couplings of `device`, which may have lost some of those of `asked`: those named in the file with their lags,
/// the others without. Throws InputError with line and column, also for vertices that `asked` does not couple.
LaggedGraph read_lags(const std::string& path, const Problem& asked, const Problem& device);

}  // namespace isinglass
