// Langevin dynamics in the energies of stored patterns, sparse codes and generative models, as the program runs it,
// against closed forms and quadratures of exp(-E/T).
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "models/analog/sparse_code_energy.hpp"
#include "models/error.hpp"
#include "sim/sampler/machines.hpp"

using namespace isinglass;

namespace {

const AnalogModel& langevin() {
  static const ModelList models = make_models();
  return find_model(models, "langevin");
}

Settings settings_of(const WrittenSettings& written) { return {"langevin", langevin().info().parameters, written}; }

/// Where `reads` trajectories end, rows x reads.
Ensemble<double> ends(const Question& question, const WrittenSettings& written, std::int64_t reads) {
  RunControl control;
  return langevin().settle(question, settings_of(written), {.reads = reads, .seed = 17}, {}, control).states;
}

/// The quantile of chi-squared at a false-alarm rate of 1e-5 (Wilson and Hilferty).
double largest_chi_squared(int freedom) {
  const double a = 2.0 / (9.0 * freedom);
  return freedom * std::pow(1.0 - a + 4.265 * std::sqrt(a), 3);
}

double chi_squared(const std::vector<double>& counts, const std::vector<double>& probabilities) {
  double total = 0.0, sum = 0.0;
  for (const double count : counts) total += count;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double expected = total * probabilities[k];
    REQUIRE(expected > 10.0);
    sum += std::pow(counts[k] - expected, 2) / expected;
  }
  return sum;
}

double below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// Two layers over three observations, so well conditioned that every direction relaxes within a few time units.
GenerativeModel layered() {
  GenerativeModel model;
  model.observation = Eigen::Vector3d(1.0, -0.5, 2.0);
  model.weights = {Eigen::MatrixXd(3, 2), Eigen::MatrixXd(2, 2)};
  model.weights[0] << 0.8, 0.3, -0.4, 0.9, 0.5, 0.6;
  model.weights[1] << 0.7, -0.5, 0.2, 0.6;
  model.precision = {Eigen::Vector3d(1.0, 2.0, 0.7).asDiagonal(), Eigen::Vector2d(1.5, 1.0).asDiagonal(),
                     Eigen::Vector2d(1.0, 2.0).asDiagonal()};
  model.prior = Eigen::Vector2d(0.3, -0.2);
  return model;
}

/// Precision and mean of the posterior of (z_1, z_2): log p is -1/2 sum_l |e_l|^2 in Pi_l with e_l = A_l z - b_l.
struct Posterior {
  Eigen::MatrixXd precision = Eigen::MatrixXd::Zero(4, 4);
  Eigen::VectorXd mean;
};

Posterior posterior(const GenerativeModel& model) {
  Posterior p;
  Eigen::VectorXd right = Eigen::VectorXd::Zero(4);
  const auto add = [&](const Eigen::MatrixXd& a, const Eigen::VectorXd& b, const Eigen::MatrixXd& precision) {
    p.precision += a.transpose() * precision * a;
    right += a.transpose() * precision * b;
  };
  Eigen::MatrixXd a0 = Eigen::MatrixXd::Zero(3, 4), a1 = Eigen::MatrixXd::Zero(2, 4), a2 = a1;
  a0.leftCols(2) = model.weights[0];
  a1.leftCols(2).setIdentity();
  a1.rightCols(2) = -model.weights[1];
  a2.rightCols(2).setIdentity();
  add(a0, model.observation, model.precision[0]);
  add(a1, Eigen::VectorXd::Zero(2), model.precision[1]);
  add(a2, model.prior, model.precision[2]);
  p.mean = p.precision.ldlt().solve(right);
  return p;
}

/// Two unknowns, of which the threshold cuts the second off.
SparseCode small_code() {
  SparseCode code;
  code.dictionary = Eigen::MatrixXd(2, 2);
  code.dictionary << 1.0, 0.5, 0.0, 0.8;
  code.signal = Eigen::Vector2d(1.2, 0.3);
  code.lambda = 0.5;
  return code;
}

