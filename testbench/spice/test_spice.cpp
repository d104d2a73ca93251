// ngspice as a second simulator of the circuits: same values, same start, compared at every time point of ngspice.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "sim/io/spice_circuits.hpp"
#include "sim/sampler/model_of.hpp"
#include "testbench/spice/spice_bench.hpp"

using namespace isinglass;
using testing::Bench;
using testing::bench_of;
using testing::oscillators;
using testing::replace_in;
using testing::ring;
using testing::without_ngspice;
using testing::Workshop;

namespace {

/// Four amplifiers: T12 1, T13 -0.7, T14 0.4, T23 0.9, T24 -1.2, T34 0.6 mS, bias (0.05, -0.1, 0.02, 0) mA, tanh 2u.
Bench amplifiers(const SpiceAccuracy& accuracy) {
  Problem problem;
  problem.fields = {-0.05, 0.1, -0.02, 0.0};
  problem.couplings = {{0, 1, -1.0}, {0, 2, 0.7}, {0, 3, -0.4}, {1, 2, -0.9}, {1, 3, 1.2}, {2, 3, -0.6}};
  HopfieldDesign design;
  design.duration_s = 10e-6;
  OpenOptions options;
  options.initial = std::vector<double>{0.3, -0.2, 0.15, 0.4};
  options.tolerance = {1e-12, 1e-12};
  HopfieldMachine machine(problem, design, CouplingStorage::automatic, available_kernels().back());
  const double tolerance = accuracy.is_tight() ? 1e-5 : 2e-4;
  Bench bench{std::make_unique<AnalogRunOf<FlawedMachine<HopfieldMachine>>>(
                  FlawedMachine<HopfieldMachine>(machine, {}, {}), Stepper::heun, 1e-8, options),
              {hopfield_netlist(problem, design, *options.initial, accuracy),
               {SpiceRule::Quantity::state, "input voltage", "V", tolerance},
               *options.initial,
               copy_probes}};
  return bench;
}

}  // namespace

TEST_CASE("four Hopfield amplifiers in ngspice follow the ODE to 2e-4 V as shipped and 1e-5 V with tight tolerances") {
  if (without_ngspice()) return;
  for (const auto& accuracy : {SpiceAccuracy{}, SpiceAccuracy::tight()}) {
    Bench bench = amplifiers(accuracy);
    const SpiceComparison result = bench.compare();
    INFO("reltol " << accuracy.relative << ": largest difference " << result.largest << " V");
    CHECK(result.passes(bench.circuit.rule));
    CHECK(result.instants > 400);
  }
}

TEST_CASE("four LC oscillators in ngspice follow the circuit's ODE, up to the frequency shift of trapezoidal steps") {
  if (without_ngspice()) return;
  Bench bench = oscillators("circuit", "50", {});
  const SpiceComparison coarse = bench.compare();
  CHECK(coarse.passes(bench.circuit.rule));
  // The rule of trapezoids is of second order, so a third of tmax leaves a ninth of the difference.
  SpiceAccuracy fine = SpiceAccuracy::tight();
  fine.largest_step_s = 1e-6 / 1200;
  Bench finer = oscillators("circuit", "50", fine);
  const SpiceComparison small = finer.compare();
  INFO("largest difference " << coarse.largest << " rad, with a third of the step " << small.largest);
  CHECK(coarse.largest / small.largest == Approx(9.0).epsilon(0.15));
}

TEST_CASE("four LC oscillators in ngspice follow the averaged model to 10 mrad and end in its spins") {
  if (without_ngspice()) return;
  Bench bench = oscillators("averaged", "200", {});
  const SpiceComparison result = bench.compare();
  INFO("largest difference " << result.largest << " rad");
  CHECK(result.passes(bench.circuit.rule));
  CHECK(result.machine_spins[0] != result.machine_spins[1]);
  CHECK(result.machine_spins[0] == result.machine_spins[2]);
}

