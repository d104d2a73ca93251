// A block of random vectors and its products with the couplings of a problem: estimates of how stiff a machine is, from
// which the longest stable steps follow.
#pragma once

#include "models/analog/coupling_matrix.hpp"

namespace isinglass {

class CouplingProbe {
 public:
  /// The couplings in the papers' sign (turned round once, here); fields do not count. The vectors start uniform in
  /// [-0.5, 0.5), the same ones every time.
  CouplingProbe(const Problem& problem, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return matrix_.size(); }
  /// size() x kBlockWidth, to be read and written.
  [[nodiscard]] EnsembleView<float> vectors() { return {vectors_.data(), size(), kBlockWidth}; }
  /// J times the vectors; valid until the next call.
  EnsembleView<float> multiply();

  /// The largest |eigenvalue| of J by power iteration from the vectors as they are: from below, but within a few per
  /// cent after some products. 0 without couplings.
  double spectral_radius();

 private:
  CouplingMatrix matrix_;
  AlignedFloats vectors_, product_;
};

}  // namespace isinglass
