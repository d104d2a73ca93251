// The ways of writing a campaign down.
#include "sim/cli/bench_answer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/cli/answer_parts.hpp"
#include "sim/report/bench_sheet.hpp"
#include "sim/report/format.hpp"
#include "sim/report/text_columns.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

Json instance_json(const BenchInstance& instance) {
  const auto& p = instance.problem;
  return {{"name", p.name},
          {"kind", p.kind},
          {"variables", p.variables},
          {"couplings", p.couplings},
          {"objective_sense", p.objective_sense},
          {"sha256", p.sha256},
          {"best_known", number_json(p.best_known)},
          {"target", number_json(instance.target)},
          {"target_origin", instance.target_origin}};
}

/// The keys that say which run, or which runs together, a row is about.
Json row_of(const BenchRecord& record, std::size_t instance, std::size_t sampler) {
  return {{"instance", record.instances[instance].problem.name}, {"sampler", record.samplers[sampler].name}};
}

/// What the flaws of real parts were, and what those of couplings did to the energies: null where there are none.
void add_device(const std::string& flaws, const std::optional<DeviceEnergies>& device, Json& row) {
  const auto known = [&](double DeviceEnergies::*member) { return device ? Json((*device).*member) : Json(nullptr); };
  row["non-idealities"] = flaws.empty() ? Json(nullptr) : Json(flaws);
  row["ideal_energy_mean"] = known(&DeviceEnergies::ideal_mean);
  row["device_energy_mean"] = known(&DeviceEnergies::device_mean);
  row["ideal_energy_best"] = known(&DeviceEnergies::ideal_best);
  row["device_energy_best"] = known(&DeviceEnergies::device_best);
}

Json summary_json(const BenchRecord& record, const BenchSummary& pair) {
  Json row = row_of(record, pair.instance, pair.sampler);
  row["seeds"] = pair.seeds;
  if (pair.outcome) {
    add_outcome(*pair.outcome, record.instances[pair.instance].target, row);
    add_device(pair.flaws, pair.device, row);
  }
  if (!pair.failure.empty()) row["failure"] = pair.failure;
  return row;
}

Json run_json(const BenchRecord& record, const BenchRow& run) {
  Json row = row_of(record, run.instance, run.sampler);
  row["seed"] = run.seed;
  const auto outcome = outcome_of(record, run);
  if (!outcome) {
    row["failure"] = run.failure;
    row["advice"] = run.advice;
    return row;
  }
  add_outcome(*outcome, record.instances[run.instance].target, row);
  add_device(run.flaws, run.device, row);
  row["kernel"] = run.kernel.empty() ? Json(nullptr) : Json(run.kernel);
  row["exact"] = outcome->exact;
  row["stopped_by"] = run.stopped_by.empty() ? Json(nullptr) : Json(run.stopped_by);
  row["objectives"] = run.batch->objectives;
  return row;
}

/// Two significant digits: as many as the reads of a campaign tell.
std::string rough(double value) {
  if (!std::isfinite(value) || value == 0.0) return format_ratio(value);
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1.0);
  return format_ratio(std::round(value / unit) * unit);
}

/// "5 x 64": seeds and reads of each; the number of reads where seeds have different ones.
std::string reads_text(const BenchSummary& pair, std::int64_t reads) {
  const auto each = static_cast<std::int64_t>(pair.seeds);
  if (each > 0 && reads % each == 0) return fmt::format("{} x {}", each, format_count(reads / each));
  return fmt::format("{} of {}", format_count(reads), format_count_of(each, "seed"));
}

std::string success_text(const Outcome& o) {
  if (!o.p || !o.p_interval) return unknown_text;
  return fmt::format("{} [{}–{}]", rough(*o.p), rough(o.p_interval->low), rough(o.p_interval->high));
}

std::string tts_text(const Outcome& o) {
  return o.successes > 0 ? fmt::format("{} [{}]", format_tts(o), format_tts_interval(o)) : format_tts(o);
}

std::vector<std::string> line_of(const BenchRecord& record, const BenchSummary& pair, bool loading) {
  const std::string name = "  " + record.samplers[pair.sampler].name;
  std::vector<std::string> line{name, "0", "did not run", unknown_text, unknown_text, unknown_text};
  if (loading) line.push_back(unknown_text);
  if (!pair.outcome) return line;
  const Outcome& o = *pair.outcome;
  const std::string mean = fmt::format("{} ± {}", format_objective(o.mean), rough(o.mean_interval.high - o.mean));
  line = {name, reads_text(pair, o.reads), format_objective(o.best), mean, success_text(o), tts_text(o)};
  if (loading) line.push_back(o.programming_s ? format_seconds(*o.programming_s) : unknown_text);
  return line;
}

