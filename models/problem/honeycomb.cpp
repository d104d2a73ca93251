// Honeycomb networks and their winding numbers.
#include "models/problem/honeycomb.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

}  // namespace

std::int64_t Honeycomb::patterns() const {
  std::int64_t count = 1;
  for (std::int32_t k = 0; k < cycles; ++k) count *= windings();
  return count;
}

std::vector<std::int32_t> cycle_of(const Honeycomb& honeycomb, std::int32_t k) {
  // The shared oscillator is number length/2 of the cycle before it: half way round.
  std::int32_t shared = 0;
  if (k > 0) shared = (k - 1) * (honeycomb.length - 1) + honeycomb.length / 2;
  std::vector<std::int32_t> ring{shared};
  for (std::int32_t step = 1; step < honeycomb.length; ++step) ring.push_back(k * (honeycomb.length - 1) + step);
  return ring;
}

Problem honeycomb_problem(const Honeycomb& honeycomb) {
  constexpr std::int64_t kMost = 1000000;
  if (std::int64_t{honeycomb.cycles} * honeycomb.length > kMost) {
    throw InputError("a honeycomb of more than a million oscillators is too large", "take fewer or shorter cycles");
  }
  if (honeycomb.cycles < 1 || honeycomb.length < 3) {
    throw InputError("a honeycomb needs at least one cycle of at least three oscillators",
                     "honeycomb:2:5 has two cycles of five");
  }
  Problem problem;
  problem.name = "honeycomb:" + std::to_string(honeycomb.cycles) + ":" + std::to_string(honeycomb.length);
  problem.fields.assign(static_cast<std::size_t>(honeycomb.size()), 0.0);
  for (std::int32_t k = 0; k < honeycomb.cycles; ++k) {
    const auto ring = cycle_of(honeycomb, k);
    for (std::size_t step = 0; step < ring.size(); ++step) {
      const std::int32_t a = ring[step], b = ring[(step + 1) % ring.size()];
      problem.couplings.push_back({std::min(a, b), std::max(a, b), -1.0});
    }
  }
  return problem;
}

std::vector<double> phases_of(const Honeycomb& honeycomb, std::span<const std::int32_t> windings) {
  std::vector<double> phases(static_cast<std::size_t>(honeycomb.size()), 0.0);
  for (std::int32_t k = 0; k < honeycomb.cycles; ++k) {
    const auto ring = cycle_of(honeycomb, k);
    const double step = kTurn * windings[static_cast<std::size_t>(k)] / honeycomb.length;
    for (std::size_t along = 1; along < ring.size(); ++along) {
      phases[static_cast<std::size_t>(ring[along])] =
          phases[static_cast<std::size_t>(ring.front())] + step * static_cast<double>(along);
    }
  }
  return phases;
}

std::vector<std::int32_t> windings_of(const Honeycomb& honeycomb, std::span<const double> phases) {
  std::vector<std::int32_t> windings;
  for (std::int32_t k = 0; k < honeycomb.cycles; ++k) {
    const auto ring = cycle_of(honeycomb, k);
    double turned = 0.0;
    for (std::size_t along = 0; along < ring.size(); ++along) {
      const auto here = static_cast<std::size_t>(ring[along]);
      const auto next = static_cast<std::size_t>(ring[(along + 1) % ring.size()]);
      turned += std::remainder(phases[next] - phases[here], kTurn);
    }
    windings.push_back(static_cast<std::int32_t>(std::lround(turned / kTurn)));
  }
  return windings;
}

}  // namespace isinglass
