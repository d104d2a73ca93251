// Stored patterns: what is refused, Hebb's rule and the projection rule against their definitions, cues.
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "models/problem/patterns.hpp"

using namespace isinglass;

namespace {

/// T of a problem that stores patterns.
Eigen::MatrixXd synapses(const Problem& problem) { return -dense_couplings(problem); }

bool fixed_point(const Eigen::MatrixXd& synapse, std::span<const Spin> pattern) {
  for (Eigen::Index i = 0; i < synapse.rows(); ++i) {
    double field = 0.0;
    for (Eigen::Index j = 0; j < synapse.cols(); ++j) field += synapse(i, j) * pattern[static_cast<std::size_t>(j)];
    if (field * pattern[static_cast<std::size_t>(i)] <= 1e-12) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("Hebb's rule is the mean of the patterns' outer products, without a diagonal") {
  const PatternSet patterns = random_patterns(17, 5, 3);
  const Eigen::MatrixXd synapse = synapses(hebbian_problem(patterns));
  for (std::int32_t i = 0; i < 17; ++i) {
    for (std::int32_t j = 0; j < 17; ++j) {
      double sum = 0.0;
      for (std::int32_t m = 0; m < 5; ++m) {
        sum += patterns.pattern(m)[static_cast<std::size_t>(i)] * patterns.pattern(m)[static_cast<std::size_t>(j)];
      }
      CHECK(synapse(i, j) == Approx(i == j ? 0.0 : sum / 17.0));
    }
  }
}

TEST_CASE("the projection rule is the projector onto the patterns, without its diagonal, dependent patterns included") {
  PatternSet patterns = random_patterns(40, 12, 5);
  const auto first = patterns.pattern(0);
  std::vector<Spin> copy(first.begin(), first.end());
  for (auto& s : copy) s = static_cast<Spin>(-s);
  patterns.values.insert(patterns.values.end(), copy.begin(), copy.end());  // depends on the first
  Eigen::MatrixXd synapse = synapses(projection_problem(patterns));
  CHECK(synapse.diagonal().cwiseAbs().maxCoeff() == 0.0);
  // The diagonal of a projector follows from the rest: (P xi)_i = xi_i.
  const Eigen::MatrixXd xi = pattern_matrix(patterns).transpose();
  for (Eigen::Index i = 0; i < 40; ++i) synapse(i, i) = 1.0 - xi(i, 0) * synapse.row(i).dot(xi.col(0));
  CHECK((synapse * xi - xi).cwiseAbs().maxCoeff() < 1e-12);
  CHECK((synapse * synapse - synapse).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(synapse.trace() == Approx(12.0));
}

TEST_CASE(
    "the projection rule holds every one of fewer than N independent patterns, where Hebb's rule fails long before") {
  for (const std::int32_t count : {10, 30, 48, 63}) {
    const PatternSet patterns = random_patterns(64, count, 11);
    const Eigen::MatrixXd projection = synapses(projection_problem(patterns));
    const Eigen::MatrixXd hebbian = synapses(hebbian_problem(patterns));
    int held = 0;
    for (std::int32_t m = 0; m < count; ++m) {
      CHECK(fixed_point(projection, patterns.pattern(m)));
      held += fixed_point(hebbian, patterns.pattern(m)) ? 1 : 0;
    }
    if (count >= 30) CHECK(held < count / 2);
  }
}

TEST_CASE("a cue differs from its pattern in exactly as many spins as were asked for") {
  const PatternSet patterns = random_patterns(64, 2, 1);
  for (std::int32_t flips : {0, 1, 13, 64}) {
    const auto cue = flipped(patterns.pattern(1), flips, 4, 9);
    CHECK(overlap(cue, patterns.pattern(1)) == Approx(1.0 - 2.0 * flips / 64.0));
    CHECK(cue == flipped(patterns.pattern(1), flips, 4, 9));
  }
  CHECK(flipped(patterns.pattern(0), 13, 4, 9) != flipped(patterns.pattern(0), 13, 4, 10));
  CHECK_THROWS_WITH(flipped(patterns.pattern(0), 65, 0, 0), "cannot flip 65 of 64 spins");
}

TEST_CASE("random patterns are fair, and a larger set begins with the smaller one") {
  const PatternSet few = random_patterns(1000, 10, 2), many = random_patterns(1000, 100, 2);
  CHECK(std::equal(few.values.begin(), few.values.end(), many.values.begin()));
  double sum = 0.0;
  for (const Spin s : many.values) sum += s;
  CHECK(std::abs(sum) < 5.0 * std::sqrt(1e5));  // five standard errors
}

TEST_CASE("patterns that cannot be stored are refused with a sentence that says where") {
  CHECK_THROWS_WITH(hebbian_problem({}), "there are no patterns to store");
  CHECK_THROWS_WITH(hebbian_problem({"", 3, {1, 1, 1, 1}}),
                    "the patterns have 4 values, which is not a whole number of patterns of 3 spins");
  CHECK_THROWS_WITH(projection_problem({"", 2, {1, 1, 1, 0}}), "pattern 1 has the value 0 at spin 1");
}
