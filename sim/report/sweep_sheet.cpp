// The sentences, findings, charts and tables of a sweep.
#include "sim/report/sweep_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/report/format.hpp"

namespace isinglass {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Seeds have no better values.
bool is_seed(const SweepAxis& axis) { return axis.key.ends_with("seed"); }

/// One curve: a sampler, and with two axes one value of the second. Numbers of the record's points along the first
/// axis; of a level one.
struct Curve {
  std::string name;
  std::vector<std::size_t> points;
  bool level = false;
};

/// The points of the grid of one sampler, beginning at `from`, as curves.
void add_curves(const SweepRecord& record, const std::string& sampler, std::size_t from, std::size_t to,
                std::vector<Curve>& all) {
  const std::size_t second = record.axes.size() > 1 ? record.axes[1].values.size() : 1;
  for (std::size_t b = 0; b < second; ++b) {
    Curve curve{sampler, {}};
    if (record.axes.size() > 1) {
      curve.name += fmt::format(", {} = {}", record.axes[1].key, record.axes[1].values[b]);
    }
    for (std::size_t at = from + b; at < to; at += second) curve.points.push_back(at);
    all.push_back(std::move(curve));
  }
}

std::vector<Curve> curves(const SweepRecord& record) {
  std::vector<Curve> all;
  for (std::size_t from = 0; from < record.points.size();) {
    const std::string& sampler = record.points[from].sampler;
    std::size_t to = from;
    while (to < record.points.size() && record.points[to].sampler == sampler) ++to;
    if (record.points[from].is_level()) {
      all.push_back({sampler, {from}, true});
    } else {
      add_curves(record, sampler, from, to, all);
    }
    from = to;
  }
  return all;
}

/// Where the points of the first axis stand: their numbers, or 0, 1, 2 … for words, which the chart names.
std::vector<double> positions(const SweepAxis& axis) {
  auto numbers = axis.numbers();
  if (!numbers.empty()) return numbers;
  for (std::size_t k = 0; k < axis.values.size(); ++k) numbers.push_back(static_cast<double>(k));
  return numbers;
}

/// True when a point off the ends of every range has the best mean too: then nothing says that beyond is better.
bool equal_is_inside(const SweepRecord& record, std::size_t best) {
  const auto inside = [&](const SweepPoint& point) {
    if (point.is_level()) return false;
    for (std::size_t a = 0; a < record.axes.size(); ++a) {
      const auto& values = record.axes[a].values;
      if (values.size() >= 3 && (point.values[a] == values.front() || point.values[a] == values.back())) return false;
    }
    return true;
  };
  return std::any_of(record.points.begin(), record.points.end(), [&](const SweepPoint& point) {
    return point.outcome && point.outcome->mean == record.points[best].outcome->mean && inside(point);
  });
}

/// The chart of one number of the outcomes.
template <typename Value>
SheetChart chart(const SweepRecord& record, const std::string& title, const std::string& label, const std::string& note,
                 Value&& value) {
  return sweep_chart(record, title, label, note, [&](std::size_t k) {
    const auto& outcome = record.points[k].outcome;
    return outcome ? value(*outcome) : std::pair{kUnknown, Interval{kUnknown, kUnknown}};
  });
}

}  // namespace

std::string sweep_axis_label(const SweepRecord& record, std::size_t axis) {
  const auto& unit = record.axis_units[axis];
  return unit.empty() ? record.axes[axis].key : fmt::format("{} ({})", record.axes[axis].key, unit);
}

std::vector<std::string> point_values(const SweepRecord& record, const SweepPoint& point) {
  return point.is_level() ? std::vector<std::string>(record.axes.size(), unknown_text) : point.values;
}

SheetChart sweep_chart(const SweepRecord& record, const std::string& title, const std::string& label,
                       const std::string& note, const std::function<std::pair<double, Interval>(std::size_t)>& value) {
  const SweepAxis& axis = record.axes[0];
  SheetChart chart{title, sweep_axis_label(record, 0), label, {}, axis.geometric, false, note};
  const bool words = axis.numbers().empty();
  if (words) chart.x_names = axis.values;
  const auto x = positions(axis);
  for (const auto& curve : curves(record)) {
    SheetSeries series{curve.name, {}, {}, {}, {}, curve.level || !words, !curve.level};
    const std::size_t count = curve.level ? x.size() : curve.points.size();
    for (std::size_t k = 0; k < count; ++k) {
      auto [y, interval] = value(curve.points[curve.level ? 0 : k]);
      if (curve.level && k + 1 < count) interval = {kUnknown, kUnknown};  // one whisker is enough for a line
      series.x.push_back(x[k]);
      series.y.push_back(y);
      series.low.push_back(interval.low);
      series.high.push_back(interval.high);
    }
    chart.series.push_back(std::move(series));
  }
  return chart;
}

