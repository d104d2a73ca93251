// Pieces that the answers of several subcommands are made of.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/bench/outcome.hpp"
#include "sim/cli/output.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass::cli {

/// Null where the number is unknown or not finite, which JSON has no word for.
nlohmann::ordered_json number_json(double value);
nlohmann::ordered_json number_json(const std::optional<double>& value);
/// [low, high], an end that is not finite as null.
nlohmann::ordered_json interval_json(const Interval& interval);
nlohmann::ordered_json interval_json(const std::optional<Interval>& interval);
/// Every parameter with its value; "auto" where the sampler works it out.
nlohmann::ordered_json settings_json(const Settings& settings);
nlohmann::ordered_json diagnostics_json(const std::vector<Diagnostic>& found);
/// Adds the keys of a row that follow from the reads: "reads", "target", "successes", "p" … "hardware_time_s".
void add_outcome(const Outcome& outcome, std::optional<double> target, nlohmann::ordered_json& row);

/// The findings, each with what to try below it, under `interrupted` (nothing when it is empty); or that there are
/// none.
std::string findings_text(const std::vector<Diagnostic>& found, const std::string& interrupted, const Painter& painter);

}  // namespace isinglass::cli
