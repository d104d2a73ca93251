// The scale of a problem, against which machines are designed: pure numbers such as gains, temperatures and durations
// then suit any problem.
//
// Its unit is the root-mean-square row, J_rms = sqrt(mean_i (sum_j J_ij^2 + h_i^2)): the typical sum of unordered
// neighbours at a node.
#pragma once

#include "models/problem/problem.hpp"

namespace isinglass {

/// All are 1 for a problem without couplings and fields.
struct CouplingScale {
  double root_mean_square_row = 1.0;  ///< J_rms
  double largest_row = 1.0;           ///< max_i (sum_j |J_ij| + |h_i|)
  double expected_torque = 1.0;       ///< max_i min(sum_j |J_ij|, 4 sqrt(sum_j J_ij^2)), fields included
};
CouplingScale coupling_scale(const Problem& problem);

}  // namespace isinglass