TEST_CASE("ramps, fields and couplings of both signs are the same in the netlist and in the machine") {
  if (without_ngspice()) return;
  Problem problem = ring(4, -0.5);
  problem.fields = {0.3, -0.2, 0.0, 0.1};
  problem.couplings.push_back({0, 2, 0.8});
  const WrittenSettings quiet{{"noise_start", "0"}, {"noise_end", "0"}};
  for (const std::string shape : {"linear", "cosine", "square", "geometric"}) {
    WrittenSettings written = quiet;
    written.insert(
        written.end(),
        {{"model", "circuit"}, {"periods", "8"}, {"shil_shape", shape}, {"shil_start", "0.2"}, {"cycles", "2"}});
    Bench bench = bench_of("lc-oscillator", problem, written, {});
    const SpiceComparison result = bench.compare();
    INFO(shape << ": " << result.largest);
    CHECK(result.passes(bench.circuit.rule));
  }
  for (const std::string amplifier : {"tanh", "logistic"}) {
    WrittenSettings written = quiet;
    written.insert(written.end(), {{"amplifier", amplifier}, {"length", "20"}});
    Bench bench = bench_of("hopfield", problem, written, {});
    const SpiceComparison result = bench.compare();
    INFO(amplifier << ": " << result.largest);
    CHECK(result.passes(bench.circuit.rule));
  }
}

TEST_CASE("amplifiers whose gain jumps follow the ODE as closely as others") {
  if (without_ngspice()) return;
  const WrittenSettings written{
      {"noise_start", "0"}, {"noise_end", "0"}, {"gain_shape", "square"}, {"cycles", "3"}, {"length", "50"}};
  for (const auto& accuracy : {SpiceAccuracy{}, SpiceAccuracy::tight()}) {
    Bench bench = bench_of("hopfield", ring(4, 1.0), written, accuracy);
    const SpiceComparison result = bench.compare();
    INFO("reltol " << accuracy.relative << ": largest difference " << result.largest << " V");
    CHECK(result.passes(bench.circuit.rule));
  }
}

TEST_CASE("four bistable nodes in ngspice follow the ODE in every form, and the ring of opposed ones alternates") {
  if (without_ngspice()) return;
  BistableDesign design;
  design.duration_s = 10e-6;
  struct Form {
    BistableLoading loading;
    BistableLaw law;
    double growth_s;
  };
  const std::vector<double> start{-0.02, 0.015, -0.01, 0.03};
  Problem mixed = ring(4, 1.0);
  mixed.couplings[1].value = -0.6;
  mixed.fields = {0.1, 0.0, -0.2, 0.0};
  for (const Form& form : {Form{BistableLoading::magnitude, BistableLaw::cubic, 0.0},
                           Form{BistableLoading::magnitude, BistableLaw::latch, 3e-6},
                           Form{BistableLoading::none, BistableLaw::cubic, 0.0},
                           Form{BistableLoading::signed_sum, BistableLaw::cubic, 3e-6}}) {
    design.loading = form.loading;
    design.law = form.law;
    design.coupling_growth_s = form.growth_s;
    design.node_s = Schedule(Schedule::Shape::linear, 1e-3, 4e-3, design.duration_s);
    for (const bool plain : {true, false}) {
      const Problem problem = plain ? ring(4, 1.0) : mixed;
      OpenOptions options;
      options.initial = start;
      options.tolerance = {1e-12, 1e-12};
      const BistableMachine machine(problem, design, CouplingStorage::automatic, available_kernels().back());
      Bench bench{std::make_unique<AnalogRunOf<FlawedMachine<BistableMachine>>>(
                      FlawedMachine<BistableMachine>(machine, {}, {}), Stepper::heun, 1e-8, options),
                  {bistable_netlist(problem, design, start, SpiceAccuracy::tight()),
                   {SpiceRule::Quantity::state, "voltage", "V", 2e-5},
                   start,
                   copy_probes}};
      const SpiceComparison result = bench.compare();
      INFO("loading " << static_cast<int>(form.loading) << ", law " << static_cast<int>(form.law) << ", growth "
                      << form.growth_s << ", " << (plain ? "ring" : "mixed") << ": " << result.largest << " V");
      CHECK(result.passes(bench.circuit.rule));
      if (plain) CHECK(result.spice_spins == std::vector<Spin>{-1, 1, -1, 1});
    }
  }
}

TEST_CASE("a netlist that is broken on purpose does not pass") {
  if (without_ngspice()) return;
  SECTION("a cube by ^, which takes the absolute value") {
    Bench bench = oscillators("circuit", "5", {});
    replace_in(bench.circuit.netlist.text, "*v(n1)*v(n1)*v(n1)", "*v(n1)^3");
    CHECK_FALSE(bench.compare().passes(bench.circuit.rule));
  }
  SECTION("a synapse of the other sign") {
    Bench bench = amplifiers({});
    replace_in(bench.circuit.netlist.text, "G3_4 0 u3", "G3_4 u3 0");
    const SpiceComparison result = bench.compare();
    CHECK_FALSE(result.passes(bench.circuit.rule));
    CHECK(result.first_beyond_s.has_value());
  }
  SECTION("a capacitor that is one per mille too large") {
    Bench bench = amplifiers(SpiceAccuracy::tight());
    replace_in(bench.circuit.netlist.text, "C2 u2 0 1.0000000000000001e-09", "C2 u2 0 1.001e-09");
    CHECK_FALSE(bench.compare().passes(bench.circuit.rule));
  }
}

