// What `isinglass sweep` prints.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/cli/output.hpp"
#include "sim/report/sweep_sheet.hpp"

namespace isinglass::cli {

/// One object with a row for each point.
nlohmann::ordered_json sweep_json(const SweepRecord& record, const std::string& version);

/// The table, one line for each point, under the headline.
std::string sweep_table(const SweepRecord& record, const Painter& painter);

}  // namespace isinglass::cli
