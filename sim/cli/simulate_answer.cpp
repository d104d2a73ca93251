// Words, numbers and pictures of one simulated trajectory.
#include "sim/cli/simulate_answer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/cli/answer_parts.hpp"
#include "sim/report/ascii_chart.hpp"
#include "sim/report/format.hpp"
#include "sim/report/text_columns.hpp"
#include "sim/sampler/machine_diagnosis.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kMostCurves = 16;      ///< of one group in the report
constexpr std::size_t kMostAttractors = 12;  ///< in the table

/// Rises of the Lyapunov function beyond rounding, between two recorded instants.
std::size_t count_rises(const std::vector<double>& energy) {
  std::size_t rises = 0;
  const auto [low, high] = std::minmax_element(energy.begin(), energy.end());
  for (std::size_t k = 1; k < energy.size(); ++k) {
    if (energy[k] > energy[k - 1] + 1e-9 * (*high - *low) + 1e-12 * std::abs(energy[k])) ++rises;
  }
  return rises;
}

std::string spins_text(const std::vector<Spin>& spins) {
  constexpr std::size_t kMost = 48;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, spins.size()); ++i) text += spins[i] > 0 ? '+' : '-';
  return spins.size() > kMost ? text + "..." : text;
}

std::string complex_text(std::complex<double> value) {
  return value.imag() == 0.0 ? fmt::format("{:.6g}", value.real())
                             : fmt::format("{:.6g}{:+.6g}i", value.real(), value.imag());
}

std::string rate_text(double rate) {
  return fmt::format("{:.5g} /s (time constant {})", rate, format_seconds(1.0 / rate));
}

std::string stability_word(const Stability& s) {
  if (!s.stable) return "unstable";
  return s.undamped > 0 ? "marginal" : "stable";
}

std::string stability_sentence(const Stability& s) {
  if (!s.stable) return "The equilibrium is unstable.";
  if (s.undamped > 0) return "The equilibrium is marginal: small deviations oscillate, and some never decay.";
  return fmt::format(
      "The equilibrium is stable{}: small deviations decay at {:.5g} /s{}.",
      s.neutral > 0 ? fmt::format(" (but for {} neutral directions)", s.neutral) : "", s.predicted_rate,
      s.fitted_rate ? fmt::format(" by its eigenvalues, {:.5g} /s in a perturbed trajectory", *s.fitted_rate) : "");
}

/// The four slowest and the fastest, or all where there are no more.
std::string eigenvalues_text(const Stability& s) {
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t k = 0; k < std::min(kShown, s.eigenvalues.size()); ++k) {
    text += (k == 0 ? "" : ", ") + complex_text(s.eigenvalues[k]);
  }
  if (s.eigenvalues.size() <= kShown) return text + " /s";
  const char* between = s.eigenvalues.size() == kShown + 1 ? ", " : " /s … ";
  return fmt::format("{}{}{} /s ({} in all)", text, between, complex_text(s.eigenvalues.back()), s.eigenvalues.size());
}

std::vector<std::pair<std::string, std::string>> stability_rows(const Stability& s) {
  std::vector<std::pair<std::string, std::string>> rows;
  rows.emplace_back("equilibrium", fmt::format("{}, rates below {:.2g} /s, {:.3g} from where the run ended",
                                               stability_word(s), s.residual, s.distance));
  rows.emplace_back("eigenvalues", eigenvalues_text(s));
  if (s.neutral > 0) rows.emplace_back("neutral", fmt::format("{} directions without a restoring force", s.neutral));
  if (s.undamped > 0) rows.emplace_back("undamped", fmt::format("{} eigenvalues of oscillations", s.undamped));
  if (s.predicted_rate > 0.0) rows.emplace_back("decay, predicted", rate_text(s.predicted_rate));
  if (s.fitted_rate) rows.emplace_back("decay, fitted", rate_text(*s.fitted_rate));
  return rows;
}

std::vector<std::pair<std::string, std::string>> threshold_rows(const ThresholdAnswer& answer) {
  if (const auto* none = std::get_if<NoThreshold>(&answer)) return {{"binary threshold", "none: " + none->reason}};
  const auto& t = std::get<BinaryThreshold>(answer);
  const auto value = [&](double number) {
    return fmt::format("{:.5g}{}{}", number, t.unit.empty() ? "" : " ", t.unit);
  };
  std::vector<std::pair<std::string, std::string>> rows;
  rows.emplace_back("binary threshold",
                    t.needed ? fmt::format("{} of {} makes these spins stable; it is {}", t.quantity, value(*t.needed),
                                           value(t.present))
                             : fmt::format("not found for these spins; {} is {}", t.quantity, value(t.present)));
  if (t.onset) rows.emplace_back("undecided up to", fmt::format("{} of {}", t.quantity, value(*t.onset)));
  return rows;
}