/// The envelope of small_code, written out: `share` is gamma |Phi|^2.
double envelope(const SparseCode& code, double share, const Eigen::Vector2d& x) {
  const double gamma = share / squared_norm(code.dictionary);
  const Eigen::Vector2d misfit = code.dictionary * x - code.signal;
  const Eigen::Vector2d slope = code.dictionary.transpose() * misfit;
  double value = 0.5 * misfit.squaredNorm();
  for (int i = 0; i < 2; ++i) {
    const double back = x[i] - gamma * slope[i];
    const double z = std::copysign(std::max(0.0, std::abs(back) - gamma * code.lambda), back);
    value += slope[i] * (z - x[i]) + (z - x[i]) * (z - x[i]) / (2.0 * gamma) + code.lambda * std::abs(z);
  }
  return value;
}

/// Calls `add(x, weight)` on a grid of the density exp(-energy/T), whose weights add up to 1.
void over_density(const std::function<double(const Eigen::Vector2d&)>& energy, double temperature,
                  const std::function<void(const Eigen::Vector2d&, double)>& add) {
  constexpr int kCells = 800;
  constexpr double kReach = 5.0;
  constexpr double kWidth = 2.0 * kReach / kCells;
  const auto at = [](int k) { return -kReach + (k + 0.5) * kWidth; };
  std::vector<double> weights;
  double sum = 0.0;
  for (int i = 0; i < kCells; ++i) {
    for (int j = 0; j < kCells; ++j) {
      weights.push_back(std::exp(-energy({at(i), at(j)}) / temperature));
      sum += weights.back();
    }
  }
  std::size_t k = 0;
  for (int i = 0; i < kCells; ++i) {
    for (int j = 0; j < kCells; ++j) add({at(i), at(j)}, weights[k++] / sum);
  }
}

double mean_l1(const std::function<double(const Eigen::Vector2d&)>& energy, double temperature) {
  double mean = 0.0;
  over_density(energy, temperature, [&](const Eigen::Vector2d& x, double w) { mean += w * x.lpNorm<1>(); });
  return mean;
}

constexpr double kEdges[] = {-0.4, 0.0, 0.4, 0.8, 1.2};
std::size_t cell_of(double x, double y) {
  const auto bin = [](double v) {
    return static_cast<std::size_t>(std::upper_bound(std::begin(kEdges), std::end(kEdges), v) - std::begin(kEdges));
  };
  return 6 * bin(x) + bin(y);
}

}  // namespace

TEST_CASE("at T = 1 the causes of a linear model follow their exact posterior, mean and covariance") {
  // Euler's own covariance is T H^-1 (1 - h H / 2 kappa)^-1. 16,384 ends; 4 means and 10 entries of the whitened
  // covariance, five standard errors each: false alarm 1e-5. A temperature off by 6 % shows.
  const GenerativeModel model = layered();
  const Posterior exact = posterior(model);
  const auto spectrum = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(exact.precision).eigenvalues();
  constexpr double kStep = 0.1;
  REQUIRE(spectrum[0] / spectrum[3] * 100.0 > 8.0);  // relaxations of the slowest direction
  for (const double temperature : {1.0, 0.25}) {
    const WrittenSettings written{
        {"length", "100"}, {"step", "0.1"}, {"temperature_start", std::to_string(temperature)}};
    const Ensemble<double> states = ends(model, written, 16384);
    const Eigen::MatrixXd slowed = Eigen::MatrixXd::Identity(4, 4) - 0.5 * kStep / spectrum[3] * exact.precision;
    const Eigen::MatrixXd precision = exact.precision * slowed / temperature;
    const Eigen::MatrixXd whiten = Eigen::LLT<Eigen::MatrixXd>(precision).matrixU();
    const Eigen::MatrixXd white = whiten * (states.matrix().colwise() - exact.mean);
    const auto count = static_cast<double>(states.cols());
    const Eigen::MatrixXd covariance = white * white.transpose() / count;
    INFO("T = " << temperature << "\n" << covariance);
    CHECK(white.rowwise().mean().cwiseAbs().maxCoeff() < 5.0 / std::sqrt(count));
    for (int i = 0; i < 4; ++i) {
      for (int j = 0; j <= i; ++j) {
        const double error = std::sqrt((i == j ? 2.0 : 1.0) / count);
        CHECK(std::abs(covariance(i, j) - (i == j ? 1.0 : 0.0)) < 5.0 * error);
      }
    }
  }
}

