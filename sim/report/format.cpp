// Numbers for people. Everything goes through fmt, so that the page does not depend on the locale.
#include "sim/report/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace isinglass {
namespace {

struct Unit {
  double size;
  const char* name;
};

constexpr std::array<Unit, 7> time_units{
    {{3600.0, "h"}, {60.0, "min"}, {1.0, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}, {1e-12, "ps"}}};

/// Three significant digits without an exponent and without trailing zeros.
std::string three_digits(double value) {
  if (value == 0.0) return "0";
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  const int decimals = std::clamp(2 - magnitude, 0, 12);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

const Unit& unit_of(double seconds) {
  for (const auto& unit : time_units) {
    // A value that rounds up to the next unit belongs there: 0.9996 s is 1 s. Minutes only from 2 min on.
    const double threshold = unit.size >= 60.0 ? 2.0 * unit.size : unit.size;
    if (std::abs(seconds) >= threshold * 0.9995) return unit;
  }
  return time_units.back();
}

std::string in_unit(double seconds, const Unit& unit) { return three_digits(seconds / unit.size); }

std::string probability_text(const std::optional<double>& p) { return p ? format_ratio(*p) : unknown_text; }

std::string probability_interval_text(const IntervalRecord& interval) {
  if (!interval.low || !interval.high) return unknown_text;
  return fmt::format("{}–{}", format_ratio(*interval.low), format_ratio(*interval.high));
}

std::string tts_text(const std::optional<double>& seconds, const IntervalRecord& interval) {
  if (seconds) return format_seconds(*seconds);
  return interval.low ? "≥ " + format_seconds(*interval.low) : unknown_text;
}

std::string tts_interval_text(const IntervalRecord& interval) {
  if (!interval.low) return unknown_text;
  if (!interval.high) return "≥ " + format_seconds(*interval.low);
  const Unit& unit = unit_of(*interval.low);
  if (&unit == &unit_of(*interval.high))
    return fmt::format("{}–{}", in_unit(*interval.low, unit), format_seconds(*interval.high));
  return fmt::format("{} – {}", format_seconds(*interval.low), format_seconds(*interval.high));
}

}  // namespace

std::optional<double> if_finite(double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; }

IntervalRecord ends_of(const Interval& interval) { return {if_finite(interval.low), if_finite(interval.high)}; }

std::string format_count(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string format_count_of(std::int64_t count, const std::string& noun) {
  return fmt::format("{} {}{}", format_count(count), noun, count == 1 ? "" : "s");
}

std::string format_objective(double value) {
  if (!std::isfinite(value)) return unknown_text;
  if (value == std::nearbyint(value) && std::abs(value) < 9e15) return format_count(static_cast<std::int64_t>(value));
  if (std::abs(value) < 100.0) return fmt::format("{:.5g}", value);
  const double rounded = std::nearbyint(100.0 * value) / 100.0;
  const double whole = std::trunc(rounded);
  const std::string decimals = fmt::format("{:.2f}", std::abs(rounded - whole)).substr(1);
  return format_count(static_cast<std::int64_t>(whole)) + (decimals == ".00" ? "" : decimals);
}

std::string format_seconds(double seconds) {
  if (!std::isfinite(seconds)) return unknown_text;
  if (seconds == 0.0) return "0 s";
  const Unit& unit = unit_of(seconds);
  return fmt::format("{} {}", in_unit(seconds, unit), unit.name);
}

std::string format_ratio(double value) { return std::isfinite(value) ? three_digits(value) : unknown_text; }

std::string format_si(double value, const std::string& unit) {
  static constexpr std::array<Unit, 7> prefixes{
      {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1.0, ""}, {1e-3, "m"}, {1e-6, "µ"}}};
  if (value == 0.0) return "0 " + unit;
  for (const auto& prefix : prefixes) {
    if (std::abs(value) >= prefix.size)
      return fmt::format("{} {}{}", three_digits(value / prefix.size), prefix.name, unit);
  }
  return fmt::format("{:.3g} {}", value, unit);
}

std::string format_percent(double share) { return fmt::format("{:.2f} %", 100.0 * share); }

std::string format_probability(const SamplerRecord& sampler) { return probability_text(sampler.p); }
std::string format_probability(const Outcome& outcome) { return probability_text(outcome.p); }

std::string format_probability_interval(const SamplerRecord& sampler) {
  return probability_interval_text(sampler.p_interval.value_or(IntervalRecord{}));
}
std::string format_probability_interval(const Outcome& outcome) {
  return outcome.p_interval ? probability_interval_text(ends_of(*outcome.p_interval)) : unknown_text;
}

std::string format_tts(const SamplerRecord& sampler) {
  return tts_text(sampler.tts99_s, sampler.tts99_interval.value_or(IntervalRecord{}));
}
std::string format_tts(const Outcome& outcome) {
  if (!outcome.tts) return unknown_text;
  return tts_text(if_finite(outcome.tts->seconds), ends_of(outcome.tts->interval));
}

std::string format_tts_interval(const SamplerRecord& sampler) {
  return tts_interval_text(sampler.tts99_interval.value_or(IntervalRecord{}));
}
std::string format_tts_interval(const Outcome& outcome) {
  return outcome.tts ? tts_interval_text(ends_of(outcome.tts->interval)) : unknown_text;
}

std::string clock_phrase(const SamplerRecord& sampler) {
  return sampler.clock == "hardware" ? "of hardware time" : "of wall time";
}

std::string task_name(const ProblemRecord& problem) {
  return problem.kind == "maxcut" ? "max-cut" : problem.kind == "qubo" ? "QUBO" : "Ising";
}

}  // namespace isinglass
