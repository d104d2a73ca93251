// Each check reads the record and adds at most one sentence per sampler.
#include "sim/report/diagnose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/io/wave_file.hpp"
#include "sim/report/format.hpp"

namespace isinglass {
namespace {

using Findings = std::vector<Diagnostic>;

constexpr std::int64_t few_reads = 10;
constexpr double wide_interval = 4.0;     // upper over lower end of TTS99 from which a comparison says little
constexpr double still_moving = 0.01;     // share of the whole improvement made in the last tenth of the time
constexpr double clock_mismatch = 0.005;  // relative
constexpr double tolerance = 1e-9;        // relative, when an objective is compared with a best-known value

bool is_better(const RunRecord& record, double a, double b) {
  const double slack = tolerance * std::max(1.0, std::abs(b));
  return record.problem.maximise() ? a > b + slack : a < b - slack;
}

void check_interrupted(const RunRecord& record, const SamplerRecord& sampler, Findings& findings) {
  if (sampler.reads >= record.reads || sampler.stopped_by.empty()) return;
  findings.push_back(
      {fmt::format("{} finished {} of {} reads ({}).", sampler.name, sampler.reads, record.reads, sampler.stopped_by),
       "All figures are of the finished reads; give it more time for the rest."});
}

void check_few_reads(const RunRecord&, const SamplerRecord& sampler, Findings& findings) {
  if (!sampler.successes || sampler.exact || sampler.reads >= few_reads) return;
  findings.push_back({fmt::format("{} made {} only, so its success probability is hardly known.", sampler.name,
                                  format_count_of(sampler.reads, "read")),
                      "Ask for 64 reads or more (--reads 64)."});
}

void check_no_success(const RunRecord& record, const SamplerRecord& sampler, Findings& findings) {
  if (!sampler.successes || *sampler.successes > 0 || !sampler.best || !record.target) return;
  if (sampler.exact) {
    findings.push_back({fmt::format("{} proves that no state reaches the target: the best is {}.", sampler.name,
                                    format_objective(*sampler.best)),
                        "Give a target that exists."});
    return;
  }
  const double gap = std::abs(*record.target - *sampler.best);
  findings.push_back(
      {fmt::format("No read of {} reaches the target: its best is {} short{}.", sampler.name, format_objective(gap),
                   *record.target != 0.0 ? fmt::format(" ({})", format_percent(gap / std::abs(*record.target)))
                                         : std::string()),
       "Give it a slower schedule or more reads; its time to solution is a lower bound."});
}

void check_wide_interval(const RunRecord&, const SamplerRecord& sampler, Findings& findings) {
  if (!sampler.tts99_s || !sampler.tts99_interval || !sampler.tts99_interval->low) return;
  const auto& interval = *sampler.tts99_interval;
  const double ratio = interval.high ? *interval.high / *interval.low : std::numeric_limits<double>::infinity();
  if (ratio < wide_interval || *sampler.successes == sampler.reads) return;
  findings.push_back(
      {fmt::format("The time to solution of {} rests on {} successful {} and is known within a factor of {} "
                   "only.",
                   sampler.name, *sampler.successes, *sampler.successes == 1 ? "read" : "reads", format_ratio(ratio)),
       "Ask for more reads (--reads) before comparing it."});
}

void check_settled(const RunRecord&, const SamplerRecord& sampler, Findings& findings) {
  if (!sampler.curve || sampler.curve->time_s.size() < 20) return;
  const auto median = sampler.curve->objective.find("q50");
  if (median == sampler.curve->objective.end()) return;
  const auto& times = sampler.curve->time_s;
  const double end = times.back();
  const auto at = std::lower_bound(times.begin(), times.end(), 0.9 * end) - times.begin();
  const auto& values = median->second;
  const double whole = std::abs(values.back() - values.front());
  const double last = std::abs(values.back() - values[static_cast<std::size_t>(at)]);
  if (whole == 0.0 || last <= still_moving * whole) return;
  findings.push_back(
      {fmt::format("{} had not settled: {} of the improvement of its median read came in the last tenth of "
                   "the time.",
                   sampler.name, format_percent(last / whole)),
       "Give it more time per read, or end its schedule sooner."});
}

void check_better_than_known(const RunRecord& record, const SamplerRecord& sampler, Findings& findings) {
  if (!record.problem.best_known || !sampler.best) return;
  if (!is_better(record, *sampler.best, *record.problem.best_known)) return;
  findings.push_back({fmt::format("{} found {}, better than the best-known {}.", sampler.name,
                                  format_objective(*sampler.best), format_objective(*record.problem.best_known)),
                      "Check that the problem is the published one; if it is, this is worth publishing (samples.npz "
                      "holds the sample)."});
}

void check_readout(const RunRecord&, const SamplerRecord& sampler, Findings& findings) {
  if (!sampler.hardware_time_s || !sampler.readout_s || *sampler.readout_s <= *sampler.hardware_time_s) return;
  findings.push_back(
      {fmt::format("Reading {} out takes {} per read, {} times as long as the read itself.", sampler.name,
                   format_seconds(*sampler.readout_s), format_ratio(*sampler.readout_s / *sampler.hardware_time_s)),
       "Times to solution leave it out, as programming: use a faster link, or read back the energy alone."});
}

/// The twin's clock must be that of the bitstream it stands for, and the problem must fit.
void check_hardware(const RunRecord& record, const SamplerRecord& sampler, Findings& findings) {
  if (!record.hardware || sampler.kind != "digital") return;
  const auto clock = sampler.figures.find("clock_hz");
  const double built_hz = 1e6 * record.hardware->value("clock_mhz", 0.0);
  if (clock != sampler.figures.end() && built_hz > 0.0 &&
      std::abs(clock->second - built_hz) > clock_mismatch * built_hz) {
    findings.push_back({fmt::format("{} was timed at {}, but the bitstream of the report runs at {}.", sampler.name,
                                    format_si(clock->second, "Hz"), format_si(built_hz, "Hz")),
                        "Set the sampler's clock to that of the bitstream, or give the report of the other build."});
  }
  const auto spins = record.hardware->value("spins", std::int64_t{0});
  const auto entries = record.hardware->value("entries", std::int64_t{0});
  if ((spins > 0 && record.problem.variables > spins) || (entries > 0 && 2 * record.problem.couplings > entries)) {
    findings.push_back(
        {fmt::format("The problem does not fit the bitstream of the report ({} spins, {} directed entries).",
                     format_count(spins), format_count(entries)),
         "Its resources and clock are shown, but a board with it could not run this problem."});
  }
}

void check_run(const RunRecord& record, Findings& findings) {
  if (record.target_origin == "best of this run") {
    findings.push_back(
        {"No target is known, so the best value of this run stands in for it, which flatters whoever found "
         "it.",
         "Give --target VALUE, or name a problem with a best-known value."});
  }
  const bool has_states = std::any_of(record.samplers.begin(), record.samplers.end(),
                                      [](const SamplerRecord& s) { return s.states.has_value(); });
  if (has_states && !waves_available()) {
    findings.push_back({"The wave file trace.fst was left out, for this build has no writer for it.",
                        "Install the package verilator and configure again."});
  }
  const bool has_wall = std::any_of(record.samplers.begin(), record.samplers.end(),
                                    [](const SamplerRecord& s) { return s.clock == "wall"; });
  if (has_wall && record.build_type == "Debug") {
    findings.push_back({"This is a debug build, so wall times are several times too long.", "Use the release preset."});
  }
}

}  // namespace

std::vector<Diagnostic> diagnose(const RunRecord& record) {
  Findings findings;
  for (const auto& sampler : record.samplers) {
    for (const auto check : {check_interrupted, check_few_reads, check_no_success, check_wide_interval, check_settled,
                             check_better_than_known, check_readout, check_hardware}) {
      check(record, sampler, findings);
    }
  }
  check_run(record, findings);
  return findings;
}

std::vector<Diagnostic> all_diagnostics(const RunRecord& record) {
  std::vector<Diagnostic> all;
  for (const auto& sampler : record.samplers) {
    for (const auto& finding : sampler.diagnostics) {
      const bool alone = record.samplers.size() == 1 || finding.sentence.starts_with(sampler.name + " ");
      all.push_back({alone ? finding.sentence : fmt::format("{}: {}", sampler.name, finding.sentence), finding.advice});
    }
  }
  all.insert(all.end(), record.diagnostics.begin(), record.diagnostics.end());
  return all;
}

}  // namespace isinglass