std::string title_of(const BenchInstance& instance) {
  if (!instance.target) return instance.problem.name + "\n";
  return fmt::format("{}: target {} {} ({})\n", instance.problem.name, instance.problem.objective_name,
                     format_objective(*instance.target), instance.target_origin);
}

/// "TTS99: anneal in wall time; oscillator, bifurcation in hardware time."
std::string clocks_text(const BenchRecord& record) {
  std::vector<std::string> parts;
  for (const bool hardware : {false, true}) {
    std::vector<std::string> names;
    for (const auto& pair : summaries(record)) {
      const std::string& name = record.samplers[pair.sampler].name;
      if (!pair.outcome || !pair.outcome->tts || pair.outcome->hardware_clock != hardware) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    if (!names.empty()) {
      parts.push_back(fmt::format("{} in {} time", fmt::join(names, ", "), hardware ? "hardware" : "wall"));
    }
  }
  return parts.empty() ? "" : fmt::format("TTS99: {}.\n", fmt::join(parts, "; "));
}

/// Heading, then each instance with its target above the lines of its samplers, then whose time to solution counts on
/// which clock. Within 100 columns for objectives up to seven digits and names of samplers up to 15 letters.
std::string summary_text(const BenchRecord& record) {
  std::vector<std::vector<std::string>> rows{{"sampler", "reads", "best", "mean", "success", "TTS99"}};
  const auto pairs = summaries(record);
  const bool loading = loads(pairs);
  if (loading) rows.front().emplace_back("loading");
  for (const auto& pair : pairs) rows.push_back(line_of(record, pair, loading));
  std::istringstream lines(aligned(rows, 1));
  std::string line;
  std::getline(lines, line);
  std::string text = line + "\n";
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    if (k == 0 || pairs[k].instance != pairs[k - 1].instance) text += title_of(record.instances[pairs[k].instance]);
    std::getline(lines, line);
    text += line + "\n";
    if (pairs[k].device) {
      text += fmt::format("    mean energy {} as asked, {} as built\n", format_objective(pairs[k].device->ideal_mean),
                          format_objective(pairs[k].device->device_mean));
    }
  }
  return text + clocks_text(record);
}

}  // namespace

Json bench_json(const BenchRecord& record, const std::string& version) {
  Json json = {{"schema", bench_schema},
               {"version", version},
               {"instances", Json::array()},
               {"samplers", Json::array()},
               {"seeds", record.seeds},
               {"reads", record.reads},
               {"headline", bench_headline(record)},
               {"summary", Json::array()},
               {"rows", Json::array()}};
  for (const auto& instance : record.instances) json["instances"].push_back(instance_json(instance));
  for (const auto& sampler : record.samplers) {
    json["samplers"].push_back(
        {{"name", sampler.name}, {"kind", sampler.kind}, {"parameters", settings_json(sampler.settings)}});
  }
  for (const auto& pair : summaries(record)) json["summary"].push_back(summary_json(record, pair));
  for (const auto& row : record.rows) json["rows"].push_back(run_json(record, row));
  json["interrupted"] = record.stopped_by == stopped_by_interrupt;
  json["stopped_by"] = record.stopped_by.empty() ? Json(nullptr) : Json(record.stopped_by);
  json["diagnostics"] = diagnostics_json(diagnose_bench(record));
  return json;
}

std::string bench_text(const BenchRecord& record, const Painter& painter) {
  std::string text =
      fmt::format("{} x {} x {}, {} each\n", format_count_of(std::ssize(record.instances), "instance"),
                  format_count_of(std::ssize(record.samplers), "sampler"),
                  format_count_of(std::ssize(record.seeds), "seed"), format_count_of(record.reads, "read"));
  for (const auto& line : bench_flaws(record)) text += line + "\n";
  text += painter.bold(bench_headline(record)) + "\n\n" + summary_text(record) + "\n";
  const std::string stopped =
      record.stopped_by.empty() ? "" : fmt::format("Stopped early ({}): all figures are partial.", record.stopped_by);
  return text + findings_text(diagnose_bench(record), stopped, painter);
}

}  // namespace isinglass::cli
