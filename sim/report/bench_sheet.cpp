// Words, whiskers and rows.
#include "sim/report/bench_sheet.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "sim/report/format.hpp"
#include "sim/report/page_details.hpp"
#include "sim/sampler/device_flaws.hpp"

namespace isinglass {
namespace {

constexpr double kNoPoint = std::numeric_limits<double>::quiet_NaN();
constexpr double kWideInterval = 4.0;  ///< upper over lower end of TTS99 from which a comparison says little
constexpr std::size_t kMostNamed = 6;  ///< pairs that a finding names

const std::string& instance_name(const BenchRecord& record, std::size_t instance) {
  return record.instances[instance].problem.name;
}
const std::string& sampler_name(const BenchRecord& record, std::size_t sampler) {
  return record.samplers[sampler].name;
}

// ---- findings -------------------------------------------------------------------------------------------------------

std::string list_of(const std::vector<std::string>& names) {
  const auto shown = std::min(names.size(), kMostNamed);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), "; "));
  return names.size() == shown ? text : text + fmt::format("; and {} more", names.size() - shown);
}

/// "anneal on G1" of every pair that `chosen` picks.
template <typename Chosen>
std::vector<std::string> pairs_where(const BenchRecord& record, Chosen&& chosen) {
  std::vector<std::string> names;
  for (const auto& pair : summaries(record)) {
    if (!pair.outcome || !chosen(*pair.outcome)) continue;
    names.push_back(fmt::format("{} on {}", sampler_name(record, pair.sampler), instance_name(record, pair.instance)));
  }
  return names;
}

void find_failures(const BenchRecord& record, std::vector<Diagnostic>& found) {
  for (const auto& pair : summaries(record)) {
    if (pair.failure.empty()) continue;
    found.push_back({fmt::format("{} did not run on {}: {}.", sampler_name(record, pair.sampler),
                                 instance_name(record, pair.instance), pair.failure),
                     pair.advice.empty() ? "" : capitalised(pair.advice) + "."});
  }
}

void find_missing_runs(const BenchRecord& record, std::vector<Diagnostic>& found) {
  if (record.stopped_by.empty()) return;
  found.push_back({fmt::format("{} of {} runs were made ({}).", record.rows.size(), record.runs(), record.stopped_by),
                   "The same command with --resume makes the others, where -o kept these."});
}

void find_weak_targets(const BenchRecord& record, std::vector<Diagnostic>& found) {
  for (const auto& instance : record.instances) {
    if (instance.target_origin != "best of this campaign") continue;
    found.push_back({fmt::format("No target is known for {}, so the best value of this campaign, {}, stands in for it, "
                                 "which flatters whoever found it.",
                                 instance.problem.name, format_objective(*instance.target)),
                     "Give --target VALUE, or take an instance with a best-known value."});
  }
}

void find_better_than_known(const BenchRecord& record, std::vector<Diagnostic>& found) {
  for (const auto& pair : summaries(record)) {
    const auto& problem = record.instances[pair.instance].problem;
    if (!pair.outcome || !problem.best_known) continue;
    const double slack = 1e-9 * std::max(1.0, std::abs(*problem.best_known));
    const double gain = (pair.outcome->best - *problem.best_known) * (problem.maximise() ? 1.0 : -1.0);
    if (gain <= slack) continue;
    found.push_back(
        {fmt::format("{} found {} on {}, better than the best-known {}.", sampler_name(record, pair.sampler),
                     format_objective(pair.outcome->best), problem.name, format_objective(*problem.best_known)),
         "Check that the problem is the published one; if it is, keep the sample with 'isinglass solve -o'."});
  }
}

void find_uncertain_times(const BenchRecord& record, std::vector<Diagnostic>& found) {
  const auto missed = pairs_where(record, [](const Outcome& o) { return o.p && o.successes == 0; });
  if (!missed.empty()) {
    found.push_back({fmt::format("No read reaches the target: {}.", list_of(missed)),
                     "Give them slower schedules or more reads; their times to solution are lower bounds."});
  }
  const auto wide = pairs_where(record, [](const Outcome& o) {
    return o.tts && o.successes > 0 && o.tts->interval.high > kWideInterval * o.tts->interval.low;
  });
  if (!wide.empty()) {
    found.push_back({fmt::format("Times to solution that are known within a factor of {} or more only: {}.",
                                 kWideInterval, list_of(wide)),
                     "Ask for more --reads or --seeds before comparing them."});
  }
}

// ---- charts ---------------------------------------------------------------------------------------------------------

/// What a chart shows of a pair, and its interval.
using ValueOf = std::pair<double, Interval> (*)(const Outcome&);

