// Competitive networks against solved LASSO problems, enumeration of active sets, and the theory of their flow.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "models/analog/competitive.hpp"
#include "models/error.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/sparse_instances.hpp"

using namespace isinglass;
using namespace isinglass::testing;
using Constraint = SparseCode::Constraint;
using Variant = CompetitiveVariant;

namespace {

constexpr double kTau = 1e-6;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
const std::vector<Constraint> kConstraints{Constraint::none, Constraint::nonnegative, Constraint::box,
                                           Constraint::simplex};

CompetitiveMachine machine_of(const SparseCode& code, Variant variant, double gamma = 1.0) {
  return {code, {variant, kTau, gamma, 1e4 * kTau}, available_kernels().back()};
}

Eigen::VectorXd values_of(const CompetitiveMachine& machine, std::span<const double> state) {
  Eigen::VectorXd values(machine.values());
  machine.read_values(ConstEnsembleView<double>(state.data(), machine.size(), 1), 0,
                      std::span<double>(values.data(), static_cast<std::size_t>(values.size())));
  return values;
}

std::vector<double> start_of(const CompetitiveMachine& machine, std::uint32_t read = 0) {
  std::vector<double> state(static_cast<std::size_t>(machine.size()));
  machine.initial(5, read, state);
  return state;
}

/// Runs to `turns` time constants, with the number of times that the cost rose by more than rounding and what the
/// integrator may be off by: it leaves the constraint by about its tolerance, and coming back may cost that much.
struct Descent {
  Eigen::VectorXd x;
  int rises = 0;
};
Descent descend(const CompetitiveMachine& machine, double turns, Tolerance tolerance, std::uint32_t read = 0) {
  AdaptiveTrajectory<CompetitiveMachine> run(machine, start_of(machine, read), tolerance);
  Descent descent;
  double before = run.energy();
  for (int k = 1; k <= 100; ++k) {
    // Early instants are close to each other, where the cost falls fast.
    run.advance_to(turns * kTau * std::pow(10.0, 0.05 * (k - 100)));
    const double now = run.energy();
    if (now > before + 1e-12 * std::abs(before) + 30.0 * tolerance.absolute) ++descent.rises;
    before = now;
  }
  descent.x = values_of(machine, run.state());
  return descent;
}

/// The minimum by trying every active set: each variable at a bound, at the kink, or free on one side of it. Exact when
/// the free columns are independent; `piece` counts the pieces of one variable.
struct Piece {
  double low, high;  ///< where the variable may be
  double slope;      ///< of |x| there
  bool fixed;        ///< low == high
};
std::vector<Piece> pieces_of(const SparseCode& code) {
  switch (code.constraint) {
    case Constraint::none:
      return {{-kInfinity, 0.0, -1.0, false}, {0.0, 0.0, 0.0, true}, {0.0, kInfinity, 1.0, false}};
    case Constraint::box:
      return {{code.low, code.low, 0.0, true},
              {code.low, 0.0, -1.0, false},
              {0.0, 0.0, 0.0, true},
              {0.0, code.high, 1.0, false},
              {code.high, code.high, 0.0, true}};
    default:
      return {{0.0, 0.0, 0.0, true}, {0.0, kInfinity, 1.0, false}};
  }
}

/// The stationary point of one active set, or nothing where it leaves its pieces.
bool stationary_point(const SparseCode& code, const std::vector<Piece>& chosen, Eigen::VectorXd& x) {
  const auto n = code.size();
  const Eigen::MatrixXd gram = code.dictionary.transpose() * code.dictionary;
  const Eigen::VectorXd drive = correlation(code);
  const bool budget = code.constraint == Constraint::simplex;
  // Rows: gradient of the free variables, value of the fixed ones; last the budget with its multiplier.
  Eigen::MatrixXd system = Eigen::MatrixXd::Zero(n + (budget ? 1 : 0), n + (budget ? 1 : 0));
  Eigen::VectorXd right(system.rows());
  for (Eigen::Index i = 0; i < n; ++i) {
    const Piece& piece = chosen[static_cast<std::size_t>(i)];
    if (piece.fixed) {
      system(i, i) = 1.0;
      right[i] = piece.low;
    } else {
      system.row(i).head(n) = gram.row(i);
      right[i] = drive[i] - code.lambda * piece.slope;
      if (budget) system(i, n) = 1.0;
    }
  }
  if (budget) {
    system.row(n).head(n).setOnes();
    right[n] = code.sum;
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(system);
  if (!lu.isInvertible()) return false;
  x = lu.solve(right).head(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Piece& piece = chosen[static_cast<std::size_t>(i)];
    if (x[i] < piece.low - 1e-12 || x[i] > piece.high + 1e-12) return false;
  }
  return true;
}

double least_cost(const SparseCode& code, Eigen::VectorXd& best) {
  const auto pieces = pieces_of(code);
  const auto n = static_cast<std::size_t>(code.size());
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < n; ++i) combinations *= pieces.size();
  double least = kInfinity;
  Eigen::VectorXd x;
  for (std::size_t c = 0; c < combinations; ++c) {
    std::vector<Piece> chosen;
    for (std::size_t i = 0, rest = c; i < n; ++i, rest /= pieces.size()) chosen.push_back(pieces[rest % pieces.size()]);
    if (!stationary_point(code, chosen, x) || cost(code, x) >= least) continue;
    least = cost(code, x);
    best = x;
  }
  return least;
}

bool is_feasible(const SparseCode& code, const Eigen::VectorXd& x) {
  constexpr double rounding = 1e-12;
  switch (code.constraint) {
    case Constraint::none:
      return true;
    case Constraint::nonnegative:
      return x.minCoeff() >= -rounding;
    case Constraint::box:
      return x.minCoeff() >= code.low - rounding && x.maxCoeff() <= code.high + rounding;
    case Constraint::simplex:
      return x.minCoeff() >= -rounding && std::abs(x.sum() - code.sum) <= rounding * 10;
  }
  return false;
}

std::vector<SolvedCode> bench_codes() {
  auto codes = diabetes_codes();
  for (const char* name : {"sr_16x24_k3.txt", "sr_32x64_k4.txt"}) codes.push_back(generated_code(name));
  return codes;
}

bool bench_is_here() {
  if (std::filesystem::exists(lasso_folder)) return true;
  WARN("skipped: the LASSO problems of the bench are not here");
  return false;
}

}  // namespace

