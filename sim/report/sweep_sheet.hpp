// What a sweep came to, as plain data, and its report: solution quality and success against the varied parameters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bench/outcome.hpp"
#include "sim/bench/sweep.hpp"
#include "sim/report/run_record.hpp"
#include "sim/report/sheet.hpp"

namespace isinglass {

/// One point of the grid under one sampler. Without an outcome it did not run, and `failure` says why.
struct SweepPoint {
  std::string sampler;
  std::vector<std::string> values;  ///< one for each axis
  std::optional<Outcome> outcome;
  std::string failure;
  std::optional<double> ideal_energy = {};   ///< mean of the reads on the problem as asked, and
  std::optional<double> device_energy = {};  ///< as built; where flaws of the couplings make the two differ
};

struct SweepRecord {
  ProblemRecord problem;
  std::vector<std::string> samplers;
  std::vector<SweepAxis> axes;          ///< one or two
  std::vector<std::string> axis_units;  ///< empty for pure numbers
  std::vector<Interval> axis_limits;    ///< what the parameters may be set to
  WrittenSettings fixed;                ///< what -p set for all points
  std::uint64_t seed = 0;
  std::int64_t reads = 0;  ///< asked for at each point
  std::optional<double> target;
  std::string target_origin;
  std::vector<SweepPoint> points;  ///< sampler by sampler, the last axis varying fastest
  bool interrupted = false;

  /// The point with the best mean; empty when nothing ran.
  [[nodiscard]] std::optional<std::size_t> best_point() const;
};

/// "anneal, sweeps = 300".
std::string point_name(const SweepRecord& record, const SweepPoint& point);
/// "The best mean is cut 11,620.1 (99.97 % of the target), with bifurcation, dt = 0.8."
std::string sweep_headline(const SweepRecord& record);
std::vector<Diagnostic> diagnose_sweep(const SweepRecord& record);

/// The sections of the report; provenance, command and answer are the caller's.
Sheet sweep_sheet(const SweepRecord& record);

}  // namespace isinglass
