// How numbers are written for people: three significant digits, SI prefixes, thousands separated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/bench/outcome.hpp"
#include "sim/report/run_record.hpp"

namespace isinglass {

inline constexpr const char* unknown_text = "–";  ///< what stands where a number is not known

/// Nothing for an infinite or unknown number.
std::optional<double> if_finite(double value);
/// The ends that are finite.
IntervalRecord ends_of(const Interval& interval);

/// 1234567 -> "1,234,567".
std::string format_count(std::int64_t count);

/// A count and its noun, which gets an s unless there is one: "1 variable", "2,000 variables".
std::string format_count_of(std::int64_t count, const std::string& noun);

/// Whole numbers in full with separators, others with two decimals or five digits: "11,624", "11,610.28", "-0.76317".
std::string format_objective(double value);

/// Three significant digits and a unit from ps to h: "1.23 ms". Zero is "0 s".
std::string format_seconds(double seconds);

/// Three significant digits: "0.984"; for probabilities and ratios.
std::string format_ratio(double value);

/// Three significant digits and an SI prefix: format_si(48e6, "Hz") = "48 MHz".
std::string format_si(double value, const std::string& unit);

/// 0.99853 -> "99.85 %".
std::string format_percent(double share);

/// "0.98" and "0.92–0.99", or the unknown text.
std::string format_probability(const SamplerRecord& sampler);
std::string format_probability(const Outcome& outcome);
std::string format_probability_interval(const SamplerRecord& sampler);
std::string format_probability_interval(const Outcome& outcome);

/// "12.3 ms" and "10.1–15.2 ms"; "≥ 480 ms" when no read reached the target, so that only the lower end is known.
std::string format_tts(const SamplerRecord& sampler);
std::string format_tts(const Outcome& outcome);
std::string format_tts_interval(const SamplerRecord& sampler);
std::string format_tts_interval(const Outcome& outcome);

/// "max-cut", "QUBO", "Ising": the kind of a problem as people say it.
std::string task_name(const ProblemRecord& problem);

/// "hardware" or "wall" appended as people say it: "of hardware time", "of wall time".
std::string clock_phrase(const SamplerRecord& sampler);

}  // namespace isinglass
