// What `simulate` says: table, JSON, sheet and files, all from the same data.
#pragma once

#include <filesystem>
#include <optional>

#include "sim/bench/attractors.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/sheet.hpp"
#include "sim/sampler/recording.hpp"
#include "sim/sampler/stability.hpp"
#include "sim/sampler/threshold.hpp"

namespace isinglass::cli {

struct Simulation {
  std::string sampler;
  std::string question;        ///< name of what was asked
  std::string objective_name;  ///< empty without a problem
  std::uint64_t seed = 0;
  std::uint32_t read = 0;
  std::string flaws;                    ///< what the flaws of real parts were set to
  std::optional<double> device_energy;  ///< of the spins at the end, on the problem as built; with flawed couplings
  std::optional<double> ideal_energy;   ///< of the same spins, on the problem as asked
  Recording recording;
  std::int64_t undecided = 0;  ///< spins at the end too near the comparator's threshold to be believed
  std::optional<Stability> stability;
  std::string stability_failure;             ///< why there is none although it was asked for
  std::string stability_hint;                ///< what to try then
  std::optional<ThresholdAnswer> threshold;  ///< of the spins at the equilibrium, or where the run ended without one
  std::vector<Attractor> attractors;
  std::int64_t starts = 0;     ///< of the search for attractors
  std::int64_t unsettled = 0;  ///< starts that were still moving
  std::string stopped_by;      ///< "interrupted" or "time limit" where something asked for is missing; else empty
};

std::string simulation_table(const Simulation& simulation, const Painter& painter);
nlohmann::ordered_json simulation_json(const Simulation& simulation);
/// Fills sections, headline, diagnostics and answer of a sheet that already says what made it.
void describe_simulation(const Simulation& simulation, Sheet& sheet);
/// trajectory.csv, trajectory.npz and, where this build can, trace.fst.
void write_trajectory(const std::filesystem::path& directory, const Simulation& simulation);

}  // namespace isinglass::cli
