// Energies, objectives and the two forms in which machines want the couplings.
#include "models/problem/problem.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace isinglass {

std::string to_string(Kind kind) {
  switch (kind) {
    case Kind::maxcut:
      return "maxcut";
    case Kind::ising:
      return "ising";
    case Kind::qubo:
      return "qubo";
  }
  return "ising";
}

double Problem::density() const {
  const double n = size();
  return n < 2 ? 0.0 : 2.0 * static_cast<double>(couplings.size()) / (n * (n - 1.0));
}

bool Problem::has_fields() const {
  return std::any_of(fields.begin(), fields.end(), [](double field) { return field != 0.0; });
}

bool Problem::is_integer() const {
  const auto whole = [](double value) { return value == std::nearbyint(value); };
  return whole(2.0 * offset) && std::all_of(fields.begin(), fields.end(), whole) &&
         std::all_of(couplings.begin(), couplings.end(), [&](const Coupling& c) { return whole(c.value); });
}

namespace {

/// What rounding may add to an energy: 1e-12 of the sum of all terms, nothing where sums are exact.
double rounding_of_energy(const Problem& problem) {
  if (problem.is_integer()) return 0.0;
  double sum = std::abs(problem.offset);
  for (const double field : problem.fields) sum += std::abs(field);
  for (const auto& c : problem.couplings) sum += std::abs(c.value);
  return 1e-12 * sum;
}

}  // namespace

Objective Problem::objective() const {
  const double rounding = rounding_of_energy(*this);
  if (kind != Kind::maxcut) return {.tolerance = rounding};
  const double total = std::accumulate(couplings.begin(), couplings.end(), 0.0,
                                       [](double sum, const Coupling& c) { return sum + c.value; });
  return {.shift = 0.5 * (total + offset), .scale = -0.5, .maximise = true, .tolerance = rounding};
}

Adjacency adjacency(const Problem& problem) {
  const auto n = static_cast<std::size_t>(problem.size());
  Adjacency result;
  result.start.assign(n + 1, 0);
  for (const auto& c : problem.couplings) {
    ++result.start[static_cast<std::size_t>(c.i) + 1];
    ++result.start[static_cast<std::size_t>(c.j) + 1];
  }
  std::partial_sum(result.start.begin(), result.start.end(), result.start.begin());

  std::vector<std::pair<std::int32_t, double>> entries(2 * problem.couplings.size());
  auto next = result.start;
  const auto put = [&](std::int32_t row, std::int32_t column, double value) {
    entries[static_cast<std::size_t>(next[static_cast<std::size_t>(row)]++)] = {column, value};
  };
  for (const auto& c : problem.couplings) {
    put(c.i, c.j, c.value);
    put(c.j, c.i, c.value);
  }
  result.neighbour.reserve(entries.size());
  result.weight.reserve(entries.size());
  for (std::size_t row = 0; row < n; ++row) {
    std::sort(entries.begin() + result.start[row], entries.begin() + result.start[row + 1],
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  for (const auto& [column, value] : entries) {
    result.neighbour.push_back(column);
    result.weight.push_back(value);
  }
  return result;
}

Eigen::MatrixXd dense_couplings(const Problem& problem) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(problem.size(), problem.size());
  for (const auto& c : problem.couplings) matrix(c.i, c.j) = matrix(c.j, c.i) = c.value;
  return matrix;
}

double energy(const Problem& problem, std::span<const Spin> spins) {
  double sum = problem.offset;
  for (std::size_t i = 0; i < problem.fields.size(); ++i) sum += problem.fields[i] * spins[i];
  for (const auto& c : problem.couplings) {
    sum += c.value * (spins[static_cast<std::size_t>(c.i)] * spins[static_cast<std::size_t>(c.j)]);
  }
  return sum;
}

double objective(const Problem& problem, std::span<const Spin> spins) {
  return problem.objective().from_energy(energy(problem, spins));
}

Problem maxcut_problem(std::string name, std::int32_t vertices, std::vector<Coupling> weights) {
  Problem problem;
  problem.name = std::move(name);
  problem.kind = Kind::maxcut;
  problem.fields.assign(static_cast<std::size_t>(vertices), 0.0);
  problem.couplings = std::move(weights);
  return problem;
}

}  // namespace isinglass
