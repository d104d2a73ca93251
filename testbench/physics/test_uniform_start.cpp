// Machines that begin beside an undecided state favour neither side of it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/analog/bifurcation.hpp"
#include "models/analog/bistable.hpp"
#include "models/analog/competitive.hpp"
#include "models/analog/hopfield.hpp"
#include "models/analog/langevin.hpp"
#include "models/analog/lc_oscillator.hpp"
#include "models/analog/oscillator_memory.hpp"
#include "models/analog/pbit_continuous.hpp"
#include "models/analog/plastic_hopfield.hpp"
#include "models/analog/resistor.hpp"
#include "testbench/physics/problems.hpp"
#include "testbench/physics/sparse_instances.hpp"

using namespace isinglass;

namespace {

constexpr std::int32_t kSpins = 50;
constexpr std::uint32_t kReads = 80;

/// The first `rows` values of the starts of reads 1 to kReads.
template <Machine M>
std::vector<double> starts_of(const M& machine, Eigen::Index rows) {
  std::vector<double> starts;
  std::vector<double> state(static_cast<std::size_t>(machine.size()));
  for (std::uint32_t read = 1; read <= kReads; ++read) {
    machine.initial(5, read, state);
    starts.insert(starts.end(), state.begin(), state.begin() + rows);
  }
  return starts;
}

/// K >= 4000 values uniform in [-spread, spread): their mean within five of its standard deviations of zero, none
/// outside, and one in the last hundredth of the width at either end. Of another seed's starts one in 1.7e6 fails by
/// the mean, and one in 1e17 by the ends ((1 - 1/100)^4000 each).
void check_uniform(const std::string& what, const std::vector<double>& starts, double spread) {
  const auto count = static_cast<double>(starts.size());
  double sum = 0.0;
  for (const double value : starts) sum += value;
  const auto [least, most] = std::minmax_element(starts.begin(), starts.end());
  INFO(what << ": mean " << sum / count << ", " << *least << " to " << *most);
  REQUIRE(count >= 4000.0);
  CHECK(std::abs(sum / count) < 5.0 * spread / std::sqrt(3.0 * count));
  CHECK(*least >= -spread);
  CHECK(*most <= spread);
  CHECK(*least < -0.98 * spread);
  CHECK(*most > 0.98 * spread);
}

template <Machine M>
void check_start(const std::string& what, const M& machine, Eigen::Index rows, double spread) {
  check_uniform(what, starts_of(machine, rows), spread);
}

}  // namespace

TEST_CASE("starts said to be uniform in [-s, s) have mean zero and reach both ends") {
  const Problem problem = testing::random_problem(kSpins, 0.2, 71);
  const PatternSet patterns = random_patterns(kSpins, 3, 4);
  const auto storage = CouplingStorage::automatic;
  const auto kernel = KernelKind::generic;

  BifurcationDesign bifurcation;
  bifurcation.spread = 0.3;
  for (const auto variant : {BifurcationVariant::ballistic, BifurcationVariant::heated_discrete}) {
    bifurcation.variant = variant;  // positions, then momenta
    check_start("bifurcation", BifurcationMachine(problem, bifurcation, storage, kernel), 2L * kSpins, 0.3);
  }
  BistableDesign bistable;
  bistable.start_v = 0.02;
  check_start("bistable", BistableMachine(problem, bistable, storage, kernel), kSpins, 0.02);
  HopfieldDesign hopfield;
  hopfield.start_v = 0.04;
  check_start("hopfield", HopfieldMachine(problem, hopfield, storage, kernel), kSpins, 0.04);
  PlasticHopfieldDesign plastic;
  plastic.start_v = 0.05;
  check_start("plastic hopfield", PlasticHopfieldMachine(patterns, plastic, kernel), kSpins, 0.05);
  LangevinDesign langevin;
  langevin.spread = 0.7;
  const IsingWells wells(problem, Schedule::constant(1.0), storage, kernel);
  check_start("langevin", LangevinMachine<IsingWells>(wells, langevin), kSpins, 0.7);
  PbitContinuousDesign mean_field;
  mean_field.rule = PbitRule::mean_field;
  check_start("mean-field p-bits", PbitContinuousMachine(problem, mean_field, storage, kernel), kSpins, 0.1);
  check_start("oscillator", testing::frozen_machine(problem, 1.0, 1.0, 0.0), kSpins, std::numbers::pi);
  check_start("oscillator memory", OscillatorMemory(patterns, {}), kSpins, std::numbers::pi);
  const CompetitiveMachine competitive(testing::random_code(30, kSpins, 6), {}, kernel);
  const auto membranes = starts_of(competitive, kSpins);
  double reach = 0.0;
  for (const double u : membranes) reach = std::max(reach, std::abs(u));
  check_uniform("competitive", membranes, reach);
}

TEST_CASE("pairs of nodes start opposite, p-bits at either value, tanks at any phase") {
  ResistorNetwork network;
  network.nodes = 2 * kSpins;
  network.pairs = true;
  network.start_v = 0.03;
  network.current_a.assign(2 * kSpins, 0.0);
  const ResistorMachine pairs(network);
  check_start("resistor", pairs, kSpins, 0.03);
  std::vector<double> state(2 * kSpins);
  pairs.initial(5, 3, state);
  for (std::size_t i = 0; i < kSpins; ++i) CHECK(state[kSpins + i] == -state[i]);

  const Problem problem = testing::random_problem(kSpins, 0.2, 71);
  const PbitContinuousMachine pbits(problem, {}, CouplingStorage::automatic, KernelKind::generic);
  const auto outputs = starts_of(pbits, kSpins);
  // 4000 fair coins: six standard deviations, one seed in 5e8.
  CHECK(std::abs(std::count(outputs.begin(), outputs.end(), 1.0) - 2000) < 190);
  CHECK(std::all_of(outputs.begin(), outputs.end(), [](double m) { return std::abs(m) == 1.0; }));

  const LcOscillatorMachine tanks(problem, {}, CouplingStorage::automatic, KernelKind::generic);
  std::vector<double> phases;
  state.resize(static_cast<std::size_t>(tanks.size()));
  for (std::uint32_t read = 1; read <= kReads; ++read) {
    tanks.initial(5, read, state);
    for (std::size_t i = 0; i < kSpins; ++i) phases.push_back(std::atan2(state[kSpins + i], state[i]));
  }
  check_uniform("tanks", phases, std::numbers::pi);
}
