// The flaws of real parts as parameters that every analog sampler has: one table, read in one place.
#pragma once

#include "models/analog/flaws/coupling_flaws.hpp"
#include "models/analog/flaws/node_flaws.hpp"
#include "models/sample_set.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass {

struct DeviceFlaws {
  CouplingFlaws coupling;
  NodeFlaws node;
};

/// The rows that every analog sampler's table has besides its own; `device_seed` may be there already.
ParameterTable flaw_parameters();

/// Appends flaw_parameters() to `table`, leaving out a `device_seed` that the machine has of its own.
void append_flaw_parameters(ParameterTable& table);

DeviceFlaws device_flaws(const Settings& settings);

/// What stands where every stage is off.
inline constexpr const char* no_flaws_text = "all off";
/// What each stage that is on was set to, and the device seed; no_flaws_text without any.
std::string flaws_text(const DeviceFlaws& flaws);

/// Puts flaws_text into `set.info`. When the couplings are flawed, `set.vectors["device_energy"]` holds the energies of
/// the device problem, and the figures ideal_energy_… and device_energy_… the mean of the reads and the energy of the
/// best one, on the problem as asked and as built.
void describe_flaws(const DeviceFlaws& flaws, const Problem& device, SampleSet& set);

/// UsageError when what the couplings carried during the delay would not fit into a gigabyte per thread.
void check_delay_memory(const NodeFlaws& flaws, double step_s, std::int64_t rows);

}  // namespace isinglass