TEST_CASE("at T = 1/beta memories are a mixture of one Gaussian for each pattern") {
  // Three patterns of two spins; 16,384 ends in 16 cells, chi-squared at a false-alarm rate of 1e-5.
  const PatternSet patterns{"three", 2, {1, 1, 1, -1, -1, 1}};
  constexpr double kBeta = 3.0;
  const WrittenSettings written{{"length", "60"},
                                {"step", "0.05"},
                                {"stepper", "heun"},
                                {"beta", "3"},
                                {"temperature_start", "0.33333333333333"},
                                {"temperature_end", "0.33333333333333"}};
  const Ensemble<double> states = ends(patterns, written, 16384);
  const std::vector<double> edges{-0.7, 0.0, 0.7};
  const auto bin = [&](double v) {
    return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), v) - edges.begin());
  };
  const auto share = [&](std::size_t k, double centre) {  // of a Gaussian in bin k
    const double root = std::sqrt(kBeta);
    const double low = k == 0 ? 0.0 : below((edges[k - 1] - centre) * root);
    return (k == edges.size() ? 1.0 : below((edges[k] - centre) * root)) - low;
  };
  std::vector<double> counts(16, 0.0), probabilities;
  for (Eigen::Index r = 0; r < states.cols(); ++r) counts[4 * bin(states(0, r)) + bin(states(1, r))] += 1.0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      probabilities.push_back(
          (share(i, 1.0) * share(j, 1.0) + share(i, 1.0) * share(j, -1.0) + share(i, -1.0) * share(j, 1.0)) / 3.0);
    }
  }
  CHECK(chi_squared(counts, probabilities) < largest_chi_squared(15));
}

TEST_CASE("sparse codes follow exp(-E/T) of their smoothed cost") {
  // 16,384 ends in 36 cells, those of fewer than 30 expected taken together; false alarm 1e-5.
  const SparseCode code = small_code();
  constexpr double kTemperature = 0.15;
  constexpr double kShare = 0.4;
  const auto energy = [&](const Eigen::Vector2d& x) { return envelope(code, kShare, x); };
  const WrittenSettings written{
      {"length", "100"}, {"step", "0.05"}, {"stepper", "heun"}, {"smoothing", "0.4"}, {"temperature_start", "0.15"}};
  const Ensemble<double> states = ends(code, written, 16384);
  std::vector<double> counts(36, 0.0), probabilities(36, 0.0);
  for (Eigen::Index r = 0; r < states.cols(); ++r) counts[cell_of(states(0, r), states(1, r))] += 1.0;
  over_density(energy, kTemperature,
               [&](const Eigen::Vector2d& x, double w) { probabilities[cell_of(x[0], x[1])] += w; });
  std::vector<double> met{0.0}, wanted{0.0};
  for (std::size_t k = 0; k < 36; ++k) {
    if (probabilities[k] * 16384.0 < 30.0) {
      met[0] += counts[k];
      wanted[0] += probabilities[k];
    } else {
      met.push_back(counts[k]);
      wanted.push_back(probabilities[k]);
    }
  }
  REQUIRE(met.size() > 15);
  CHECK(chi_squared(met, wanted) < largest_chi_squared(static_cast<int>(met.size()) - 1));
}

TEST_CASE(
    "the density of sparse codes comes to exp(-cost/T) as the smoothing goes, and their solution is always exact") {
  const SparseCode code = small_code();
  const double exact = mean_l1([&](const Eigen::Vector2d& x) { return cost(code, x); }, 0.15);
  double previous = 0.0;
  for (const double share : {0.8, 0.4, 0.2, 0.1}) {
    const double shift =
        mean_l1([&](const Eigen::Vector2d& x) { return envelope(code, share, x); }, 0.15) / exact - 1.0;
    INFO("smoothing " << share << ": the mean of |x| is off by " << 100.0 * shift << " %");
    CHECK(shift > 0.0);
    if (previous != 0.0) CHECK(shift < 0.5 * previous);
    previous = shift;
  }
  CHECK(previous == Approx(0.0059).epsilon(0.05));  // at the default smoothing: docs/machines/langevin.md
  for (const double share : {0.8, 0.1}) {
    const WrittenSettings quiet{
        {"temperature_start", "0"}, {"smoothing", std::to_string(share)}, {"length", "2000"}, {"step", "0.5"}};
    const auto run = langevin().open(code, settings_of(quiet), {});
    double before = run->energy();
    for (int k = 1; k <= 40; ++k) {
      run->advance_to(50.0e-9 * k);
      CHECK(run->energy() <= before + 1e-12);
      before = run->energy();
    }
    const auto values = run->values_of(run->state());
    const Eigen::Vector2d x(values[0], values[1]);
    CHECK(kkt_residual(code, x) < 1e-7);
    CHECK(x[1] == 0.0);
    CHECK(run->energy() == Approx(cost(code, x)).epsilon(1e-9));
  }
}

