// The minima that an ensemble settled into: their energies and the shares of the starts that led there.
#pragma once

#include "sim/bench/statistics.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

struct Attractor {
  std::vector<Spin> spins;    ///< empty for a machine without spins
  std::vector<double> state;  ///< of the replica with the lowest energy
  double energy = 0.0;        ///< the lowest of its replicas, in the machine's units
  std::int64_t count = 0;     ///< starts that ended here
  double share = 0.0;         ///< count / all starts: the basin as these starts see it
  Interval share_interval;    ///< Wilson, 95 %
};

/// Groups replicas that read out the same spins, or, without spins, whose states differ by less than `tolerance` of the
/// largest variable. Lowest energy first; equal energies by share.
std::vector<Attractor> group_attractors(const SettledEnsemble& settled, double tolerance = 1e-3);

}  // namespace isinglass
