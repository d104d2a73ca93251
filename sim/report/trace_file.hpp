// The wave file of a run: the inner state of one read of each machine on one time axis, for GTKWave or Surfer.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/report/run_record.hpp"

namespace isinglass {

/// Whether there is anything to draw: a machine with a hardware time axis whose state was recorded.
bool has_trace(const std::vector<SampleSet>& sets);

/// Writes `path` as FST: one scope per machine (record.samplers name them; what an identifier may not hold becomes _),
/// in it its state as reals (phases folded into [-pi, pi), as a comparator sees them), its spins as bits, and the
/// energy as a real, at the recorded instants in picoseconds. Throws UsageError when it cannot be written.
void write_trace(const std::filesystem::path& path, const RunRecord& record, const std::vector<SampleSet>& sets);

}  // namespace isinglass
