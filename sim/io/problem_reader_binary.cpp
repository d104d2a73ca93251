// From the coefficients of 0/1 variables to a problem, whatever its objective is.
#include <fmt/format.h>

#include <cmath>

#include "sim/io/problem_readers.hpp"

namespace isinglass::readers {
namespace {

// A max-cut written as the QUBO "value = -cut" has linear_i = -sum_j w_ij; anything else is not one.
Problem maxcut_from_negative_cut(const Qubo& qubo, const LineScanner& scanner) {
  std::vector<double> remaining = qubo.linear;
  std::vector<double> magnitude(qubo.linear.size(), 0.0);
  std::vector<Coupling> weights;
  weights.reserve(qubo.quadratic.size());
  for (const auto& term : qubo.quadratic) {
    const double weight = term.value / 2.0;
    weights.push_back({term.i, term.j, weight});
    for (const auto end : {term.i, term.j}) {
      remaining[static_cast<std::size_t>(end)] += weight;
      magnitude[static_cast<std::size_t>(end)] += std::abs(weight);
    }
  }
  for (std::size_t i = 0; i < remaining.size(); ++i) {
    if (std::abs(remaining[i]) > 1e-9 * magnitude[i]) {
      throw FileError({scanner.file_name(), 0, 0, 1},
                      fmt::format("the comment says kind=maxcut, but variable {} has a bias that no cut has", i),
                      "remove the isinglass comment to read the file as a QUBO");
    }
  }
  return maxcut_problem({}, static_cast<std::int32_t>(qubo.linear.size()), std::move(weights));
}

}  // namespace

Qubo qubo_from_terms(const TermList& list, double pair_factor) {
  Qubo qubo;
  qubo.linear.assign(static_cast<std::size_t>(list.variables()), 0.0);
  qubo.quadratic.reserve(list.terms().size());
  for (const auto& term : list.terms()) {
    if (term.i == term.j) {
      qubo.linear[static_cast<std::size_t>(term.i)] = term.value;
    } else {
      qubo.quadratic.push_back({term.i, term.j, pair_factor * term.value});
    }
  }
  return qubo;
}

Problem problem_from_binary_file(const Qubo& qubo, const ProblemNote& note, const LineScanner& scanner) {
  const Kind kind = note.kind.value_or(Kind::qubo);
  if (kind == Kind::maxcut) return maxcut_from_negative_cut(qubo, scanner);
  Qubo shifted = qubo;
  shifted.constant += note.offset.value_or(0.0);
  Problem problem = problem_from_qubo({}, shifted);
  problem.kind = kind;
  return problem;
}

}  // namespace isinglass::readers
