// The coupling matrix of a machine and its product with an ensemble: the one operation that every Ising machine spends
// its time in. Sparse or dense, in double (reference) and single precision (vector kernels).
#pragma once

#include <vector>

#include "models/analog/machine.hpp"
#include "models/numeric/aligned.hpp"
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {

enum class CouplingStorage { automatic, sparse, dense };

class CouplingMatrix {
 public:
  /// `factor` times the couplings of `problem`: -1 turns the project's sign into that of the papers. Automatic storage
  /// is dense from a density of 0.4 on, where the dense kernel becomes the faster one (testbench/perf).
  CouplingMatrix(const Problem& problem, double factor, CouplingStorage storage, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(rows_.start.size()) - 1; }
  [[nodiscard]] bool is_dense() const { return !panels_.empty(); }
  [[nodiscard]] const EnsembleKernels& kernels() const { return *kernels_; }
  [[nodiscard]] KernelKind kernel() const { return kernel_; }

  /// out = J in, size() x columns each.
  void multiply(const ConstEnsembleView<double>& in, EnsembleView<double> out) const;
  /// The same in single precision; columns is kBlockWidth or kTrigWidth.
  void multiply(const ConstEnsembleView<float>& in, EnsembleView<float> out) const;

  /// Calls visit(row, column, J_row,column) for every coupling, in both directions, row by row.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (Eigen::Index row = 0; row < size(); ++row) {
      const auto from = static_cast<std::size_t>(row);
      for (auto e = rows_.start[from]; e < rows_.start[from + 1]; ++e) {
        const auto entry = static_cast<std::size_t>(e);
        visit(row, static_cast<Eigen::Index>(rows_.neighbour[entry]), rows_.weight[entry]);
      }
    }
  }
  /// The matrix itself, size() x size(), for what needs eigenvalues.
  [[nodiscard]] Eigen::MatrixXd matrix() const;

  /// max_i sum_j |J_ij|.
  [[nodiscard]] double largest_row_sum() const;

 private:
  void pack_panels();

  KernelKind kernel_;
  const EnsembleKernels* kernels_;
  Adjacency rows_;
  std::vector<float> weights_;  ///< rows_.weight in single precision
  bool equal_ = false;          ///< all weights the same
  AlignedFloats panels_;        ///< empty when sparse
};

}  // namespace isinglass
