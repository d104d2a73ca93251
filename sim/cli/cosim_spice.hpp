// `isinglass cosim --against ngspice`: a circuit's ODE against ngspice on the same netlist.
#pragma once

#include "models/error.hpp"
#include "sim/cli/spice_request.hpp"

namespace isinglass::cli {

struct CosimSpiceFlags {
  SpiceFlags spice;
  std::optional<double> tolerance;  ///< instead of the circuit's own rule
};

struct CosimSpiceRun {
  const ProblemFlags& problem;
  const CosimSpiceFlags& flags;
  const DisplayFlags& display;
  const std::vector<std::string>& parameters;
  const std::vector<std::string>& arguments;
  const std::string& seed;
  const std::string& output;  ///< directory; empty: nothing is kept
};

/// Runs both and prints the answer. ExitCode::missed when they differ by more than the rule allows.
ExitCode cosim_spice(const CLI::App& command, const CosimSpiceRun& run);

}  // namespace isinglass::cli
