// Gaps, their means, and the page that shows them.
#include "sim/report/sweep_means.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "sim/report/format.hpp"

namespace isinglass {
namespace {

constexpr double kNoGap = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kBestOfSweep = "best of this sweep";

/// How far `value` stays from the target, in per cent of it; not a number where there is none to compare with.
double gap_of(const SweepRecord& record, double value) {
  if (!record.target || *record.target == 0.0) return kNoGap;
  const double short_of = record.problem.maximise() ? *record.target - value : value - *record.target;
  return 100.0 * short_of / std::abs(*record.target);
}

/// One number of a point on each problem, where it is known.
using Value = std::function<double(const SweepRecord&, const SweepPoint&)>;

double mean_gap(const SweepRecord& record, const SweepPoint& point) {
  return point.outcome ? gap_of(record, point.outcome->mean) : kNoGap;
}

double best_gap(const SweepRecord& record, const SweepPoint& point) {
  return point.outcome ? gap_of(record, point.outcome->best) : kNoGap;
}

double success(const SweepRecord&, const SweepPoint& point) {
  return point.outcome && point.outcome->p ? *point.outcome->p : kNoGap;
}

/// Over the problems on which all the points of the sweep under way were reached.
std::optional<MeanOverProblems> mean_of(const std::vector<SweepRecord>& records, std::size_t k, const Value& value,
                                        std::optional<std::size_t> less = {}) {
  std::vector<double> values;
  for (const auto& record : records) {
    if (k >= record.points.size() || (less && *less >= record.points.size())) continue;
    const double base = less ? value(record, record.points[*less]) : 0.0;
    const double difference = value(record, record.points[k]) - base;
    if (std::isfinite(difference)) values.push_back(difference);
  }
  if (values.empty()) return {};
  return mean_over_problems(values);
}

/// The record with the most points: of an interrupted sweep the first.
const std::vector<SweepPoint>& points_of(const std::vector<SweepRecord>& records) {
  return std::max_element(records.begin(), records.end(),
                          [](const auto& a, const auto& b) { return a.points.size() < b.points.size(); })
      ->points;
}

/// The first level, if there is one.
std::optional<std::size_t> level_at(const std::vector<SweepPoint>& points) {
  const auto first = std::find_if(points.begin(), points.end(), [](const auto& p) { return p.is_level(); });
  if (first == points.end()) return {};
  return static_cast<std::size_t>(first - points.begin());
}

/// The point of the same sampler at the last value of the first axis, all else equal.
std::optional<std::size_t> last_at(const std::vector<SweepPoint>& points, std::size_t k, const std::string& last) {
  for (std::size_t other = 0; other < points.size(); ++other) {
    if (points[other].sampler != points[k].sampler || points[other].is_level()) continue;
    auto values = points[k].values;
    values[0] = last;
    if (points[other].values == values) return other;
  }
  return {};
}

std::string percent_text(const std::optional<MeanOverProblems>& value, bool with_sign = false) {
  if (!value) return unknown_text;
  const double reach = value->interval.high - value->mean;
  const std::string mean = with_sign ? fmt::format("{:+.3f}", value->mean) : fmt::format("{:.3f}", value->mean);
  return std::isfinite(reach) ? fmt::format("{} ± {:.3f}", mean, reach) : mean;
}

std::string share_text(const std::optional<MeanOverProblems>& value) {
  if (!value) return unknown_text;
  const double reach = value->interval.high - value->mean;
  return std::isfinite(reach) ? fmt::format("{:.3f} ± {:.3f}", value->mean, reach) : fmt::format("{:.3f}", value->mean);
}

std::string mean_name(const SweepRecord& record, const SweepMean& mean) {
  return point_name(record, {mean.sampler, mean.values, {}, ""});
}

/// A few bits may cost a hundred times what the others do.
bool spans_decades(const std::vector<SweepMean>& means, std::optional<MeanOverProblems> SweepMean::*value) {
  double least = std::numeric_limits<double>::infinity();
  double most = 0.0;
  for (const auto& mean : means) {
    if (!(mean.*value)) continue;
    least = std::min(least, (mean.*value)->mean);
    most = std::max(most, (mean.*value)->mean);
  }
  return least > 0.0 && most > 20.0 * least;
}

SheetChart means_chart(const SweepRecord& grid, const std::vector<SweepMean>& means, const std::string& title,
                       const std::string& label, std::optional<MeanOverProblems> SweepMean::*value) {
  SweepRecord drawn;  // curves are those of its points, whatever their outcomes
  drawn.axes = grid.axes;
  drawn.axis_units = grid.axis_units;
  for (const auto& mean : means) drawn.points.push_back({mean.sampler, mean.values, {}, ""});
  SheetChart chart =
      sweep_chart(drawn, title, label, "Whiskers: 95 % intervals of the mean over the problems.", [&](std::size_t k) {
        const auto& known = means[k].*value;
        return known ? std::pair{known->mean, known->interval} : std::pair{kNoGap, Interval{kNoGap, kNoGap}};
      });
  chart.y_log = spans_decades(means, value);
  return chart;
}

}  // namespace

MeanOverProblems mean_over_problems(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  if (values.size() < 2) {
    return {mean, {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()}};
  }
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double reach = t_95(static_cast<std::int64_t>(values.size()) - 1) * std::sqrt(squares / (n - 1.0) / n);
  return {mean, {mean - reach, mean + reach}};
}

void settle_sweep_target(SweepRecord& record) {
  if (record.target) return;
  for (const auto& point : record.points) {
    if (!point.outcome) continue;
    const double best = point.outcome->best;
    if (!record.target || (record.problem.maximise() ? best > *record.target : best < *record.target)) {
      record.target = best;
    }
  }
  if (!record.target) return;
  record.target_origin = kBestOfSweep;
  for (auto& point : record.points) {
    if (point.batch) point.outcome = outcome_of(*point.batch, record.objective, record.target);
  }
}

std::vector<SweepMean> sweep_means(const std::vector<SweepRecord>& records) {
  const auto& points = points_of(records);
  const auto level = level_at(points);
  std::vector<SweepMean> means;
  for (std::size_t k = 0; k < points.size(); ++k) {
    SweepMean mean{points[k].sampler, points[k].values};
    mean.problems = std::count_if(records.begin(), records.end(), [&](const SweepRecord& record) {
      return k < record.points.size() && record.points[k].outcome.has_value();
    });
    mean.gap = mean_of(records, k, mean_gap);
    mean.best_gap = mean_of(records, k, best_gap);
    mean.success = mean_of(records, k, success);
    if (level && *level != k) mean.over_level = mean_of(records, k, mean_gap, level);
    if (!points[k].is_level()) {
      const auto last = last_at(points, k, records.front().axes[0].values.back());
      if (last && *last != k) mean.over_last = mean_of(records, k, mean_gap, last);
    }
    means.push_back(std::move(mean));
  }
  return means;
}

std::string level_of(const std::vector<SweepMean>& means) {
  const auto first =
      std::find_if(means.begin(), means.end(), [](const SweepMean& mean) { return mean.values.empty(); });
  return first == means.end() ? "" : first->sampler;
}

std::string sweep_means_headline(const std::vector<SweepRecord>& records) {
  const auto means = sweep_means(records);
  const SweepMean* best = nullptr;
  for (const auto& mean : means) {
    if (mean.gap && (best == nullptr || mean.gap->mean < best->gap->mean)) best = &mean;
  }
  if (best == nullptr) return "No point of the grid ran.";
  return fmt::format("The smallest mean gap to the target is {:.3g} %, with {}.", best->gap->mean,
                     mean_name(records.front(), *best));
}

std::vector<Diagnostic> diagnose_sweep_means(const std::vector<SweepRecord>& records) {
  std::vector<Diagnostic> found;
  std::int64_t stand_ins = 0;
  for (const auto& record : records) {
    for (const auto& point : record.points) {
      if (point.failure.empty()) continue;
      found.push_back(
          {fmt::format("{}: {} did not run: {}.", record.problem.name, point_name(record, point), point.failure),
           "Means are over the other problems."});
    }
    stand_ins += record.target_origin == kBestOfSweep ? 1 : 0;
  }
  if (stand_ins > 0) {
    found.push_back({fmt::format("Of {} of {} problems no target is known: the best read of the sweep stands in.",
                                 stand_ins, records.size()),
                     "Differences between points hold all the same; give --target, or more reads."});
  }
  return found;
}

std::vector<std::vector<std::string>> sweep_means_table(const std::vector<SweepRecord>& records) {
  const auto means = sweep_means(records);
  const SweepRecord& grid = records.front();
  const std::string level = level_of(means);
  std::vector<std::string> heading{"sampler"};
  for (std::size_t a = 0; a < grid.axes.size(); ++a) heading.push_back(sweep_axis_label(grid, a));
  heading.insert(heading.end(), {"problems", "gap %", "best read %", "success"});
  if (!level.empty()) heading.push_back("less " + level);
  heading.push_back(fmt::format("less {}={}", grid.axes[0].key, grid.axes[0].values.back()));
  std::vector<std::vector<std::string>> rows{heading};
  for (const auto& mean : means) {
    std::vector<std::string> row{mean.sampler};
    const auto values = point_values(grid, {mean.sampler, mean.values, {}, ""});
    row.insert(row.end(), values.begin(), values.end());
    row.insert(row.end(), {format_count(mean.problems), percent_text(mean.gap), percent_text(mean.best_gap),
                           share_text(mean.success)});
    if (!level.empty()) row.push_back(percent_text(mean.over_level, true));
    row.push_back(percent_text(mean.over_last, true));
    rows.push_back(std::move(row));
  }
  return rows;
}

Sheet sweep_means_sheet(const std::vector<SweepRecord>& records) {
  const SweepRecord& grid = records.front();
  const auto means = sweep_means(records);
  Sheet sheet;
  sheet.kind = "sweep";
  sheet.title = fmt::format("{} problems", records.size());
  std::string varied = grid.axes[0].key;
  if (grid.axes.size() > 1) varied += " and " + grid.axes[1].key;
  sheet.task = fmt::format("{} varied on {} problems, {} for each point.", varied, records.size(),
                           format_count_of(grid.reads, "read"));
  sheet.headline = sweep_means_headline(records);
  sheet.interrupted = grid.interrupted || records.back().interrupted;
  SheetSection quality{"Quality", "", {}, {}, {}};
  quality.text =
      "Gap: how far the mean of a point's reads stays from the target of the problem, in per cent of it. The last "
      "columns "
      "are differences of gaps, problem by problem.";
  quality.charts.push_back(means_chart(grid, means, "Mean gap to the target", "gap (%)", &SweepMean::gap));
  quality.charts.push_back(
      means_chart(grid, means, "Share of the reads at the target", "success", &SweepMean::success));
  SheetTable table{"Means over the problems and their 95 % intervals (Student's t over the problems).", {}, {}};
  table.rows = sweep_means_table(records);
  table.columns = table.rows.front();
  table.rows.erase(table.rows.begin());
  quality.tables.push_back(std::move(table));
  sheet.sections.push_back(std::move(quality));
  SheetTable fixed{"Set for all points; what is not named here has its default.", {"parameter", "value"}, {}};
  for (const auto& [key, value] : grid.fixed) fixed.rows.push_back({key, value});
  if (!fixed.rows.empty()) sheet.sections.push_back({"Settings", "", {}, {}, {fixed}});
  SheetSection each{"Problems", "", {}, {}, {}};
  for (const auto& record : records) {
    const std::string target =
        record.target ? fmt::format(", target {} ({})", format_objective(*record.target), record.target_origin) : "";
    each.tables.push_back(sweep_point_table(record, record.problem.name + target));
  }
  sheet.sections.push_back(std::move(each));
  sheet.diagnostics = diagnose_sweep_means(records);
  return sheet;
}

}  // namespace isinglass
