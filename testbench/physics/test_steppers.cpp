// The two engines: orders of convergence, noise, agreement.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// dx = -rate x dt + noise dW in every row: the smallest machine there is, whose moments are known for any step.
class OrnsteinUhlenbeck {
 public:
  struct Workspace {};
  OrnsteinUhlenbeck(Eigen::Index rows, double rate, double noise) : rows_(rows), rate_(rate), noise_(noise) {}
  [[nodiscard]] Eigen::Index size() const { return rows_; }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"x", "", 0, rows_}}; }
  [[nodiscard]] double duration_s() const { return 1.0; }
  [[nodiscard]] bool has_noise() const { return noise_ != 0.0; }
  void diffusion(double /*time_s*/, std::span<double> amplitude) const {
    std::fill(amplitude.begin(), amplitude.end(), noise_);
  }
  void initial(std::uint64_t /*seed*/, std::uint32_t /*read*/, std::span<double> state) const {
    std::fill(state.begin(), state.end(), 0.0);
  }
  template <typename Scalar>
  void rhs(double /*time_s*/, Eigen::Map<const Ensemble<Scalar>> state, Eigen::Map<Ensemble<Scalar>> rate,
           Workspace& /*workspace*/) const {
    rate = static_cast<Scalar>(-rate_) * state;
  }
  template <typename Scalar>
  void energy(double /*time_s*/, Eigen::Map<const Ensemble<Scalar>> state, std::span<double> values,
              Workspace& /*workspace*/) const {
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      values[static_cast<std::size_t>(r)] = rate_ * state.col(r).template cast<double>().square().sum();
    }
  }

 private:
  Eigen::Index rows_;
  double rate_;
  double noise_;
};

/// |phase - reference| after a third of a second, in double, with `steps` steps.
double batched_error(const OscillatorMachine& machine, Stepper stepper, std::int64_t steps,
                     const std::vector<double>& reference, double time_s) {
  BatchedIntegrator<OscillatorMachine, double> engine(machine, stepper, time_s / static_cast<double>(steps), {3, 0},
                                                      KernelKind::generic);
  engine.advance(steps);
  double worst = 0.0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    worst = std::max(worst, std::abs(engine.state()(static_cast<Eigen::Index>(i), 0) - reference[i]));
  }
  return worst;
}

std::vector<double> adaptive_answer(const OscillatorMachine& machine, double time_s, Tolerance tolerance) {
  std::vector<double> phase(static_cast<std::size_t>(machine.size()));
  machine.initial(3, 0, phase);
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, tolerance);
  trajectory.advance_to(time_s);
  return {trajectory.state().begin(), trajectory.state().end()};
}

/// A machine with ramps in K and K_s, so that the steppers' handling of time counts too.
OscillatorMachine ramped_machine(const Problem& problem) {
  OscillatorDesign design;
  design.frequency_hz = 1e5;
  design.coupling = Schedule(Schedule::Shape::linear, 0.5, 2.0, 1.0);
  design.second_harmonic = Schedule(Schedule::Shape::cosine, 0.0, 3.0, 1.0);
  design.duration_s = 1.0;
  design.mismatch_ppm = 1.0;
  return {problem, design, CouplingStorage::sparse, available_kernels().back()};
}

/// E cos(phi) at `time_s` of dphi = -pull sin(phi) dt + noise dW from phi0: the moments <exp(i n phi)> obey
/// m_n' = -(n^2 noise^2 / 2) m_n + (n pull / 2) (m_{n-1} - m_{n+1}), truncated far out and integrated by RK4.
double exact_mean_cosine(double phi0, double pull, double noise, double time_s) {
  constexpr int order = 40;
  using Moments = Eigen::ArrayXd;
  const auto rate = [&](const Moments& m) {
    Moments d = Moments::Zero(order + 2);
    for (int n = 1; n <= order; ++n) {
      d[n] = -0.5 * n * n * noise * noise * m[n] + 0.5 * n * pull * (m[n - 1] - m[n + 1]);
    }
    return d;
  };
  Moments m(order + 2);
  for (int n = 0; n <= order + 1; ++n) m[n] = std::cos(n * phi0);
  m[order + 1] = 0.0;
  constexpr int steps = 20000;
  const double h = time_s / steps;
  for (int k = 0; k < steps; ++k) {
    const Moments a = rate(m);
    const Moments b = rate(m + 0.5 * h * a);
    const Moments c = rate(m + 0.5 * h * b);
    const Moments d = rate(m + h * c);
    m += h / 6.0 * (a + 2.0 * b + 2.0 * c + d);
  }
  return m[1];
}

struct Estimate {
  double error;     ///< of the mean of cos(phi)
  double standard;  ///< its standard error
};