SheetTable sweep_point_table(const SweepRecord& record, const std::string& caption) {
  SheetTable table{caption, {}, {}};
  table.columns.push_back("sampler");
  for (std::size_t a = 0; a < record.axes.size(); ++a) table.columns.push_back(sweep_axis_label(record, a));
  for (const auto* name : {"reads", "best", "mean", "interval", "success", "time to solution"}) {
    table.columns.push_back(name);
  }
  for (const auto& point : record.points) {
    std::vector<std::string> row{point.sampler};
    const auto values = point_values(record, point);
    row.insert(row.end(), values.begin(), values.end());
    if (!point.outcome) {
      row.insert(row.end(), {"0", point.failure, unknown_text, unknown_text, unknown_text, unknown_text});
    } else {
      const Outcome& o = *point.outcome;
      row.push_back(format_count(o.reads));
      row.push_back(format_objective(o.best));
      row.push_back(format_objective(o.mean));
      row.push_back(
          fmt::format("{} – {}", format_objective(o.mean_interval.low), format_objective(o.mean_interval.high)));
      row.push_back(o.p ? fmt::format("{} [{}]", format_probability(o), format_probability_interval(o)) : unknown_text);
      row.push_back(format_tts(o));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::optional<std::size_t> SweepRecord::best_point() const {
  std::optional<std::size_t> best;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (!points[k].outcome) continue;
    const double mean = points[k].outcome->mean;
    if (best) {
      const double other = points[*best].outcome->mean;
      if (problem.maximise() ? mean <= other : mean >= other) continue;
    }
    best = k;
  }
  return best;
}

std::string point_name(const SweepRecord& record, const SweepPoint& point) {
  std::string name = point.sampler;
  for (std::size_t a = 0; a < point.values.size(); ++a) {
    name += fmt::format(", {} = {}", record.axes[a].key, point.values[a]);
  }
  return name;
}

std::string sweep_headline(const SweepRecord& record) {
  const auto best = record.best_point();
  if (!best) return "No point of the grid ran.";
  const SweepPoint& point = record.points[*best];
  return fmt::format("The best mean {} is {}, with {}.", record.problem.objective_name,
                     format_objective(point.outcome->mean), point_name(record, point));
}

std::vector<Diagnostic> diagnose_sweep(const SweepRecord& record) {
  std::vector<Diagnostic> found;
  for (const auto& point : record.points) {
    if (point.failure.empty()) continue;
    found.push_back({fmt::format("{} did not run: {}.", point_name(record, point), point.failure),
                     "Narrow the range, or mend what the sentence says."});
  }
  const auto best = record.best_point();
  if (!best || equal_is_inside(record, *best)) return found;
  for (std::size_t a = 0; a < record.points[*best].values.size(); ++a) {
    const auto& values = record.axes[a].values;
    const auto& value = record.points[*best].values[a];
    const auto numbers = record.axes[a].numbers();
    const bool at_end = value == values.front() || value == values.back();
    if (!at_end || values.size() < 3 || numbers.empty() || is_seed(record.axes[a])) continue;
    const double end =
        numbers[static_cast<std::size_t>(std::find(values.begin(), values.end(), value) - values.begin())];
    if (end == record.axis_limits[a].low || end == record.axis_limits[a].high) continue;
    found.push_back({fmt::format("The best mean lies at an end of the range of {}.", record.axes[a].key),
                     "Extend the range: a better value may lie beyond."});
  }
  return found;
}

Sheet sweep_sheet(const SweepRecord& record) {
  Sheet sheet;
  sheet.kind = "sweep";
  sheet.title = record.problem.name;
  const std::string reads = fmt::format("{} for each point", format_count_of(record.reads, "read"));
  std::string varied = record.axes[0].key;
  if (record.axes.size() > 1) varied += " and " + record.axes[1].key;
  sheet.task = fmt::format("{} problem, {}; {} varied, {}.", task_name(record.problem),
                           format_count_of(record.problem.variables, "variable"), varied, reads);
  sheet.headline = sweep_headline(record);
  sheet.interrupted = record.interrupted;
  SheetSection quality{"Quality", "", {}, {}, {}};
  if (record.target) {
    quality.text = fmt::format("Target: {} {} ({}).", record.problem.objective_name, format_objective(*record.target),
                               record.target_origin);
  }
  quality.charts.push_back(chart(record, fmt::format("Mean {} of the reads", record.problem.objective_name),
                                 record.problem.objective_name, "Whiskers: 95 % interval of the mean.",
                                 [](const Outcome& o) {
                                   return std::pair{o.mean, o.mean_interval};
                                 }));
  if (record.target) {
    quality.charts.push_back(chart(record, "Success probability of a read", "probability",
                                   "Whiskers: Wilson intervals, 95 %.", [](const Outcome& o) {
                                     return std::pair{*o.p, *o.p_interval};
                                   }));
  }
  quality.tables.push_back(
      sweep_point_table(record, "Mean and its 95 % interval (Student's t); success with its Wilson interval."));
  sheet.sections.push_back(std::move(quality));
  SheetTable fixed{"Set for all points; what is not named here has its default.", {"parameter", "value"}, {}};
  for (const auto& [key, value] : record.fixed) fixed.rows.push_back({key, value});
  if (!fixed.rows.empty()) sheet.sections.push_back({"Settings", "", {}, {}, {fixed}});
  sheet.diagnostics = diagnose_sweep(record);
  return sheet;
}

}  // namespace isinglass
