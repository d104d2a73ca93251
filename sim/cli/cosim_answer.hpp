// What `cosim` says: the JSON object and the table.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/cli/output.hpp"
#include "sim/cosim/cosim.hpp"

namespace isinglass::cli {

/// One finished co-simulation.
struct CosimRun {
  const Problem& problem;
  const CosimOptions& options;
  const CosimResult& result;
  double wall_s;
};

nlohmann::ordered_json cosim_json(const CosimRun& run);
std::string cosim_table(const CosimRun& run, const Painter& painter);

}  // namespace isinglass::cli
