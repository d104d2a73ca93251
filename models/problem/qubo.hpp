// Quadratic unconstrained binary optimisation and its way to spins and back: x = (1 + s) / 2.
#pragma once

#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// value(x) = constant + sum_i linear_i x_i + sum_{i<j} quadratic_ij x_i x_j, minimised over x in {0,1}^n.
struct Qubo {
  std::vector<double> linear;  ///< one per variable
  std::vector<Coupling> quadratic;
  double constant = 0.0;
};

/// The problem (of kind qubo) whose energy is the value. Exact for whole coefficients.
Problem problem_from_qubo(std::string name, const Qubo& qubo);

/// The coefficients whose value is the energy of `problem`, whatever its kind.
Qubo qubo_from_problem(const Problem& problem);

/// The usual QUBO of a max-cut: value = -cut, so that constant = 0, linear_i = -sum_j w_ij, quadratic_ij = 2 w_ij.
/// `problem` is of kind maxcut.
Qubo negative_cut_qubo(const Problem& problem);

}  // namespace isinglass
