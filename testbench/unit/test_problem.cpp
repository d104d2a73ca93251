// Energies and objectives of small problems, against values worked out by hand.
#include <array>
#include <catch2/catch.hpp>

#include "models/problem/problem.hpp"

using namespace isinglass;

TEST_CASE("the cut of a triangle with one vertex apart is two") {
  const Problem triangle = maxcut_problem("triangle", 3, {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 1.0}});
  const std::array<Spin, 3> apart{1, -1, -1};
  CHECK(energy(triangle, apart) == -1.0);
  CHECK(objective(triangle, apart) == 2.0);
  CHECK(triangle.objective().to_energy(2.0) == -1.0);
  CHECK(triangle.is_integer());
}

TEST_CASE("fields and offset enter the energy") {
  Problem problem = maxcut_problem("pair", 2, {{0, 1, -0.5}});
  problem.kind = Kind::ising;
  problem.fields = {0.25, -1.0};
  problem.offset = 3.0;
  const std::array<Spin, 2> spins{1, -1};
  CHECK(energy(problem, spins) == 3.0 + 0.25 + 1.0 + 0.5);
  CHECK_FALSE(problem.is_integer());
}

TEST_CASE("a target of a problem with real weights is met up to rounding, one of whole weights exactly") {
  Problem problem = maxcut_problem("path", 3, {{0, 1, 0.1}, {1, 2, 0.2}});
  problem.kind = Kind::ising;
  const std::array<Spin, 3> same{1, 1, 1};
  const double above = objective(problem, same);  // 0.1 + 0.2 is 5.6e-17 above 0.3
  REQUIRE(above > 0.3);
  CHECK(problem.objective().reaches(above, 0.3));
  CHECK_FALSE(problem.objective().reaches(above, 0.3 - 1e-9));
  const Objective cut = maxcut_problem("path", 3, {{0, 1, 1.0}, {1, 2, 2.0}}).objective();
  CHECK(cut.reaches(3.0, 3.0));
  CHECK_FALSE(cut.reaches(3.0, 3.0 + 1e-14));
}

TEST_CASE("neighbour lists and the dense matrix hold the same couplings") {
  const Problem problem = maxcut_problem("path", 4, {{2, 3, 5.0}, {0, 1, 2.0}, {1, 2, -3.0}});
  const Adjacency lists = adjacency(problem);
  const Eigen::MatrixXd matrix = dense_couplings(problem);
  Eigen::MatrixXd rebuilt = Eigen::MatrixXd::Zero(4, 4);
  for (int i = 0; i < 4; ++i) {
    for (auto k = lists.start[static_cast<std::size_t>(i)]; k < lists.start[static_cast<std::size_t>(i) + 1]; ++k) {
      rebuilt(i, lists.neighbour[static_cast<std::size_t>(k)]) = lists.weight[static_cast<std::size_t>(k)];
    }
  }
  CHECK(rebuilt == matrix);
  CHECK(lists.degree(1) == 2);
}
