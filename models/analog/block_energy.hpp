// Ideal energies of a whole block of spin configurations from one matrix product: what the traces of a run are made of.
#pragma once

#include "models/analog/coupling_matrix.hpp"

namespace isinglass {

class BlockEnergy {
 public:
  BlockEnergy(const Problem& problem, KernelKind kernel);

  /// Scratch memory of one thread.
  struct Workspace {
    AlignedFloats spins;  ///< size x kBlockWidth, +1 or -1: fill before calling
    AlignedFloats sums;
  };
  [[nodiscard]] Workspace make_workspace() const;

  /// kBlockWidth energies; exact for integer problems whose row sums stay below 2^24, else to single precision.
  void compute(Workspace& workspace, std::span<double> energies) const;

 private:
  CouplingMatrix coupling_;
  std::vector<double> fields_;
  double offset_;
};

}  // namespace isinglass