std::string attractors_text(const Simulation& s) {
  std::string text = fmt::format("\nattractors from {} starts: {} found{}\n  {:>14}  {:>7}  {:>15}  {}\n", s.starts,
                                 s.attractors.size(),
                                 s.unsettled > 0 ? fmt::format(" ({} starts were still moving)", s.unsettled) : "",
                                 "energy", "share", "95 % interval", s.attractors.front().spins.empty() ? "" : "spins");
  for (std::size_t k = 0; k < std::min(kMostAttractors, s.attractors.size()); ++k) {
    const auto& a = s.attractors[k];
    text += fmt::format("  {:>14.8g}  {:>7.4f}  {:>15}  {}\n", a.energy, a.share,
                        fmt::format("{:.4f}–{:.4f}", a.share_interval.low, a.share_interval.high), spins_text(a.spins));
  }
  if (s.attractors.size() > kMostAttractors) {
    text += fmt::format("  … and {} more (--json lists all)\n", s.attractors.size() - kMostAttractors);
  }
  return text;
}

Json stability_json(const Stability& s) {
  Json eigenvalues = Json::array();
  for (const auto& value : s.eigenvalues) eigenvalues.push_back({value.real(), value.imag()});
  return {{"stable", s.stable},
          {"residual", s.residual},
          {"distance", s.distance},
          {"neutral", s.neutral},
          {"undamped", s.undamped},
          {"predicted_rate", s.predicted_rate > 0.0 ? Json(s.predicted_rate) : Json(nullptr)},
          {"fitted_rate", s.fitted_rate ? Json(*s.fitted_rate) : Json(nullptr)},
          {"eigenvalues", eigenvalues},
          {"equilibrium", s.equilibrium}};
}

Json threshold_json(const ThresholdAnswer& answer) {
  if (const auto* none = std::get_if<NoThreshold>(&answer)) return {{"none", none->reason}};
  const auto& t = std::get<BinaryThreshold>(answer);
  const auto maybe = [](const std::optional<double>& value) { return value ? number_json(*value) : Json(nullptr); };
  return {{"quantity", t.quantity},
          {"unit", t.unit},
          {"present", t.present},
          {"needed", maybe(t.needed)},
          {"onset", maybe(t.onset)}};
}

SheetChart group_chart(const Recording& r, const StateGroup& group) {
  SheetChart chart{fmt::format("{} of {} of {}", group.quantity,
                               std::min<std::size_t>(kMostCurves, static_cast<std::size_t>(group.rows)), group.rows),
                   "time (s)",
                   group.unit.empty() ? group.quantity : fmt::format("{} ({})", group.quantity, group.unit),
                   {},
                   false,
                   false,
                   ""};
  const auto shown = std::min<Eigen::Index>(group.rows, static_cast<Eigen::Index>(kMostCurves));
  for (Eigen::Index k = 0; k < shown; ++k) {
    const Eigen::Index row = group.first + k * group.rows / shown;
    SheetSeries series{fmt::format("{}", row - group.first + 1), r.time_s, {}, {}, {}, true, false};
    for (Eigen::Index t = 0; t < r.states.cols(); ++t) series.y.push_back(r.states(row, t));
    chart.series.push_back(std::move(series));
  }
  return chart;
}

std::vector<std::pair<std::string, std::string>> trajectory_rows(const Simulation& s) {
  const auto& r = s.recording;
  std::vector<std::pair<std::string, std::string>> rows{
      {"question", s.question},
      {"machine", fmt::format("{}, seed {}, read {}", s.sampler, s.seed, s.read)},
      {"non-idealities", s.flaws},
      {"engine", r.engine},
      {"simulated", fmt::format("{} ({} instants recorded)", format_seconds(r.time_s.back()), r.time_s.size())}};
  for (const auto& group : r.layout) {
    const auto values = r.states.middleRows(group.first, group.rows).rightCols(1);
    rows.emplace_back(group.quantity,
                      fmt::format("{}, at the end {:.5g} to {:.5g} {}", format_count_of(group.rows, "row"),
                                  values.minCoeff(), values.maxCoeff(), group.unit));
  }
  rows.emplace_back("machine energy",
                    fmt::format("{:.8g} -> {:.8g}, {}", r.energy.front(), r.energy.back(),
                                format_count_of(static_cast<std::int64_t>(count_rises(r.energy)), "rise")));
  if (!r.objective.empty()) {
    rows.emplace_back(s.objective_name, fmt::format("{} -> {}", format_objective(r.objective.front()),
                                                    format_objective(r.objective.back())));
  }
  if (s.device_energy) {
    rows.emplace_back("device energy", fmt::format("{} as built, {} as asked", format_objective(*s.device_energy),
                                                   format_objective(*s.ideal_energy)));
  }
  if (!r.spins.empty()) rows.emplace_back("spins", spins_text(r.spins.back()));
  return rows;
}

