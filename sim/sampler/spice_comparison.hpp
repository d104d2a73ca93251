// A machine of models/analog against ngspice: what to run, how its results are read, and how far the two are apart.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/io/spice_netlist.hpp"
#include "sim/io/spice_raw.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

/// What is compared, and how much of a difference is the integrators' own.
struct SpiceRule {
  enum class Quantity { state, phase } quantity = Quantity::state;  ///< phase: rows i and N + i are x and y
  std::string name;                                                 ///< "input voltage", "phase"
  std::string unit;                                                 ///< "V", "rad"
  double tolerance = 0.0;                                           ///< largest difference that passes
};

/// A machine as a circuit.
struct SpiceCircuit {
  SpiceNetlist netlist;
  SpiceRule rule;
  std::vector<double> initial;  ///< the state in which the machine's own trajectory starts
  /// The state of the machine that the probes at one instant stand for.
  std::function<void(double time_s, std::span<const double> probes, std::span<double> state)> state_of;
};

/// Two trajectories of a few rows at the same instants, for pictures and tables.
struct SpiceCurves {
  std::vector<double> time_s;
  std::vector<std::vector<double>> machine, spice;  ///< [row][instant]
  std::vector<double> difference;                   ///< the largest of all rows at each instant
};

/// state_of of a machine whose state is what is probed.
void copy_probes(double time_s, std::span<const double> probes, std::span<double> state);

struct SpiceComparison {
  double largest = 0.0;       ///< difference, in the rule's unit
  double largest_time_s = 0;  ///< where it was
  std::int32_t largest_row = 0;
  double final = 0.0;                            ///< the largest difference at the end
  std::optional<double> first_beyond_s;          ///< when the tolerance of the rule was first exceeded
  std::size_t instants = 0;                      ///< compared: every time point of ngspice
  std::vector<Spin> machine_spins, spice_spins;  ///< at the end
  SpiceCurves curves;
  [[nodiscard]] bool passes(const SpiceRule& rule) const {
    return largest <= rule.tolerance && machine_spins == spice_spins;
  }
};

/// Runs `netlist` in `directory` (netlist.cir, netlist.log, netlist.raw are left there) and reads what it wrote.
/// Errors: as flow::run_ngspice; HardwareError when the results end before the run should.
SpiceWaves simulate_netlist(const SpiceNetlist& netlist, const std::string& directory,
                            const std::atomic<bool>* interrupted);

/// Moves `run` along the time points of `waves` and compares. Curves of the first `rows` rows at about `instants`
/// instants are kept.
SpiceComparison compare_with_spice(AnalogRun& run, const SpiceCircuit& circuit, const SpiceWaves& waves,
                                   std::size_t rows = 16, std::size_t instants = 2000);

}  // namespace isinglass