TEST_CASE("both flows reach every solved LASSO problem to 1e-9, with the cost never rising") {
  if (!bench_is_here()) return;
  const auto codes = bench_codes();
  REQUIRE(codes.size() == 12);
  for (const auto& solved : codes) {
    for (const Variant variant : {Variant::lca, Variant::proximal}) {
      const CompetitiveMachine machine = machine_of(solved.code, variant);
      const Descent end = descend(machine, 1e4, {1e-13, 1e-13});
      INFO(solved.code.name << ", lambda " << solved.code.lambda << ", variant " << static_cast<int>(variant));
      CHECK(end.rises == 0);
      CHECK(std::abs(cost(solved.code, end.x) / solved.objective - 1.0) < 1e-9);
      CHECK(kkt_residual(solved.code, end.x) < 1e-9);
      CHECK(((end.x.array() != 0.0) == (solved.x.array() != 0.0)).all());
    }
  }
}

TEST_CASE("the LCA is the proximal flow seen through u = (I - gamma G) x + gamma c") {
  for (const Constraint constraint : kConstraints) {
    for (const double gamma : {1.0, 0.4}) {
      const SparseCode code = constrained(random_code(12, 20, 31), constraint);
      const CompetitiveMachine lca = machine_of(code, Variant::lca, gamma);
      const CompetitiveMachine flow = machine_of(code, Variant::proximal, gamma);
      BatchedIntegrator<CompetitiveMachine, double> u(lca, Stepper::rk4, 0.05 * kTau, {}, KernelKind::generic);
      BatchedIntegrator<CompetitiveMachine, double> x(flow, Stepper::rk4, 0.05 * kTau, {}, KernelKind::generic);
      for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
        u.state().col(r) = flow.membrane_of(x.state().col(r)).array();
      }
      double apart = 0.0;
      for (int k = 0; k < 40; ++k) {
        u.advance(10);
        x.advance(10);
        for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
          apart =
              std::max(apart, (u.state().col(r).matrix() - flow.membrane_of(x.state().col(r))).cwiseAbs().maxCoeff());
        }
      }
      INFO(to_string(constraint) << ", gamma " << gamma);
      CHECK(apart < 1e-13);
    }
  }
}

