// What `export spice` and `cosim --against ngspice` share: which circuit, from which problem, in which start.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/cli/common_options.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/spice_comparison.hpp"

namespace isinglass::cli {

struct SpiceFlags {
  std::string sampler = "lc-oscillator";
  std::int64_t read = 0;
  std::string accuracy = "default";
  std::optional<double> largest_step_s;
};
/// --sampler, --read, --accuracy, --tmax.
void add_spice_flags(CLI::App& command, SpiceFlags& flags);

/// A circuit and everything needed to run it twice.
struct SpiceRequest {
  ModelList models;
  const AnalogModel* model = nullptr;
  Problem problem;
  WrittenSettings written;  ///< what was asked for, and noise set to zero
  std::unique_ptr<Settings> settings;
  SpiceAccuracy accuracy;
  OpenOptions options;
  SpiceCircuit circuit;
  bool silenced = false;  ///< the machine's default noise was turned off
};

/// Builds the circuit. Noise that nobody asked for is turned off: a trajectory with noise cannot be repeated by another
/// simulator. `parameters` are KEY=VALUE or SAMPLER.KEY=VALUE.
SpiceRequest make_spice_request(const ProblemFlags& problem, const CLI::App& command, const SpiceFlags& flags,
                                const std::vector<std::string>& parameters, const std::string& seed);

}  // namespace isinglass::cli
