// Storage and products of the coupling matrix.
#include "models/analog/coupling_matrix.hpp"

#include <algorithm>
#include <cmath>

namespace isinglass {
namespace {

constexpr double kDenseFrom = 0.4;  // where a dense product takes as long as a sparse one (testbench/perf)

bool choose_dense(const Problem& problem, CouplingStorage storage) {
  if (storage == CouplingStorage::automatic) return problem.density() >= kDenseFrom;
  return storage == CouplingStorage::dense;
}

}  // namespace

CouplingMatrix::CouplingMatrix(const Problem& problem, double factor, CouplingStorage storage, KernelKind kernel)
    : kernel_(kernel), kernels_(&ensemble_kernels(kernel)), rows_(adjacency(problem)) {
  for (auto& weight : rows_.weight) weight *= factor;
  weights_.assign(rows_.weight.begin(), rows_.weight.end());
  equal_ = !weights_.empty() && std::count(weights_.begin(), weights_.end(), weights_.front()) ==
                                    static_cast<std::ptrdiff_t>(weights_.size());
  if (choose_dense(problem, storage)) pack_panels();
}

void CouplingMatrix::pack_panels() {
  const std::int64_t n = size();
  const std::int64_t height = kernels_->panel_rows;
  const std::int64_t panels = (n + height - 1) / height;
  panels_.assign(static_cast<std::size_t>(panels * height * n), 0.0F);
  for (std::int64_t row = 0; row < n; ++row) {
    float* panel = panels_.data() + (row / height) * height * n + row % height;
    for (auto e = rows_.start[static_cast<std::size_t>(row)]; e < rows_.start[static_cast<std::size_t>(row) + 1]; ++e) {
      panel[rows_.neighbour[static_cast<std::size_t>(e)] * height] = weights_[static_cast<std::size_t>(e)];
    }
  }
}

void CouplingMatrix::multiply(const ConstEnsembleView<double>& in, EnsembleView<double> out) const {
  for (Eigen::Index row = 0; row < size(); ++row) {
    out.row(row).setZero();
    for (auto e = rows_.start[static_cast<std::size_t>(row)]; e < rows_.start[static_cast<std::size_t>(row) + 1]; ++e) {
      const auto entry = static_cast<std::size_t>(e);
      out.row(row) += rows_.weight[entry] * in.row(rows_.neighbour[entry]);
    }
  }
}

void CouplingMatrix::multiply(const ConstEnsembleView<float>& in, EnsembleView<float> out) const {
  const int columns = static_cast<int>(in.cols());
  if (is_dense()) {
    kernels_->dense_product(panels_.data(), size(), columns, in.data(), out.data());
    return;
  }
  const SparseRows rows{size(), rows_.start.data(), rows_.neighbour.data(), equal_ ? nullptr : weights_.data(),
                        equal_ ? weights_.front() : 1.0F};
  kernels_->sparse_product(rows, columns, in.data(), out.data());
}

Eigen::MatrixXd CouplingMatrix::matrix() const {
  Eigen::MatrixXd full = Eigen::MatrixXd::Zero(size(), size());
  for_each([&](Eigen::Index row, Eigen::Index column, double weight) { full(row, column) = weight; });
  return full;
}

double CouplingMatrix::largest_row_sum() const {
  Eigen::VectorXd sums = Eigen::VectorXd::Zero(size());
  for_each([&](Eigen::Index row, Eigen::Index /*column*/, double weight) { sums(row) += std::abs(weight); });
  return size() > 0 ? sums.maxCoeff() : 0.0;
}

}  // namespace isinglass
