// The list of the cores: one line each.
#include "sim/sampler/anneal_core.hpp"

#include <algorithm>

#include "sim/sampler/bifurcation_row_core.hpp"
#include "sim/sampler/oscillator_hybrid_core.hpp"
#include "sim/sampler/pbit_colour_core.hpp"
#include "sim/sampler/pbit_lane_core.hpp"
#include "sim/sampler/pbit_ring_core.hpp"
#include "sim/sampler/pbit_sparse_core.hpp"

namespace isinglass {

const std::vector<AnnealCore>& anneal_cores() {
  static const std::vector<AnnealCore> cores{
      pbit_sparse_core(),     pbit_ring_core(),         pbit_lane_core(),
      bifurcation_row_core(), oscillator_hybrid_core(), pbit_colour_core(),
  };
  return cores;
}

const AnnealCore* find_anneal_core(std::string_view name) {
  const auto& cores = anneal_cores();
  const auto found =
      std::find_if(cores.begin(), cores.end(), [&](const AnnealCore& c) { return c.names.core == name; });
  return found == cores.end() ? nullptr : &*found;
}

}  // namespace isinglass