/// Instances along the axis, a series for each sampler; `shown` picks the pairs that belong into this chart.
template <typename Shown>
SheetChart chart(const BenchRecord& record, const std::string& title, const std::string& label, const std::string& note,
                 Shown&& shown, ValueOf value_of) {
  SheetChart chart{title, "instance", label, {}, false, false, note};
  for (std::size_t i = 0; i < record.instances.size(); ++i) chart.x_names.push_back(instance_name(record, i));
  for (const auto& sampler : record.samplers) {
    SheetSeries series{sampler.name, {}, {}, {}, {}, false, true};
    for (std::size_t i = 0; i < record.instances.size(); ++i) series.x.push_back(static_cast<double>(i));
    series.y = series.low = series.high = std::vector<double>(series.x.size(), kNoPoint);
    chart.series.push_back(std::move(series));
  }
  for (const auto& pair : summaries(record)) {
    if (!pair.outcome || !shown(*pair.outcome)) continue;
    auto& series = chart.series[pair.sampler];
    const auto [value, interval] = value_of(*pair.outcome);
    series.y[pair.instance] = value;
    series.low[pair.instance] = interval.low;
    series.high[pair.instance] = interval.high;
  }
  return chart;
}

SheetChart success_chart(const BenchRecord& record) {
  return chart(
      record, "Success probability of a read", "probability", "Whiskers: Wilson intervals, 95 %.",
      [](const Outcome& o) { return o.p.has_value(); },
      [](const Outcome& o) {
        return std::pair{*o.p, *o.p_interval};
      });
}

SheetChart tts_chart(const BenchRecord& record, bool hardware) {
  SheetChart drawn = chart(
      record, fmt::format("Time to solution, 99 %, in {} time", hardware ? "hardware" : "wall"),
      fmt::format("{} time (s)", hardware ? "hardware" : "wall"),
      "Whiskers: 95 % intervals; open above where no read reached the target.",
      [hardware](const Outcome& o) { return o.tts && o.hardware_clock == hardware; },
      [](const Outcome& o) {
        return std::pair{o.tts->seconds, o.tts->interval};
      });
  drawn.y_log = true;
  return drawn;
}

// ---- tables ---------------------------------------------------------------------------------------------------------

std::string target_text(const BenchInstance& instance) {
  if (!instance.target) return unknown_text;
  return fmt::format("{} ({})", format_objective(*instance.target), instance.target_origin);
}

std::string mean_text(const Outcome& o) {
  return fmt::format("{} ± {}", format_objective(o.mean), format_ratio(o.mean_interval.high - o.mean));
}

std::string success_text(const Outcome& o) {
  return o.p ? fmt::format("{} [{}]", format_probability(o), format_probability_interval(o)) : unknown_text;
}

std::string tts_text(const Outcome& o) {
  return o.successes > 0 ? fmt::format("{} [{}]", format_tts(o), format_tts_interval(o)) : format_tts(o);
}

SheetTable instance_table(const BenchRecord& record) {
  SheetTable table{"", {"instance", "kind", "variables", "couplings", "objective", "target"}, {}};
  for (const auto& instance : record.instances) {
    const auto& p = instance.problem;
    table.rows.push_back({p.name, p.kind, format_count(p.variables), format_count(p.couplings),
                          fmt::format("{}, {}", p.objective_name, p.objective_sense), target_text(instance)});
  }
  return table;
}

SheetTable summary_table(const BenchRecord& record) {
  auto rows = bench_table(record);
  SheetTable table{
      "The reads of all seeds together. ±: 95 % interval of the mean (Student's t); success: Wilson interval, 95 %, "
      "carried "
      "over to the time to solution. Loading: of the problem, once, over the serial line of the board. Mean energies "
      "as asked and as built: flaws of the couplings change what a device "
      "minimises.",
      rows.front(),
      {}};
  table.rows.assign(rows.begin() + 1, rows.end());
  return table;
}

