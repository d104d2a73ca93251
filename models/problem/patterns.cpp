// Patterns, their overlaps, and the couplings that store them.
#include "models/problem/patterns.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

// Streams of random numbers of this file; the machines' own begin at 0x101 (models/analog/machine.hpp).
constexpr std::uint32_t kPatternStream = 0x701;
constexpr std::uint32_t kFlipStream = 0x702;

/// The problem with J = -T off the diagonal; entries below `noise` are rounding and left out.
Problem stored(const std::string& name, const Eigen::MatrixXd& synapses, double noise) {
  Problem problem;
  problem.name = name;
  problem.fields.assign(static_cast<std::size_t>(synapses.rows()), 0.0);
  for (Eigen::Index i = 0; i < synapses.rows(); ++i) {
    for (Eigen::Index j = i + 1; j < synapses.cols(); ++j) {
      if (std::abs(synapses(i, j)) <= noise) continue;
      problem.couplings.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), -synapses(i, j)});
    }
  }
  return problem;
}

}  // namespace

void check_patterns(const PatternSet& patterns) {
  const auto n = static_cast<std::size_t>(std::max(patterns.size, 0));
  if (n == 0 || patterns.values.empty()) {
    throw InputError("there are no patterns to store", "give at least one pattern of at least one spin");
  }
  if (patterns.values.size() % n != 0) {
    throw InputError("the patterns have " + std::to_string(patterns.values.size()) +
                         " values, which is not a whole number of patterns of " + std::to_string(n) + " spins",
                     "give an array of M rows and N columns");
  }
  for (std::size_t k = 0; k < patterns.values.size(); ++k) {
    const Spin value = patterns.values[k];
    if (value == 1 || value == -1) continue;
    throw InputError("pattern " + std::to_string(k / n) + " has the value " + std::to_string(int{value}) + " at spin " +
                         std::to_string(k % n),
                     "values must be -1 or +1");
  }
}

Eigen::MatrixXd pattern_matrix(const PatternSet& patterns) {
  using Rows = Eigen::Matrix<Spin, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Rows>(patterns.values.data(), patterns.count(), patterns.size).cast<double>();
}

PatternSet random_patterns(std::int32_t size, std::int32_t count, std::uint64_t seed) {
  PatternSet patterns;
  patterns.name = "random patterns";
  patterns.size = size;
  patterns.values.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(count));
  for (std::int32_t m = 0; m < count; ++m) {
    RandomStream random(seed, static_cast<std::uint32_t>(m), kPatternStream);
    for (std::int32_t i = 0; i < size; ++i) patterns.values.push_back(random.below(2) == 0 ? Spin{-1} : Spin{1});
  }
  return patterns;
}

double overlap(std::span<const Spin> state, std::span<const Spin> pattern) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) sum += state[i] * pattern[i];
  return static_cast<double>(sum) / static_cast<double>(pattern.size());
}

std::int32_t differing_spins(std::span<const Spin> a, std::span<const Spin> b) {
  std::int32_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i] ? 1 : 0;
  return count;
}

std::vector<Spin> flipped(std::span<const Spin> pattern, std::int32_t flips, std::uint64_t seed, std::uint32_t read) {
  const auto n = static_cast<std::int32_t>(pattern.size());
  if (flips < 0 || flips > n) {
    throw UsageError("cannot flip " + std::to_string(flips) + " of " + std::to_string(n) + " spins",
                     "flip between none and all of them");
  }
  std::vector<Spin> cue(pattern.begin(), pattern.end());
  std::vector<std::int32_t> order(pattern.size());
  std::iota(order.begin(), order.end(), 0);
  RandomStream random(seed, read, kFlipStream);
  for (std::int32_t k = 0; k < flips; ++k) {  // the first steps of Fisher and Yates' shuffle
    const auto other = k + static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(n - k)));
    std::swap(order[static_cast<std::size_t>(k)], order[static_cast<std::size_t>(other)]);
    auto& spin = cue[static_cast<std::size_t>(order[static_cast<std::size_t>(k)])];
    spin = static_cast<Spin>(-spin);
  }
  return cue;
}

Problem hebbian_problem(const PatternSet& patterns) {
  check_patterns(patterns);
  const Eigen::MatrixXd xi = pattern_matrix(patterns);
  return stored(patterns.name, xi.transpose() * xi / static_cast<double>(patterns.size), 0.0);
}

Problem projection_problem(const PatternSet& patterns) {
  check_patterns(patterns);
  constexpr double kRounding = 1e-12;  // far below 1/N^2, far above the error of the decomposition
  const Eigen::MatrixXd columns = pattern_matrix(patterns).transpose();
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> decomposition(columns);
  const Eigen::MatrixXd basis =
      decomposition.householderQ() * Eigen::MatrixXd::Identity(columns.rows(), decomposition.rank());
  return stored(patterns.name, basis * basis.transpose(), kRounding);
}

}  // namespace isinglass
