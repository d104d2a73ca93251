// The change of variables x = (1 + s) / 2 in both directions.
#include "models/problem/qubo.hpp"

#include <utility>

namespace isinglass {

Problem problem_from_qubo(std::string name, const Qubo& qubo) {
  Problem problem;
  problem.name = std::move(name);
  problem.kind = Kind::qubo;
  problem.offset = qubo.constant;
  problem.fields = qubo.linear;
  for (auto& field : problem.fields) {
    field /= 2.0;
    problem.offset += field;
  }
  problem.couplings.reserve(qubo.quadratic.size());
  for (const auto& term : qubo.quadratic) {
    const double quarter = term.value / 4.0;
    problem.couplings.push_back({term.i, term.j, quarter});
    problem.fields[static_cast<std::size_t>(term.i)] += quarter;
    problem.fields[static_cast<std::size_t>(term.j)] += quarter;
    problem.offset += quarter;
  }
  return problem;
}

Qubo qubo_from_problem(const Problem& problem) {
  Qubo qubo;
  qubo.constant = problem.offset;
  qubo.linear = problem.fields;
  for (auto& linear : qubo.linear) {
    qubo.constant -= linear;
    linear *= 2.0;
  }
  qubo.quadratic.reserve(problem.couplings.size());
  for (const auto& coupling : problem.couplings) {
    qubo.quadratic.push_back({coupling.i, coupling.j, 4.0 * coupling.value});
    qubo.linear[static_cast<std::size_t>(coupling.i)] -= 2.0 * coupling.value;
    qubo.linear[static_cast<std::size_t>(coupling.j)] -= 2.0 * coupling.value;
    qubo.constant += coupling.value;
  }
  return qubo;
}

Qubo negative_cut_qubo(const Problem& problem) {
  Qubo qubo;
  qubo.linear.assign(problem.fields.size(), 0.0);
  qubo.quadratic.reserve(problem.couplings.size());
  for (const auto& edge : problem.couplings) {
    qubo.quadratic.push_back({edge.i, edge.j, 2.0 * edge.value});
    qubo.linear[static_cast<std::size_t>(edge.i)] -= edge.value;
    qubo.linear[static_cast<std::size_t>(edge.j)] -= edge.value;
  }
  return qubo;
}

}  // namespace isinglass
