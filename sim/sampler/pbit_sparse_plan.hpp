// How a problem and a sampler's settings become runs of the core pbit_sparse: the parameter table, the image, the
// schedule and the seed of each read. Shared by the twin (`pbit-sparse`) and the Verilog (`pbit-sparse:rtl`).
#pragma once

#include <memory>

#include "models/digital/pbit_sparse.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// The parameters that every sampler on this core has.
ParameterTable pbit_sparse_parameters();

/// Everything that the reads of one run share.
struct PbitSparsePlan {
  std::shared_ptr<const PbitSparseImage> image;
  PbitSparseRun run;              ///< without the seed
  double clock_hz = 0.0;          ///< of the shipped bitstream, unless told
  double baud = 0.0;              ///< of its serial line
  double temperature_hot = 0.0;   ///< in the problem's unit of energy
  double temperature_cold = 0.0;  ///< in the problem's unit of energy
  std::string board;
};

/// Throws InputError when the problem does not fit the board's core, UsageError for settings that contradict.
PbitSparsePlan plan_pbit_sparse(const Problem& problem, const Settings& settings);

/// The run of one read: its seed is a function of (seed, read) only.
PbitSparseRun pbit_sparse_read(const PbitSparsePlan& plan, std::uint64_t seed, std::int64_t read);

/// The ideal problem's energy of a read's best state, after comparing the core's claim with the problem as loaded.
/// Throws HardwareError when they differ or the core reports an overflow.
double pbit_sparse_energy(const Problem& problem, const PbitSparsePlan& plan, const PbitSparseResult& result);

/// What the report shows: figures (clock, programming and read-out time), settings, and a finding when rounding lost
/// something.
void describe_pbit_sparse(const PbitSparsePlan& plan, SampleSet& set);

}  // namespace isinglass
