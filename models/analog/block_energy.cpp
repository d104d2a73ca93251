// E = offset + sum_i s_i (h_i + 1/2 sum_j J_ij s_j) for the columns of a block.
#include "models/analog/block_energy.hpp"

#include <algorithm>

namespace isinglass {

BlockEnergy::BlockEnergy(const Problem& problem, KernelKind kernel)
    : coupling_(problem, 1.0, CouplingStorage::automatic, kernel), fields_(problem.fields), offset_(problem.offset) {}

BlockEnergy::Workspace BlockEnergy::make_workspace() const {
  const std::size_t cells = fields_.size() * kBlockWidth;
  return {AlignedFloats(cells), AlignedFloats(cells)};
}

void BlockEnergy::compute(Workspace& workspace, std::span<double> energies) const {
  coupling_.multiply(ConstEnsembleView<float>(workspace.spins.data(), coupling_.size(), kBlockWidth),
                     EnsembleView<float>(workspace.sums.data(), coupling_.size(), kBlockWidth));
  std::fill(energies.begin(), energies.end(), offset_);
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    for (std::size_t c = 0; c < kBlockWidth; ++c) {
      const std::size_t at = i * kBlockWidth + c;
      energies[c] += double{workspace.spins[at]} * (fields_[i] + 0.5 * double{workspace.sums[at]});
    }
  }
}

}  // namespace isinglass
