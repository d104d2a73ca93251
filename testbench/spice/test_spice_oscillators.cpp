// Oscillators in ngspice against what is left of them in the models: amplitude and phase of LC tanks, phase alone, the
// phase macromodel of CMOS rings, and what the rule of trapezoids does to a tank's frequency.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <numbers>

#include "models/analog/oscillator.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/limit_cycle.hpp"
#include "testbench/spice/cmos_ring.hpp"
#include "testbench/spice/spice_bench.hpp"

using namespace isinglass;

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

/// The largest distance of ngspice's phases from those of the phase model alone, which starts at the same phases: with
/// K = g_c/(2C), K_s = g_s/(4C) and the detuning -(eps^2/16) w0, by the classical Runge-Kutta method.
double phase_model_error(const SpiceCurves& curves) {
  constexpr double capacitance = 1e-9, resonance = kTurn * 1e6, eps = 3e-4 / (resonance * capacitance);
  OscillatorDesign design;
  design.duration_s = 1.0;
  design.coupling = Schedule::constant(30e-6 / (2.0 * capacitance));
  design.second_harmonic = Schedule::constant(60e-6 / (4.0 * capacitance));
  const OscillatorMachine machine(testing::ring(4, 1.0), design, CouplingStorage::sparse, KernelKind::generic);
  const auto rates = [&](const Eigen::ArrayXd& phase) {
    OscillatorMachine::Workspace workspace;
    Eigen::ArrayXd rate(4);
    machine.rhs(0.0, ConstEnsembleView<double>(phase.data(), 4, 1), EnsembleView<double>(rate.data(), 4, 1), workspace);
    return Eigen::ArrayXd(rate - eps * eps / 16.0 * resonance);
  };
  const auto seen = [&](std::size_t i, std::size_t k) {
    return std::atan2(curves.spice[4 + i][k], curves.spice[i][k]);
  };
  Eigen::ArrayXd phase(4);
  for (std::size_t i = 0; i < 4; ++i) phase[static_cast<Eigen::Index>(i)] = seen(i, 0);
  double farthest = 0.0;
  for (std::size_t k = 1; k < curves.time_s.size(); ++k) {
    const double h = curves.time_s[k] - curves.time_s[k - 1];
    const Eigen::ArrayXd a = rates(phase), b = rates(phase + 0.5 * h * a), c = rates(phase + 0.5 * h * b);
    phase += h / 6.0 * (a + 2.0 * b + 2.0 * c + rates(phase + h * c));
    for (std::size_t i = 0; i < 4; ++i) {
      farthest = std::max(farthest, std::abs(std::remainder(phase[static_cast<Eigen::Index>(i)] - seen(i, k), kTurn)));
    }
  }
  return farthest;
}

/// Moments at which `volt` rises through `level`, by straight lines between time points.
std::vector<double> crossings(const std::vector<double>& time, const std::vector<double>& volt, double level) {
  std::vector<double> moments;
  for (std::size_t k = 1; k < time.size(); ++k) {
    if (volt[k - 1] >= level || volt[k] < level) continue;
    moments.push_back(time[k - 1] + (time[k] - time[k - 1]) * (level - volt[k - 1]) / (volt[k] - volt[k - 1]));
  }
  return moments;
}

}  // namespace

TEST_CASE(
    "over 600 periods four LC oscillators follow the averaged model to 6 mrad, and phases alone to 0.09 to 0.16") {
  if (testing::without_ngspice()) return;
  testing::Bench bench = testing::oscillators("averaged", "600", {}, {{0.9, 1.4, 0.3, 2.8}});
  const SpiceComparison result = bench.compare();
  INFO("largest difference from the averaged model " << result.largest << " rad at " << result.largest_time_s << " s");
  CHECK(result.largest < 6e-3);
  CHECK(result.machine_spins == result.spice_spins);
  // What the phase model leaves out is that amplitudes sag while neighbours pull: it counts in the transient alone, and
  // the more the less the start suits the couplings (0.02 where it does, beyond 0.3 where it is near a saddle).
  const double alone = phase_model_error(result.curves);
  INFO("from the phase model " << alone << " rad");
  CHECK(alone > 0.09);
  CHECK(alone < 0.16);
}

