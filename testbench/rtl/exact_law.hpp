// Exact laws of small p-bit machines: what a number of sweeps does to a distribution over all states, and Boltzmann's.
#pragma once

#include <cmath>
#include <vector>

#include "models/digital/noise_table.hpp"
#include "models/digital/pbit_sparse.hpp"

namespace isinglass {

/// Spins of state number `state`: bit i set is s_i = +1.
inline std::vector<Spin> spins_of(std::size_t state, std::int32_t n) {
  std::vector<Spin> spins(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < spins.size(); ++i) spins[i] = (state >> i & 1U) != 0 ? Spin{1} : Spin{-1};
  return spins;
}

inline std::size_t state_of(const std::vector<Spin>& spins) {
  std::size_t state = 0;
  for (std::size_t i = 0; i < spins.size(); ++i) state |= static_cast<std::size_t>(spins[i] > 0 ? 1U : 0U) << i;
  return state;
}

/// Law of the state after a uniform start and `sweeps` sweeps of the core: spins n-1 down to 0, heat bath with the
/// probabilities of its noise table.
inline std::vector<double> law_after(const Problem& problem, std::uint32_t temperature, int sweeps) {
  const auto n = static_cast<std::size_t>(problem.size());
  const std::size_t states = std::size_t{1} << n;
  std::vector<double> energies(states);
  for (std::size_t state = 0; state < states; ++state)
    energies[state] = energy(problem, spins_of(state, problem.size()));
  // up[i][state]: probability that a visit to spin i leaves it up; the field is half of what turning it up gains.
  std::vector<std::vector<double>> up(n, std::vector<double>(states));
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t bit = std::size_t{1} << i;
    for (std::size_t state = 0; state < states; ++state) {
      const auto field = static_cast<std::int32_t>(std::lround((energies[state & ~bit] - energies[state | bit]) / 2));
      up[i][state] = pbit_sparse_probability(field, temperature);
    }
  }
  std::vector<double> law(states, 1.0 / static_cast<double>(states));
  for (int k = 0; k < sweeps; ++k) {
    for (std::size_t i = n; i-- > 0;) {
      const std::size_t bit = std::size_t{1} << i;
      for (std::size_t state = 0; state < states; ++state) {
        if ((state & bit) != 0) continue;
        const double both = law[state] + law[state | bit];
        law[state | bit] = both * up[i][state];
        law[state] = both - law[state | bit];
      }
    }
  }
  return law;
}

/// A number of sweeps of a core at one temperature.
struct SweepsOfTables {
  std::uint32_t temperature = 0;  ///< of the register
  int field_bits = 12;
  int sweeps = 0;
  bool metropolis = false;
  bool down = true;  ///< spins n-1 to 0; else 0 to n-1
};

/// Law of the state after a uniform start and such sweeps, with the probabilities of the noise tables.
inline std::vector<double> law_of_tables(const Problem& problem, const SweepsOfTables& how) {
  const auto n = static_cast<std::size_t>(problem.size());
  const std::size_t states = std::size_t{1} << n;
  std::vector<double> energies(states);
  for (std::size_t s = 0; s < states; ++s) energies[s] = energy(problem, spins_of(s, problem.size()));
  // rises[i][s]: probability that a visit to spin i of state s, in which it is down, turns it up; stays: that it stays
  // up.
  std::vector<std::vector<double>> rises(n, std::vector<double>(states));
  auto stays = rises;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t s = 0; s < states; ++s) {
      if ((s >> i & 1U) != 0) continue;
      const auto field = static_cast<std::int32_t>(std::lround((energies[s] - energies[s | std::size_t{1} << i]) / 2));
      rises[i][s] = stays[i][s] = gibbs_probability(field, how.temperature, how.field_bits);
      if (!how.metropolis) continue;
      rises[i][s] = metropolis_probability(-field, how.temperature, how.field_bits);
      stays[i][s] = 1.0 - metropolis_probability(field, how.temperature, how.field_bits);
    }
  }
  std::vector<double> law(states, 1.0 / static_cast<double>(states));
  for (int k = 0; k < how.sweeps; ++k) {
    for (std::size_t visit = 0; visit < n; ++visit) {
      const std::size_t i = how.down ? n - 1 - visit : visit;
      const std::size_t bit = std::size_t{1} << i;
      for (std::size_t s = 0; s < states; ++s) {
        if ((s & bit) != 0) continue;
        const double up = law[s] * rises[i][s] + law[s | bit] * stays[i][s];
        law[s] = law[s] + law[s | bit] - up;
        law[s | bit] = up;
      }
    }
  }
  return law;
}

inline std::vector<double> boltzmann_law(const Problem& problem, double temperature) {
  const std::int32_t n = problem.size();
  std::vector<double> law(std::size_t{1} << static_cast<unsigned>(n));
  double sum = 0.0;
  for (std::size_t state = 0; state < law.size(); ++state) {
    law[state] = std::exp(-energy(problem, spins_of(state, n)) / temperature);
    sum += law[state];
  }
  for (double& p : law) p /= sum;
  return law;
}

/// Half the sum of absolute differences: the largest difference of the probability of any event.
inline double total_variation(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += std::abs(a[k] - b[k]);
  return sum / 2;
}

struct ChiSquare {
  double statistic = 0.0;
  int degrees = 0;
  /// Standard normal equivalent (Wilson and Hilferty, PNAS 17, 684, 1931).
  [[nodiscard]] double normal() const {
    const double k = degrees;
    return (std::cbrt(statistic / k) - (1.0 - 2.0 / (9.0 * k))) / std::sqrt(2.0 / (9.0 * k));
  }
};

/// Pearson's statistic of counts against a law; states that expect fewer than 10 are put together.
inline ChiSquare chi_square(const std::vector<std::int64_t>& counts, const std::vector<double>& law) {
  double total = 0.0;
  for (const auto count : counts) total += static_cast<double>(count);
  ChiSquare result;
  double rest_expected = 0.0;
  double rest_count = 0.0;
  int cells = 0;
  const auto add = [&](double count, double expected) {
    result.statistic += (count - expected) * (count - expected) / expected;
    ++cells;
  };
  for (std::size_t k = 0; k < law.size(); ++k) {
    const double expected = total * law[k];
    if (expected >= 10.0) {
      add(static_cast<double>(counts[k]), expected);
    } else {
      rest_expected += expected;
      rest_count += static_cast<double>(counts[k]);
    }
  }
  if (rest_expected >= 10.0) add(rest_count, rest_expected);
  result.degrees = cells - 1;
  return result;
}

}  // namespace isinglass