SheetSection trajectory_section(const Simulation& s) {
  SheetSection section{"Trajectory", fmt::format("Followed by the {} engine.", s.recording.engine), {}, {}, {}};
  const auto& r = s.recording;
  section.charts.push_back({"Energy of the machine (Lyapunov function)",
                            "time (s)",
                            "energy, machine's units",
                            {{"energy", r.time_s, r.energy, {}, {}, true, false}},
                            false,
                            false,
                            ""});
  if (!r.objective.empty()) {
    section.charts.push_back({"Objective of the spins as they would be read out",
                              "time (s)",
                              s.objective_name,
                              {{s.objective_name, r.time_s, r.objective, {}, {}, true, false}},
                              false,
                              false,
                              ""});
  }
  for (const auto& group : r.layout) section.charts.push_back(group_chart(r, group));
  SheetTable table{"As it ran", {"quantity", "value"}, {}};
  for (const auto& [name, text] : trajectory_rows(s)) table.rows.push_back({name, text});
  section.tables.push_back(table);
  return section;
}

SheetSection stability_section(const Stability& s, const ThresholdAnswer& threshold) {
  SheetSection section{"Stability", stability_sentence(s), {}, {}, {}};
  SheetTable table{"At the schedules' end, without noise", {"quantity", "value"}, {}};
  for (const auto& [name, text] : stability_rows(s)) table.rows.push_back({name, text});
  for (const auto& [name, text] : threshold_rows(threshold)) table.rows.push_back({name, text});
  section.tables.push_back(table);
  SheetSeries spectrum{"eigenvalues", {}, {}, {}, {}, false, true};
  for (const auto& value : s.eigenvalues) {
    spectrum.x.push_back(value.real());
    spectrum.y.push_back(value.imag());
  }
  section.charts.push_back(
      {"Eigenvalues of the Jacobian", "real part (1/s)", "imaginary part (1/s)", {spectrum}, false, false, ""});
  if (s.fitted_rate) {
    section.charts.push_back({"Decay of a small perturbation",
                              "time (s)",
                              "norm of the rates",
                              {{"trajectory", s.fit_time_s, s.fit_rate_norm, {}, {}, true, false}},
                              false,
                              true,
                              "The slope of the second half is the fitted decay rate."});
  }
  return section;
}

SheetSection attractor_section(const Simulation& s) {
  SheetSection section{
      "Attractors", fmt::format("{} starts led to {} minima.", s.starts, s.attractors.size()), {}, {}, {}};
  SheetTable table{"Lowest energy first; share of the starts with its 95 % interval",
                   {"attractor", "energy", "share", "interval", "spins"},
                   {}};
  SheetSeries shares{"minima", {}, {}, {}, {}, false, true};
  for (std::size_t k = 0; k < s.attractors.size(); ++k) {
    const auto& a = s.attractors[k];
    shares.x.push_back(a.energy);
    shares.y.push_back(a.share);
    shares.low.push_back(a.share_interval.low);
    shares.high.push_back(a.share_interval.high);
    if (k >= 40) continue;
    table.rows.push_back({fmt::format("{}", k + 1), fmt::format("{:.8g}", a.energy), fmt::format("{:.4f}", a.share),
                          fmt::format("{:.4f}–{:.4f}", a.share_interval.low, a.share_interval.high),
                          spins_text(a.spins)});
  }
  section.charts.push_back(
      {"Basin share against energy", "energy, machine's units", "share of the starts", {shares}, false, false, ""});
  section.tables.push_back(table);
  return section;
}

std::string headline(const Simulation& s) {
  const auto& r = s.recording;
  std::string text = fmt::format("In {} the energy of {} goes from {:.6g} to {:.6g}", format_seconds(r.time_s.back()),
                                 s.sampler, r.energy.front(), r.energy.back());
  if (!r.objective.empty())
    text += fmt::format("; the spins then read {} {}", s.objective_name, format_objective(r.objective.back()));
  return text + ".";
}

/// The labels in one column, the texts in another.
std::string labelled(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [label, value] : rows) width = std::max(width, screen_width(label));
  std::string text;
  for (const auto& [label, value] : rows) text += finished_line(fmt::format("{:<{}}{}", label, width + 2, value));
  return text;
}