Estimate weak_error(Stepper stepper, int steps, double exact) {
  constexpr double phi0 = 0.8;
  constexpr double time_s = 3.0;
  Problem problem;
  problem.fields.assign(2000, -1.0);  // the papers' h = +1
  const OscillatorMachine machine = testing::frozen_machine(problem, 1.0, 0.0, 0.6);
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (std::uint32_t block = 0; block < 100; ++block) {
    BatchedIntegrator<OscillatorMachine> engine(machine, stepper, time_s / steps, {11, block * kBlockWidth},
                                                available_kernels().back());
    engine.state().setConstant(static_cast<float>(phi0));
    engine.advance(steps);
    const Ensemble<float> cosine = engine.state().cos();
    sum += cosine.cast<double>().sum();
    squares += cosine.cast<double>().square().sum();
    count += static_cast<double>(cosine.size());
  }
  const double mean = sum / count;
  return {mean - exact, std::sqrt((squares / count - mean * mean) / count)};
}

}  // namespace

TEST_CASE("without noise Euler converges with order 1 and Heun with order 2, under ramps") {
  const Problem problem = testing::random_problem(12, 0.5, 31, true);
  const OscillatorMachine machine = ramped_machine(problem);
  constexpr double time_s = 0.5;
  const auto reference = adaptive_answer(machine, time_s, {1e-13, 1e-13});
  for (const auto& [stepper, order] : {std::pair{Stepper::euler, 1.0}, std::pair{Stepper::heun, 2.0}}) {
    double previous = batched_error(machine, stepper, 50, reference, time_s);
    for (const std::int64_t steps : {100, 200, 400, 800, 1600}) {
      const double error = batched_error(machine, stepper, steps, reference, time_s);
      INFO(to_string(stepper) << ' ' << steps << " steps: error " << error);
      CHECK(std::log2(previous / error) == Approx(order).margin(0.12));
      previous = error;
    }
  }
}

TEST_CASE("the adaptive engine converges to its tolerance, and single precision agrees with it") {
  const Problem problem = testing::random_problem(12, 0.5, 31, true);
  const OscillatorMachine machine = ramped_machine(problem);
  const auto reference = adaptive_answer(machine, 0.5, {1e-13, 1e-13});
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const auto answer = adaptive_answer(machine, 0.5, {tolerance, tolerance});
    for (std::size_t i = 0; i < answer.size(); ++i) CHECK(std::abs(answer[i] - reference[i]) < 30.0 * tolerance);
  }
  for (const auto kind : available_kernels()) {
    BatchedIntegrator<OscillatorMachine> engine(machine, Stepper::heun, 0.5 / 1000, {3, 0}, kind);
    engine.advance(1000);
    for (std::size_t i = 0; i < reference.size(); ++i) {
      CHECK(std::abs(double{engine.state()(static_cast<Eigen::Index>(i), 0)} - reference[i]) < 1e-5);
    }
  }
}

TEST_CASE("dense output does not depend on the instants asked for") {
  const Problem problem = testing::random_problem(12, 0.5, 32, true);
  const OscillatorMachine machine = ramped_machine(problem);
  std::vector<double> phase(12);
  machine.initial(3, 0, phase);
  AdaptiveTrajectory<OscillatorMachine> halting(machine, phase, {});
  AdaptiveTrajectory<OscillatorMachine> direct(machine, phase, {});
  for (int k = 1; k < 100; ++k) halting.advance_to(0.0071 * k);
  halting.advance_to(0.8);
  direct.advance_to(0.8);
  CHECK(halting.steps_taken() == direct.steps_taken());
  for (std::size_t i = 0; i < 12; ++i) CHECK(halting.state()[i] == direct.state()[i]);
}

TEST_CASE("the adaptive engine refuses a machine with noise") {
  const Problem problem = testing::random_problem(4, 0.5, 33);
  const OscillatorMachine machine = testing::frozen_machine(problem, 1.0, 1.0, 0.1);
  CHECK_THROWS_WITH(AdaptiveTrajectory<OscillatorMachine>(machine, std::vector<double>(4), {}),
                    "the adaptive stepper cannot integrate a machine with noise");
}

TEST_CASE("the noise has the variance of the Ornstein-Uhlenbeck process, at the step taken") {
  // Stationary variance of the discrete process with rate 1, noise 0.5, step h = 0.5, exactly:
  // Euler g^2 h / (1 - (1-h)^2), Heun g^2 h (1-h/2)^2 / (1 - (1-h+h^2/2)^2). 320,000 independent values; the bound is
  // five standard errors (false alarm 6e-7 each).
  constexpr double h = 0.5;
  constexpr double g = 0.5;
  const OrnsteinUhlenbeck machine(2000, 1.0, g);
  for (const auto stepper : {Stepper::euler, Stepper::heun}) {
    const double decay = stepper == Stepper::euler ? 1.0 - h : 1.0 - h + 0.5 * h * h;
    const double kick = stepper == Stepper::euler ? 1.0 : 1.0 - 0.5 * h;
    const double expected = g * g * h * kick * kick / (1.0 - decay * decay);
    double squares = 0.0, count = 0.0;
    for (std::uint32_t block = 0; block < 10; ++block) {
      BatchedIntegrator<OrnsteinUhlenbeck> engine(machine, stepper, h, {2, block * kBlockWidth},
                                                  available_kernels().back());
      engine.advance(40);
      squares += engine.state().cast<double>().square().sum();
      count += static_cast<double>(engine.state().size());
    }
    INFO(to_string(stepper) << " variance " << squares / count << " expected " << expected);
    CHECK(std::abs(squares / count / expected - 1.0) < 5.0 * std::sqrt(2.0 / count));
  }
}

