// The sentences, findings and pictures of a recall.
#include "sim/report/recall_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/format.hpp"

namespace isinglass {
namespace {

constexpr std::size_t kMostPictures = 16;  ///< cues shown as pictures

std::string plural(std::int64_t count, const std::string& thing) {
  return fmt::format("{} {}{}", format_count(count), thing, count == 1 ? "" : "s");
}

double worst(const std::vector<double>& values) {
  return values.empty() ? 0.0 : *std::min_element(values.begin(), values.end());
}

// ---- findings -------------------------------------------------------------------------------------------------------

void find_equal_patterns(const RecallRecord& record, std::vector<Diagnostic>& found) {
  const auto& set = record.images.set;
  constexpr std::int32_t kMostCompared = 2000;
  for (std::int32_t a = 0; a < std::min(set.count(), kMostCompared); ++a) {
    for (std::int32_t b = a + 1; b < std::min(set.count(), kMostCompared); ++b) {
      if (overlap(set.pattern(a), set.pattern(b)) < 1.0) continue;
      found.push_back(
          {fmt::format("Patterns {} and {} are the same.", record.images.labels[static_cast<std::size_t>(a)],
                       record.images.labels[static_cast<std::size_t>(b)]),
           "Leave one of them out."});
      return;
    }
  }
}

void find_misleading_cues(const RecallRecord& record, std::vector<Diagnostic>& found) {
  std::int64_t misleading = 0;
  const auto& set = record.images.set;
  for (std::size_t k = 0; k < record.cues.count(); ++k) {
    const auto cue = record.cues.cue(k, set.size);
    const double own = overlap(cue, set.pattern(record.cues.wanted[k]));
    misleading += overlap(cue, set.pattern(nearest_pattern(set, cue))) > own ? 1 : 0;
  }
  if (misleading == 0) return;
  found.push_back(
      {fmt::format("{} of {} cues are nearer to another stored pattern than to their own: recalling that one "
                   "counts as a failure here.",
                   misleading, record.cues.count()),
       "Turn fewer spins, or store patterns that differ more."});
}

void find_unsettled(const RecallRecord& record, std::vector<Diagnostic>& found) {
  for (const auto& machine : record.machines) {
    if (machine.outcome.unsettled == 0) continue;
    found.push_back({fmt::format("{}: {} of {} recalls are not settled: a variable moved by over 1 % of the largest in "
                                 "the last 5 % of the run.",
                                 machine.name, machine.outcome.unsettled, machine.outcome.count()),
                     "Let the machine run longer."});
  }
}

void find_undecided(const RecallRecord& record, std::vector<Diagnostic>& found) {
  for (const auto& machine : record.machines) {
    if (machine.outcome.undecided == 0) continue;
    found.push_back({fmt::format("{}: {} of {} recalls are not binarised: over 1 % of their nodes ended too near the "
                                 "comparator's threshold to be believed.",
                                 machine.name, machine.outcome.undecided, machine.outcome.count()),
                     "Let the machine run longer, or mend what keeps its nodes small."});
  }
}

// ---- sections -------------------------------------------------------------------------------------------------------

SheetPicture picture(const PatternImages& images, std::span<const Spin> spins, std::string caption) {
  SheetPicture picture{std::move(caption), images.rows, images.columns, {}};
  for (const Spin spin : spins) picture.values.push_back(spin > 0 ? 1.0 : 0.0);
  return picture;
}

std::vector<SheetPicture> picture_row(const RecallRecord& record, std::size_t k) {
  const auto& images = record.images;
  const auto wanted = static_cast<std::size_t>(record.cues.wanted[k]);
  const auto cue = record.cues.cue(k, images.set.size);
  const auto stored = images.set.pattern(record.cues.wanted[k]);
  std::vector<SheetPicture> row{picture(images, stored, fmt::format("stored {}", images.labels[wanted])),
                                picture(images, cue, fmt::format("cue, overlap {:.2f}", overlap(cue, stored)))};
  for (const auto& machine : record.machines) {
    if (k >= machine.outcome.count()) continue;
    row.push_back(picture(images, machine.outcome.recalled[k],
                          fmt::format("{}, overlap {:.2f}", machine.name, machine.outcome.overlap[k])));
  }
  return row;
}

SheetTable result_table(const RecallRecord& record) {
  SheetTable table{fmt::format("A cue is recalled when the overlap m · ξ / N with its pattern is at least {}. "
                               "Wilson intervals, 95 %.",
                               record.threshold),
                   {"sampler", "recalled", "success", "mean overlap", "worst", "hardware time", "non-idealities"},
                   {}};
  for (const auto& machine : record.machines) {
    const auto& outcome = machine.outcome;
    table.rows.push_back({machine.name, fmt::format("{} of {}", outcome.successes, outcome.count()),
                          score_text(score_of(outcome)), fmt::format("{:.3f}", outcome.mean_overlap()),
                          fmt::format("{:.3f}", worst(outcome.overlap)), format_seconds(outcome.hardware_time_s),
                          machine.flaws});
  }
  return table;
}

SheetSection result_section(const RecallRecord& record) {
  SheetSection section{"Results", "", {}, {}, {result_table(record)}};
  const bool given = !record.flip;
  if (given || record.images.rows == 0) {
    SheetChart chart{"Overlap with the pattern that is meant", "cue", "overlap", {}, false, false, ""};
    SheetSeries cues{"cue", {}, {}, {}, {}, false, true};
    for (std::size_t k = 0; k < record.cues.count(); ++k) {
      cues.x.push_back(static_cast<double>(k));
      cues.y.push_back(
          overlap(record.cues.cue(k, record.images.set.size), record.images.set.pattern(record.cues.wanted[k])));
    }
    chart.series.push_back(cues);
    for (const auto& machine : record.machines) {
      chart.series.push_back({machine.name, cues.x, machine.outcome.overlap, {}, {}, false, true});
      chart.series.back().x.resize(machine.outcome.overlap.size());
    }
    section.charts.push_back(chart);
  }
  return section;
}

SheetSection picture_section(const RecallRecord& record) {
  const auto shown = shown_cues(record, kMostPictures);
  SheetSection section{"Cues and what they recalled", "", {}, {}, {}};
  if (shown.size() < record.cues.count()) {
    section.text =
        fmt::format("{} of {} cues, the first of each pattern before others.", shown.size(), record.cues.count());
  }
  for (const std::size_t k : shown) section.pictures.push_back(picture_row(record, k));
  return section;
}

/// Success of every machine along some axis: a chart with whiskers, and the same as a table. `scores_of` gives the
/// scores of a machine, in the order of `x` and of `names`; those of an interrupted run may be fewer.
template <typename ScoresOf>
void add_scores(const RecallRecord& record, SheetChart chart, SheetTable table, const std::vector<double>& x,
                const std::vector<std::vector<std::string>>& names, ScoresOf&& scores_of, SheetSection& section) {
  table.rows = names;
  for (const auto& machine : record.machines) {
    const std::vector<RecallScore> scores = scores_of(machine);
    SheetSeries series{machine.name, {}, {}, {}, {}, machine.level || chart.x_names.empty(), !machine.level};
    for (std::size_t k = 0; k < scores.size(); ++k) {
      series.x.push_back(x[k]);
      series.y.push_back(scores[k].success_rate);
      series.low.push_back(scores[k].interval.low);
      series.high.push_back(scores[k].interval.high);
    }
    chart.series.push_back(series);
    table.columns.push_back(machine.name);
    for (std::size_t k = 0; k < names.size(); ++k) {
      table.rows[k].push_back(k < scores.size() ? score_text(scores[k]) : unknown_text);
    }
  }
  section.charts.push_back(std::move(chart));
  section.tables.push_back(std::move(table));
}

constexpr const char* kShareRecalled = "Share of the cues that are recalled";
constexpr const char* kWhiskers = "Whiskers: Wilson intervals, 95 %.";

SheetSection load_section(const RecallRecord& record) {
  SheetSection section{"Success against load", "", {}, {}, {}};
  section.text = "The first M patterns are stored; every one of them is recalled from its own cues.";
  std::vector<double> x;
  std::vector<std::vector<std::string>> names;
  for (const auto& point : record.machines.front().load) {
    x.push_back(point.load);
    names.push_back({std::to_string(point.patterns), fmt::format("{:.3g}", point.load)});
  }
  const auto scores_of = [](const MachineRecall& machine) {
    std::vector<RecallScore> scores;
    for (const auto& point : machine.load) scores.push_back(point.score);
    return scores;
  };
  add_scores(record, {kShareRecalled, "load M / N", "success", {}, false, false, kWhiskers},
             {"", {"patterns", "load"}, {}}, x, names, scores_of, section);
  return section;
}

SheetSection varied_section(const RecallRecord& record) {
  const SweepAxis& axis = *record.varied;
  SheetSection section{fmt::format("Success against {}", axis.key), "", {}, {}, {}};
  section.text = "The same cues for every value.";
  SheetChart chart{kShareRecalled, axis.key, "success", {}, axis.geometric, false, kWhiskers};
  std::vector<double> x = axis.numbers();
  std::vector<std::vector<std::string>> names;
  for (const auto& value : axis.values) names.push_back({value});
  if (x.empty()) {
    chart.x_names = axis.values;
    for (std::size_t k = 0; k < names.size(); ++k) x.push_back(static_cast<double>(k));
  }
  add_scores(
      record, chart, {"", {axis.key}, {}}, x, names, [](const MachineRecall& machine) { return machine.varied; },
      section);
  return section;
}

SheetSection settings_section(const RecallRecord& record) {
  SheetSection section{"Settings", "", {}, {}, {}};
  for (const auto& machine : record.machines) {
    SheetTable table{machine.name, {"parameter", "value"}, {}};
    for (const auto& [name, value] : machine.settings.values()) table.rows.push_back({name, to_string(value)});
    section.tables.push_back(table);
  }
  return section;
}

}  // namespace

RecallScore score_of(const RecallOutcome& outcome) {
  return {static_cast<std::int64_t>(outcome.count()), outcome.successes, outcome.success_rate(), outcome.interval,
          outcome.mean_overlap()};
}

std::string score_text(const RecallScore& score) {
  return fmt::format("{} [{}–{}]", format_ratio(score.success_rate), format_ratio(score.interval.low),
                     format_ratio(score.interval.high));
}

std::string patterns_sentence(const RecallRecord& record) {
  const auto& set = record.images.set;
  return fmt::format("{} of {} (load {:.3g})", plural(set.count(), "pattern"), plural(set.size, "spin"), record.load());
}

std::string cues_sentence(const RecallRecord& record) {
  const auto count = static_cast<std::int64_t>(record.cues.count());
  if (!record.flip) return fmt::format("{} given, each meant for the pattern nearest to it", plural(count, "cue"));
  const auto flips = std::llround(*record.flip * record.images.set.size);
  return fmt::format("{}, each with {} of {} spins turned round", plural(count, "cue"), flips, record.images.set.size);
}

std::string recall_headline(const RecallRecord& record) {
  std::string text;
  for (const auto& machine : record.machines) {
    text += fmt::format("{}{} recalls {} of {}", text.empty() ? "" : "; ", machine.name, machine.outcome.successes,
                        plural(static_cast<std::int64_t>(machine.outcome.count()), "cue"));
  }
  return text + ".";
}

std::vector<std::size_t> shown_cues(const RecallRecord& record, std::size_t most) {
  std::vector<std::size_t> first, others;
  std::vector<bool> seen(static_cast<std::size_t>(record.images.set.count()), false);
  for (std::size_t k = 0; k < record.cues.count(); ++k) {
    const auto pattern = static_cast<std::size_t>(record.cues.wanted[k]);
    (seen[pattern] ? others : first).push_back(k);
    seen[pattern] = true;
  }
  first.insert(first.end(), others.begin(), others.end());
  first.resize(std::min(first.size(), most));
  return first;
}

std::vector<Diagnostic> diagnose_recall(const RecallRecord& record) {
  std::vector<Diagnostic> found;
  find_unsettled(record, found);
  find_undecided(record, found);
  find_equal_patterns(record, found);
  find_misleading_cues(record, found);
  return found;
}

Sheet recall_sheet(const RecallRecord& record) {
  Sheet sheet;
  sheet.kind = "recall";
  sheet.title = record.images.set.name;
  sheet.task = fmt::format("{}; {}.", patterns_sentence(record), cues_sentence(record));
  sheet.headline = recall_headline(record);
  sheet.interrupted = record.interrupted;
  sheet.sections.push_back(result_section(record));
  if (!record.machines.front().load.empty()) sheet.sections.push_back(load_section(record));
  if (record.varied) sheet.sections.push_back(varied_section(record));
  if (record.images.rows > 0) sheet.sections.push_back(picture_section(record));
  sheet.sections.push_back(settings_section(record));
  sheet.diagnostics = diagnose_recall(record);
  return sheet;
}

}  // namespace isinglass