TEST_CASE("Euler's steps of 0.45 tau converge on the diabetes data and steps of 0.6 tau do not") {
  if (!bench_is_here()) return;
  const SolvedCode solved = diabetes_codes().back();
  CHECK(squared_norm(solved.code.dictionary) == Approx(4.024).epsilon(1e-3));
  const CompetitiveMachine machine = machine_of(solved.code, Variant::lca);
  CHECK(machine.stability_limit_s() == Approx(2.0 * kTau / 4.024).epsilon(1e-3));
  std::vector<double> residual;
  for (const double step : {0.45, 0.6}) {
    BatchedIntegrator<CompetitiveMachine, double> engine(machine, Stepper::euler, step * kTau, {}, KernelKind::generic);
    engine.advance(step < 0.5 ? 20000 : 300);  // longer, and the second is beyond the largest number
    const Ensemble<double> state = engine.state().col(0);
    residual.push_back(kkt_residual(solved.code, values_of(machine, {state.data(), 10})));
  }
  CHECK(residual[0] < 1e-9);
  CHECK(residual[1] > 1.0);
}

TEST_CASE("every constraint ends where enumeration of the active sets says") {
  for (const Constraint constraint : kConstraints) {
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
      // Odd seeds: more rows than columns; even ones: fewer, so that the quadratic form is singular.
      const SparseCode code = constrained(random_code(seed % 2 == 1 ? 7 : 3, 5, 100 + seed), constraint);
      Eigen::VectorXd best;
      const double least = least_cost(code, best);
      for (const Variant variant : {Variant::lca, Variant::proximal}) {
        const CompetitiveMachine machine = machine_of(code, variant);
        const Descent end = descend(machine, 3e3, {1e-11, 1e-11});
        INFO(to_string(constraint) << ", seed " << seed << ", variant " << static_cast<int>(variant));
        CHECK(end.rises == 0);
        CHECK(is_feasible(code, end.x));
        CHECK(cost(code, end.x) == Approx(least).epsilon(1e-9));
        CHECK(kkt_residual(code, end.x) < 1e-8);
        if (seed % 2 == 1) CHECK((end.x - best).cwiseAbs().maxCoeff() < 1e-7);
      }
    }
  }
}

TEST_CASE("the cost never rises and the end does not depend on the start, for any gamma") {
  for (const Constraint constraint : kConstraints) {
    const SparseCode code = constrained(random_code(15, 30, 77), constraint);
    for (const double gamma : {0.2, 1.0, 3.0}) {
      for (const Variant variant : {Variant::lca, Variant::proximal}) {
        const CompetitiveMachine machine = machine_of(code, variant, gamma);
        INFO(to_string(constraint) << ", gamma " << gamma << ", variant " << static_cast<int>(variant));
        const Descent rest = descend(machine, 4e2 / gamma, {1e-10, 1e-10});
        const Descent elsewhere = descend(machine, 4e2 / gamma, {1e-10, 1e-10}, 7);
        CHECK(rest.rises + elsewhere.rises == 0);
        CHECK(cost(code, elsewhere.x) == Approx(cost(code, rest.x)).epsilon(1e-7));
      }
    }
  }
}

TEST_CASE("the fixed-step engine follows the adaptive one, in double and in single precision") {
  for (const Constraint constraint : kConstraints) {
    const SparseCode code = constrained(random_code(20, 40, 5), constraint);
    for (const Variant variant : {Variant::lca, Variant::proximal}) {
      const CompetitiveMachine machine = machine_of(code, variant);
      AdaptiveTrajectory<CompetitiveMachine> exact(machine, start_of(machine, 3), {1e-11, 1e-11});
      BatchedIntegrator<CompetitiveMachine, double> fine(machine, Stepper::rk4, 0.005 * kTau, {5, 0},
                                                         KernelKind::generic);
      BatchedIntegrator<CompetitiveMachine> single(machine, Stepper::rk4, 0.005 * kTau, {5, 0},
                                                   available_kernels().back());
      for (int k = 1; k <= 5; ++k) {
        exact.advance_to(0.5 * k * kTau);
        fine.advance(100);
        single.advance(100);
        const Eigen::Map<const Eigen::ArrayXd> truth(exact.state().data(), machine.size());
        INFO(to_string(constraint) << ", variant " << static_cast<int>(variant) << ", " << k);
        // A kink is crossed with an error of the order of step^2: no fourth order is to be had.
        CHECK((fine.state().col(3) - truth).abs().maxCoeff() < 2e-5);
        CHECK((single.state().col(3).cast<double>() - truth).abs().maxCoeff() < 5e-5);
      }
    }
  }
}