TEST_CASE("runs that ngspice gives up are errors although it exits with 0") {
  if (without_ngspice()) return;
  SECTION("a formula that nobody knows") {
    Bench bench = amplifiers({});
    replace_in(bench.circuit.netlist.text, "tanh", "tanhh");
    CHECK_THROWS_AS(bench.compare(), HardwareError);
  }
  SECTION("a solution that runs away") {
    Bench bench = oscillators("circuit", "20", {});
    replace_in(bench.circuit.netlist.text, "*v(n1)*v(n1)*v(n1)", "*v(n1)^3");
    CHECK_THROWS_AS(bench.compare(), HardwareError);
  }
  SECTION("a run that ends early") {
    Bench bench = amplifiers({});
    replace_in(bench.circuit.netlist.text, " 1.0000000000000001e-05 0 ", " 5e-6 0 ");
    CHECK_THROWS_WITH(bench.compare(), "ngspice stopped at 5e-06 s of 1e-05 s");
  }
}

TEST_CASE("ngspice's ASCII results are read like its binary ones") {
  if (without_ngspice()) return;
  const Workshop workshop;
  const Bench bench = amplifiers({});
  const SpiceWaves binary = simulate_netlist(bench.circuit.netlist, workshop.path(), nullptr);
  setenv("SPICE_ASCIIRAWFILE", "1", 1);
  const SpiceWaves ascii = simulate_netlist(bench.circuit.netlist, workshop.path(), nullptr);
  unsetenv("SPICE_ASCIIRAWFILE");
  CHECK(ascii.names == binary.names);
  REQUIRE(ascii.time_s.size() == binary.time_s.size());
  double worst = 0.0;  // ASCII has 15 digits
  for (std::size_t k = 0; k < ascii.time_s.size(); ++k) {
    worst = std::max(worst, std::abs(ascii.values[0][k] - binary.values[0][k]));
  }
  CHECK(worst < 1e-12);
}

TEST_CASE("an RC filter under ngspice's transient noise has the variance that the machines' noise is scaled by",
          "[.campaign]") {
  // Samples of standard deviation a every h, joined by lines, have a cubic spline for correlation: an RC filter passes
  // the variance a^2 h / (2RC) (1 - 7h/(15RC)) to first order in h/RC. 40 filters over 500 RC hold 10,000 independent
  // squares: 1.1 % of standard deviation was seen, and ngspice does not keep to a seed, so one run in 150 fails by
  // chance: a campaign.
  if (without_ngspice()) return;
  constexpr int filters = 40;
  constexpr double rc = 1e-6, h = 5e-8, a = 0.1;
  NetlistWriter writer("RC filters under noise", {});
  SpiceNetlist netlist;
  std::vector<std::string> probes;
  std::string sources;
  for (int k = 1; k <= filters; ++k) {
    const std::string label = std::to_string(k);
    writer.resistor(label, "s" + label, "n" + label, 1e3);
    writer.capacitor(label, "n" + label, "0", 1e-9, 0.0);
    sources += "V" + label + " s" + label + " 0 DC 0 TRNOISE(" + spice_number(a) + " " + spice_number(h) + " 0 0)\n";
    probes.push_back("v(n" + label + ")");
  }
  netlist = writer.finish(probes, 500 * rc, h, h, {});
  replace_in(netlist.text, ".save", sources + ".options seed=7\n.save");
  const Workshop workshop;
  const SpiceWaves waves = simulate_netlist(netlist, workshop.path(), nullptr);
  double squares = 0.0, time = 0.0;
  for (const auto& name : probes) {
    const auto& v = waves.vector(name);
    for (std::size_t k = 1; k < v.size(); ++k) {
      if (waves.time_s[k] < 10 * rc) continue;
      const double step = waves.time_s[k] - waves.time_s[k - 1];
      squares += v[k] * v[k] * step;
      time += step;
    }
  }
  CHECK(squares / time == Approx(a * a * h / (2.0 * rc) * (1.0 - 7.0 * h / (15.0 * rc))).epsilon(0.03));
}