TEST_CASE("two CMOS rings in ngspice, joined by a resistor, drift together as the phase macromodel of one says") {
  if (testing::without_ngspice()) return;
  // The macromodel: limit cycle and phase response of one ring's transistor equations, averaged.
  const testing::CmosRing cmos;
  const OscillatorCircuit circuit = cmos.equations();
  const LimitCycle cycle = find_limit_cycle(circuit, {.tolerance = 1e-10, .closing = 1e-5});
  const AveragedCoupling averaged = averaged_coupling(phase_response(circuit, cycle), 20);
  constexpr double ohm = 400e3;
  constexpr Eigen::Index ahead = 64;  // of 256: a quarter of a turn
  const double period_s = cycle.period * cmos.unit_s;
  const double periods = 60.0;
  // ngspice: both rings from the limit cycle, the second a quarter of a turn ahead.
  const SpiceNetlist netlist = cmos.two_rings(cycle.states.col(0), cycle.states.col(ahead), ohm, periods * period_s);
  const testing::Workshop workshop;
  const SpiceWaves waves = simulate_netlist(netlist, workshop.path(), nullptr);
  const auto first = crossings(waves.time_s, waves.vector("v(a1)"), 0.5 * cmos.supply_v);
  const auto second = crossings(waves.time_s, waves.vector("v(b1)"), 0.5 * cmos.supply_v);
  // The phase machine with what a resistor injects, (v_b - v_a)/(R C).
  const double own = kTurn / period_s;
  const double injected = cmos.unit_s / (ohm * cmos.load_f);
  const Problem pair{"", Kind::ising, {0.0, 0.0}, {{0, 1, averaged.strength > 0.0 ? -1.0 : 1.0}}, 0.0};
  OscillatorDesign design;
  design.duration_s = netlist.duration_s;
  design.coupling = Schedule::constant(own * injected * std::abs(averaged.strength));
  design.function = averaged.function;
  const OscillatorMachine machine(pair, design, CouplingStorage::sparse, KernelKind::generic);
  AdaptiveTrajectory<OscillatorMachine> phases(machine, {0.0, kTurn * ahead / 256.0}, {1e-9, 1e-9});
  REQUIRE(std::min(first.size(), second.size()) > 50);
  CHECK((first[40] - first[10]) / 30.0 == Approx(period_s).epsilon(0.02));
  double farthest = 0.0, last = 0.0;
  for (std::size_t k = 1; k + 1 < std::min(first.size(), second.size()); ++k) {
    phases.advance_to(first[k]);
    const double predicted = phases.state()[1] - phases.state()[0];
    last = std::remainder(own * (first[k] - second[k]), kTurn);
    farthest = std::max(farthest, std::abs(std::remainder(predicted - last, kTurn)));
  }
  const double end = phases.state()[1] - phases.state()[0];
  INFO("period " << period_s << " s, strength " << averaged.strength << ", apart at the end " << last << " rad, by the "
                 << "macromodel " << end << ", largest difference " << farthest);
  CHECK(std::abs(end) < 0.8 * kTurn * ahead / 256.0);  // they have moved
  CHECK(farthest < 0.005);                             // 1.2 mrad was seen
}

TEST_CASE("trapezoidal steps lower the frequency of a tank in ngspice by (wh)^2/12") {
  if (testing::without_ngspice()) return;
  constexpr double henry = 25.330295910584444e-6, farad = 1e-9, step_s = 1e-6 / 40.0, duration_s = 50e-6;
  const double angular = 1.0 / std::sqrt(henry * farad);
  NetlistWriter writer("a tank", {});
  writer.capacitor("1", "n1", "0", farad, 1.0);
  writer.inductor("1", "n1", "0", henry, 0.0);
  // Loose tolerances: every step is as long as it may be.
  const SpiceNetlist netlist = writer.finish({"v(n1)", "i(l1)"}, duration_s, step_s, step_s,
                                             {.relative = 0.5, .voltage_v = 1.0, .current_a = 1.0});
  const testing::Workshop workshop;
  const SpiceWaves waves = simulate_netlist(netlist, workshop.path(), nullptr);
  const auto phase = [&](std::size_t k) {
    return std::arg(
        std::complex<double>(waves.vector("v(n1)")[k], -std::sqrt(henry / farad) * waves.vector("i(l1)")[k]));
  };
  // From the fifth period on, past the short steps of the start.
  const auto begin =
      static_cast<std::size_t>(std::lower_bound(waves.time_s.begin(), waves.time_s.end(), 5e-6) - waves.time_s.begin());
  double turned = 0.0;
  for (std::size_t k = begin + 1; k < waves.time_s.size(); ++k)
    turned -= std::remainder(phase(k) - phase(k - 1), kTurn);
  const double elapsed = waves.time_s.back() - waves.time_s[begin];
  const double steps = static_cast<double>(waves.time_s.size() - begin - 1);
  const double expected = -std::pow(angular * elapsed / steps, 2) / 12.0;
  const double shift = std::abs(turned) / (angular * elapsed) - 1.0;
  INFO("steps of " << elapsed / steps << " s: frequency off by " << 1e6 * shift << " ppm, expected " << 1e6 * expected);
  CHECK(elapsed / steps == Approx(step_s).epsilon(0.02));
  CHECK(shift == Approx(expected).epsilon(0.02));
}
