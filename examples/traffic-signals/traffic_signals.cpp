// Signal offsets on a street grid by oscillators with phase lags: the phase of junction i is 2 pi offset_i / cycle, and
// every street from j to i pulls phase_i - phase_j towards 2 pi travel time / cycle, as strongly as it is travelled.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/analog/oscillator.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "sim/io/line_scanner.hpp"
#include "sim/io/text_file.hpp"

using namespace isinglass;

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

struct Street {
  std::int32_t from = 0, to = 0;  ///< junctions, from 0
  double travel_s = 0.0;
  std::array<double, 2> flow{};  ///< vehicles per hour, morning and evening
};

struct Town {
  std::int32_t junctions = 0;
  double cycle_s = 0.0, green_s = 0.0;
  std::vector<Street> streets;
};

Town read_town(const std::string& path) {
  const std::string text = read_text_file(path);
  LineScanner scanner(text, path);
  Town town;
  while (scanner.next()) {
    const auto word = scanner.words()[0].text;
    if (word.front() == '#') continue;
    if (word == "cycle") {
      town.cycle_s = scanner.weight(1, "the cycle");
    } else if (word == "green") {
      town.green_s = scanner.weight(1, "the green time");
    } else {
      const auto from = static_cast<std::int32_t>(scanner.whole(0, "a junction"));
      const auto to = static_cast<std::int32_t>(scanner.whole(1, "a junction"));
      town.streets.push_back({from - 1,
                              to - 1,
                              scanner.weight(2, "a travel time"),
                              {scanner.weight(3, "a flow"), scanner.weight(4, "a flow")}});
      town.junctions = std::max({town.junctions, from, to});
    }
  }
  return town;
}

/// The streets as a lagged graph: weights in thousands of vehicles per hour.
LaggedGraph graph_of(const Town& town, std::size_t when) {
  LaggedGraph graph{"streets", town.junctions, {}};
  for (const auto& street : town.streets) {
    graph.edges.push_back({street.to, street.from, street.flow[when] / 1000.0, kTurn * street.travel_s / town.cycle_s});
  }
  return graph;
}

/// Every thousand vehicles per hour pull by up to a thirtieth of a radian per second; two hours.
OscillatorMachine signals(const Town& town, std::size_t when) {
  OscillatorDesign design;
  design.frequency_hz = 1.0 / town.cycle_s;
  design.duration_s = 7200.0;
  design.coupling = Schedule::constant(1.0 / 30.0);
  return {graph_of(town, when), design, KernelKind::generic};
}

/// Share of the vehicles that leave one junction during its green and reach the next one during its green.
double green_share(const Town& town, std::size_t when, std::span<const double> phase) {
  double all = 0.0, green = 0.0;
  for (const auto& street : town.streets) {
    const double offset = (phase[static_cast<std::size_t>(street.to)] - phase[static_cast<std::size_t>(street.from)]) /
                          kTurn * town.cycle_s;
    const double late_s = std::abs(std::remainder(street.travel_s - offset, town.cycle_s));
    all += street.flow[when];
    green += street.flow[when] * std::max(0.0, 1.0 - late_s / town.green_s);
  }
  return green / all;
}

/// The least energy of 16 starts at random.
std::vector<double> solve(const OscillatorMachine& machine) {
  BatchedIntegrator<OscillatorMachine, double> engine(machine, Stepper::heun, 1.0, {1, 0}, KernelKind::generic);
  engine.advance(static_cast<std::int64_t>(machine.duration_s()));
  std::vector<double> energy(kBlockWidth), phase(static_cast<std::size_t>(machine.size()));
  engine.energy(energy);
  const auto best = std::min_element(energy.begin(), energy.end()) - energy.begin();
  for (std::size_t i = 0; i < phase.size(); ++i) phase[i] = engine.state()(static_cast<Eigen::Index>(i), best);
  return phase;
}

/// Signals that carry on from where they are; prints the share of greens as it changes.
std::vector<double> carry_on(const Town& town, std::size_t when, const std::vector<double>& from) {
  const OscillatorMachine machine = signals(town, when);
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, from, {1e-8, 1e-8});
  for (const int minutes : {0, 1, 2, 5, 10, 20, 60, 120}) {
    trajectory.advance_to(60.0 * minutes);
    fmt::print("  after {:3} min  {:5.1f} %\n", minutes, 100.0 * green_share(town, when, trajectory.state()));
  }
  return {trajectory.state().begin(), trajectory.state().end()};
}

void print_offsets(const Town& town, const std::vector<double>& phase) {
  for (std::size_t i = 0; i < phase.size(); ++i) {
    const double turns = (phase[i] - phase[0]) / kTurn;
    fmt::print("{:4.0f}{}", std::floor((turns - std::floor(turns)) * town.cycle_s), i % 5 == 4 ? "\n" : "");
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Town town = read_town(argc > 1 ? argv[1] : "streets.txt");
    const std::vector<double> together(static_cast<std::size_t>(town.junctions), 0.0);
    const auto morning = solve(signals(town, 0));
    fmt::print("vehicles that meet green at the next junction\nmorning\n");
    fmt::print("  all signals together  {:5.1f} %\n", 100.0 * green_share(town, 0, together));
    fmt::print("  oscillators           {:5.1f} %\n", 100.0 * green_share(town, 0, morning));
    fmt::print("  offsets of the junctions, s\n");
    print_offsets(town, morning);
    fmt::print("evening: the flows turn round, the signals carry on from the morning's offsets\n");
    carry_on(town, 1, morning);
    fmt::print("  16 fresh starts {:5.1f} %\n", 100.0 * green_share(town, 1, solve(signals(town, 1))));
    return 0;
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return static_cast<int>(error.code());
  }
}
