// What a campaign of instances x samplers x seeds came to, as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/bench/outcome.hpp"
#include "sim/report/device_record.hpp"
#include "sim/report/run_record.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass {

/// Why runs or reads are missing.
inline constexpr const char* stopped_by_interrupt = "interrupted";
inline constexpr const char* stopped_by_time = "time limit";

struct BenchInstance {
  ProblemRecord problem;
  Objective objective;
  std::optional<double> target;  ///< in the problem's own terms
  std::string target_origin;     ///< "given", "best-known", "proved by enumeration" or "best of this campaign"
};

struct BenchSampler {
  std::string name;
  std::string kind;  ///< "analog", "digital" or "software"
  Settings settings;
};

/// One run: an instance under a sampler with a seed. Without reads it did not run, and `failure` says why.
struct BenchRow {
  std::size_t instance = 0;
  std::size_t sampler = 0;
  std::uint64_t seed = 0;
  std::string kernel;  ///< which vector instructions ran, where that matters
  std::optional<ReadBatch> batch;
  std::string failure;
  std::string advice;      ///< what to try where it failed
  std::string stopped_by;  ///< why reads are missing; empty when none are
  std::string flaws = {};  ///< of real parts, as they were set; "all off" without any, empty for software
  std::optional<DeviceEnergies> device = {};  ///< where flaws of the couplings make the device's energies differ
};

struct BenchRecord {
  std::vector<BenchInstance> instances;
  std::vector<BenchSampler> samplers;
  std::vector<std::uint64_t> seeds;
  std::int64_t reads = 0;      ///< asked for of each run
  WrittenSettings written;     ///< what -p set
  std::vector<BenchRow> rows;  ///< by instance, sampler and seed; runs that were never begun are missing
  std::string stopped_by;      ///< why runs or reads are missing; empty when none are

  [[nodiscard]] std::size_t runs() const { return instances.size() * samplers.size() * seeds.size(); }
};

/// An instance under a sampler: the runs of all seeds as one batch of independent reads.
struct BenchSummary {
  std::size_t instance = 0;
  std::size_t sampler = 0;
  std::int64_t seeds = 0;          ///< runs with reads
  std::optional<Outcome> outcome;  ///< empty when no run has reads
  std::string failure;             ///< of the first run that failed
  std::string advice;
  std::string flaws = {};                     ///< as of the runs
  std::optional<DeviceEnergies> device = {};  ///< of all runs with reads together
};

/// Gives every instance without a target the best value of its rows, where it has any; a full enumeration proves it.
void settle_targets(BenchRecord& record);

/// What the reads of one row came to; empty without reads.
std::optional<Outcome> outcome_of(const BenchRecord& record, const BenchRow& row);

/// True when some machine among them has to be loaded with the problem.
bool loads(const std::vector<BenchSummary>& pairs);

/// One for each pair of an instance and a sampler that has rows, in the order of the rows.
std::vector<BenchSummary> summaries(const BenchRecord& record);

}  // namespace isinglass