TEST_CASE("the distance to the answer decays at least as fast as the contraction of the proximal step") {
  RandomStream random(9, 0, 12);
  SparseCode code = random_code(30, 8, 9);
  const Eigen::MatrixXd gram = code.dictionary.transpose() * code.dictionary;
  const Eigen::VectorXd eigenvalues = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(gram).eigenvalues();
  const double m = eigenvalues.minCoeff(), L = eigenvalues.maxCoeff();
  for (const Constraint constraint : kConstraints) {
    code = constrained(code, constraint);
    for (const double gamma : {0.3 / L, 1.0 / L, 2.0 / (m + L), 1.8 / L}) {
      const CompetitiveMachine machine = machine_of(code, Variant::proximal, gamma);
      const double rate = 1.0 - std::max(std::abs(1.0 - gamma * m), std::abs(1.0 - gamma * L));
      const Eigen::VectorXd end = descend(machine, 60.0 / rate, {1e-12, 1e-12}).x;
      AdaptiveTrajectory<CompetitiveMachine> run(machine, start_of(machine, 2), {1e-12, 1e-12});
      const auto distance = [&] { return (Eigen::Map<const Eigen::VectorXd>(run.state().data(), 8) - end).norm(); };
      const double first = distance();
      INFO(to_string(constraint) << ", gamma " << gamma << ", rate " << rate);
      for (int k = 1; k <= 40; ++k) {
        run.advance_to(0.4 * k / rate * kTau);
        CHECK(distance() <= first * std::exp(-0.4 * k) * (1.0 + 1e-9) + 1e-10);
      }
    }
  }
}

TEST_CASE("the bound on the decay is met with equality along the flattest direction") {
  SparseCode code = random_code(30, 8, 10);
  code.lambda = 0.0;
  code.signal.setZero();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(code.dictionary.transpose() * code.dictionary);
  const double gamma = 1.0 / eigen.eigenvalues().maxCoeff();
  const CompetitiveMachine machine = machine_of(code, Variant::proximal, gamma);
  const Eigen::VectorXd flattest = eigen.eigenvectors().col(0);
  AdaptiveTrajectory<CompetitiveMachine> run(machine, {flattest.begin(), flattest.end()}, {1e-13, 1e-13});
  run.advance_to(5.0 * kTau);
  const double left = Eigen::Map<const Eigen::VectorXd>(run.state().data(), 8).norm();
  CHECK(-std::log(left) / 5.0 == Approx(gamma * eigen.eigenvalues()[0]).epsilon(1e-9));
}

TEST_CASE("the projection on the simplex is the nearest point of it") {
  RandomStream random(3, 0, 13);
  for (int trial = 0; trial < 300; ++trial) {
    const auto n = Eigen::Index{1} + random.below(12);
    const double sum = 0.1 + 3.0 * random.uniform();
    const Eigen::VectorXd v = 3.0 * random_vector(n, random);
    Eigen::VectorXd p = v;
    project_simplex(sum, {p.data(), static_cast<std::size_t>(n)});
    CHECK(p.minCoeff() >= 0.0);
    CHECK(p.sum() == Approx(sum).epsilon(1e-12));
    // v - p is theta where p > 0 and at most theta elsewhere.
    const double theta = (v - p).maxCoeff();
    for (Eigen::Index i = 0; i < n; ++i) {
      if (p[i] > 0.0) CHECK(v[i] - p[i] == Approx(theta).margin(1e-12));
    }
    Eigen::VectorXd again = p;
    project_simplex(sum, {again.data(), static_cast<std::size_t>(n)});
    CHECK((again - p).cwiseAbs().maxCoeff() < 1e-13);
    Eigen::VectorXd other = v + random_vector(n, random);
    const double before = (other - v).norm();
    project_simplex(sum, {other.data(), static_cast<std::size_t>(n)});
    CHECK((other - p).norm() <= before * (1.0 + 1e-12));
  }
}