TEST_CASE("Dormand and Prince's method in steps of one length has order 5") {
  // The pendulum on its separatrix, x = 2 asin tanh t; a tolerance that accepts every step, started afresh for each.
  const auto error = [](int steps) {
    const DormandPrince::Rates pendulum = [](const auto& x, auto& rate, double) {
      rate[0] = x[1];
      rate[1] = -std::sin(x[0]);
    };
    DormandPrince method(Tolerance{1e6, 1e6});
    DormandPrince::State state{0.0, 2.0};
    const double h = 2.0 / steps;
    for (int k = 0; k < steps; ++k) {
      method.start(state, k * h, h);
      method.advance(pendulum);
      REQUIRE(method.time() == Approx((k + 1) * h));
      state = method.state();
    }
    return std::abs(state[0] - 2.0 * std::asin(std::tanh(2.0)));
  };
  CHECK(std::log2(error(40) / error(80)) == Approx(5.0).margin(0.25));
  CHECK(std::log2(error(60) / error(120)) == Approx(5.0).margin(0.25));
}

TEST_CASE("with noise Euler has weak order 1 and Heun weak order 2") {
  // 3.2 million paths of one oscillator; the oracle is the Fokker-Planck equation in Fourier modes. The margins are
  // more than five standard errors of the estimated order (false alarm below 1e-6).
  const double exact = exact_mean_cosine(0.8, 1.0, 0.6, 3.0);
  for (const auto& [stepper, order, steps] : {std::tuple{Stepper::euler, 1.0, 8}, std::tuple{Stepper::heun, 2.0, 4}}) {
    const Estimate coarse = weak_error(stepper, steps, exact);
    const Estimate fine = weak_error(stepper, 2 * steps, exact);
    const double estimate = std::log2(coarse.error / fine.error);
    const double standard = std::hypot(coarse.standard / coarse.error, fine.standard / fine.error) / std::log(2.0);
    INFO(to_string(stepper) << " errors " << coarse.error << ' ' << fine.error << " order " << estimate << " +- "
                            << standard);
    CHECK(estimate == Approx(order).margin(0.4));
    CHECK(standard < 0.06);
  }
}

TEST_CASE("both precisions follow the same noise") {
  const Problem problem = testing::random_problem(20, 0.3, 34);
  const OscillatorMachine machine = testing::frozen_machine(problem, 1.0, 0.5, 0.7);
  BatchedIntegrator<OscillatorMachine, float> single(machine, Stepper::heun, 0.01, {1, 16}, available_kernels().back());
  BatchedIntegrator<OscillatorMachine, double> wide(machine, Stepper::heun, 0.01, {1, 16}, available_kernels().back());
  single.advance(100);
  wide.advance(100);
  CHECK((single.state().cast<double>() - wide.state()).abs().maxCoeff() < 1e-4);
}

TEST_CASE("every read has noise of its own, and so has every row and step") {
  const OrnsteinUhlenbeck machine(8, 1.0, 1.0);
  std::vector<float> seen;
  for (const std::uint32_t first : {0U, 16U, 32U}) {
    BatchedIntegrator<OrnsteinUhlenbeck> engine(machine, Stepper::euler, 1.0, {4, first}, available_kernels().back());
    for (int step = 0; step < 3; ++step) {  // at step 1 and rate 1 the state is the last increment
      engine.advance(1);
      const auto state = std::as_const(engine).state();
      seen.insert(seen.end(), state.data(), state.data() + state.size());
    }
  }
  std::sort(seen.begin(), seen.end());
  CHECK(seen.size() == 3 * 3 * 8 * kBlockWidth);
  CHECK(std::unique(seen.begin(), seen.end()) - seen.begin() > static_cast<std::ptrdiff_t>(seen.size()) - 4);
}

TEST_CASE("the adaptive engine can be asked for its start before the first step") {
  const Problem pair{"", Kind::ising, {0.0, 0.0}, {{0, 1, 1.0}}, 0.0};
  const OscillatorMachine machine = testing::frozen_machine(pair, 1.0, 0.5, 0.0);
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, {0.3, 1.2}, {});
  trajectory.advance_to(0.0);
  CHECK(trajectory.time_s() == 0.0);
  CHECK(trajectory.state()[1] == 1.2);
  trajectory.advance_to(0.1);
  CHECK(trajectory.state()[1] != 1.2);
}
