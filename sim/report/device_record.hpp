// What the flaws of real parts were set to in a run, and what those of couplings did to the energies: one home for
// solve, bench and their reports.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isinglass {

/// Energies of the problem as asked and as the device was built to it, over some reads. Best: of the read whose ideal
/// energy is lowest.
struct DeviceEnergies {
  double ideal_mean = 0.0;
  double device_mean = 0.0;
  double ideal_best = 0.0;
  double device_best = 0.0;
};

/// From the figures of a run; empty where its couplings have no flaws.
std::optional<DeviceEnergies> device_energies(const std::map<std::string, double>& figures);

/// Those of all reads of several runs, each with its number of reads; at least one.
DeviceEnergies pooled(const std::vector<std::pair<double, DeviceEnergies>>& runs);

/// From the texts of a run: every flaw that was on, the frequency mismatch of oscillators included; "all off" without
/// any, empty for software, which has none.
std::string flaws_of_run(const std::map<std::string, std::string>& info);

}  // namespace isinglass