SheetTable run_table(const BenchRecord& record) {
  SheetTable table{
      "", {"instance", "sampler", "seed", "reads", "best", "mean", "at the target", "TTS99", "wall time"}, {}};
  for (const auto& row : record.rows) {
    std::vector<std::string> cells{instance_name(record, row.instance), sampler_name(record, row.sampler),
                                   std::to_string(row.seed)};
    if (const auto o = outcome_of(record, row)) {
      cells.insert(cells.end(),
                   {format_count(o->reads), format_objective(o->best), format_objective(o->mean),
                    o->p ? format_count(o->successes) : unknown_text, format_tts(*o), format_seconds(o->wall_s)});
    } else {
      cells.insert(cells.end(), {"0", "did not run", unknown_text, unknown_text, unknown_text, unknown_text});
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

SheetSection settings_section(const BenchRecord& record) {
  SheetTable written{"Set by -p; what is not named here has its default.", {"parameter", "value"}, {}};
  for (const auto& [key, value] : record.written) written.rows.push_back({key, value});
  SheetTable flaws{"Flaws of real parts that were on.", {"sampler and its flaws"}, {}};
  for (const auto& line : bench_flaws(record)) flaws.rows.push_back({line});
  SheetSection section{"Settings", "", {}, {}, {}};
  if (!flaws.rows.empty()) section.tables.push_back(std::move(flaws));
  if (written.rows.empty()) {
    section.text = "Every parameter has its default.";
  } else {
    section.tables.push_back(std::move(written));
  }
  return section;
}

}  // namespace

std::string bench_headline(const BenchRecord& record) {
  std::vector<std::int64_t> reached(record.samplers.size(), 0);
  bool any = false;
  for (const auto& pair : summaries(record)) {
    any = any || pair.outcome;
    reached[pair.sampler] += pair.outcome && pair.outcome->successes > 0 ? 1 : 0;
  }
  if (!any) return "No run has reads.";
  std::string text;
  for (std::size_t s = 0; s < record.samplers.size(); ++s) {
    text += s == 0 ? fmt::format("{} reaches the target on {} of {}", record.samplers[s].name, reached[s],
                                 format_count_of(std::ssize(record.instances), "instance"))
                   : fmt::format(", {} on {}", record.samplers[s].name, reached[s]);
  }
  return text + ".";
}

std::vector<Diagnostic> diagnose_bench(const BenchRecord& record) {
  std::vector<Diagnostic> found;
  find_failures(record, found);
  find_missing_runs(record, found);
  find_weak_targets(record, found);
  find_better_than_known(record, found);
  find_uncertain_times(record, found);
  return found;
}

std::vector<std::string> bench_flaws(const BenchRecord& record) {
  std::vector<std::string> lines;
  std::set<std::size_t> told;
  for (const auto& pair : summaries(record)) {
    if (pair.flaws.empty() || pair.flaws == no_flaws_text || !told.insert(pair.sampler).second) continue;
    lines.push_back(fmt::format("{}: {}", sampler_name(record, pair.sampler), pair.flaws));
  }
  return lines;
}

std::vector<std::vector<std::string>> bench_table(const BenchRecord& record) {
  std::vector<std::vector<std::string>> rows{
      {"instance", "sampler", "seeds", "reads", "best", "mean", "success", "TTS99", "clock"}};
  const auto all = summaries(record);
  const bool flawed = std::any_of(all.begin(), all.end(), [](const BenchSummary& pair) { return pair.device; });
  const bool loading = loads(all);
  if (loading) rows.front().emplace_back("loading");
  if (flawed) rows.front().insert(rows.front().end(), {"energy as asked", "as built"});
  for (const auto& pair : all) {
    std::vector<std::string> row{instance_name(record, pair.instance), sampler_name(record, pair.sampler),
                                 format_count(pair.seeds)};
    if (pair.outcome) {
      const Outcome& o = *pair.outcome;
      row.insert(row.end(), {format_count(o.reads), format_objective(o.best), mean_text(o), success_text(o),
                             tts_text(o), o.hardware_clock ? "hardware" : "wall"});
      if (loading) row.push_back(o.programming_s ? format_seconds(*o.programming_s) : unknown_text);
      if (pair.device) {
        row.insert(row.end(), {format_objective(pair.device->ideal_mean), format_objective(pair.device->device_mean)});
      }
      row.resize(rows.front().size(), unknown_text);
    } else {
      row.insert(row.end(), {"0", "did not run"});
      row.resize(rows.front().size(), unknown_text);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Sheet bench_sheet(const BenchRecord& record) {
  Sheet sheet;
  sheet.kind = "benchmark";
  sheet.title = record.instances.size() == 1 ? instance_name(record, 0)
                                             : fmt::format("{} instances", format_count(std::ssize(record.instances)));
  sheet.task = fmt::format("{}, {}, {} with {} each.", format_count_of(std::ssize(record.instances), "instance"),
                           format_count_of(std::ssize(record.samplers), "sampler"),
                           format_count_of(std::ssize(record.seeds), "seed"), format_count_of(record.reads, "read"));
  sheet.headline = bench_headline(record);
  sheet.interrupted = !record.stopped_by.empty();
  SheetSection results{"Results", "", {}, {}, {summary_table(record)}};
  for (auto& drawn : {success_chart(record), tts_chart(record, true), tts_chart(record, false)}) {
    results.charts.push_back(drawn);
  }
  sheet.sections = {std::move(results),
                    {"Instances", "", {}, {}, {instance_table(record)}},
                    {"Runs", "", {}, {}, {run_table(record)}},
                    settings_section(record)};
  sheet.diagnostics = diagnose_bench(record);
  return sheet;
}

}  // namespace isinglass