TEST_CASE("a quadratic form keeps its values, singular or not, and is refused when it is no valley") {
  RandomStream random(4, 0, 14);
  for (const Eigen::Index rank : {6, 3}) {
    const Eigen::MatrixXd factor = random_matrix(rank, 6, random);
    const Eigen::MatrixXd quadratic = factor.transpose() * factor;
    const Eigen::VectorXd linear = random_vector(6, random);
    const SparseCode code = quadratic_form(quadratic, linear);
    for (int trial = 0; trial < 5; ++trial) {
      const Eigen::VectorXd x = random_vector(6, random);
      CHECK(cost(code, x) == Approx(0.5 * x.dot(quadratic * x) - linear.dot(x)).margin(1e-11));
      CHECK((gradient(code, x) - (quadratic * x - linear)).cwiseAbs().maxCoeff() < 1e-11);
    }
  }
  Eigen::MatrixXd saddle = Eigen::MatrixXd::Identity(3, 3);
  saddle(2, 2) = -0.5;
  CHECK_THROWS_AS(quadratic_form(saddle, Eigen::VectorXd::Zero(3)), InputError);
  Eigen::MatrixXd lopsided = Eigen::MatrixXd::Identity(3, 3);
  lopsided(0, 1) = 0.2;
  CHECK_THROWS_AS(quadratic_form(lopsided, Eigen::VectorXd::Zero(3)), InputError);
  CHECK_THROWS_AS(quadratic_form(Eigen::MatrixXd::Identity(3, 3), Eigen::VectorXd::Zero(2)), InputError);
}

TEST_CASE("the gradient of a cost is its slope, and the residual tells solutions from other points") {
  SparseCode code = random_code(6, 5, 8);
  RandomStream random(8, 0, 15);
  code.linear = random_vector(5, random);
  const Eigen::VectorXd x = random_vector(5, random);
  SparseCode smooth = code;
  smooth.lambda = 0.0;
  for (Eigen::Index i = 0; i < 5; ++i) {
    Eigen::VectorXd up = x, down = x;
    up[i] += 1e-5;
    down[i] -= 1e-5;
    CHECK(gradient(code, x)[i] == Approx((cost(smooth, up) - cost(smooth, down)) / 2e-5).margin(1e-7));
  }
  for (const Constraint constraint : kConstraints) {
    Eigen::VectorXd best;
    const SparseCode limited = constrained(code, constraint);
    least_cost(limited, best);
    CHECK(kkt_residual(limited, best) < 1e-11);
    best[2] += constraint == Constraint::simplex ? -0.01 : 0.01;
    CHECK(kkt_residual(limited, best) > 1e-4);
  }
}

TEST_CASE("neurons that see each other late are driven by what they saw and by their own present") {
  const SparseCode code = random_code(6, 5, 18);
  RandomStream random(18, 0, 16);
  const Eigen::VectorXd now = random_vector(5, random), seen = random_vector(5, random);
  const Eigen::MatrixXd overlap = code.dictionary.transpose() * code.dictionary - Eigen::MatrixXd::Identity(5, 5);
  const CompetitiveMachine machine = machine_of(code, Variant::lca);
  CompetitiveMachine::Workspace workspace;
  Eigen::ArrayXd rate(5);
  machine.rhs_seen(0.0, ConstEnsembleView<double>(now.data(), 5, 1), ConstEnsembleView<double>(seen.data(), 5, 1),
                   EnsembleView<double>(rate.data(), 5, 1), workspace);
  Eigen::VectorXd output = seen;
  proximal(code, 1.0, {output.data(), 5});
  const Eigen::VectorXd expected = (correlation(code) - now - overlap * output) / kTau;
  CHECK((rate.matrix() - expected).cwiseAbs().maxCoeff() < 1e-7);
}

TEST_CASE("codes that make no sense are refused") {
  const SparseCode good = random_code(6, 5, 1);
  CHECK_NOTHROW(check_sparse_code(good));
  const auto refused = [&](auto change) {
    SparseCode code = good;
    change(code);
    CHECK_THROWS_AS(check_sparse_code(code), InputError);
  };
  refused([](SparseCode& c) { c.signal.conservativeResize(5); });
  refused([](SparseCode& c) { c.linear = Eigen::VectorXd::Zero(6); });
  refused([](SparseCode& c) { c.dictionary(1, 1) = std::nan(""); });
  refused([](SparseCode& c) { c.signal[0] = kInfinity; });
  refused([](SparseCode& c) { c.lambda = -1.0; });
  refused([](SparseCode& c) { c.lambda = std::nan(""); });
  refused([](SparseCode& c) { c.dictionary.resize(6, 0); });
  refused([](SparseCode& c) { c.constraint = Constraint::box, c.low = 1.0, c.high = -1.0; });
  refused([](SparseCode& c) { c.constraint = Constraint::simplex, c.sum = 0.0; });
  CHECK_THROWS_AS(CompetitiveMachine(good, {Variant::lca, 0.0, 1.0, 1.0}, KernelKind::generic), UsageError);
}
