// Who won, by how much, and how sure that is: the headline and the sentences below it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "sim/report/diagnose.hpp"
#include "sim/report/format.hpp"
#include "sim/report/summarise.hpp"

namespace isinglass {
namespace {

std::string target_phrase(const RunRecord& record) {
  const std::string value = fmt::format("{} {}", record.problem.objective_name, format_objective(*record.target));
  if (record.target_origin == "best-known") return fmt::format("the best-known {}", value);
  if (record.target_origin == "best of this run") return fmt::format("the best {} of this run", value);
  return fmt::format("the target {}", value);
}

/// "52.1 ms of hardware time (95 % interval 44.2–61 ms)".
std::string tts_phrase(const SamplerRecord& sampler) {
  return fmt::format("{} {} (95 % interval {})", format_tts(sampler), clock_phrase(sampler),
                     format_tts_interval(sampler));
}

bool overlap(const IntervalRecord& a, const IntervalRecord& b) {
  const auto below = [](const IntervalRecord& x, const IntervalRecord& y) {
    return x.high && y.low && *x.high < *y.low;
  };
  return !below(a, b) && !below(b, a);
}

const SamplerRecord* next_on_clock(const RunRecord& record, const std::vector<std::size_t>& order, std::size_t winner) {
  for (const std::size_t index : order) {
    const auto& other = record.samplers[index];
    if (index != winner && other.clock == record.samplers[winner].clock && other.tts99_s) return &other;
  }
  return nullptr;
}

/// What the baseline takes on its own clock, where that is another one: stated beside, not divided.
std::string baseline_phrase(const RunRecord& record, const SamplerRecord& winner) {
  const std::ptrdiff_t index = baseline_index(record.samplers);
  if (index < 0) return "";
  const auto& baseline = record.samplers[static_cast<std::size_t>(index)];
  if (baseline.clock == winner.clock || !baseline.tts99_s) return "";
  return fmt::format("; the baseline {} takes {} {} on this computer", baseline.name, format_tts(baseline),
                     clock_phrase(baseline));
}

std::string headline_with_time(const RunRecord& record, const std::vector<std::size_t>& order) {
  const auto& winner = record.samplers[order.front()];
  std::string text = fmt::format("{} reaches {} with 99 % confidence in {} {}", winner.name, target_phrase(record),
                                 format_tts(winner), clock_phrase(winner));
  const SamplerRecord* second = next_on_clock(record, order, order.front());
  if (second != nullptr) {
    const std::string ratio = format_ratio(*second->tts99_s / *winner.tts99_s);
    const bool alike = overlap(*winner.tts99_interval, *second->tts99_interval);
    text += ratio == "1" ? fmt::format(", as does {}", second->name)
                         : fmt::format(", {} times faster than {}{}", ratio, second->name,
                                       alike ? " (within the error bars)" : "");
  }
  return text + baseline_phrase(record, winner) + ".";
}

std::string headline_by_quality(const RunRecord& record, const std::vector<std::size_t>& order) {
  const auto& winner = record.samplers[order.front()];
  std::string text = fmt::format("{} finds the best {}: {}", winner.name, record.problem.objective_name,
                                 format_objective(*winner.best));
  if (record.target && *record.target != 0.0) {
    text += fmt::format(", {} of {}", format_percent(*winner.best / *record.target), target_phrase(record));
  }
  return text + ".";
}

std::string finding_of(const RunRecord& record, const SamplerRecord& sampler) {
  if (!sampler.best) return fmt::format("{} finished no read.", sampler.name);
  std::string text = fmt::format("{}: best {}, mean {}", sampler.name, format_objective(*sampler.best),
                                 format_objective(*sampler.mean));
  if (record.target && *record.target != 0.0) {
    text += fmt::format(" ({} and {} of the target)", format_percent(*sampler.best / *record.target),
                        format_percent(*sampler.mean / *record.target));
  }
  if (sampler.successes && *sampler.successes > 0 && sampler.tts99_s) {
    text += fmt::format("; {} of {} reads reach the target, so 99 % confidence takes {}", *sampler.successes,
                        sampler.reads, tts_phrase(sampler));
  } else if (sampler.successes) {
    text +=
        fmt::format("; none of {} reads reaches the target, so 99 % confidence takes {} {} or more", sampler.reads,
                    sampler.tts99_interval && sampler.tts99_interval->low ? format_seconds(*sampler.tts99_interval->low)
                                                                          : "an unknown time",
                    clock_phrase(sampler));
  }
  return text + ".";
}

bool mixes_clocks(const RunRecord& record) {
  const auto& samplers = record.samplers;
  return std::any_of(samplers.begin(), samplers.end(),
                     [&](const SamplerRecord& s) { return s.clock != samplers.front().clock; });
}

}  // namespace

std::ptrdiff_t baseline_index(const std::vector<SamplerRecord>& samplers) {
  const auto software = [](const SamplerRecord& s) { return s.kind == "software"; };
  auto found = std::find_if(samplers.begin(), samplers.end(), [](const auto& s) { return s.name == "anneal"; });
  if (found == samplers.end()) found = std::find_if(samplers.begin(), samplers.end(), software);
  return found == samplers.end() ? -1 : found - samplers.begin();
}

std::vector<std::size_t> ranking(const RunRecord& record) {
  std::vector<std::size_t> order(record.samplers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const double sign = record.problem.maximise() ? -1.0 : 1.0;
  const double worst = std::numeric_limits<double>::infinity();
  const auto key = [&](std::size_t index) {
    const auto& s = record.samplers[index];
    const bool hardware = s.clock == "hardware";
    return std::tuple(s.tts99_s ? (hardware ? 0 : 1) : 2, s.tts99_s.value_or(worst), s.best ? sign * *s.best : worst,
                      s.mean ? sign * *s.mean : worst);
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

std::optional<std::size_t> winner(const RunRecord& record) {
  const auto order = ranking(record);
  for (const std::size_t index : order) {
    if (index != order.front() && record.samplers[index].clock == record.samplers[order.front()].clock)
      return order.front();
  }
  return std::nullopt;
}

void conclude(RunRecord& record) {
  record.headline.clear();
  record.findings.clear();
  for (auto& sampler : record.samplers) {
    const bool short_of_reads = sampler.reads < record.reads && !sampler.exact;
    if (short_of_reads && sampler.stopped_by.empty()) sampler.stopped_by = "time limit";
  }
  const std::ptrdiff_t baseline = baseline_index(record.samplers);
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    record.samplers[i].baseline = record.samplers.size() > 1 && static_cast<std::ptrdiff_t>(i) == baseline;
  }
  const auto order = ranking(record);
  if (order.empty() || !record.samplers[order.front()].best) {
    record.headline = "No read was finished.";
  } else if (record.samplers[order.front()].tts99_s && record.target) {
    record.headline = headline_with_time(record, order);
  } else {
    record.headline = headline_by_quality(record, order);
  }
  for (const std::size_t index : order) record.findings.push_back(finding_of(record, record.samplers[index]));
  if (mixes_clocks(record)) {
    record.findings.emplace_back(
        "Machines are timed on their own hardware clock, software on the wall clock of this computer: two different "
        "clocks, shown on two axes, and never divided by one another.");
  }
  record.diagnostics = diagnose(record);
}

}  // namespace isinglass