std::vector<Diagnostic> diagnose_simulation(const Simulation& s) {
  std::vector<Diagnostic> found;
  const auto& r = s.recording;
  if (!s.stopped_by.empty()) {
    const std::string starts = s.starts > 0 ? fmt::format(" and {}", format_count_of(s.starts, "start")) : "";
    found.push_back({fmt::format("Stopped ({}) after {} of {}{}.", s.stopped_by, format_seconds(r.time_s.back()),
                                 format_seconds(r.duration_s), starts),
                     "This is what there was by then; give it more time for the rest."});
  }
  const auto spins = r.spins.empty() ? std::size_t{0} : r.spins.back().size();
  if (static_cast<double>(s.undecided) > kFewSpins * static_cast<double>(spins)) {
    found.push_back({fmt::format("{} of {} spins are not binarised at the end: their nodes stand too near the "
                                 "comparator's threshold to be believed.",
                                 s.undecided, spins),
                     "Let the machine run longer, or mend what keeps its nodes small."});
  }
  if (!s.stability_failure.empty()) {
    found.push_back({s.stability_failure + ".", s.stability_hint});
  }
  if (s.unsettled > 0) {
    found.push_back({fmt::format("{} of {} starts were still moving at the end of the run.", s.unsettled, s.starts),
                     "Let the machine run longer."});
  }
  return found;
}

}  // namespace

std::string simulation_table(const Simulation& s, const Painter& painter) {
  std::string text = labelled(trajectory_rows(s));
  text += "\n" + ascii_chart(s.recording.time_s, s.recording.energy, "s", "machine energy");
  std::vector<std::pair<std::string, std::string>> analysis;
  if (s.stability) analysis = stability_rows(*s.stability);
  if (!s.stability_failure.empty()) analysis.emplace_back("stability", s.stability_failure);
  if (s.threshold) {
    for (auto& row : threshold_rows(*s.threshold)) analysis.push_back(std::move(row));
  }
  if (!analysis.empty()) text += "\n" + labelled(analysis);
  if (!s.attractors.empty()) text += attractors_text(s);
  return text + "\n" + findings_text(diagnose_simulation(s), "", painter);
}

Json simulation_json(const Simulation& s) {
  const auto& r = s.recording;
  Json layout = Json::array();
  for (const auto& group : r.layout)
    layout.push_back(
        {{"quantity", group.quantity}, {"unit", group.unit}, {"first", group.first}, {"rows", group.rows}});
  Json attractors = Json::array();
  for (const auto& a : s.attractors) {
    attractors.push_back({{"energy", number_json(a.energy)},
                          {"count", a.count},
                          {"share", a.share},
                          {"share_interval", {a.share_interval.low, a.share_interval.high}},
                          {"spins", a.spins}});
  }
  const Eigen::VectorXd last = r.states.rightCols(1);
  return {{"schema", "isinglass-simulate-1"},
          {"question", s.question},
          {"sampler", s.sampler},
          {"seed", s.seed},
          {"read", s.read},
          {"engine", r.engine},
          {"time_s", r.time_s.back()},
          {"layout", layout},
          {"energy",
           {{"first", number_json(r.energy.front())},
            {"last", number_json(r.energy.back())},
            {"rises", count_rises(r.energy)}}},
          {"objective", r.objective.empty() ? Json(nullptr) : Json(r.objective.back())},
          {"final_state", std::vector<double>(last.data(), last.data() + last.size())},
          {"spins", r.spins.empty() ? Json(nullptr) : Json(r.spins.back())},
          {"stability", s.stability ? stability_json(*s.stability) : Json(nullptr)},
          {"threshold", s.threshold ? threshold_json(*s.threshold) : Json(nullptr)},
          {"attractors", attractors},
          {"starts", s.starts},
          {"undecided", s.undecided},
          {"non-idealities", s.flaws},
          {"device_energy", number_json(s.device_energy)},
          {"ideal_energy", number_json(s.ideal_energy)},
          {"interrupted", s.stopped_by == "interrupted"},
          {"stopped_by", s.stopped_by.empty() ? Json(nullptr) : Json(s.stopped_by)},
          {"diagnostics", diagnostics_json(diagnose_simulation(s))}};
}

void describe_simulation(const Simulation& s, Sheet& sheet) {
  sheet.kind = "simulation";
  sheet.title = fmt::format("{} on {}", s.sampler, s.question);
  sheet.task =
      fmt::format("One trajectory of {} variables, seed {}, read {}.", s.recording.states.rows(), s.seed, s.read);
  sheet.headline = headline(s);
  sheet.interrupted = !s.stopped_by.empty();
  sheet.sections.push_back(trajectory_section(s));
  if (s.stability) sheet.sections.push_back(stability_section(*s.stability, *s.threshold));
  if (!s.attractors.empty()) sheet.sections.push_back(attractor_section(s));
  sheet.diagnostics = diagnose_simulation(s);
  sheet.answer = simulation_json(s);
}

}  // namespace isinglass::cli