TEST_CASE("forces on sparse codes are minus differences of their energy, under every constraint") {
  using Constraint = SparseCode::Constraint;
  for (const auto constraint : {Constraint::none, Constraint::nonnegative, Constraint::box, Constraint::simplex}) {
    SparseCode code = small_code();
    code.constraint = constraint;
    code.linear = Eigen::Vector2d(0.1, -0.2);
    const SparseCodeEnergy energy(code, 0.7);
    SparseCodeEnergy::Workspace workspace;
    const auto value = [&](const Eigen::Vector2d& x) {
      double e = 0.0;
      energy.value(0.0, ConstEnsembleView<double>(x.data(), 2, 1), {&e, 1}, workspace);
      return e;
    };
    for (const Eigen::Vector2d& x :
         {Eigen::Vector2d(0.9, -0.8), Eigen::Vector2d(-0.3, 1.7), Eigen::Vector2d(0.6, 0.2)}) {
      Eigen::Vector2d slope;
      energy.gradient(0.0, ConstEnsembleView<double>(x.data(), 2, 1), EnsembleView<double>(slope.data(), 2, 1),
                      workspace);
      for (int i = 0; i < 2; ++i) {
        const Eigen::Vector2d h = 1e-6 * Eigen::Vector2d::Unit(i);
        CHECK(slope[i] == Approx((value(x + h) - value(x - h)) / 2e-6).margin(1e-7));
      }
      if (constraint == Constraint::none) CHECK(value(x) <= cost(code, x));
    }
  }
}

TEST_CASE("temperatures are run through as often as restarts says, in every energy") {
  // One cause: Euler's variance obeys V -> (1 - h)^2 V + 2 h T / kappa exactly. 32,768 ends, five standard errors.
  GenerativeModel model;
  model.observation = Eigen::VectorXd::Zero(1);
  model.weights = {Eigen::MatrixXd::Constant(1, 1, 1.0)};
  model.precision = {Eigen::MatrixXd::Constant(1, 1, 3.0), Eigen::MatrixXd::Constant(1, 1, 1.0)};
  model.prior = Eigen::VectorXd::Zero(1);
  constexpr double kCurvature = 4.0;
  constexpr int kSteps = 80;
  constexpr double kStep = 0.05;
  double last = 0.0;
  for (const int restarts : {1, 2, 4}) {
    const WrittenSettings written{{"length", "4"},
                                  {"step", "0.05"},
                                  {"temperature_start", "3"},
                                  {"temperature_end", "0.1"},
                                  {"spread", "0"},
                                  {"restarts", std::to_string(restarts)}};
    double variance = 0.0;
    for (int k = 0; k < kSteps; ++k) {
      const int period = kSteps / restarts;
      const double temperature = 3.0 - 2.9 * (k % period) / period;
      variance = std::pow(1.0 - kStep, 2) * variance + 2.0 * kStep * temperature / kCurvature;
    }
    const Ensemble<double> states = ends(model, written, 32768);
    INFO(restarts << " restarts: expected " << variance);
    CHECK(states.square().mean() / variance == Approx(1.0).margin(5.0 * std::sqrt(2.0 / 32768.0)));
    CHECK(variance > 1.2 * last);
    last = variance;
  }
}

TEST_CASE("what belongs to the energy of another question is refused, and so is a step that cannot be stable") {
  const GenerativeModel model = layered();
  CHECK_THROWS_WITH(ends(model, {{"wells_start", "2"}}, 1), Catch::Contains("the energy of Ising problems"));
  CHECK_THROWS_WITH(ends(small_code(), {{"beta", "2"}}, 1), Catch::Contains("the energy of recall"));
  CHECK_THROWS_AS(ends(model, {{"step", "2.5"}}, 1), UsageError);
}
