// What a sweep came to, as plain data, and its report: solution quality and success against the varied parameters.
#pragma once

#include <functional>
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
  std::vector<std::string> values;  ///< one for each axis; none of a sampler without the parameters: a level
  std::optional<Outcome> outcome;
  std::string failure;
  std::optional<double> ideal_energy = {};   ///< mean of the reads on the problem as asked, and
  std::optional<double> device_energy = {};  ///< as built; where flaws of the couplings make the two differ
  std::optional<ReadBatch> batch = {};       ///< what the outcome was made of

  [[nodiscard]] bool is_level() const { return values.empty(); }
};

struct SweepRecord {
  ProblemRecord problem;
  Objective objective;
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

/// The same reads against the parameters, the points of each sampler as curves, those of a level as a line. `y` and
/// `interval` say what of the k-th point is drawn: NaN for nothing.
SheetChart sweep_chart(const SweepRecord& record, const std::string& title, const std::string& label,
                       const std::string& note, const std::function<std::pair<double, Interval>(std::size_t)>& value);

/// Best and mean of every point, as a table.
SheetTable sweep_point_table(const SweepRecord& record, const std::string& caption);

/// "weight_bits" or "length (s)".
std::string sweep_axis_label(const SweepRecord& record, std::size_t axis);
/// The values of a point, "–" for each axis of a level.
std::vector<std::string> point_values(const SweepRecord& record, const SweepPoint& point);

/// The sections of the report; provenance, command and answer are the caller's.
Sheet sweep_sheet(const SweepRecord& record);

}  // namespace isinglass
