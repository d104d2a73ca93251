// One trajectory as data: state, energy and spins at evenly spaced instants.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

/// T instants of a machine with S rows and n spins.
struct Recording {
  std::vector<StateGroup> layout;
  std::string engine;
  std::vector<double> time_s;            ///< T
  Eigen::MatrixXd states;                ///< S x T
  std::vector<double> energy;            ///< T: the machine's Lyapunov function, in its units
  std::vector<std::vector<Spin>> spins;  ///< T rows of n; empty for a machine without spins
  std::vector<double> objective;         ///< T: in the problem's own terms; empty without a problem
  double duration_s = 0.0;               ///< of the whole run, reached or not
  bool stopped = false;                  ///< by `control`: the instants not reached are missing
};

/// Moves `run` through `points` instants from 0 to its end. `problem` may be null.
Recording record(AnalogRun& run, std::size_t points, const Problem* problem, RunControl& control);

}  // namespace isinglass
