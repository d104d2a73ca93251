// What is asked: an Ising energy E(s) = offset + sum_i h_i s_i + sum_{i<j} J_ij s_i s_j, minimised over s in {-1,+1}^n
// (dimod's sign), together with what the numbers mean to the person who wrote them (cut, QUBO value, Ising energy).
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace isinglass {

/// What the objective of a problem is called and which way it improves.
enum class Kind { maxcut, ising, qubo };

/// "maxcut", "ising" or "qubo".
std::string to_string(Kind kind);

/// One term J_ij s_i s_j; indices from 0, i < j.
struct Coupling {
  std::int32_t i = 0;
  std::int32_t j = 0;
  double value = 0.0;
  friend bool operator==(const Coupling&, const Coupling&) = default;
};

/// A value in {-1,+1}.
using Spin = std::int8_t;

/// Affine map from energy to the problem's own terms: objective = shift + scale * energy.
struct Objective {
  double shift = 0.0;
  double scale = 1.0;
  bool maximise = false;
  double tolerance = 0.0;  ///< how much of a difference is rounding: 0 where energies are whole numbers
  [[nodiscard]] double from_energy(double energy) const { return shift + scale * energy; }
  [[nodiscard]] double to_energy(double objective) const { return (objective - shift) / scale; }
  /// True when `value` is as good as `target` or better, up to `tolerance`.
  [[nodiscard]] bool reaches(double value, double target) const {
    return maximise ? value >= target - tolerance : value <= target + tolerance;
  }
};

/// Plain data. Couplings keep the order of the file they came from, no pair twice, no self couplings, no NaN (readers
/// see to it).
struct Problem {
  std::string name;
  Kind kind = Kind::ising;
  std::vector<double> fields;  ///< h, one per spin: its length is the number of spins
  std::vector<Coupling> couplings;
  double offset = 0.0;

  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(fields.size()); }
  /// Couplings present over couplings possible.
  [[nodiscard]] double density() const;
  /// True when a dense matrix is the faster store (density of one eighth and above).
  [[nodiscard]] bool is_dense() const { return density() >= 0.125; }
  [[nodiscard]] bool has_fields() const;
  /// True when all couplings, fields and twice the offset are whole numbers, so that energies are exact in double.
  [[nodiscard]] bool is_integer() const;
  [[nodiscard]] Objective objective() const;
};

/// Neighbour lists of the symmetric coupling matrix, in compressed rows: row i is [start[i], start[i+1]), neighbours
/// ascending.
struct Adjacency {
  std::vector<std::int64_t> start;
  std::vector<std::int32_t> neighbour;
  std::vector<double> weight;
  [[nodiscard]] std::int64_t degree(std::int32_t i) const {
    return start[static_cast<std::size_t>(i) + 1] - start[static_cast<std::size_t>(i)];
  }
};

Adjacency adjacency(const Problem& problem);

/// The symmetric n x n coupling matrix with zero diagonal.
Eigen::MatrixXd dense_couplings(const Problem& problem);

/// Energy of one sample; exact for integer problems. `spins` has problem.size() entries.
double energy(const Problem& problem, std::span<const Spin> spins);

/// Objective of one sample in the problem's own terms.
double objective(const Problem& problem, std::span<const Spin> spins);

/// Max-cut of a weighted graph: J = w, no fields, no offset; cut = (sum w - E) / 2.
Problem maxcut_problem(std::string name, std::int32_t vertices, std::vector<Coupling> weights);

}  // namespace isinglass
